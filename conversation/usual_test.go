package conversation_test

import (
	"testing"
	"time"

	"guildhall/account"
	"guildhall/conversation"
	"guildhall/db"
)

func (a asked) usual() (span time.Duration) {
	a.Read(func(tx *db.Tx) (err error) {
		span, err = conversation.UsualReply(tx, a.Seller.ID)
		return err
	})
	return span
}

func TestTheUsualReplyTimeIsTheMedianOfTheAnswers(t *testing.T) {
	ask(t, func(t *testing.T, a asked) {
		if span := a.usual(); span != 0 {
			t.Errorf("before the first answer: %s", span)
		}
		for _, after := range []time.Duration{2 * time.Hour, time.Hour, 30 * time.Hour} {
			a.Clock.Advance(after)
			a.say(t, a.Seller.ID, "Yes.")
			a.say(t, a.Seller.ID, "And gladly.")
			a.Clock.Advance(21 * 24 * time.Hour)
			a.say(t, a.Buyer.ID, "Another?")
		}
		if span := a.usual(); span != 2*time.Hour {
			t.Errorf("usually %s, want 2 h", span)
		}
	})
}

// TestTheUsualReplyTimeLeavesFreeWeekendsOut asks on Thursdays and answers on
// Mondays.
func TestTheUsualReplyTimeLeavesFreeWeekendsOut(t *testing.T) {
	for hides, want := range map[bool]time.Duration{true: 18 * time.Hour, false: 90 * time.Hour} {
		ask(t, func(t *testing.T, a asked) {
			a.say(t, a.Seller.ID, "Yes.")
			a.Write(func(tx *db.Tx) error { return account.SetWeekends(tx, a.Seller.ID, hides) })
			a.Clock.Set(time.Date(2026, 4, 2, 16, 0, 0, 0, time.UTC)) // a Thursday
			for range 3 {
				a.say(t, a.Buyer.ID, "Can you draw a tower?")
				a.Clock.Advance(90 * time.Hour)
				a.say(t, a.Seller.ID, "Yes.")
				a.Clock.Advance(24*24*time.Hour + 6*time.Hour)
			}
			if span := a.usual(); span != want {
				t.Errorf("hides on weekends %t: usually %s, want %s", hides, span, want)
			}
		})
	}
}
