package search

import (
	"strings"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

// Explanation tells why a service stands where it stands for a query (CAT-20,
// REP-16). Its points are worked out from the stored row, not taken from the
// engine.
type Explanation struct {
	Hit
	Words    []WordPart
	Near     bool  // nothing has all the words; it may have some, or words near them
	Position int64 // from 1 in the order asked for, before newcomers are drawn; 0: it is not found
}

// WordPart is what one typed word counts.
type WordPart struct {
	Typed  string
	Term   string // the term that counted; empty: none
	Near   int64  // of 100: how near the term is to the word
	Field  string // title, tags, labels or texts
	Points int64  // of 1,000
}

var fieldNames = [fieldCount]string{"title", "tags", "labels", "texts"}

// Explain works out a service's place for a query's words, filters and order.
// Missing for a service without a document.
func (f *Finder) Explain(tx *db.Tx, service id.Service, q Query) (Explanation, error) {
	rows, err := documentRows(tx, []id.Service{service})
	if err != nil {
		return Explanation{}, err
	}
	row, known := rows[service]
	if !known {
		return Explanation{}, fault.Missing()
	}
	now := f.now.Load()
	q.Limit, q.Counts = 1, false
	_, ask, err := now.search(tx, now.ask(q))
	if err != nil {
		return Explanation{}, err
	}
	ahead, hit, err := now.engine().Ahead(tx, ask, service)
	fieldOf := row.fieldOf()
	e := Explanation{
		Hit:   Hit{Service: service, Relevance: relevance(ask.Groups, fieldOf), Rank: row.rank},
		Words: wordParts(ask.Groups, fieldOf), Near: ask.near,
	}
	if hit {
		e.Position = ahead + 1
	}
	return e, err
}

// Words tells what each typed word counts in each hit, worked out from the
// stored rows.
func (r Result) Words(tx *db.Tx) (map[id.Service][]WordPart, error) {
	parts := map[id.Service][]WordPart{}
	if len(r.groups) == 0 || len(r.Hits) == 0 {
		return parts, nil
	}
	rows, err := documentRows(tx, r.Services())
	for service, row := range rows {
		parts[service] = wordParts(r.groups, row.fieldOf())
	}
	return parts, err
}

func wordParts(groups []Group, fieldOf func(term string) field) []WordPart {
	var parts []WordPart
	for _, group := range groups {
		part := WordPart{Typed: group.Typed}
		for _, class := range group.classes() {
			if fieldOf(class.Term) == class.field {
				part = WordPart{group.Typed, class.Term, class.Weight, fieldNames[class.field], class.points}
				break
			}
		}
		parts = append(parts, part)
	}
	return parts
}

// documentRows reads some services' rows; those without one are left out.
func documentRows(tx *db.Tx, services []id.Service) (map[id.Service]record, error) {
	w := &where{}
	wanted := make([]string, len(services))
	for i, service := range services {
		wanted[i] = w.with(`$%d`, service)
	}
	all, err := db.All(tx, scanRecord, `SELECT `+recordColumns+` FROM search_documents
		WHERE service IN (`+strings.Join(wanted, ", ")+`)`, w.args...)
	rows := make(map[id.Service]record, len(all))
	for _, row := range all {
		rows[row.service] = row
	}
	return rows, err
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
