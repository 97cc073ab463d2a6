package reputation_test

import (
	"testing"
	"time"

	"guildhall/db"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/reputation"
	"guildhall/search"
	"guildhall/testkit"
)

// TestACheckedIdentityOutlivesNewFigures: what orders say of a seller is
// written apart from what an identity check said.
func TestACheckedIdentityOutlivesNewFigures(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := opened(t, store, clock)
		s.Write(func(tx *db.Tx) error { return search.SetVerified(tx, s.Seller.ID, true) })
		s.order(worked...)
		s.follow()
		s.Read(func(tx *db.Tx) error {
			verified, err := db.Value[bool](tx, `SELECT verified AND level = 'newbie' FROM search_sellers WHERE seller = $1`, s.Seller.ID)
			if !verified {
				t.Error("after an order the seller is no longer verified")
			}
			return err
		})
	})
}

func TestALateOrFailedOrderEndsTheMarkOfTopRated(t *testing.T) { // REP-9
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := opened(t, store, clock)
		for range 2 {
			if err := s.order(worked...).leave(true, "Good."); err != nil {
				t.Fatal(err)
			}
		}
		if !s.ranked().TopRated {
			t.Fatal("two liked orders make no top-rated service")
		}
		s.failed()
		if s.ranked().TopRated || s.figures().Clean {
			t.Error("an order failed, and the service is still top-rated")
		}
	})
}

func TestStarsStayWhenAMarketplaceBeginsToRateByThem(t *testing.T) { // REP-3
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := opened(t, store, clock)
		if err := s.order(worked...).leave(true, "Good."); err != nil {
			t.Fatal(err)
		}
		s.rule(func(p *policy.Policy) { p.RatingKind = policy.RatingKindStars })
		s.Write(func(tx *db.Tx) error { _, err := reputation.Fill(tx); return err })
		if f := s.figures(); f.Stars != 50 {
			t.Errorf("what was liked before has %d tenths of stars", f.Stars)
		}
		d := s.order(worked...)
		err := d.Try(func(tx *db.Tx) error {
			_, err := reputation.Leave(tx, reputation.Leaving{Order: d.order, Author: d.Buyer.ID, At: tx.Now(),
				Verdict: reputation.Verdict{Stars: 2, Text: "So so."}})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if f := s.figures(); f.Stars != 35 || f.Tally.Disliked != 1 {
			t.Errorf("with two stars more it is %+v", f)
		}
	})
}

func TestAnOrderMovesConversionAtOnceAndACancelledOneNever(t *testing.T) { // REP-16, ORD-40
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := opened(t, store, clock)
		before := s.ranked()
		d := s.order()
		if r := s.ranked(); r.Placed != 1 || r.Rank <= before.Rank {
			t.Errorf("once ordered it counts %d, rank %d after %d", r.Placed, r.Rank, before.Rank)
		}
		d.act(order.Cancel)
		if r := s.ranked(); r.Placed != 0 || r.Rank != before.Rank {
			t.Errorf("ordered by mistake it counts %d, rank %d after %d", r.Placed, r.Rank, before.Rank)
		}
		if f := s.figures(); f.Ended != 0 || f.ResponsibilityOf != 0 {
			t.Errorf("it left a mark: %+v", f)
		}
	})
}

// TestWhatStaffTakeBackTakesTheFeedbackAlong: the cause and the feedback it
// opened are one rule.
func TestWhatStaffTakeBackTakesTheFeedbackAlong(t *testing.T) { // ORD-39, REP-3
	for _, upheld := range []bool{true, false} {
		testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
			s := opened(t, store, clock)
			d := s.silenced()
			if err := d.leave(false, "Never heard again."); err != nil {
				t.Fatal(err)
			}
			if f := s.figures(); f.Tally.Disliked != 0 || f.Failed != 0 {
				t.Errorf("while the seller can object it counts: %+v", f)
			}
			s.objected(d, upheld)
			f, said := s.figures(), d.standing()
			if upheld && (f.Tally.Disliked != 0 || f.Failed != 0 || said.Counts) {
				t.Errorf("upheld, and counted: %+v", f)
			}
			if !upheld && (f.Tally.Disliked != 1 || f.Failed != 1 || !said.Counts) {
				t.Errorf("rejected, and not counted: %+v", f)
			}
			if err := d.leave(false, "Still nothing."); upheld {
				refusedAs(t, err, "feedback_shut")
			}
		})
	}
}

// silenced is an order that its buyer left because the seller said nothing.
func (s *shop) silenced() done {
	s.T.Helper()
	d := s.order(order.Start)
	s.Clock.Advance(time.Hour)
	s.command(d, order.Command{Actor: s.Buyer.ID, Side: order.Buyer, Verb: order.Say, Text: "How is it going?"})
	s.Clock.Advance(25 * time.Hour)
	s.command(d, order.Command{Actor: s.Buyer.ID, Side: order.Buyer, Verb: order.Cancel, Reason: order.SellerSilent, Text: "No word."})
	s.Clock.Advance(49 * time.Hour)
	s.Ring("order", order.Ring)
	return d
}

// objected has the seller object, and staff agree or not.
func (s *shop) objected(d done, upheld bool) {
	s.T.Helper()
	verb := order.RejectObjection
	if upheld {
		verb = order.UpholdObjection
	}
	s.command(d, order.Command{Actor: s.Seller.ID, Side: order.Seller, Verb: order.Object, Text: "I was ill."})
	s.command(d, order.Command{Actor: s.Admin.ID, Side: order.Staff, Verb: verb, Text: "Seen."})
}

func (s *shop) command(d done, c order.Command) {
	s.T.Helper()
	s.Write(func(tx *db.Tx) error {
		c.Order, c.At = d.order, tx.Now()
		_, err := order.Act(tx, c)
		return err
	})
}
