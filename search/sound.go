package search

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Limits of what one query can ask; what is beyond them is ignored.
const (
	wordsBytesMax = 1000
	filtersMax    = 20 // attributes
	valuesMax     = 60 // of one filter
)

// sound is the query without what makes no sense: addresses get cut, mistyped
// and made up, and none of that is worth an error.
func (q Query) sound() Query {
	if len(q.Words) > wordsBytesMax {
		q.Words = strings.ToValidUTF8(q.Words[:wordsBytesMax], "")
	}
	if q.Limit < 1 || q.Limit > PageMax {
		q.Limit = pageUsual
	}
	q.Newcomers = min(q.Newcomers, q.Limit-1) // a page of nothing else would have no end
	if !slices.Contains(Sorts, q.Sort) {
		q.Sort = Recommended
	}
	if !slices.Contains(RatingSteps, q.RatingMin) {
		q.RatingMin = 0
	}
	if !slices.Contains(FeedbackSteps, q.Feedback) {
		q.Feedback = 0
	}
	q.PriceMin, q.PriceMax = max(q.PriceMin, 0), max(q.PriceMax, 0)
	q.LeadMin, q.LeadMax = max(q.LeadMin.Truncate(time.Microsecond), 0), max(q.LeadMax.Truncate(time.Microsecond), 0)
	q.Languages, q.Levels = sensible(q.Languages, valuesMax), sensible(q.Levels, valuesMax)
	q.CountOnly = sensible(q.CountOnly, filtersMax)
	chosen := map[string][]string{}
	for _, code := range sensible(slices.Sorted(maps.Keys(q.Attributes)), filtersMax) {
		if values := sensible(q.Attributes[code], valuesMax); len(values) > 0 && !strings.Contains(code, "=") {
			chosen[code] = values
		}
	}
	q.Attributes = chosen
	return q
}

// sensible are the values that some document could have, each once.
func sensible(values []string, most int) []string {
	var kept []string
	for _, value := range values {
		if len(kept) == most {
			break
		}
		odd := value == "" || !utf8.ValidString(value) ||
			strings.ContainsFunc(value, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
		if !odd && !slices.Contains(kept, value) {
			kept = append(kept, value)
		}
	}
	return kept
}
