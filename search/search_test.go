package search_test

import (
	"encoding/binary"
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
// services, each younger than the one before, of one seller.
type shop struct {
	t                    *testing.T
	store                *db.Store
	finder               *search.Finder
	design, logos, print id.Category
	services             map[string]id.Service
	names                map[id.Service]string
	seller               id.Member
}

type good struct {
	name, title string
	tags        []string
	text        string
	leaf        id.Category
	price       money.Amount
	days        int
	facets      map[string][]string
}

// eachEngine runs a test on both databases with both engines, the one in the
// database with its full text and without: the answers are the same six times.
func eachEngine(t *testing.T, test func(s *shop)) {
	t.Helper()
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		for name, finder := range map[string]*search.Finder{"index": search.InMemory(), "full text": search.InDatabase(), "rows": search.InDatabase()} {
			t.Run(name, func(t *testing.T) {
				if name != "rows" {
					if err := finder.Prepare(t.Context(), store); err != nil {
						t.Fatal(err)
					}
				}
				test(stock(t, store, finder))
			})
		}
	})
}

func stock(t *testing.T, store *db.Store, finder *search.Finder) *shop {
	t.Helper()
	s := &shop{t: t, store: store, finder: finder, services: map[string]id.Service{}, names: map[id.Service]string{}}
	s.write(func(tx *db.Tx) error { return tx.Exec(`DELETE FROM search_documents`) })
	for _, category := range []*id.Category{&s.design, &s.logos, &s.print} {
		*category = id.New[id.CategoryKind](store.Now())
	}
	s.seller = id.New[id.MemberKind](store.Now())
	goods := []good{
		{"mark", "A mark for your café", nil, "Logos drawn by hand", s.logos, 50_00, 3, map[string][]string{"form": {"svg", "png"}}},
		{"logo", "Logo in three drafts", []string{"emblem"}, "Simple and clear", s.logos, 20_00, 5, map[string][]string{"form": {"svg"}}},
		{"poster", "Posters for concerts", nil, "With your logo in the corner", s.print, 30_00, 2, nil},
		{"flyer", "Flyers", nil, "100% recycled paper_look", s.print, 10_00, 1, nil},
		{"cards", "Business cards in C++ colours", nil, "Printed on both sides", s.print, 15_00, 4, nil},
	}
	s.write(func(tx *db.Tx) error {
		for i, g := range goods {
			service := id.New[id.ServiceKind](tx.Now())
			s.services[g.name], s.names[service] = service, g.name
			if err := search.Put(tx, s.document(g, service, tx.Now().Add(time.Duration(i)*time.Hour))); err != nil {
				return err
			}
		}
		return nil
	})
	return s
}

func (s *shop) document(g good, service id.Service, liveAt time.Time) search.Document {
	return search.Document{
		Service: service, Seller: s.seller, Path: []id.Category{s.design, g.leaf}, Title: g.title, Tags: g.tags,
		Texts: []string{g.text}, Facets: g.facets, Language: "en", Price: g.price,
		Lead: time.Duration(g.days) * 24 * time.Hour, LiveAt: liveAt, Shown: true,
	}
}

func (s *shop) write(fn func(*db.Tx) error) {
	s.t.Helper()
	if err := s.store.Write(s.t.Context(), fn); err != nil {
		s.t.Fatal(err)
	}
	s.number()
}

// number does what the sweeper does on PostgreSQL, and what Follow does.
func (s *shop) number() {
	s.t.Helper()
	if s.store.Engine() == db.Postgres {
		err := s.store.Write(s.t.Context(), func(tx *db.Tx) error {
			_, err := search.Number(tx, 1000)
			return err
		})
		if err != nil {
			s.t.Fatal(err)
		}
	}
	if err := s.finder.CatchUp(s.t.Context(), s.store); err != nil {
		s.t.Fatal(err)
	}
}

func (s *shop) ask(q search.Query) (result search.Result, err error) {
	err = s.store.Read(s.t.Context(), func(tx *db.Tx) error {
		var err error
		result, err = s.finder.Find(tx, q)
		return err
	})
	return result, err
}

func (s *shop) find(q search.Query) (names []string, result search.Result) {
	s.t.Helper()
	result, err := s.ask(q)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, service := range result.Services() {
		names = append(names, s.names[service])
	}
	return names, result
}

func TestWordsAndFiltersFindServices(t *testing.T) {
	eachEngine(t, func(s *shop) {
		cases := []struct {
			query search.Query
			want  []string
		}{
			{search.Query{Sort: search.Newest}, []string{"cards", "flyer", "poster", "logo", "mark"}},
			{search.Query{Words: "LOGOS", Sort: search.Newest}, []string{"poster", "logo", "mark"}},
			{search.Query{Words: "cafe"}, []string{"mark"}},
			{search.Query{Words: "emblems"}, []string{"logo"}},
			{search.Query{Words: "logo poster"}, []string{"poster"}},
			{search.Query{Words: "lgoo", Sort: search.Newest}, []string{"poster", "logo", "mark"}}, // swapped letters
			{search.Query{Words: "busi"}, []string{"cards"}},                                       // unfinished
			{search.Query{Words: "c++"}, []string{"cards"}},
			{search.Query{Words: "%", Sort: search.Cheapest}, []string{"flyer", "cards", "logo", "poster", "mark"}},
			{search.Query{Words: "100"}, []string{"flyer"}},
			{search.Query{Category: s.print, Sort: search.Newest}, []string{"cards", "flyer", "poster"}},
			{search.Query{Category: s.design, Words: "logo", Sort: search.Cheapest}, []string{"logo", "poster", "mark"}},
			{search.Query{Sort: search.Cheapest}, []string{"flyer", "cards", "logo", "poster", "mark"}},
			{search.Query{Sort: search.Fastest, PriceMax: 30_00}, []string{"flyer", "poster", "cards", "logo"}},
			{search.Query{Sort: search.Fastest, LeadMax: 48 * time.Hour}, []string{"flyer", "poster"}},
			{search.Query{Sort: search.Fastest, PriceMin: 15_00, PriceMax: 20_00}, []string{"cards", "logo"}},
			{search.Query{Sort: search.Newest, Attributes: map[string][]string{"form": {"svg"}}}, []string{"logo", "mark"}},
			{search.Query{Attributes: map[string][]string{"form": {"png", "pdf"}}}, []string{"mark"}},
			{search.Query{Languages: []string{"de"}}, nil},
		}
		for _, c := range cases {
			got, result := s.find(c.query)
			if !slices.Equal(got, c.want) || result.Total != int64(len(c.want)) || result.Near {
				t := s.t
				t.Errorf("%+v: found %v of %d, want %v", c.query, got, result.Total, c.want)
			}
		}
	})
}

func TestRelevanceTimesRankIsTheRecommendedOrder(t *testing.T) {
	eachEngine(t, func(s *shop) {
		if got, _ := s.find(search.Query{Words: "logo"}); got[0] != "logo" {
			s.t.Errorf("a title counts most: %v", got)
		}
		s.write(func(tx *db.Tx) error {
			return search.SetFigures(tx, s.services["poster"], search.Figures{Rank: 6 * search.RankNeutral})
		})
		got, result := s.find(search.Query{Words: "logo"})
		if got[0] != "poster" || result.Hits[0].Relevance != 200 || result.Hits[0].Score() != 200*6*search.RankNeutral {
			s.t.Errorf("200 x 6 beats 1,000 x 1: %v, %+v", got, result.Hits)
		}
	})
}

func TestPagesCoverEverythingOnce(t *testing.T) {
	eachEngine(t, func(s *shop) {
		for _, sort := range search.Sorts {
			for _, words := range []string{"", "logo"} {
				whole, _ := s.find(search.Query{Words: words, Sort: sort})
				var paged []string
				q := search.Query{Words: words, Sort: sort, Limit: 2}
				for {
					names, result := s.find(q)
					paged = append(paged, names...)
					if result.Next == "" {
						break
					}
					q.After = result.Next
				}
				if !slices.Equal(whole, paged) {
					s.t.Errorf("%s %q: pages gave %v, want %v", sort, words, paged, whole)
				}
			}
		}
	})
}

func TestAForeignCursorIsRefused(t *testing.T) {
	eachEngine(t, func(s *shop) {
		if _, err := s.ask(search.Query{After: "made-up"}); !errors.Is(err, fault.Invalid("cursor_unknown")) {
			s.t.Errorf("got %v", err)
		}
	})
}

func TestWhatIsHiddenIsNotFound(t *testing.T) {
	eachEngine(t, func(s *shop) {
		steps := []struct {
			do   func(tx *db.Tx) error
			want int64
		}{
			{func(tx *db.Tx) error { return search.Show(tx, s.services["logo"], false) }, 4},
			{func(tx *db.Tx) error { return search.ShowSeller(tx, s.seller, false) }, 0},
			{func(tx *db.Tx) error { return search.Show(tx, s.services["logo"], true) }, 0},
			{func(tx *db.Tx) error { return search.ShowSeller(tx, s.seller, true) }, 5},
		}
		for i, step := range steps {
			s.write(step.do)
			if _, result := s.find(search.Query{}); result.Total != step.want {
				s.t.Errorf("after step %d %d are found, want %d", i+1, result.Total, step.want)
			}
		}
	})
}

func TestCountsLeaveTheirOwnFilterOut(t *testing.T) {
	eachEngine(t, func(s *shop) {
		q := search.Query{Counts: true, CountOnly: []string{"form"}, Category: s.logos, Attributes: map[string][]string{"form": {"png"}}}
		_, result := s.find(q)
		c := result.Counts
		if result.Total != 1 || c.Attributes["form"]["svg"] != 2 || c.Attributes["form"]["png"] != 1 {
			s.t.Errorf("of %d: attributes %v", result.Total, c.Attributes)
		}
		if c.Categories[s.logos] != 1 || c.Categories[s.print] != 0 || c.Languages["en"] != 1 {
			s.t.Errorf("categories %v, languages %v", c.Categories, c.Languages)
		}
		_, result = s.find(search.Query{Counts: true, Category: s.logos, PriceMax: 30_00})
		prices := int64(0)
		for _, bar := range result.Counts.Prices {
			prices += bar.Count
		}
		if result.Total != 1 || result.Counts.Categories[s.print] != 3 || prices != 2 {
			s.t.Errorf("of %d: %d prices, categories %v", result.Total, prices, result.Counts.Categories)
		}
	})
}

func TestNewcomersHaveTheirShareOfTheFirstPageOnly(t *testing.T) {
	eachEngine(t, func(s *shop) {
		s.write(func(tx *db.Tx) error {
			for _, name := range []string{"flyer", "cards"} {
				if err := search.SetFigures(tx, s.services[name], search.Figures{Rank: 1, Newcomer: true}); err != nil {
					return err
				}
			}
			return nil
		})
		drawn := map[string]bool{}
		for _, name := range []string{"flyer", "cards"} {
			service := s.services[name]
			seed := binary.BigEndian.Uint32(service[12:]) - 1 // the draw goes on from here
			q := search.Query{Limit: 3, Newcomers: 1, Seed: seed}
			names, first := s.find(q)
			if again, _ := s.find(q); !slices.Equal(names, again) {
				s.t.Fatalf("seed %d drew %v, then %v", seed, names, again)
			}
			at := slices.IndexFunc(first.Hits, func(h search.Hit) bool { return h.New })
			if len(names) != 3 || at < 0 {
				s.t.Fatalf("seed %d: %v without a newcomer", seed, names)
			}
			drawn[names[at]] = true
			q.After = first.Next
			rest, _ := s.find(q)
			if all := append(names, rest...); len(all) != 5 || slices.Contains(rest, names[at]) {
				s.t.Errorf("seed %d: both pages hold %v", seed, all)
			}
		}
		if len(drawn) != 2 {
			s.t.Errorf("two seeds drew only %v", drawn)
		}
	})
}

func TestOnlineFollowsTheList(t *testing.T) {
	eachEngine(t, func(s *shop) {
		for _, online := range [][]id.Member{{s.seller}, nil, {s.seller}} {
			s.write(func(tx *db.Tx) error { return search.SetOnline(tx, online) })
			if _, result := s.find(search.Query{Online: true}); result.Total != int64(5*len(online)) {
				s.t.Errorf("with %d online %d are found", len(online), result.Total)
			}
		}
	})
}

func TestSimilarNeedsSomeWordsAndNotItself(t *testing.T) {
	eachEngine(t, func(s *shop) {
		got, result := s.find(search.Query{Words: "logo flyers", Any: true, Without: s.services["logo"], Sort: search.Newest})
		if !slices.Equal(got, []string{"flyer", "poster", "mark"}) || result.Near {
			s.t.Errorf("found %v", got)
		}
	})
}

func TestSynonymsOfStaffFindWhatIsCalledOtherwise(t *testing.T) {
	eachEngine(t, func(s *shop) {
		if got, _ := s.find(search.Query{Words: "leaflets"}); len(got) != 0 {
			s.t.Errorf("without synonyms found %v", got)
		}
		var set search.Synonyms
		s.write(func(tx *db.Tx) (err error) {
			set, err = search.AddSynonyms(tx, []string{"leaflet", "flyers"})
			return err
		})
		got, result := s.find(search.Query{Words: "leaflets"})
		if !slices.Equal(got, []string{"flyer"}) || result.Hits[0].Relevance != 800 {
			s.t.Errorf("found %v, %+v", got, result.Hits)
		}
		s.write(func(tx *db.Tx) error { return search.DropSynonyms(tx, set.ID) })
		if got, _ := s.find(search.Query{Words: "leaflets"}); len(got) != 0 {
			s.t.Errorf("after the set was dropped found %v", got)
		}
	})
}
