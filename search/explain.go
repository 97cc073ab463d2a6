package search

import (
	"errors"
	"slices"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

// Explanation tells why a service stands where it stands for a query (CAT-20,
// REP-16). Everything in it is computed from the stored row, not taken from
// the engine.
type Explanation struct {
	Hit
	Words    []WordPart
	Position int64 // from 1 in the recommended order; 0: does not match, or stands behind PositionMost
}

// PositionMost is how deep Explain looks for a position.
const PositionMost = 1200

// WordPart is what one typed word counts.
type WordPart struct {
	Typed  string
	Term   string // the term that counted; empty: none
	Field  string // title, tags, labels or texts
	Points int64  // of 1,000
}

var fieldNames = [fieldCount]string{"title", "tags", "labels", "texts"}

// Explain computes a service's place for a query's words and filters. Missing
// for a service without a document.
func (f *Finder) Explain(tx *db.Tx, service id.Service, q Query) (Explanation, error) {
	row, err := documentRow(tx, service)
	if err != nil {
		return Explanation{}, err
	}
	q = q.sound()
	fieldOf := row.fieldOf()
	groups := f.now.Load().words.expand(q.Words, q.Language)
	e := Explanation{Hit: Hit{Service: service, Relevance: relevance(groups, fieldOf), Rank: row.rank}}
	for _, group := range groups {
		part := WordPart{Typed: group.Typed}
		for _, class := range group.classes() {
			if fieldOf(class.term) == class.field {
				part = WordPart{group.Typed, class.term, fieldNames[class.field], class.weight}
				break
			}
		}
		e.Words = append(e.Words, part)
	}
	e.Position, err = f.position(tx, service, q)
	return e, err
}

func documentRow(tx *db.Tx, service id.Service) (record, error) {
	row, err := db.One(tx, scanRecord, `SELECT service, seller, path, title_terms, tag_terms, label_terms, text_terms,
		facets, language, price, price_step, lead, lead_step, live_at, draw, shown, rank, rating, top_rated, newcomer, COALESCE(stamp, 0)
		FROM search_documents WHERE service = $1`, service)
	if errors.Is(err, db.ErrNoRow) {
		return record{}, fault.Missing()
	}
	return row, err
}

// fieldOf answers where a document's terms stand.
func (r record) fieldOf() func(term string) field {
	stands := map[string]field{}
	for f, column := range r.fields {
		for _, term := range split(column) {
			stands[term] = field(f)
		}
	}
	return func(term string) field {
		if f, known := stands[term]; known {
			return f
		}
		return fieldCount
	}
}

// position walks the pages of the recommended order, without newcomers'
// places, until the service comes.
func (f *Finder) position(tx *db.Tx, service id.Service, q Query) (int64, error) {
	q.Sort, q.Newcomers, q.Counts, q.Limit, q.After = Recommended, 0, false, PageMax, ""
	for before := int64(0); before < PositionMost; before += PageMax {
		page, err := f.Find(tx, q)
		if err != nil {
			return 0, err
		}
		if at := slices.Index(page.Services(), service); at >= 0 {
			return before + int64(at) + 1, nil
		}
		if q.After = page.Next; q.After == "" {
			break
		}
	}
	return 0, nil
}
