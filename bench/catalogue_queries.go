package bench

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"time"

	"guildhall/db"
	"guildhall/money"
	"guildhall/search"
)

// queriesMade is how many fixed queries are asked.
const queriesMade = 200

// queryKind is one of the six kinds of queries.
type queryKind int

const (
	browseLeaf queryKind = iota
	browseWide
	oneWord
	severalWords
	otherOrders
	deepPage
	kindCount
)

func (k queryKind) String() string {
	return [kindCount]string{"browse a leaf", "browse wide", "one word", "two or three words", "other sort orders", "page 50"}[k]
}

// asked is one query with its kind.
type asked struct {
	kind queryKind
	search.Query
}

func (q asked) String() string {
	return fmt.Sprintf("%s %q in %v by %s", q.kind, q.Words, q.Category, q.Sort)
}

// queries makes the fixed queries; deep pages are walked to by the index.
func (m *catalogueMaker) queries(ctx context.Context, index *searched) ([]asked, error) {
	m.start(5)
	var all []asked
	for n := range queriesMade {
		q := asked{kind: queryKind(n % int(kindCount))}
		q.Query = m.query(q.kind)
		q.Counts = true
		if !q.Category.IsZero() {
			q.CountOnly = attributeCodes
		}
		if q.kind == deepPage {
			var err error
			if q.After, err = walk(ctx, index, q.Query); err != nil {
				return nil, err
			}
		}
		all = append(all, q)
	}
	return all, nil
}

func (m *catalogueMaker) query(kind queryKind) search.Query {
	leaf := m.leaves[m.leafBy.Uint64()]
	q := search.Query{Sort: search.Recommended}
	switch kind {
	case browseLeaf:
		q.Category = leaf[1]
		if m.random.IntN(2) == 0 {
			q.Attributes = map[string][]string{"form": {"v1", "v2"}}
		}
	case browseWide:
		if m.random.IntN(2) == 0 {
			q.Category = leaf[0]
		}
		q.Verified = m.random.IntN(3) == 0
	case oneWord:
		q.Words = m.words[m.zipf.Uint64()] + m.ending()
	case severalWords:
		title := strings.Fields(m.titles[m.random.IntN(len(m.titles))])
		for range 2 + m.random.IntN(2) {
			q.Words += title[m.random.IntN(len(title))] + " "
		}
		q.Words = strings.TrimSpace(q.Words) + m.ending()
	case otherOrders:
		q.Sort = search.Sorts[1+m.random.IntN(len(search.Sorts)-1)]
		if m.random.IntN(2) == 0 {
			q.Words = m.words[m.zipf.Uint64()] + " "
		}
		q.PriceMax, q.LeadMax = money.Amount(10_00*(1+m.random.IntN(20))), time.Duration(2+m.random.IntN(10))*24*time.Hour
		q.RatingMin = search.RatingSteps[m.random.IntN(len(search.RatingSteps))]
	case deepPage:
		q.Category = leaf[m.random.IntN(2)]
		q.Sort = search.Sorts[m.random.IntN(len(search.Sorts))]
	}
	return q
}

// ending is what follows the last word: a blank where it is finished, nothing
// while somebody still types it.
func (m *catalogueMaker) ending() string {
	if m.random.IntN(3) == 0 {
		return ""
	}
	return " "
}

// pagesDeep is where deep pages are.
const pagesDeep = 50

// walk turns pages and answers the cursor of a deep one, or of the last there
// is.
func walk(ctx context.Context, index *searched, q search.Query) (string, error) {
	for range pagesDeep - 1 {
		result, err := find(ctx, index, q)
		if err != nil {
			return "", err
		}
		if result.Next == "" {
			break
		}
		q.After = result.Next
	}
	return q.After, nil
}

func find(ctx context.Context, e *searched, q search.Query) (result search.Result, err error) {
	err = e.store.Read(ctx, func(tx *db.Tx) error {
		result, err = e.finder.Find(tx, q)
		return err
	})
	return result, err
}

// differs tells where two answers differ; empty when they do not.
func differs(a, b search.Result) string {
	switch {
	case a.Total != b.Total:
		return fmt.Sprintf("totals %d and %d", a.Total, b.Total)
	case !reflect.DeepEqual(a.Counts, b.Counts):
		return fmt.Sprintf("counts %+v and %+v", a.Counts, b.Counts)
	case !reflect.DeepEqual(a, b):
		return fmt.Sprintf("hits %v and %v", a.Hits, b.Hits)
	}
	return ""
}
