package account_test

import (
	"fmt"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/town"
)

// toldOf counts the members who were told of new terms.
func toldOf(t *testing.T, place *town.Town) (n int64) {
	t.Helper()
	place.Read(func(tx *db.Tx) (err error) {
		n, err = db.Value[int64](tx, `SELECT count(DISTINCT subject_id) FROM events WHERE kind = 'account.terms_changed'`)
		return err
	})
	return n
}

func TestEverybodyIsToldOnceOfNewTerms(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		for n := range 5 {
			place.Join(fmt.Sprint("member", n))
		}
		place.Write(account.TellDocuments) // the drafts are news to nobody
		if n := toldOf(t, place); n != 0 {
			t.Errorf("%d were told of the drafts", n)
		}
		var members int64
		place.Write(func(tx *db.Tx) (err error) {
			if members, err = account.Count(tx); err != nil {
				return err
			}
			_, err = account.Publish(tx, account.Document{Kind: account.Terms, Title: "Terms", Body: "New.", By: place.Admin.ID})
			return err
		})
		place.Clock.Advance(time.Hour)
		place.Join("later")
		for range 3 {
			place.Write(account.TellDocuments)
		}
		place.Read(func(tx *db.Tx) error {
			n, err := db.Value[int64](tx, `SELECT count(*) FROM events WHERE kind = 'account.terms_changed'`)
			if told := toldOf(t, place); n != members || told != members {
				t.Errorf("%d letters to %d members, want one to each of %d", n, told, members)
			}
			return err
		})
	})
}

func TestNewTermsHoldFromTheirDay(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		from := place.Clock.Now().Add(14 * 24 * time.Hour)
		publish := func(d account.Document) error {
			return place.Try(func(tx *db.Tx) error {
				d.Kind, d.Title, d.Body = account.Terms, "Terms", "New."
				_, err := account.Publish(tx, d)
				return err
			})
		}
		if err := publish(account.Document{InForceAt: from}); err != nil {
			t.Fatal(err)
		}
		for code, d := range map[string]account.Document{
			"document_moved_on": {Number: 1}, "document_date": {InForceAt: place.Clock.Now().Add(-time.Hour)},
		} {
			if wrong, ok := fault.As(publish(d)); !ok || wrong.Code != code {
				t.Errorf("%s: %v", code, wrong)
			}
		}
		for _, want := range []int64{1, 2} {
			place.Read(func(tx *db.Tx) error {
				d, err := account.InForce(tx, account.Terms)
				if d.Number != want {
					t.Errorf("version %d is in force, want %d", d.Number, want)
				}
				return err
			})
			place.Clock.Advance(15 * 24 * time.Hour)
		}
	})
}

func TestWhoGaveARoleIsKept(t *testing.T) {
	each(t, func(t *testing.T, place *town.Town) {
		place.Clock.Advance(time.Minute)
		for _, change := range []func(*db.Tx, id.Member, account.Role, id.Member) (account.Member, error){account.GiveRole, account.TakeRole} {
			place.Write(func(tx *db.Tx) error {
				_, err := change(tx, place.Stranger.ID, account.Support, place.Admin.ID)
				return err
			})
			place.Clock.Advance(time.Minute)
		}
		place.Read(func(tx *db.Tx) error {
			log, err := account.RoleChanges(tx, 2)
			if len(log) != 2 || log[0].Given || !log[1].Given || log[0].Member != place.Stranger.ID || log[1].By != place.Admin.ID || log[1].Role != account.Support {
				t.Errorf("the log says %+v", log)
			}
			return err
		})
	})
}
