package search_test

import (
	"slices"
	"testing"

	"guildhall/db"
	"guildhall/id"
	"guildhall/search"
)

func TestBestRatedGoesByTheSellersStars(t *testing.T) {
	eachEngine(t, func(s *shop) {
		other := *s
		other.seller = id.New[id.MemberKind](s.store.Now())
		for _, g := range []good{{name: "fine", title: "Fine print", leaf: s.print}, {name: "finer", title: "Finer print", leaf: s.print}} {
			service := id.New[id.ServiceKind](s.store.Now())
			s.services[g.name], s.names[service] = service, g.name
			s.write(func(tx *db.Tx) error { return search.Put(tx, other.document(g, service, tx.Now())) })
		}
		figures := func(seller id.Member, stars, feedback int64) {
			s.write(func(tx *db.Tx) error {
				return search.SetSeller(tx, seller, search.SellerFigures{Rating: stars, Feedback: feedback})
			})
		}
		first := func(want ...string) {
			s.t.Helper()
			got, _ := s.find(search.Query{Sort: search.BestRated})
			if !slices.Equal(got[:len(want)], want) {
				s.t.Errorf("best rated %v, want %v first", got, want)
			}
		}
		s.write(func(tx *db.Tx) error {
			return search.SetFigures(tx, s.services["finer"], search.Figures{Rank: 2 * search.RankNeutral})
		})
		figures(s.seller, 49, 500)
		figures(other.seller, 50, 1)
		first("finer", "fine")
		s.write(func(tx *db.Tx) error {
			return search.SetFigures(tx, s.services["fine"], search.Figures{Rank: 3 * search.RankNeutral})
		})
		first("fine", "finer")
		figures(s.seller, 50, 500)
		s.write(func(tx *db.Tx) error {
			return search.SetFigures(tx, s.services["cards"], search.Figures{Rank: 2 * search.RankNeutral})
		})
		first("cards")
		figures(s.seller, 99, 1<<40)
		first("cards")
	})
}

func TestEveryPlaceCanBeComputedFromStoredFigures(t *testing.T) {
	eachEngine(t, func(s *shop) {
		s.write(func(tx *db.Tx) error {
			return search.SetFigures(tx, s.services["mark"], search.Figures{Rank: 2 * search.RankNeutral})
		})
		for _, q := range []search.Query{
			{}, {Words: "logo"}, {Words: "logos cafe"}, {Words: "lgoo drawn"}, {Words: "emblem"}, {Words: "flyerboard "},
			{Category: s.print}, {Words: "logo", Category: s.logos}, {Words: "logo", Sort: search.Cheapest}, {PriceMax: 20_00, Sort: search.Newest},
			{Words: "logo tractor", PriceMax: 40_00},
		} {
			words := q.Words
			_, result := s.find(q)
			told := s.told(result)
			for i, hit := range result.Hits {
				err := s.store.Read(s.t.Context(), func(tx *db.Tx) error {
					why, err := s.finder.Explain(tx, hit.Service, q)
					if why.Hit != hit || why.Position != int64(i+1) {
						s.t.Errorf("%q: %+v stands at %d, explained as %+v", words, hit, i+1, why)
					}
					if !slices.Equal(told[hit.Service], why.Words) || why.Near != result.Near {
						s.t.Errorf("%q: the list tells %+v, the place %+v", words, told[hit.Service], why)
					}
					sum := int64(0)
					for _, part := range why.Words {
						sum += part.Points
					}
					if n := int64(len(why.Words)); n > 0 && sum/n != hit.Relevance {
						s.t.Errorf("%q: the words' points %+v do not make %d", words, why.Words, hit.Relevance)
					}
					return err
				})
				if err != nil {
					s.t.Fatal(err)
				}
			}
		}
	})
}

// told is what a list tells of its hits' words.
func (s *shop) told(r search.Result) (told map[id.Service][]search.WordPart) {
	s.t.Helper()
	err := s.store.Read(s.t.Context(), func(tx *db.Tx) (err error) {
		told, err = r.Words(tx)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return told
}

func TestWhatIsNotFoundHasNoPlace(t *testing.T) {
	eachEngine(t, func(s *shop) {
		for _, q := range []search.Query{{Words: "poster"}, {PriceMax: 10_00}, {Category: s.print, Words: "logo"}, {Words: "qqqqq"}} {
			err := s.store.Read(s.t.Context(), func(tx *db.Tx) error {
				why, err := s.finder.Explain(tx, s.services["logo"], q)
				if why.Position != 0 {
					s.t.Errorf("%+v: the logo stands at %d", q, why.Position)
				}
				return err
			})
			if err != nil {
				s.t.Fatal(err)
			}
		}
	})
}
