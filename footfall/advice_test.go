package footfall_test

import (
	"slices"
	"testing"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/footfall"
	"guildhall/money"
	"guildhall/rulebook"
	"guildhall/testkit"
	"guildhall/town"
)

func TestWhyNobodyIsBuying(t *testing.T) {
	good := footfall.Facts{OnShow: true, Price: 20_00, Usual: 20_00, Neighbours: 9, Rating: 48, Judged: 12}
	seen := footfall.Statistics{Sum: catalogue.Viewed{Shown: 1000, Opened: 50, Views: 60}, Orders: 4}
	for name, c := range map[string]struct {
		change func(*footfall.Statistics, *footfall.Facts)
		want   []footfall.Reason
	}{
		"sells well":      {func(*footfall.Statistics, *footfall.Facts) {}, nil},
		"paused":          {func(s *footfall.Statistics, f *footfall.Facts) { s.Sum.Shown, f.OnShow = 3, false }, []footfall.Reason{footfall.NotOnShow}},
		"hardly in lists": {func(s *footfall.Statistics, _ *footfall.Facts) { s.Sum.Shown = 49 }, []footfall.Reason{footfall.HardlySeen}},
		"not opened":      {func(s *footfall.Statistics, _ *footfall.Facts) { s.Sum.Opened = 9 }, []footfall.Reason{footfall.NotOpened}},
		"too early":       {func(s *footfall.Statistics, _ *footfall.Facts) { s.Sum.Shown, s.Sum.Opened = 199, 0 }, nil},
		"not ordered":     {func(s *footfall.Statistics, _ *footfall.Facts) { s.Orders = 0 }, []footfall.Reason{footfall.NotOrdered}},
		"few views yet":   {func(s *footfall.Statistics, _ *footfall.Facts) { s.Orders, s.Sum.Views = 0, 29 }, nil},
		"dear":            {func(_ *footfall.Statistics, f *footfall.Facts) { f.Price = 30_01 }, []footfall.Reason{footfall.Dear}},
		"few neighbours":  {func(_ *footfall.Statistics, f *footfall.Facts) { f.Price, f.Neighbours = 90_00, 4 }, nil},
		"poorly rated":    {func(_ *footfall.Statistics, f *footfall.Facts) { f.Rating = 39 }, []footfall.Reason{footfall.Rated}},
		"not rated":       {func(_ *footfall.Statistics, f *footfall.Facts) { f.Rating, f.Judged = 0, 0 }, []footfall.Reason{footfall.Unrated}},
	} {
		t.Run(name, func(t *testing.T) {
			s, f := seen, good
			c.change(&s, &f)
			if got := footfall.Reasons(s, f); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestAServiceIsComparedWithItsNeighbours(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		place := town.New(t, store, clock)
		service := place.Shop()
		for i, price := range []money.Amount{10_00, 12_00, 15_00} {
			offer := place.Offer()
			offer.Packages[0].Price = price
			place.Sell(place.Join("seller"+string(rune('a'+i))).ID, offer)
		}
		place.Sell(place.Seller.ID, place.Offer()) // one's own is no neighbour
		hidden := place.Join("sellerd").ID         // who shows nothing is no neighbour either
		offer := place.Offer()
		offer.Packages[0].Price = 11_00
		place.Sell(hidden, offer)
		place.Write(func(tx *db.Tx) error {
			return catalogue.Withhold(tx, hidden, catalogue.CauseWorkload, "test", time.Time{})
		})
		place.Read(func(tx *db.Tx) error {
			rules, err := rulebook.Current(tx)
			if err != nil {
				return err
			}
			f, err := footfall.FactsOf(tx, service, &rules.Policy)
			want := footfall.Facts{OnShow: true, Price: 20_00, Usual: 12_00, Neighbours: 3}
			if f != want {
				t.Errorf("got %+v, want %+v", f, want)
			}
			return err
		})
	})
}
