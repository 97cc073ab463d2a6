package reputation_test

import (
	"testing"
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/reputation"
	"guildhall/rulebook"
	"guildhall/testkit"
)

func TestEveryFigureOpensToItsOrdersAndTellsWhatTheLastEventDid(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := opened(t, store, clock)
		if err := s.order(worked...).leave(true, "Good."); err != nil {
			t.Fatal(err)
		}
		was := s.figures()
		last := s.failed()
		is := s.figures()
		var o reputation.Opened
		s.Read(func(tx *db.Tx) (err error) {
			o, err = reputation.Open(tx, s.Seller.ID)
			return err
		})
		if o.Figures != is || o.Before != was || is == was {
			t.Errorf("opened: %+v\nbefore: %+v\nwant %+v\nbefore %+v", o.Figures, o.Before, is, was)
		}
		if o.Last.Order.Order != last.order || o.Last.Kind != "start_lapse" || o.Last.Order.Number == "" || !o.Last.Actor.IsZero() {
			t.Errorf("the last event is %+v", o.Last)
		}
		if len(o.Services) != 1 || o.Services[0].Before <= o.Services[0].Rank {
			t.Errorf("a failed order moved the ranks to %+v", o.Services)
		}
		if got := o.Services[0].Conditions; got[0].Met || !got[1].Met || got[2].Met == (is.Silent > 100_000) || got[3].Met {
			t.Errorf("of top-rated it has %+v", got)
		}
	})
}

// TestEveryFigureOpensToAllItsOrders lives a life of every kind of order and
// reads each figure's list in pages of two: so many are behind it as it says,
// none twice, and the figure can be computed from them.
func TestEveryFigureOpensToAllItsOrders(t *testing.T) { // REP-15
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := opened(t, store, clock)
		s.rule(func(p *policy.Policy) { p.ResponsibilityOrders, p.RatingOrders, p.LevelOrders = 5, 6, 7 })
		s.service = s.Sell(s.Seller.ID, s.Offer())
		for i := range 4 {
			if err := s.order(worked...).leave(i > 0, "So it was."); err != nil {
				t.Fatal(err)
			}
		}
		s.failed()
		s.order(worked...)
		s.order(order.Start, order.Deliver) // runs
		s.order(order.Cancel)               // by mistake
		s.command(s.late(), order.Command{Actor: s.Buyer.ID, Side: order.Buyer, Verb: order.Cancel, Reason: order.NotOnTime, Text: "Too late."})
		s.order(worked...)
		s.follow()
		s.Read(func(tx *db.Tx) error {
			o, err := reputation.Open(tx, s.Seller.ID)
			if err != nil {
				return err
			}
			want := map[reputation.Figure]int64{reputation.OfService: o.Ended}
			for _, r := range o.Readings {
				want[r.Name] = r.Is.Of
			}
			for _, name := range []reputation.Figure{reputation.Level, reputation.Overall, reputation.Reply} {
				if _, _, err := reputation.Behind(tx, s.Seller.ID, reputation.Asked{Figure: name, Limit: 2}); err == nil {
					t.Errorf("%s opens to orders", name)
				}
				delete(want, name)
			}
			for name, of := range want {
				s.addsUp(tx, name, of, o.Totals)
			}
			if list, _, err := reputation.Behind(tx, s.Buyer.ID, reputation.Asked{Figure: reputation.Wait, Limit: 9}); err != nil || len(list) > 0 {
				t.Errorf("another member sees %v, %v", list, err)
			}
			_, _, err = reputation.Behind(tx, s.Buyer.ID, reputation.Asked{Figure: reputation.Wait, After: s.behind(tx, reputation.Wait)[0].Order, Limit: 9})
			refusedAs(t, err, "not_found")
			return nil
		})
	})
}

// addsUp reads a figure's orders and makes the figure of them.
func (s *shop) addsUp(tx *db.Tx, name reputation.Figure, of int64, want reputation.Totals) {
	s.T.Helper()
	list := s.behind(tx, name)
	if int64(len(list)) != of || of == 0 {
		s.T.Errorf("%s is made of %d orders, and %d are listed", name, of, len(list))
	}
	var again reputation.Totals
	for _, e := range list {
		again = again.With(e.Mark)
	}
	for figure, holds := range map[reputation.Figure]bool{
		reputation.Stars:      again.Tally == want.Tally,
		reputation.Completed:  again.Completed == want.Completed,
		reputation.Successful: again.Successful() == want.Successful(),
		reputation.Punctual:   again.Punctual() == want.Punctual() && want.Punctual() < reputation.Whole,
		reputation.Lead:       again.MeanLead() == want.MeanLead(),
		reputation.Wait:       again.MeanWait() == want.MeanWait(),
	} {
		if figure == name && !holds {
			s.T.Errorf("%s cannot be computed from its orders: %+v", name, again)
		}
	}
}

// behind reads all pages of a figure.
func (s *shop) behind(tx *db.Tx, name reputation.Figure) []reputation.Entry {
	s.T.Helper()
	var list []reputation.Entry
	asked := reputation.Asked{Figure: name, Service: s.service.ID, Limit: 2}
	for {
		page, _, err := reputation.Behind(tx, s.Seller.ID, asked)
		if err != nil {
			s.T.Fatal(err)
		}
		if len(page) == 0 {
			return list
		}
		list = append(list, page...)
		asked.After = page[len(page)-1].Order
	}
}

// late is an order that was begun and is past its due time.
func (s *shop) late() done {
	s.T.Helper()
	d := s.order(order.Start)
	s.Clock.Advance(10 * 24 * time.Hour)
	s.Ring("order", order.Ring)
	return d
}

func TestWhoSellsMoreThanTheyBuyShowsTheirBuyerLevelOnlyToTheirSellers(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := opened(t, store, clock)
		s.order(worked...)
		s.follow()
		shown := func(member, reader id.Member) (shown bool) {
			s.Read(func(tx *db.Tx) error {
				rules, err := rulebook.Current(tx)
				if err != nil {
					return err
				}
				standing, err := reputation.BuyerFor(tx, member, &rules.Policy)
				if err != nil {
					return err
				}
				shown, err = reputation.BuyerShownTo(tx, member, reader, standing.Purchases)
				return err
			})
			return shown
		}
		if !shown(s.Buyer.ID, id.Member{}) || !shown(s.Buyer.ID, s.Stranger.ID) {
			t.Error("a buyer's level is kept from others")
		}
		if shown(s.Seller.ID, id.Member{}) || shown(s.Seller.ID, s.Stranger.ID) || !shown(s.Seller.ID, s.Seller.ID) {
			t.Error("a seller's level as a buyer is shown to strangers")
		}
	})
}
