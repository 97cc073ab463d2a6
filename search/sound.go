package search

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Limits of what one query can ask. Words and values beyond them are ignored;
// with more attributes nothing is found.
const (
	wordsBytesMax = 1000
	filtersMax    = 20 // attributes
	valuesMax     = 60 // of one filter
)

// nobodys is a value that no document has: what is asked for and cannot be
// finds nothing, and never everything.
const nobodys = " "

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
	q.Languages, q.Levels = sensible(q.Languages), sensible(q.Levels)
	q.CountOnly = q.CountOnly[:min(len(q.CountOnly), filtersMax)]
	q.Attributes = soundAttributes(q.Attributes)
	return q
}

func soundAttributes(asked map[string][]string) map[string][]string {
	chosen := map[string][]string{}
	for code, values := range asked {
		if len(values) == 0 {
			continue
		}
		if !Sensible(code) || strings.Contains(code, "=") || len(asked) > filtersMax {
			return map[string][]string{"": {nobodys}}
		}
		chosen[code] = sensible(values)
	}
	return chosen
}

// sensible are the values of a filter that some document could have, each once;
// nobodys where there is none of them.
func sensible(values []string) []string {
	var kept []string
	for _, value := range values {
		if len(kept) == valuesMax {
			break
		}
		if Sensible(value) && !slices.Contains(kept, value) {
			kept = append(kept, value)
		}
	}
	if len(kept) == 0 && len(values) > 0 {
		return []string{nobodys}
	}
	return kept
}

// Sensible reports whether a document could have a value.
func Sensible(value string) bool {
	return value != "" && utf8.ValidString(value) &&
		!strings.ContainsFunc(value, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
}
