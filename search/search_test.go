package search_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
	"guildhall/search"
	"guildhall/testkit"
)

// shop is a small catalogue: a tree design > logos, design > print, and five
// services, each younger than the one before.
type shop struct {
	design, logos, print id.Category
	services             map[string]id.Service
	names                map[id.Service]string
	seller               id.Member
}

func stock(t *testing.T, store *db.Store, clock *testkit.Clock) *shop {
	t.Helper()
	s := &shop{services: map[string]id.Service{}, names: map[id.Service]string{}}
	for _, category := range []*id.Category{&s.design, &s.logos, &s.print} {
		*category = id.New[id.CategoryKind](clock.Now())
	}
	s.seller = id.New[id.MemberKind](clock.Now())
	goods := []struct {
		name, title, text string
		leaf              id.Category
		price             money.Amount
		days              int
	}{
		{"mark", "A mark for your café", "Logos drawn by hand", s.logos, 50_00, 3},
		{"logo", "Logo in three drafts", "Simple and clear", s.logos, 20_00, 5},
		{"poster", "Posters for concerts", "With your logo in the corner", s.print, 30_00, 2},
		{"flyer", "Flyers", "100% recycled paper_look", s.print, 10_00, 1},
		{"cards", "Business cards", "Printed on both sides", s.print, 15_00, 4},
	}
	err := store.Write(t.Context(), func(tx *db.Tx) error {
		for i, g := range goods {
			service := id.New[id.ServiceKind](tx.Now())
			s.services[g.name], s.names[service] = service, g.name
			document := search.Document{
				Service: service, Seller: s.seller, Path: []id.Category{s.design, g.leaf}, Title: g.title,
				Texts: []string{g.text}, Language: "en", Price: g.price, Lead: time.Duration(g.days) * 24 * time.Hour,
				LiveAt: tx.Now().Add(time.Duration(i) * time.Hour), Shown: true,
			}
			if err := search.Put(tx, document); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *shop) find(t *testing.T, store *db.Store, q search.Query) (names []string, result search.Result) {
	t.Helper()
	err := store.Read(t.Context(), func(tx *db.Tx) error {
		var err error
		result, err = search.Find(tx, q)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, service := range result.Services {
		names = append(names, s.names[service])
	}
	return names, result
}

func TestWordsAreFoundByTheirStems(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := stock(t, store, clock)
		cases := []struct {
			query search.Query
			want  []string
		}{
			{search.Query{}, []string{"cards", "flyer", "poster", "logo", "mark"}},
			{search.Query{Words: "LOGOS"}, []string{"logo", "poster", "mark"}}, // in the title first
			{search.Query{Words: "cafe"}, []string{"mark"}},
			{search.Query{Words: "logo poster"}, []string{"poster"}},
			{search.Query{Words: "log"}, nil}, // whole words only
			{search.Query{Words: "%"}, []string{"cards", "flyer", "poster", "logo", "mark"}},
			{search.Query{Words: "100"}, []string{"flyer"}},
			{search.Query{Path: []id.Category{s.design, s.print}}, []string{"cards", "flyer", "poster"}},
			{search.Query{Path: []id.Category{s.design}, Words: "logo", Sort: search.Cheapest}, []string{"logo", "poster", "mark"}},
			{search.Query{Sort: search.Cheapest}, []string{"flyer", "cards", "logo", "poster", "mark"}},
			{search.Query{Sort: search.Fastest, PriceMax: 30_00}, []string{"flyer", "poster", "cards", "logo"}},
			{search.Query{LeadMax: 48 * time.Hour}, []string{"flyer", "poster"}},
			{search.Query{Language: "de"}, nil},
		}
		for _, c := range cases {
			got, result := s.find(t, store, c.query)
			if !slices.Equal(got, c.want) || result.Total != int64(len(c.want)) {
				t.Errorf("%+v: found %v of %d, want %v", c.query, got, result.Total, c.want)
			}
		}
	})
}

func TestPagesCoverEverythingOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := stock(t, store, clock)
		for _, sort := range search.Sorts {
			for _, words := range []string{"", "logo"} {
				whole, _ := s.find(t, store, search.Query{Words: words, Sort: sort})
				var paged []string
				q := search.Query{Words: words, Sort: sort, Limit: 2}
				for {
					names, result := s.find(t, store, q)
					paged = append(paged, names...)
					if result.Next == "" {
						break
					}
					q.After = result.Next
				}
				if !slices.Equal(whole, paged) {
					t.Errorf("%s %q: pages gave %v, want %v", sort, words, paged, whole)
				}
			}
		}
	})
}

func TestAForeignCursorIsRefused(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		err := store.Read(t.Context(), func(tx *db.Tx) error {
			_, err := search.Find(tx, search.Query{After: "made-up"})
			return err
		})
		if !errors.Is(err, fault.Invalid("cursor_unknown")) {
			t.Errorf("got %v", err)
		}
	})
}

func TestCausesLiftIndependently(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		s := stock(t, store, clock)
		steps := []struct {
			do   func(tx *db.Tx) error
			want int64
		}{
			{func(tx *db.Tx) error { return search.Show(tx, s.services["logo"], false) }, 4},
			{func(tx *db.Tx) error { return search.ShowSeller(tx, s.seller, false) }, 0},
			{func(tx *db.Tx) error { return search.Show(tx, s.services["logo"], true) }, 0},
			{func(tx *db.Tx) error { return search.ShowSeller(tx, s.seller, true) }, 5},
			{func(tx *db.Tx) error { return search.Drop(tx, s.services["logo"]) }, 4},
		}
		for i, step := range steps {
			if err := store.Write(t.Context(), step.do); err != nil {
				t.Fatal(err)
			}
			if _, result := s.find(t, store, search.Query{}); result.Total != step.want {
				t.Errorf("after step %d %d are found, want %d", i+1, result.Total, step.want)
			}
		}
	})
}
