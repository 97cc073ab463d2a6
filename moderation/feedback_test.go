package moderation_test

import (
	"testing"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/event"
	"guildhall/id"
	"guildhall/moderation"
	"guildhall/order"
	"guildhall/reputation"
	"guildhall/town"
)

// judged is Bea's dislike of Sam's completed order.
func judged(w *town.Town) (said reputation.Feedback) {
	w.T.Helper()
	which := id.New[id.OrderKind](w.Clock.Now())
	service := w.Sell(w.Seller.ID, w.Offer())
	w.Write(func(tx *db.Tx) error {
		if err := town.Fund(tx, w.Buyer.ID, 20_00); err != nil {
			return err
		}
		_, err := order.Place(tx, order.Placing{ID: which, Buyer: w.Buyer.ID, Version: service.Live, Units: 1, Package: "economy", At: tx.Now()})
		return err
	})
	for _, verb := range []order.Verb{order.Start, order.Deliver, order.Accept} {
		w.Clock.Advance(time.Minute)
		w.Write(func(tx *db.Tx) error {
			c := order.Command{Order: which, Actor: w.Seller.ID, Side: order.Seller, Verb: verb, At: tx.Now(), Text: "https://files.example/house.pdf"}
			if verb == order.Accept {
				c.Actor, c.Side = w.Buyer.ID, order.Buyer
			}
			_, err := order.Act(tx, c)
			return err
		})
	}
	w.Write(func(tx *db.Tx) (err error) {
		said, err = reputation.Leave(tx, reputation.Leaving{
			Order: which, Author: w.Buyer.ID, At: tx.Now(), Verdict: reputation.Verdict{Text: "His politics are not mine."},
		})
		return err
	})
	return said
}

func TestAFeedbackIsRemovedWithADecisionAndLeavesAStub(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, mo account.Member, _ catalogue.Service) {
		said := judged(w)
		remove := func(by id.Member, reason moderation.Reason, remark string) (d moderation.Decision, err error) {
			err = w.Try(func(tx *db.Tx) error {
				d, err = moderation.RemoveFeedback(tx, moderation.FeedbackRemoval{Feedback: said.ID, Moderator: by, Reason: reason, Remark: remark})
				return err
			})
			return d, err
		}
		for code, wrong := range map[string]struct {
			by     id.Member
			reason moderation.Reason
		}{
			"not_found":      {w.Seller.ID, moderation.Unrelated},
			"reason_needed":  {mo.ID, ""},
			"choice_unknown": {mo.ID, moderation.Performance},
			"remark_needed":  {mo.ID, moderation.Other},
		} {
			_, err := remove(wrong.by, wrong.reason, " ")
			wantFault(t, err, code)
		}
		d, err := remove(mo.ID, moderation.Unrelated, "It says nothing about the drawing.")
		if err != nil || d.About != w.Buyer.ID || d.Subject != "feedback" || d.SubjectID != said.ID || !d.AppealBy.After(d.At) {
			t.Fatalf("the statement: %+v, %v", d, err)
		}
		_, err = remove(mo.ID, moderation.Unrelated, "")
		wantFault(t, err, "feedback_removed")
		w.Read(func(tx *db.Tx) error {
			stub, err := reputation.Get(tx, said.ID)
			if stub.RemovedAt.IsZero() || stub.Rule != string(moderation.Unrelated) {
				t.Errorf("what is left: %+v", stub)
			}
			return err
		})
		wantFault(t, w.Try(func(tx *db.Tx) error {
			_, err := reputation.Answer(tx, reputation.Answering{Feedback: said.ID, Author: w.Seller.ID, At: tx.Now(), Text: "Thank you."})
			return err
		}), "not_found")
	})
}

func TestNobodyRemovesFeedbackOfTheirOwnOrders(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, _ account.Member, _ catalogue.Service) {
		said := judged(w)
		for _, party := range []account.Member{w.Buyer, w.Seller} {
			w.Write(func(tx *db.Tx) error {
				_, err := account.GiveRole(tx, party.ID, account.Moderator, w.Admin.ID)
				return err
			})
			wantFault(t, w.Try(func(tx *db.Tx) error {
				_, err := moderation.RemoveFeedback(tx, moderation.FeedbackRemoval{Feedback: said.ID, Moderator: party.ID, Reason: moderation.Spam})
				return err
			}), "order_party_cannot_judge")
		}
	})
}

func TestAReportedServiceIsRaisedOnceForEachWhoReportsIt(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, mo account.Member, waiting catalogue.Service) {
		shown := w.Sell(w.Seller.ID, w.Offer())
		report := func(what id.Service, who id.Member, reason moderation.Reason) error {
			return w.Try(func(tx *db.Tx) error {
				return moderation.ReportService(tx, moderation.Report{Service: what, Reporter: who, Reason: reason, Remark: " "})
			})
		}
		open := func() (open []moderation.Raised) {
			w.Read(func(tx *db.Tx) (err error) {
				open, err = moderation.Open(tx)
				return err
			})
			return open
		}
		wantFault(t, report(id.Service{1}, w.Buyer.ID, moderation.Spam), "not_found")
		wantFault(t, report(waiting.ID, w.Buyer.ID, moderation.Spam), "not_found") // nobody sees it yet
		wantFault(t, report(shown.ID, w.Seller.ID, moderation.Spam), "report_own_service")
		wantFault(t, report(shown.ID, w.Buyer.ID, moderation.Unclear), "choice_unknown")
		wantFault(t, report(shown.ID, w.Buyer.ID, moderation.Other), "remark_needed")
		if len(open()) != 0 {
			t.Fatal("a refused report was raised")
		}
		for _, who := range []id.Member{w.Buyer.ID, w.Buyer.ID, w.Stranger.ID} {
			if err := report(shown.ID, who, moderation.Copy); err != nil {
				t.Fatal(err)
			}
			w.Clock.Advance(time.Minute)
		}
		raised := open()
		if len(raised) != 2 || raised[0].Service != shown.ID || raised[0].Text != w.Offer().Title || raised[0].Member != w.Seller.ID || raised[0].Reporter != w.Buyer.ID {
			t.Fatalf("raised: %+v", raised)
		}
		if told := reports(w, shown.ID); told != 2 {
			t.Errorf("the diary tells of %d", told)
		}
		w.Write(func(tx *db.Tx) error { return moderation.Close(tx, raised[0].ID, mo.ID) })
		if err := report(shown.ID, w.Buyer.ID, moderation.Copy); err != nil || len(open()) != 2 {
			t.Errorf("reported anew once it was closed: %v, %d raised", err, len(open()))
		}
	})
}

// reports counts what the diary tells moderators of.
func reports(w *town.Town, service id.Service) (n int) {
	w.Read(func(tx *db.Tx) error {
		entries, err := event.History(tx, event.Of("service", service))
		for _, e := range entries {
			if e.Kind == "service.reported" {
				n++
			}
		}
		return err
	})
	return n
}
