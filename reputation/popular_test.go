package reputation_test

import (
	"slices"
	"testing"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
	"guildhall/order"
	"guildhall/reputation"
	"guildhall/testkit"
	"guildhall/town"
)

func TestPopularityIsDemandTimesRank(t *testing.T) {
	for _, c := range []struct {
		buyers     int64
		rank, want reputation.Share
	}{
		{0, 2_000_000, 0},
		{3, reputation.Whole, 3_000_000},
		{3, 1_500_000, 4_500_000}, // of two wanted alike, the better one stands in front
		{4, 900_000, 3_600_000},
	} {
		if got := reputation.Popularity(c.buyers, c.rank); got != c.want {
			t.Errorf("%d buyers at rank %d: %d, want %d", c.buyers, c.rank, got, c.want)
		}
	}
}

// TestPopularCountsBuyersAndRank: one buyer who orders again and again does
// not make a service popular, cancelled orders do not, a poor rank spoils it.
func TestPopularCountsBuyersAndRank(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		place := town.New(t, store, clock)
		place.Shop()
		buyers := []account.Member{place.Buyer, place.Join("bert"), place.Join("bill")}
		sold := map[string]catalogue.Service{}
		for _, name := range []string{"wanted", "again", "dropped", "poor"} {
			sold[name] = place.Sell(place.Join("seller_"+name).ID, place.Offer())
		}
		orders := func(name string, who ...account.Member) (last id.Order) {
			for _, buyer := range who {
				last = id.New[id.OrderKind](clock.Now())
				place.Write(func(tx *db.Tx) error {
					if err := town.Fund(tx, buyer.ID, 20_00); err != nil {
						return err
					}
					_, err := order.Place(tx, order.Placing{ID: last, Buyer: buyer.ID, Version: sold[name].Live, Units: 1, Package: "economy", At: tx.Now()})
					return err
				})
			}
			return last
		}
		orders("wanted", buyers[0], buyers[1])
		orders("again", buyers[0], buyers[0], buyers[0], buyers[0])
		orders("poor", buyers...)
		dropped := orders("dropped", buyers[0])
		place.Write(func(tx *db.Tx) error {
			_, err := order.Act(tx, order.Command{Order: dropped, Actor: buyers[0].ID, Side: order.Buyer, Verb: order.Cancel, Reason: order.ByMistake, At: tx.Now()})
			return err
		})
		place.Follow(reputation.Take)
		place.Write(func(tx *db.Tx) error {
			_, err := reputation.RankDue(tx, 100)
			return err
		})
		place.Write(func(tx *db.Tx) error { // what many bad orders would have made of it
			return tx.ExecOne(db.ErrAgain, `UPDATE service_figures SET rank = 300000 WHERE service = $1`, sold["poor"].ID)
		})
		want := []id.Service{sold["wanted"].ID, sold["again"].ID, sold["poor"].ID}
		place.Read(func(tx *db.Tx) error {
			got, err := reputation.Popular(tx, 9)
			if !slices.Equal(got, want) {
				t.Errorf("popular are %v, want %v", got, want)
			}
			if first, err := reputation.Popular(tx, 1); err != nil || !slices.Equal(first, want[:1]) {
				t.Errorf("the first is %v (%v)", first, err)
			}
			return err
		})
	})
}
