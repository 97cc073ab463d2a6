package search

import (
	"fmt"
	"slices"
	"strings"

	"guildhall/db"
	"guildhall/id"
)

// tally is one value of one column and how many hits have it.
type tally struct {
	column int
	text   string
	number int64
	n      int64
}

// counted is what one pass over the hits found.
type counted struct {
	total   int64
	texts   map[string]map[string]int64 // by group
	numbers map[string]map[int64]int64
}

// countedBy are the groups that are counted for every ask, each by a column.
var countedBy = []struct {
	group, column string
	text          bool
}{
	{groupLeaf, "path", true},
	{groupLanguage, "language", true},
	{groupLevel, "level", true},
	{groupRating, "rating", false},
	{groupFeedback, "feedback", false},
	{groupPrice, "price_step", false},
	{groupLead, "lead_step", false},
	{groupOnline, "online", false},
	{groupVerified, "verified", false},
	{groupTopRated, "top_rated", false},
}

const columnsCounted = ` AS MATERIALIZED (SELECT d.path, d.language, d.facets, d.price_step, d.lead_step,
	COALESCE(s.level, '') AS level, COALESCE(s.rating, 0) AS rating, COALESCE(s.feedback, 0) AS feedback,
	CASE WHEN s.online THEN 1 ELSE 0 END AS online, CASE WHEN s.verified THEN 1 ELSE 0 END AS verified,
	CASE WHEN d.top_rated THEN 1 ELSE 0 END AS top_rated`

// count counts the hits, and what each value of each filter leaves of them. One
// pass gathers what fails at most one group of filters, since each group is
// counted as if it were not set.
func (q asking) count(tx *db.Tx) (counted, error) {
	w := q.base()
	filters := q.filters(w)
	if !q.Counts {
		for _, c := range filters {
			w.parts = append(w.parts, c.sql)
		}
		total, err := db.Value[int64](tx, `SELECT count(*)`+documentsWithSellers+w.sql(), w.args...)
		return counted{total: total}, err
	}
	var sql strings.Builder
	sql.WriteString(`WITH near` + columnsCounted)
	var misses []string
	for i, c := range filters {
		misses = append(misses, `CASE WHEN `+c.sql+` THEN 0 ELSE 1 END`)
		fmt.Fprintf(&sql, `, %s AS miss%d`, misses[i], i)
	}
	sql.WriteString(documentsWithSellers + w.sql())
	if len(filters) > 1 {
		sql.WriteString(` AND ` + strings.Join(misses, ` + `) + ` <= 1`)
	}
	sql.WriteString(`) SELECT 0, '', 0, count(*) FROM near WHERE ` + hits(filters, ""))
	for i, by := range countedBy {
		text, number := `''`, `CAST(`+by.column+` AS BIGINT)`
		if by.text {
			text, number = by.column, `0`
		}
		fmt.Fprintf(&sql, ` UNION ALL SELECT %d, %s, %s, count(*) FROM near WHERE %s GROUP BY %s`, i+1, text, number, hits(filters, by.group), by.column)
	}
	for i, code := range q.CountOnly {
		fmt.Fprintf(&sql, ` UNION ALL SELECT %d, facets, 0, count(*) FROM near WHERE %s AND facets <> '' GROUP BY facets`, len(countedBy)+i+1, hits(filters, "attribute "+code))
	}
	tallies, err := db.All(tx, scanTally, sql.String(), w.args...)
	return q.gather(tallies), err
}

// hits is the condition on rows of near that all filters but one group's pass.
func hits(filters []condition, except string) string {
	parts := []string{"TRUE"}
	for i, c := range filters {
		if c.group != except {
			parts = append(parts, fmt.Sprintf(`miss%d = 0`, i))
		}
	}
	return strings.Join(parts, ` AND `)
}

func scanTally(row db.Row) (tally, error) {
	var t tally
	err := row.Scan(&t.column, &t.text, &t.number, &t.n)
	return t, err
}

func (q asking) gather(tallies []tally) counted {
	c := counted{texts: map[string]map[string]int64{}, numbers: map[string]map[int64]int64{}}
	for i, by := range countedBy {
		c.texts[by.group], c.numbers[by.group] = map[string]int64{}, map[int64]int64{}
		for _, t := range tallies {
			if t.column == i+1 {
				c.texts[by.group][t.text] += t.n
				c.numbers[by.group][t.number] += t.n
			}
		}
	}
	for i, code := range q.CountOnly {
		values := map[string]int64{}
		for _, t := range tallies {
			if t.column == len(countedBy)+i+1 {
				addFacets(values, code, t)
			}
		}
		c.texts["attribute "+code] = values
	}
	if at := slices.IndexFunc(tallies, func(t tally) bool { return t.column == 0 }); at >= 0 {
		c.total = tallies[at].n
	}
	return c
}

func addFacets(values map[string]int64, code string, t tally) {
	for _, pair := range strings.Fields(t.text) {
		if named, value, _ := strings.Cut(pair, "="); named == code {
			values[value] += t.n
		}
	}
}

// counts are the tallies as a Result has them.
func (c counted) counts(a Ask) Counts {
	counts := Counts{
		Categories: map[id.Category]int64{}, Attributes: map[string]map[string]int64{},
		Languages: c.texts[groupLanguage], Levels: c.texts[groupLevel],
		Ratings: atLeast(c.numbers[groupRating], RatingSteps), Feedback: atLeast(c.numbers[groupFeedback], FeedbackSteps),
		Online: c.numbers[groupOnline][1], Verified: c.numbers[groupVerified][1], TopRated: c.numbers[groupTopRated][1],
		Prices: bars(c.numbers[groupPrice], priceFrom), Leads: bars(c.numbers[groupLead], leadFrom),
	}
	delete(counts.Languages, "")
	delete(counts.Levels, "")
	for path, n := range c.texts[groupLeaf] {
		ids := pathIDs(path)
		if leaf, err := id.Parse[id.CategoryKind](ids[len(ids)-1]); err == nil {
			counts.Categories[leaf] += n
		}
	}
	for _, code := range a.CountOnly {
		counts.Attributes[code] = c.texts["attribute "+code]
	}
	return counts
}

// atLeast counts for each step what reaches it; steps nothing reaches are
// left out.
func atLeast(values map[int64]int64, steps []int64) map[int64]int64 {
	reached := map[int64]int64{}
	for value, n := range values {
		for _, step := range steps {
			if value >= step {
				reached[step] += n
			}
		}
	}
	return reached
}
