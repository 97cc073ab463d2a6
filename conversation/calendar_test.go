package conversation_test

import (
	"testing"
	"time"

	"guildhall/account"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/deadline"
	"guildhall/event"
	"guildhall/town"
)

// TestARunningTimeFollowsTheSellersCalendar asks on a Thursday at 20:00, when
// 24 h are left, and has the seller change their mind (TLK-5, CAT-17).
func TestARunningTimeFollowsTheSellersCalendar(t *testing.T) {
	at := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, time.UTC) } // the 5th is a Thursday
	weekends := func(hide bool) func(*db.Tx, *town.Town) error {
		return func(tx *db.Tx, w *town.Town) error { return account.SetWeekends(tx, w.Seller.ID, hide) }
	}
	zone := func(name string) func(*db.Tx, *town.Town) error {
		return func(tx *db.Tx, w *town.Town) error { return account.SetPlace(tx, w.Seller.ID, "en", name) }
	}
	for name, c := range map[string]struct {
		hides bool // when asked
		when  time.Time
		do    func(*db.Tx, *town.Town) error
		want  time.Time
	}{
		"on in the week":                   {false, at(5, 22), weekends(true), at(9, 20)},
		"on at the weekend":                {false, at(6, 8), weekends(true), at(9, 12)},
		"off in the week":                  {true, at(5, 22), weekends(false), at(6, 20)},
		"off at the weekend":               {true, at(7, 8), weekends(false), at(8, 4)},
		"west, where it is still Thursday": {true, at(6, 2), zone("America/New_York"), at(9, 21)}, // 20 h left, 3 of them on Thursday, midnight is at 5 (4 from the 8th on)
		"a zone alone changes nothing":     {false, at(5, 22), zone("America/New_York"), at(6, 20)},
	} {
		t.Run(name, func(t *testing.T) {
			in(t, func(t *testing.T, w *town.Town) {
				a := asked{Town: w, service: w.Shop()}
				a.talk = talk(t, w)
				w.Write(func(tx *db.Tx) error {
					if err := account.SetPlace(tx, w.Seller.ID, "en", "UTC"); err != nil {
						return err
					}
					return account.SetWeekends(tx, w.Seller.ID, c.hides)
				})
				w.Clock.Set(at(5, 20))
				a.say(t, w.Buyer.ID, "Can you draw a tower?")
				w.Clock.Set(c.when)
				w.Write(func(tx *db.Tx) error { return c.do(tx, w) })
				w.Follow(conversation.Take)
				w.Follow(conversation.Take)
				if !a.due().Equal(c.want) {
					t.Errorf("due at %s, want %s", a.due(), c.want)
				}
				w.Clock.Set(c.want.Add(-time.Second))
				a.ring()
				a.hidden(t, false)
				w.Clock.Set(c.want)
				a.ring()
				a.hidden(t, true)
			})
		})
	}
}

// TestTheReminderMovesWithItsTime turns free weekends on before it went out.
func TestTheReminderMovesWithItsTime(t *testing.T) {
	ask(t, func(t *testing.T, a asked) {
		clock := func() (only deadline.Clock) {
			a.Read(func(tx *db.Tx) error {
				clocks, err := deadline.Of(tx, event.Of(conversation.Subject, a.talk.ID))
				if len(clocks) == 1 {
					only = clocks[0]
				}
				return err
			})
			return only
		}
		a.say(t, a.Seller.ID, "Yes.")
		a.Clock.Set(time.Date(2026, 4, 2, 20, 0, 0, 0, time.UTC)) // a Thursday
		a.say(t, a.Buyer.ID, "Another?")
		before := clock()
		a.Write(func(tx *db.Tx) error { return account.SetWeekends(tx, a.Seller.ID, true) })
		a.Follow(conversation.Take)
		for of, moved := range map[string]time.Duration{
			"end": clock().At.Sub(before.At), "reminder": clock().WarnAt.Sub(before.WarnAt),
		} {
			if moved != 72*time.Hour {
				t.Errorf("the %s is moved by %s, want a weekend", of, moved)
			}
		}
	})
}
