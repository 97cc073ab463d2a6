package moderation_test

import (
	"testing"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/event"
	"guildhall/id"
	"guildhall/moderation"
	"guildhall/order"
	"guildhall/town"
)

// TestAMessageOnAnOrderIsReportedByItsParties tries who may and who may not; the
// order's own diary, which both read, says nothing of it (TLK-7).
func TestAMessageOnAnOrderIsReportedByItsParties(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, mo account.Member, _ catalogue.Service) {
		s := w.Sell(w.Seller.ID, w.Offer())
		which := id.New[id.OrderKind](w.Clock.Now())
		var said, office conversation.Message
		w.Write(func(tx *db.Tx) error {
			if err := town.Fund(tx, w.Buyer.ID, 100_00); err != nil {
				return err
			}
			_, err := order.Place(tx, order.Placing{ID: which, Buyer: w.Buyer.ID, Version: s.Live, Units: 1, Package: "economy", At: tx.Now()})
			if err != nil {
				return err
			}
			if said, err = conversation.Say(tx, conversation.InOrder(which), w.Seller.ID, "Pay me beside the site", nil); err != nil {
				return err
			}
			office, err = conversation.Say(tx, conversation.InOrder(which), mo.ID, "Please be patient", nil)
			return err
		})
		history := func() (n int) {
			w.Read(func(tx *db.Tx) error {
				entries, err := event.History(tx, event.Of("order", which))
				n = len(entries)
				return err
			})
			return n
		}
		before := history()
		report := func(who id.Member, message id.Message) error {
			return w.Try(func(tx *db.Tx) error {
				return moderation.ReportMessage(tx, moderation.Report{Message: message, Reporter: who, Reason: moderation.Spam})
			})
		}
		wantFault(t, report(w.Stranger.ID, said.ID), "not_found")
		wantFault(t, report(w.Buyer.ID, office.ID), "not_found")
		wantFault(t, report(w.Seller.ID, said.ID), "report_own")
		if err := report(w.Buyer.ID, said.ID); err != nil {
			t.Fatal(err)
		}
		w.Read(func(tx *db.Tx) error {
			open, err := moderation.Open(tx)
			if len(open) != 1 || open[0].Message != said.ID || open[0].Text != said.Text || open[0].Member != w.Seller.ID {
				t.Errorf("raised: %+v", open)
			}
			return err
		})
		if history() != before {
			t.Error("the other reads in the order's diary who reported them")
		}
	})
}

// TestWhatWasReportedStaysBeforeTheModerators has the author change and delete
// the words once they are reported.
func TestWhatWasReportedStaysBeforeTheModerators(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, _ account.Member, _ catalogue.Service) {
		var said conversation.Message
		w.Write(func(tx *db.Tx) error {
			talk, err := conversation.Start(tx, conversation.Starting{Author: w.Buyer.ID, Seller: w.Seller.ID, From: event.Of("member", w.Seller.ID)})
			if err != nil {
				return err
			}
			said, err = conversation.Write(tx, conversation.Writing{Conversation: talk.ID, Author: w.Buyer.ID, Text: "Give me a good verdict"})
			return err
		})
		raised := func(when, want string) {
			t.Helper()
			w.Read(func(tx *db.Tx) error {
				open, err := moderation.Open(tx)
				if len(open) != 1 || open[0].Text != want {
					t.Errorf("%s: %+v", when, open)
				}
				return err
			})
		}
		edit := func(text string) {
			w.Clock.Advance(time.Second)
			w.Write(func(tx *db.Tx) error {
				_, err := conversation.Edit(tx, w.Buyer.ID, said.ID, text)
				return err
			})
		}
		edit("Give me a good verdict, or else")
		w.Clock.Advance(time.Second)
		w.Write(func(tx *db.Tx) error {
			return moderation.ReportMessage(tx, moderation.Report{Message: said.ID, Reporter: w.Seller.ID, Reason: moderation.Boosting})
		})
		raised("as it was", "Give me a good verdict, or else")
		edit("Good morning")
		raised("changed", "Give me a good verdict, or else")
		w.Clock.Advance(time.Second)
		w.Write(func(tx *db.Tx) error {
			_, err := conversation.Delete(tx, w.Buyer.ID, said.ID)
			return err
		})
		raised("deleted", "Give me a good verdict, or else")
	})
}
