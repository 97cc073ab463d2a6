// Package search_test holds the search against what people expect of it: a
// file of expectations that anyone can edit, asked of every engine on both
// databases.
package search_test

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/intake"
	"guildhall/search"
	"guildhall/testkit"
	"guildhall/town"
)

// The least each file says, so that an emptied one does not pass.
const (
	expectationsLeast = 60
	lookAlikeLeast    = 15
)

func TestPeopleFindWhatTheyExpect(t *testing.T) {
	listings, real := list(t)
	file, least := "expectations.txt", expectationsLeast
	if !real {
		file, least = "lookalike.txt", lookAlikeLeast
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	expectations, err := parse(string(raw))
	if err != nil {
		t.Fatalf("%s:%v", file, err)
	}
	if len(expectations) < least {
		t.Fatalf("%s holds %d expectations, at least %d should be there", file, len(expectations), least)
	}
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		m := opened(t, store, clock, listings)
		for _, e := range expectations {
			m.hold(t, file, e)
		}
	})
}

// market is an imported catalogue with each engine over it.
type market struct {
	store   *db.Store
	engines map[string]*search.Finder
	tree    []catalogue.Node
}

func opened(t *testing.T, store *db.Store, clock *testkit.Clock, listings intake.Source) *market {
	t.Helper()
	town.New(t, store, clock).Plant()
	if _, err := intake.Run(context.Background(), store, intake.Options{Source: listings, PriceMin: 5_00}); err != nil {
		t.Fatal(err)
	}
	number(t, store)
	index := search.InMemory()
	m := &market{store: store, engines: map[string]*search.Finder{"index": index, "database": search.InDatabase()}}
	for name, finder := range m.engines {
		if name == "database" {
			if err := finder.Prepare(t.Context(), store); err != nil {
				t.Fatal(err)
			}
		}
		if err := finder.CatchUp(t.Context(), store); err != nil {
			t.Fatal(err)
		}
	}
	err := store.Read(t.Context(), func(tx *db.Tx) (err error) {
		m.tree, err = catalogue.Tree(tx, "en")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// number does what the sweeper does on PostgreSQL.
func number(t *testing.T, store *db.Store) {
	t.Helper()
	for left := 1; left > 0 && store.Engine() == db.Postgres; {
		err := store.Write(t.Context(), func(tx *db.Tx) (err error) {
			left, err = search.Number(tx, 5000)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// hold asks every engine; they must answer the same, and as expected.
func (m *market) hold(t *testing.T, file string, e expectation) {
	t.Helper()
	q, err := m.query(e)
	if err != nil {
		t.Errorf("%s:%d: %v", file, e.line, err)
		return
	}
	answers := map[string]search.Result{}
	var titles []string
	for name, finder := range m.engines {
		err := m.store.Read(t.Context(), func(tx *db.Tx) error {
			if answers[name], err = finder.Find(tx, q); err != nil {
				return err
			}
			cards, err := catalogue.Cards(tx, answers[name].Services())
			titles = nil
			for _, card := range cards {
				titles = append(titles, card.Title)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s:%d: %s: %v", file, e.line, name, err)
			return
		}
	}
	if !reflect.DeepEqual(answers["index"], answers["database"]) {
		t.Errorf("%s:%d: %q: the index answers %+v, the database %+v", file, e.line, e.words, answers["index"], answers["database"])
	}
	for _, wrong := range e.judge(answers["index"], titles) {
		t.Errorf("%s:%d: %q: %s; first of %d:\n\t%s", file, e.line, e.words, wrong, answers["index"].Total, strings.Join(titles[:min(5, len(titles))], "\n\t"))
	}
}

func (m *market) query(e expectation) (search.Query, error) {
	q := e.query
	if e.category == "" {
		return q, nil
	}
	for _, top := range m.tree {
		for _, node := range append(top.Below, top) {
			if strings.EqualFold(node.Name, e.category) {
				q.Category = node.ID
				return q, nil
			}
		}
	}
	return q, fmt.Errorf("no category is called %q", e.category)
}
