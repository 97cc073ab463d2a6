package search

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/money"
	"guildhall/testkit"
)

// fuzzed are the databases whose engines must agree: with PostgreSQL only
// where it is there, as in testkit.EachDB.
func fuzzed(f *testing.F) []*engines {
	sqlite, _ := testkit.SQLite(f)
	stores := []*db.Store{sqlite}
	if wanted := os.Getenv("GUILDHALL_ENGINES"); wanted == "" || strings.Contains(wanted, db.Postgres) {
		postgres, _ := testkit.Postgres(f)
		stores = append(stores, postgres)
	}
	var all []*engines
	for _, store := range stores {
		e, m := newEngines(f, store), newMaker(7, 60)
		e.write(func(tx *db.Tx) error {
			for _, service := range m.services {
				if err := Put(tx, m.document(service)); err != nil {
					return err
				}
			}
			return SetSeller(tx, m.sellers[0], SellerFigures{Rating: 47, Feedback: 12, Level: "master"})
		})
		all = append(all, e)
	}
	return all
}

// FuzzQueries sends whatever may stand in an address: every engine answers the
// same, and refuses nothing but a cursor, by its fault.
func FuzzQueries(f *testing.F) {
	many := strings.Repeat("a,%,b\x00c,100%,", 2500)
	for _, words := range append(oddWords, "", " ", "logo design", "\"logo\" -design", "logo*", "(", "a:b", "NEAR(logo design)", "lo\x00go",
		"\xff\xfe", "\u202elogo", "שלום logo مرحبا", strings.Repeat("logo ", 3000), strings.Repeat("x", 100_000), "%_%", "';--", "\\", "ﷺ") {
		f.Add(words, "form", "a,b", "en", "master", "", "", int64(10), int64(48), uint8(0))
	}
	f.Add("logo", "form", many, many, many, many, "made-up", int64(-1), int64(-1), uint8(255))
	f.Add("logo", "fo=rm", "a b", "\xff", "\x00", "ru", strings.Repeat("A", 32), int64(1)<<62, int64(47), uint8(7))
	all := fuzzed(f)
	f.Fuzz(func(t *testing.T, words, code, values, languages, levels, language, after string, number, step int64, bits uint8) {
		q := Query{
			Words: words, Attributes: map[string][]string{code: strings.Split(values, ","), "form": {"a"}},
			Languages: strings.Split(languages, ","), Levels: strings.Split(levels, ","), Language: language, After: after,
			PriceMin: money.Amount(number) / 2, PriceMax: money.Amount(number), LeadMin: time.Duration(step), LeadMax: time.Duration(number),
			RatingMin: step, Feedback: step, Limit: int(number), Newcomers: int(step), Seed: uint32(number),
			Online: bits&1 > 0, Verified: bits&2 > 0, TopRated: bits&4 > 0, Counts: bits&8 > 0, CountOnly: []string{code, "form"},
			Sort: append(Sorts, Sort(code))[int(bits)%(len(Sorts)+1)],
		}
		if bits&16 > 0 {
			q.Attributes, q.Languages, q.Levels = nil, nil, nil
		}
		if bits&32 > 0 {
			q.After = ""
		}
		if bits&64 > 0 {
			for n := range 10_000 {
				q.CountOnly = append(q.CountOnly, fmt.Sprint(code, n))
				q.Languages = append(q.Languages, fmt.Sprint(languages, n))
			}
		}
		for _, e := range all {
			e.sameAnswer(t, q)
		}
	})
}

func (e *engines) sameAnswer(t *testing.T, q Query) {
	answers, refusals := map[string]Result{}, map[string]string{}
	for name, finder := range e.by {
		err := e.store.Read(t.Context(), func(tx *db.Tx) (err error) {
			answers[name], err = finder.Find(tx, q)
			return err
		})
		if err == nil {
			continue
		}
		refusal, ok := fault.As(err)
		if !ok || refusal.Code != "cursor_unknown" {
			t.Fatalf("%s on %s refuses %q: %v", name, e.store.Engine(), q.Words, err)
		}
		refusals[name] = refusal.Code
	}
	for name := range e.by {
		if refusals[name] != refusals["rows"] || !reflect.DeepEqual(answers[name], answers["rows"]) {
			t.Fatalf("%+v\n%s: %+v %s\nrows: %+v %s", q, name, answers[name], refusals[name], answers["rows"], refusals["rows"])
		}
	}
}
