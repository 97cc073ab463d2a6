package search

import (
	"testing"

	"guildhall/db"
	"guildhall/testkit"
)

// The large measurements are those of `guildhall bench catalogue`; these show
// while working on an engine what a change does.

const benchServices = 5000

// benchQueries are one of each kind that costs differently.
func benchQueries(m *maker) map[string]Query {
	return map[string]Query{
		"wide":    {Counts: true, CountOnly: m.facetCodes},
		"leaf":    {Category: m.leaves[0][1], Counts: true, CountOnly: m.facetCodes},
		"word":    {Words: "logo ", Counts: true},
		"words":   {Words: "logo design ", Counts: true},
		"prefix":  {Words: "de", Counts: true},
		"cheap":   {Sort: Cheapest, PriceMax: 50_00, Counts: true},
		"uncount": {Words: "logo "},
	}
}

// BenchmarkFind asks each engine on SQLite.
func BenchmarkFind(b *testing.B) {
	store, _ := testkit.SQLite(b)
	e, m := newEngines(b, store), newMaker(3, benchServices)
	e.write(func(tx *db.Tx) error {
		for _, service := range m.services {
			if err := Put(tx, m.document(service)); err != nil {
				return err
			}
		}
		return nil
	})
	for _, engine := range []string{"index", "full text", "rows"} {
		for name, q := range benchQueries(m) {
			b.Run(engine+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				err := store.Read(b.Context(), func(tx *db.Tx) error {
					for b.Loop() {
						if _, err := e.by[engine].Find(tx, q); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
			})
		}
	}
}

// BenchmarkPut tells what a document costs the writer, with the full text kept
// up to date and without.
func BenchmarkPut(b *testing.B) {
	for name, finder := range map[string]*Finder{"full text": InDatabase(), "index": InMemory()} {
		b.Run(name, func(b *testing.B) {
			store, _ := testkit.SQLite(b)
			if err := finder.Prepare(b.Context(), store); err != nil {
				b.Fatal(err)
			}
			m := newMaker(4, benchServices)
			err := store.Write(b.Context(), func(tx *db.Tx) error {
				for n := 0; b.Loop(); n++ {
					if err := Put(tx, m.document(m.services[n%benchServices])); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
		})
	}
}
