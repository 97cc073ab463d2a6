package search

import (
	"fmt"
	"strings"
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/money"
)

// Database is the engine that spends no memory: it asks the rows themselves.
type Database struct{}

// where is a growing condition with its arguments.
type where struct {
	parts []string
	args  []any
}

// add puts a condition in; each %d of it is the number of the next argument.
func (w *where) add(part string, args ...any) {
	w.parts = append(w.parts, w.with(part, args...))
}

// with writes a piece of SQL whose %d are the numbers of the next arguments.
func (w *where) with(part string, args ...any) string {
	numbers := make([]any, len(args))
	for i := range args {
		numbers[i] = len(w.args) + i + 1
	}
	w.args = append(w.args, args...)
	return fmt.Sprintf(part, numbers...)
}

func (w *where) sql() string { return strings.Join(w.parts, " AND ") }

const documentsWithSellers = ` FROM search_documents d LEFT JOIN search_sellers s ON s.seller = d.seller WHERE `

// Search answers an ask by SQL (see Engine).
func (Database) Search(tx *db.Tx, a Ask) (Answer, error) {
	total, err := a.total(tx)
	if err != nil || total == 0 {
		return Answer{}, err
	}
	answer, err := a.page(tx)
	if err != nil {
		return Answer{}, err
	}
	answer.Total = total
	if a.Counts {
		answer.Counts, err = a.counts(tx)
	}
	return answer, err
}

func (a Ask) total(tx *db.Tx) (int64, error) {
	w := a.where("")
	return db.Value[int64](tx, `SELECT count(*)`+documentsWithSellers+w.sql(), w.args...)
}

// found is one row of a page.
type found struct {
	hit Hit
	key int64
}

func scanFound(row db.Row) (found, error) {
	var f found
	err := row.Scan(&f.hit.Service, &f.hit.Relevance, &f.hit.Rank, &f.key)
	return f, err
}

// page reads one hit more than the limit, to know whether there is a next page.
func (a Ask) page(tx *db.Tx) (Answer, error) {
	w := a.where("")
	filtered := w.sql()
	inner := `SELECT d.service, ` + a.relevanceSQL(w) + ` AS relevance, d.rank, d.live_at, d.price, d.lead, d.draw,
		d.rating * 4294967296 + COALESCE(s.feedback, 0) AS praise` + documentsWithSellers + filtered
	middle := `SELECT service, relevance, rank, ` + keySQL(a.Sort) + ` AS place FROM (` + inner + `) AS matching`
	outer := &where{parts: []string{"TRUE"}, args: w.args}
	if a.Behind != nil {
		outer.add(`(place, service) > ($%d, $%d)`, a.Behind.key, a.Behind.service)
	}
	for _, service := range a.Skip {
		outer.add(`service <> $%d`, service)
	}
	rows, err := db.All(tx, scanFound, `SELECT service, relevance, rank, place FROM (`+middle+`) AS placed
		WHERE `+outer.sql()+` ORDER BY place, service LIMIT `+outer.with(`$%d`, a.Limit+1), outer.args...)
	var answer Answer
	for _, row := range rows {
		answer.Hits = append(answer.Hits, row.hit)
		answer.Places = append(answer.Places, place{row.key, row.hit.Service})
	}
	return answer, err
}

// keySQL is keyOf, in SQL.
func keySQL(sort Sort) string {
	switch sort {
	case Newest:
		return `-live_at`
	case Cheapest:
		return `price`
	case BestRated:
		return `-praise`
	case Fastest:
		return `lead`
	case byDraw:
		return `draw`
	}
	return `-relevance * rank`
}

// relevanceSQL is relevance, in SQL.
func (a Ask) relevanceSQL(w *where) string {
	if len(a.Groups) == 0 {
		return `1000`
	}
	var sums []string
	for _, group := range a.Groups {
		var cases strings.Builder
		for _, class := range group.classes() {
			matches := w.with(fieldColumns[class.field]+` LIKE $%d`, like(class.term))
			fmt.Fprintf(&cases, ` WHEN %s THEN %d`, matches, class.weight)
		}
		sums = append(sums, `CASE`+cases.String()+` ELSE 0 END`)
	}
	return `(` + strings.Join(sums, ` + `) + fmt.Sprintf(`) / %d`, len(a.Groups))
}

var fieldColumns = [fieldCount]string{"d.title_terms", "d.tag_terms", "d.label_terms", "d.text_terms"}

func like(term string) string { return "% " + encode(term) + " %" }

// where is what a hit must fulfil; filters of the group except are left out,
// for the counts of that group.
func (a Ask) where(except string) *where {
	w := &where{parts: []string{"d.shown AND COALESCE(s.shown, TRUE)"}}
	a.matching(w)
	a.filters(w, except)
	return w
}

func (a Ask) matching(w *where) {
	var groups []string
	for _, group := range a.Groups {
		var any []string
		for _, choice := range group.Choices {
			for _, column := range fieldColumns {
				any = append(any, w.with(column+` LIKE $%d`, like(choice.Term)))
			}
		}
		groups = append(groups, `(`+strings.Join(any, ` OR `)+`)`)
	}
	if len(groups) > 0 && a.Any {
		w.add(`(` + strings.Join(groups, ` OR `) + `)`)
	} else if len(groups) > 0 {
		w.add(strings.Join(groups, ` AND `))
	}
}

func (a Ask) filters(w *where, except string) {
	if !a.Category.IsZero() && except != "category" {
		w.add(`d.path LIKE $%d`, "%/"+a.Category.String()+"/%")
	}
	if !a.Seller.IsZero() {
		w.add(`d.seller = $%d`, a.Seller)
	}
	for code, values := range a.Attributes {
		if except != "attribute "+code {
			w.oneOf(`d.facets LIKE $%d`, values, func(value string) any { return "% " + code + "=" + value + " %" })
		}
	}
	if except != "language" {
		w.oneOf(`d.language = $%d`, a.Languages, func(value string) any { return value })
	}
	if except != "level" {
		w.oneOf(`s.level = $%d`, a.Levels, func(value string) any { return value })
	}
	if except != "price" {
		between(w, "d.price", a.PriceMin, a.PriceMax)
	}
	if except != "lead" {
		between(w, "d.lead", a.LeadMin, a.LeadMax)
	}
	if a.RatingMin > 0 && except != "rating" {
		w.add(`s.rating >= $%d`, a.RatingMin)
	}
	if a.Feedback > 0 && except != "feedback" {
		w.add(`s.feedback >= $%d`, a.Feedback)
	}
	for _, flag := range []struct {
		name, column string
		set          bool
	}{{"online", "s.online", a.Online}, {"verified", "s.verified", a.Verified}, {"top_rated", "d.top_rated", a.TopRated}, {"new", "d.newcomer", a.OnlyNew}} {
		if flag.set && except != flag.name {
			w.add(flag.column)
		}
	}
}

func (w *where) oneOf(part string, values []string, argument func(string) any) {
	var any []string
	for _, value := range values {
		any = append(any, w.with(part, argument(value)))
	}
	if len(any) > 0 {
		w.add(`(` + strings.Join(any, ` OR `) + `)`)
	}
}

func between[N money.Amount | time.Duration](w *where, column string, least, most N) {
	if least > 0 {
		w.add(column+` >= $%d`, least)
	}
	if most > 0 {
		w.add(column+` <= $%d`, most)
	}
}

// tally is one value of a filter and how many it leaves.
type tally[T comparable] struct {
	value T
	n     int64
}

// tallies counts by an expression, without the filters of one group.
func tallies[T comparable](tx *db.Tx, a Ask, group, by string) (map[T]int64, error) {
	w := a.where(group)
	rows, err := db.All(tx, func(row db.Row) (tally[T], error) {
		var t tally[T]
		err := row.Scan(&t.value, &t.n)
		return t, err
	}, `SELECT `+by+`, count(*)`+documentsWithSellers+w.sql()+` GROUP BY 1`, w.args...)
	counts := map[T]int64{}
	for _, row := range rows {
		counts[row.value] += row.n
	}
	return counts, err
}

func (a Ask) counts(tx *db.Tx) (Counts, error) {
	c := Counts{Categories: map[id.Category]int64{}, Attributes: map[string]map[string]int64{}, Ratings: map[int64]int64{}, Feedback: map[int64]int64{}}
	for _, count := range []func() error{
		func() error { return a.countCategories(tx, &c) },
		func() error { return a.countAttributes(tx, &c) },
		func() error { return a.countSellers(tx, &c) },
		func() error { return a.countSteps(tx, &c) },
	} {
		if err := count(); err != nil {
			return Counts{}, err
		}
	}
	return c, nil
}

func (a Ask) countCategories(tx *db.Tx, c *Counts) error {
	paths, err := tallies[string](tx, a, "category", "d.path")
	if err != nil {
		return err
	}
	for path, n := range paths {
		parts := strings.Split(strings.Trim(path, "/"), "/")
		leaf, err := id.Parse[id.CategoryKind](parts[len(parts)-1])
		if err == nil {
			c.Categories[leaf] += n
		}
	}
	return nil
}

func (a Ask) countAttributes(tx *db.Tx, c *Counts) error {
	for _, code := range a.CountOnly {
		facets, err := tallies[string](tx, a, "attribute "+code, "d.facets")
		if err != nil {
			return err
		}
		values := map[string]int64{}
		for text, n := range facets {
			for _, pair := range strings.Fields(text) {
				if named, value, _ := strings.Cut(pair, "="); named == code {
					values[value] += n
				}
			}
		}
		c.Attributes[code] = values
	}
	return nil
}

func (a Ask) countSellers(tx *db.Tx, c *Counts) error {
	var err error
	if c.Languages, err = tallies[string](tx, a, "language", "d.language"); err != nil {
		return err
	}
	if c.Levels, err = tallies[string](tx, a, "level", "COALESCE(s.level, '')"); err != nil {
		return err
	}
	delete(c.Languages, "")
	delete(c.Levels, "")
	flags := map[string]*int64{"online": &c.Online, "verified": &c.Verified, "top_rated": &c.TopRated}
	columns := map[string]string{"online": "s.online", "verified": "s.verified", "top_rated": "d.top_rated"}
	for group, to := range flags {
		set, err := tallies[bool](tx, a, group, "COALESCE("+columns[group]+", FALSE)")
		if err != nil {
			return err
		}
		*to = set[true]
	}
	return nil
}

func (a Ask) countSteps(tx *db.Tx, c *Counts) error {
	ratings, err := tallies[int64](tx, a, "rating", "COALESCE(s.rating, 0)")
	if err != nil {
		return err
	}
	c.Ratings = atLeast(ratings, RatingSteps)
	feedback, err := tallies[int64](tx, a, "feedback", "COALESCE(s.feedback, 0)")
	if err != nil {
		return err
	}
	c.Feedback = atLeast(feedback, FeedbackSteps)
	prices, err := tallies[int64](tx, a, "price", "d.price_step")
	if err != nil {
		return err
	}
	c.Prices = bars(prices, priceFrom)
	leads, err := tallies[int64](tx, a, "lead", "d.lead_step")
	c.Leads = bars(leads, leadFrom)
	return err
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
