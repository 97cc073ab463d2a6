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
	"guildhall/town"
)

func TestAReportedMessageIsRaisedOnceAndNeedsNoAnswer(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, mo account.Member, _ catalogue.Service) {
		var talk conversation.Conversation
		var said conversation.Message
		w.Write(func(tx *db.Tx) (err error) {
			talk, err = conversation.Start(tx, conversation.Starting{Author: w.Buyer.ID, Seller: w.Seller.ID, From: event.Of("member", w.Seller.ID)})
			if err != nil {
				return err
			}
			said, err = conversation.Write(tx, conversation.Writing{Conversation: talk.ID, Author: w.Buyer.ID, Text: "Give me a good verdict"})
			return err
		})
		report := func(who id.Member, reason moderation.Reason, remark string) error {
			return w.Try(func(tx *db.Tx) error {
				return moderation.ReportMessage(tx, moderation.Report{Message: said.ID, Reporter: who, Reason: reason, Remark: remark})
			})
		}
		raised := func() (open []moderation.Raised) {
			w.Read(func(tx *db.Tx) (err error) {
				open, err = moderation.Open(tx)
				return err
			})
			return open
		}
		owed := func() (until time.Time) {
			w.Read(func(tx *db.Tx) error {
				now, err := conversation.Get(tx, talk.ID, w.Seller.ID)
				if err != nil {
					return err
				}
				until, err = conversation.AnswerBy(tx, now)
				return err
			})
			return until
		}
		wantFault(t, report(w.Stranger.ID, moderation.Spam, ""), "not_found")
		wantFault(t, report(w.Buyer.ID, moderation.Spam, ""), "report_own")
		wantFault(t, report(w.Seller.ID, moderation.Unclear, ""), "choice_unknown") // no violation
		wantFault(t, report(w.Seller.ID, moderation.Other, ""), "remark_needed")
		if len(raised()) != 0 || owed().IsZero() {
			t.Fatal("a refused report did something")
		}
		for range 2 {
			if err := report(w.Seller.ID, moderation.Boosting, "He wants a verdict for money."); err != nil {
				t.Fatal(err)
			}
		}
		open := raised()
		if len(open) != 1 || open[0].Member != w.Buyer.ID || open[0].Reporter != w.Seller.ID || open[0].Text != said.Text || open[0].Reason != moderation.Boosting {
			t.Fatalf("raised: %+v", open)
		}
		if !owed().IsZero() {
			t.Error("an answer is still owed")
		}
		w.Write(func(tx *db.Tx) error { return moderation.Close(tx, open[0].ID, mo.ID) })
		if err := report(w.Seller.ID, moderation.Boosting, ""); err != nil || len(raised()) != 1 {
			t.Errorf("reported anew once it was closed: %v, %d raised", err, len(raised()))
		}
	})
}
