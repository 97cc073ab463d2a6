package search_test

import (
	"fmt"
	"slices"
	"testing"

	"guildhall/search"
)

func TestWhenNothingHasAllWordsWhatHasSomeIsNear(t *testing.T) {
	eachEngine(t, func(s *shop) {
		got, result := s.find(search.Query{Words: "flyers tractor"})
		if !result.Near || !slices.Equal(got, []string{"flyer"}) {
			s.t.Errorf("found %v, near %v", got, result.Near)
		}
		if got, result := s.find(search.Query{Words: "qqqqq"}); len(got) != 0 || result.Near {
			s.t.Errorf("found %v", got)
		}
	})
}

// TestAFilterThatLeavesNothingLeadsToNothingElse: a poster with a logo is there,
// only dearer and elsewhere.
func TestAFilterThatLeavesNothingLeadsToNothingElse(t *testing.T) {
	eachEngine(t, func(s *shop) {
		for _, q := range []search.Query{{PriceMax: 20_00}, {Category: s.logos}, {Languages: []string{"de"}}} {
			q.Words, q.Counts = "logo poster", true
			got, result := s.find(q)
			prices := int64(0)
			for _, bar := range result.Counts.Prices {
				prices += bar.Count
			}
			if len(got) != 0 || result.Near || q.PriceMax > 0 && prices != 1 || !q.Category.IsZero() && result.Counts.Categories[s.print] != 1 {
				s.t.Errorf("%+v: found %v, near %v, counts %+v", q, got, result.Near, result.Counts)
			}
		}
		if got, result := s.find(search.Query{Words: "flyers tractor", PriceMax: 5_00}); len(got) != 0 || result.Near {
			s.t.Errorf("of what is near, the filter leaves %v", got)
		}
	})
}

func TestAnUnknownWordLeadsToTheNearest(t *testing.T) {
	eachEngine(t, func(s *shop) {
		for typed, want := range map[string]string{
			"flyerboard ":         "flyer", // begins alike
			"cardsandmore ":       "cards", // a whole word, less than half of it
			"konzert plakat ":     "",      // nobody has anything like it
			"submarine ":          "",
			"poster submarine ":   "poster", // the other word is known
			"posterwand tractor ": "poster",
		} {
			got, result := s.find(search.Query{Words: typed})
			if want == "" && (len(got) > 0 || result.Near) || want != "" && (len(got) != 1 || got[0] != want || !result.Near) {
				s.t.Errorf("%q: found %v, near %v, read as %+v", typed, got, result.Near, result.Instead)
			}
		}
		_, result := s.find(search.Query{Words: "flyerboard "})
		if len(result.Instead) != 1 || !slices.Equal(result.Instead[0].Used, []string{"flyer"}) {
			s.t.Errorf("told as %+v", result.Instead)
		}
		if relevance := result.Hits[0].Relevance; relevance != 300 {
			s.t.Errorf("it counts %d", relevance)
		}
	})
}

func TestWhatNobodyCanHaveFindsNothing(t *testing.T) {
	eachEngine(t, func(s *shop) {
		many := map[string][]string{}
		for n := range 21 {
			many[fmt.Sprint("code", n)] = []string{"svg"}
		}
		for _, q := range []search.Query{
			{Attributes: map[string][]string{"form": {"line drawing"}}}, {Attributes: map[string][]string{"fo=rm": {"svg"}}},
			{Attributes: map[string][]string{"": {"svg"}}}, {Attributes: map[string][]string{"form": {""}}}, {Attributes: many},
			{Languages: []string{"e n"}}, {Levels: []string{"\x00"}},
		} {
			q.Counts = true
			if got, result := s.find(q); len(got) != 0 || result.Total != 0 {
				s.t.Errorf("%+v finds %v", q, got)
			}
		}
		if got, _ := s.find(search.Query{Languages: []string{"e n", "en"}}); len(got) != 5 {
			s.t.Errorf("beside a value that is there, one that cannot be leaves %v", got)
		}
	})
}
