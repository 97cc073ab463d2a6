package search

import (
	"fmt"
	"strings"
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/money"
)

// Database is the engine that spends no memory on documents: it asks the rows
// themselves.
type Database struct {
	text bool // the database keeps a full text (Finder.Prepare); else every row is looked at
}

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

// Search answers an ask by SQL (see Engine). What it counts and what it shows
// travel in one round trip.
func (e Database) Search(tx *db.Tx, a Ask) (Answer, error) {
	q := e.begin(tx, a)
	page := q.page(tx)
	counted, err := q.count(tx)
	if err != nil {
		return Answer{}, err
	}
	rows, err := page.All()
	answer := Answer{Total: counted.total}
	for _, row := range rows {
		answer.Hits = append(answer.Hits, row.hit)
		answer.At = append(answer.At, place{row.key, row.hit.Service})
	}
	if a.Counts {
		answer.Counts = counted.counts(a)
	}
	return answer, err
}

// asking is an ask on its way through one database.
type asking struct {
	Ask
	text    fullText
	textual bool // there is one
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

// begin prepares the database for a statement of one ask.
func (e Database) begin(tx *db.Tx, a Ask) asking {
	q := asking{Ask: a, text: textOf(tx.Engine()), textual: e.text}
	if q.text.before != "" {
		db.AskValue[string](tx, q.text.before)
	}
	return q
}

// Ahead counts hits by SQL (see Engine).
func (e Database) Ahead(tx *db.Tx, a Ask, service id.Service) (n int64, hit bool, err error) {
	q := e.begin(tx, a)
	w := q.base()
	placed := q.placed(w)
	its := w.with(`$%d`, service)
	found, err := db.One(tx, func(row db.Row) (found [2]int64, err error) {
		err = row.Scan(&found[0], &found[1])
		return found, err
	}, `WITH placed AS MATERIALIZED (`+placed+`), own AS (SELECT place, service FROM placed WHERE service = `+its+`)
		SELECT count(*) FILTER (WHERE (placed.place, placed.service) < (own.place, own.service)), count(DISTINCT own.service)
		FROM placed, own`, w.args...)
	return found[0], found[1] > 0, err
}

// page reads one hit more than the limit, to know whether there is a next page.
func (q asking) page(tx *db.Tx) *db.Answer[found] {
	w := q.base()
	placed := q.placed(w)
	outer := &where{parts: []string{"TRUE"}, args: w.args}
	if q.Behind != nil {
		outer.add(`(place, service) > ($%d, $%d)`, q.Behind.key, q.Behind.service)
	}
	for _, service := range q.Skip {
		outer.add(`service <> $%d`, service)
	}
	limit := outer.with(`$%d`, q.Limit+1)
	return db.Ask(tx, scanFound, `SELECT service, relevance, rank, place FROM (`+placed+`) AS placed
		WHERE `+outer.sql()+` ORDER BY place, service LIMIT `+limit, outer.args...)
}

// placed is every hit with its key in the order asked for.
func (q asking) placed(w *where) string {
	for _, c := range q.filters(w) {
		w.parts = append(w.parts, c.sql)
	}
	filtered := w.sql()
	matching := `SELECT d.service, ` + q.relevanceSQL(w) + ` AS relevance, d.rank, d.live_at, d.price, d.lead, d.draw,
		COALESCE(s.rating, 0) AS stars, COALESCE(s.feedback, 0) AS feedback` + documentsWithSellers + filtered
	return `SELECT service, relevance, rank, ` + keySQL(q.Sort) + ` AS place FROM (` + matching + `) AS matching`
}

// keySQL is keyOf, in SQL.
func keySQL(sort Sort) string {
	switch sort {
	case Newest:
		return `-live_at`
	case Cheapest:
		return `price`
	case BestRated:
		return fmt.Sprintf(`-(stars * %d + feedback * %d + rank)`, starsStep, feedbackStep)
	case Fastest:
		return `lead`
	case byDraw:
		return `draw`
	}
	return `-relevance * rank`
}

// relevanceSQL is relevance, in SQL.
func (q asking) relevanceSQL(w *where) string {
	if len(q.Groups) == 0 {
		return `1000`
	}
	var sums []string
	for _, group := range q.Groups {
		var cases strings.Builder
		for _, class := range group.classes() {
			matches := w.with(fieldColumns[class.field]+` LIKE $%d`, like(class.Term))
			fmt.Fprintf(&cases, ` WHEN %s THEN %d`, matches, class.points)
		}
		sums = append(sums, `CASE`+cases.String()+` ELSE 0 END`)
	}
	return `(` + strings.Join(sums, ` + `) + fmt.Sprintf(`) / %d`, len(q.Groups))
}

var fieldColumns = [fieldCount]string{"d.title_terms", "d.tag_terms", "d.label_terms", "d.text_terms"}

func like(term string) string { return "% " + encode(term) + " %" }

// base is what a hit must fulfil whatever the filters: to be shown, and to
// have the words.
func (q asking) base() *where {
	w := &where{parts: []string{"d.shown AND COALESCE(s.shown, TRUE)"}}
	switch {
	case len(q.Groups) == 0:
	case q.textual:
		w.add(q.text.matches, q.text.query(q.Groups, q.Any))
	default:
		q.like(w)
	}
	if !q.Seller.IsZero() {
		w.add(`d.seller = $%d`, q.Seller)
	}
	if q.OnlyNew {
		w.add(`d.newcomer`)
	}
	return w
}

// like finds words where there is no full text.
func (q asking) like(w *where) {
	var groups []string
	for _, group := range q.Groups {
		var any []string
		for _, choice := range group.Choices {
			for _, column := range fieldColumns {
				any = append(any, w.with(column+` LIKE $%d`, like(choice.Term)))
			}
		}
		groups = append(groups, `(`+strings.Join(any, ` OR `)+`)`)
	}
	word := ` AND `
	if q.Any {
		word = ` OR `
	}
	w.add(`(` + strings.Join(groups, word) + `)`)
}

// condition is one group of filters in SQL.
type condition struct{ group, sql string }

// filters are the conditions of all groups that are set.
func (q asking) filters(w *where) []condition {
	var all []condition
	add := func(set bool, group, part string, args ...any) {
		if set {
			all = append(all, condition{group, w.with(part, args...)})
		}
	}
	oneOf := func(group, part string, values []string) {
		var any []string
		for _, value := range values {
			any = append(any, w.with(part, value))
		}
		add(len(any) > 0, group, `(`+strings.Join(any, ` OR `)+`)`)
	}
	add(!q.Category.IsZero(), groupLeaf, `d.path LIKE $%d`, "%/"+q.Category.String()+"/%")
	for code, values := range q.Attributes {
		pairs := make([]string, len(values))
		for i, value := range values {
			pairs[i] = " " + code + "=" + value + " "
		}
		// Not LIKE: what people send may hold its signs.
		oneOf("attribute "+code, `replace(d.facets, $%d, '') <> d.facets`, pairs)
	}
	oneOf(groupLanguage, `d.language = $%d`, q.Languages)
	oneOf(groupLevel, `s.level = $%d`, q.Levels)
	add(q.RatingMin > 0, groupRating, `s.rating >= $%d`, q.RatingMin)
	add(q.Feedback > 0, groupFeedback, `s.feedback >= $%d`, q.Feedback)
	add(q.Online, groupOnline, `s.online`)
	add(q.Verified, groupVerified, `s.verified`)
	add(q.TopRated, groupTopRated, `d.top_rated`)
	add(q.PriceMin > 0 || q.PriceMax > 0, groupPrice, between(w, "d.price", q.PriceMin, q.PriceMax))
	add(q.LeadMin > 0 || q.LeadMax > 0, groupLead, between(w, "d.lead", q.LeadMin, q.LeadMax))
	return all
}

func between[N money.Amount | time.Duration](w *where, column string, least, most N) string {
	var ends []string
	if least > 0 {
		ends = append(ends, w.with(column+` >= $%d`, least))
	}
	if most > 0 {
		ends = append(ends, w.with(column+` <= $%d`, most))
	}
	return strings.Join(ends, ` AND `)
}
