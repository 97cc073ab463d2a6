package search

import (
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
)

// Sort is the order of hits (CAT-20).
type Sort string

// The closed list of orders. Recommended puts what has all words in its title
// first, then the newest.
const (
	Recommended Sort = "recommended"
	Newest      Sort = "newest"
	Cheapest    Sort = "cheapest"
	Fastest     Sort = "fastest"
)

// Sorts lists them in the order pages offer them.
var Sorts = []Sort{Recommended, Newest, Cheapest, Fastest}

// Query is what somebody looks for. The zero value finds everything shown.
type Query struct {
	Words    string
	Path     []id.Category // in this category or below: its path from the top
	Seller   id.Member
	Language string
	PriceMax money.Amount  // zero: any
	LeadMax  time.Duration // zero: any
	Sort     Sort
	After    string // Result.Next of the page before
	Limit    int    // 1 to PageMax; zero: 24
}

// Result is one page of hits.
type Result struct {
	Services []id.Service
	Total    int64
	Next     string // empty: the last page
}

// Find answers one page of what matches all of the query. It fails with
// cursor_unknown for a cursor that it did not make.
func Find(tx *db.Tx, q Query) (Result, error) {
	if q.Limit < 1 || q.Limit > PageMax {
		q.Limit = 24
	}
	w := q.where()
	total, err := db.Value[int64](tx, `SELECT count(*) FROM search_documents WHERE `+w.sql(), w.args...)
	if err != nil {
		return Result{}, err
	}
	found, err := q.page(tx, w)
	if err != nil {
		return Result{}, err
	}
	result := Result{Total: total}
	for i, hit := range found {
		if i == q.Limit {
			result.Next = found[i-1].cursor()
			break
		}
		result.Services = append(result.Services, hit.service)
	}
	return result, nil
}

// where is a growing condition with its arguments.
type where struct {
	parts []string
	args  []any
}

// add puts a condition in; each %d of it is the number of the next argument.
func (w *where) add(part string, args ...any) {
	numbers := make([]any, len(args))
	for i := range args {
		numbers[i] = len(w.args) + i + 1
	}
	w.parts = append(w.parts, fmt.Sprintf(part, numbers...))
	w.args = append(w.args, args...)
}

func (w *where) sql() string { return strings.Join(w.parts, " AND ") }

func (q Query) where() *where {
	w := &where{parts: []string{"shown AND seller_shown"}}
	for _, term := range q.terms() {
		w.add(`terms LIKE $%d`, "% "+term+" %")
	}
	if len(q.Path) > 0 {
		w.add(`path LIKE $%d`, pathText(q.Path)+"%")
	}
	if !q.Seller.IsZero() {
		w.add(`seller = $%d`, q.Seller)
	}
	if q.Language != "" {
		w.add(`language = $%d`, q.Language)
	}
	if q.PriceMax > 0 {
		w.add(`price <= $%d`, q.PriceMax)
	}
	if q.LeadMax > 0 {
		w.add(`lead <= $%d`, q.LeadMax)
	}
	return w
}

func (q Query) terms() []string {
	terms := unique(Terms(q.Words))
	if len(terms) > wordsMax {
		terms = terms[:wordsMax]
	}
	return terms
}

// key is the expression hits are put in order by, ascending, before the id.
func (q Query) key(w *where) string {
	switch q.Sort {
	case Cheapest:
		return "price"
	case Fastest:
		return "lead"
	case Newest:
		return "-live_at"
	}
	terms := q.terms()
	if len(terms) == 0 {
		return "-live_at"
	}
	title := &where{args: w.args}
	for _, term := range terms {
		title.add(`title_terms LIKE $%d`, "% "+term+" %")
	}
	w.args = title.args
	return fmt.Sprintf("CASE WHEN %s THEN -live_at ELSE %d - live_at END", title.sql(), farLater)
}

// farLater puts whatever has a word outside its title behind the others: more
// microseconds than any moment has.
const farLater = int64(1) << 60

type hit struct {
	service id.Service
	key     int64
}

func (h hit) cursor() string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d %s", h.key, h.service))
}

func scanHit(row db.Row) (hit, error) {
	var h hit
	err := row.Scan(&h.service, &h.key)
	return h, err
}

// page reads one hit more than the limit, to know whether there is a next page.
func (q Query) page(tx *db.Tx, w *where) ([]hit, error) {
	filtered := w.sql()
	inner := `SELECT service, ` + q.key(w) + ` AS place FROM search_documents WHERE ` + filtered
	outer := &where{parts: []string{"TRUE"}, args: w.args}
	if q.After != "" {
		after, err := parseCursor(q.After)
		if err != nil {
			return nil, err
		}
		outer.add(`(place, service) > ($%d, $%d)`, after.key, after.service)
	}
	outer.add(`TRUE ORDER BY place, service LIMIT $%d`, q.Limit+1)
	return db.All(tx, scanHit, `SELECT service, place FROM (`+inner+`) AS found WHERE `+outer.sql(), outer.args...)
}

func parseCursor(text string) (hit, error) {
	unknown := fault.Invalid("cursor_unknown").At("after")
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return hit{}, unknown
	}
	var h hit
	var service string
	if _, err := fmt.Sscanf(string(raw), "%d %s", &h.key, &service); err != nil {
		return hit{}, unknown
	}
	if h.service, err = id.Parse[id.ServiceKind](service); err != nil {
		return hit{}, unknown
	}
	return h, nil
}
