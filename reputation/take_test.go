package reputation_test

import (
	"testing"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/reputation"
	"guildhall/rulebook"
	"guildhall/testkit"
	"guildhall/town"
)

// shop is a town whose rules are small enough to be lived through.
type shop struct {
	*town.Town
	service catalogue.Service
}

func opened(t *testing.T, store *db.Store, clock *testkit.Clock) *shop {
	t.Helper()
	s := &shop{Town: town.New(t, store, clock)}
	s.rule(func(p *policy.Policy) {
		p.AdvancedAbove, p.ProfessionalAbove, p.TopRatedOrders, p.AdvancedFailures = 1, 3, 2, 50_00
	})
	s.service = s.Shop()
	return s
}

// rule publishes a change of the policy.
func (s *shop) rule(change func(*policy.Policy)) {
	s.T.Helper()
	s.Write(func(tx *db.Tx) error {
		rules, err := rulebook.Current(tx)
		if err != nil {
			return err
		}
		change(&rules.Policy)
		_, err = rulebook.Publish(tx, rules.Policy, s.Admin.ID, "a small town", tx.Now())
		return err
	})
	s.Clock.Advance(time.Minute)
}

// order lives an order of the shop's through.
func (s *shop) order(verbs ...order.Verb) done {
	s.T.Helper()
	d := done{s.Town, id.New[id.OrderKind](s.Clock.Now())}
	s.Write(func(tx *db.Tx) error {
		if err := town.Fund(tx, s.Buyer.ID, 20_00); err != nil {
			return err
		}
		_, err := order.Place(tx, order.Placing{ID: d.order, Buyer: s.Buyer.ID, Version: s.service.Live, Units: 1, Package: "economy", At: tx.Now()})
		return err
	})
	for _, verb := range verbs {
		d.act(verb)
	}
	return d
}

// failed is an order whose seller never began.
func (s *shop) failed() done {
	d := s.order()
	s.Clock.Advance(8 * 24 * time.Hour)
	s.Ring("order", order.Ring)
	return d
}

// follow lets the sweeper's part happen.
func (s *shop) follow() {
	s.T.Helper()
	s.Follow(reputation.Take)
	s.Write(func(tx *db.Tx) error {
		_, err := reputation.RankDue(tx, 100)
		return err
	})
}

func (s *shop) figures() reputation.Figures {
	s.T.Helper()
	s.follow()
	var f reputation.Figures
	s.Read(func(tx *db.Tx) (err error) {
		f, err = reputation.FiguresFor(tx, s.Seller.ID)
		return err
	})
	return f
}

func (s *shop) ranked() reputation.Ranked {
	s.T.Helper()
	s.follow()
	var r reputation.Ranked
	s.Read(func(tx *db.Tx) (err error) {
		r, _, _, err = reputation.PartsOf(tx, s.service.ID)
		return err
	})
	return r
}

// told counts entries of a kind in the diary.
func (s *shop) told(kind string) int64 {
	s.T.Helper()
	var n int64
	s.Read(func(tx *db.Tx) (err error) {
		n, err = db.Value[int64](tx, `SELECT count(*) FROM events WHERE kind = $1`, kind)
		return err
	})
	return n
}

func TestFiguresFollowOrdersAndFeedback(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := opened(t, store, clock)
		if f := s.figures(); f.Level != policy.LevelNewbie || f.Ended != 0 {
			t.Errorf("before any order: %+v", f)
		}
		if err := s.order(worked...).leave(true, "Good."); err != nil {
			t.Fatal(err)
		}
		f := s.figures()
		if f.Completed != 1 || f.Liked != 1 || f.Responsibility != reputation.Whole || f.OrderRating != reputation.Whole || f.MeanLead() != time.Minute {
			t.Errorf("after a liked order: %+v, lead %v", f, f.MeanLead())
		}
		s.order(worked...)
		if f := s.figures(); f.Level != policy.LevelAdvanced || s.told("seller.level_changed") != 1 {
			t.Errorf("after two orders: %+v", f)
		}
		s.failed()
		f = s.figures()
		if f.Failed != 1 || f.Responsibility != 666_667 || f.Successful() != 666_666 {
			t.Errorf("after a failed one: %+v", f)
		}
		s.failed()
		if f := s.figures(); f.Level != policy.LevelNewbie || s.told("seller.level_changed") != 2 {
			t.Errorf("after two failed ones: %+v", f)
		}
	})
}

func TestARemovedFeedbackLeavesTheFigures(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := opened(t, store, clock)
		d := s.order(worked...)
		if err := d.leave(false, "Bad."); err != nil {
			t.Fatal(err)
		}
		if f := s.figures(); f.Tally.Disliked != 1 || f.OrderRatingOf == 0 {
			t.Fatalf("after a dislike: %+v", f)
		}
		said := d.standing()
		s.Write(func(tx *db.Tx) error {
			_, err := reputation.Remove(tx, said.ID, s.Arbiter.ID, "unrelated")
			return err
		})
		if f := s.figures(); f.Tally != (reputation.Tally{}) || f.OrderRatingOf != 0 {
			t.Errorf("after it was removed: %+v", f)
		}
	})
}

func TestAServiceIsTopRatedWhileNobodyDislikesIt(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := opened(t, store, clock)
		new := s.ranked()
		if !new.Newcomer || new.TopRated {
			t.Errorf("at first: %+v", new)
		}
		for range 2 {
			if err := s.order(worked...).leave(true, "Good."); err != nil {
				t.Fatal(err)
			}
		}
		top := s.ranked()
		if !top.TopRated || top.Rank <= new.Rank || s.told("service.top_rated") != 1 {
			t.Errorf("with two liked orders: %+v", top)
		}
		if err := s.order(worked...).leave(false, "Bad."); err != nil {
			t.Fatal(err)
		}
		if r := s.ranked(); r.TopRated || r.Newcomer || r.Rank >= top.Rank || s.told("service.top_rated_lost") != 1 {
			t.Errorf("with one disliked: %+v", r)
		}
	})
}

func TestEverythingASellerWithoutOrdersOffersIsRankedAtOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := opened(t, store, clock)
		s.Sell(s.Seller.ID, s.Offer())
		s.Sell(s.Seller.ID, s.Offer())
		s.follow()
		s.Read(func(tx *db.Tx) error {
			ranked, err := reputation.RankedOf(tx, s.Seller.ID)
			if len(ranked) != 3 {
				t.Errorf("%d of three services are ranked", len(ranked))
			}
			return err
		})
	})
}

func TestARankGrowsOldWithoutAnyEvent(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := opened(t, store, clock)
		fresh := s.ranked()
		clock.Advance(23 * time.Hour)
		if r := s.ranked(); !r.At.Equal(fresh.At) {
			t.Errorf("ranked again within the day, at %v", r.At)
		}
		clock.Advance(61 * 24 * time.Hour)
		if r := s.ranked(); r.Newcomer || r.Rank >= fresh.Rank {
			t.Errorf("after two months: %+v, at first %+v", r, fresh)
		}
	})
}

func TestWhatEndedBeforeThereWereFiguresIsBroughtIn(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := opened(t, store, clock)
		for i := range 3 {
			if err := s.order(worked...).leave(i > 0, "So it was."); err != nil {
				t.Fatal(err)
			}
		}
		s.failed()
		want, wantRank := s.figures(), s.ranked().Rank
		s.Write(func(tx *db.Tx) error {
			for _, table := range []string{"marks", "seller_figures", "service_figures", "figure_fills"} {
				if err := tx.Exec(`DELETE FROM ` + table); err != nil {
					return err
				}
			}
			return nil
		})
		for more := true; more; {
			s.Write(func(tx *db.Tx) (err error) {
				more, err = reputation.Fill(tx)
				return err
			})
		}
		levels := s.told("seller.level_changed")
		if got := s.figures(); got != want {
			t.Errorf("filled in: %+v, want %+v", got, want)
		}
		if got := s.ranked().Rank; got != wantRank {
			t.Errorf("ranked at %d, want %d", got, wantRank)
		}
		if n := s.told("seller.level_changed"); n != levels {
			t.Errorf("%d levels were told of again", n-levels)
		}
	})
}

func TestANewPolicyFiguresEverybodyAnew(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := opened(t, store, clock)
		s.order(worked...)
		if f := s.figures(); f.Level != policy.LevelNewbie {
			t.Fatalf("one order makes %s", f.Level)
		}
		fill := func() {
			s.Write(func(tx *db.Tx) error { _, err := reputation.Fill(tx); return err })
		}
		fill()
		s.rule(func(p *policy.Policy) { p.AdvancedAbove = 0 })
		fill()
		if f := s.figures(); f.Level != policy.LevelAdvanced {
			t.Errorf("under the new policy it is %s", f.Level)
		}
	})
}
