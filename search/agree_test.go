package search

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/money"
	"guildhall/testkit"
)

// engines are the three ways to answer over one store and one vocabulary: the
// index, the database's full text, and its rows alone.
type engines struct {
	t     testing.TB
	store *db.Store
	by    map[string]*Finder
}

func newEngines(t testing.TB, store *db.Store) *engines {
	t.Helper()
	index := InMemory()
	e := &engines{t: t, store: store, by: map[string]*Finder{"index": index}}
	for _, name := range []string{"full text", "rows"} {
		e.by[name] = index.Beside()
	}
	if err := e.by["full text"].Prepare(t.Context(), store); err != nil {
		t.Fatal(err)
	}
	return e
}

func (e *engines) write(fn func(*db.Tx) error) {
	e.t.Helper()
	err := e.store.Write(e.t.Context(), fn)
	for n := 1; err == nil && n > 0 && e.store.Engine() == db.Postgres; {
		err = e.store.Write(e.t.Context(), func(tx *db.Tx) error {
			n, err = Number(tx, 1000)
			return err
		})
	}
	if err == nil {
		err = e.by["index"].CatchUp(e.t.Context(), e.store)
	}
	if err != nil {
		e.t.Fatal(err)
	}
}

// agree asks all three and answers what they agree on.
func (e *engines) agree(q Query) Result {
	e.t.Helper()
	answers := map[string]Result{}
	for name, finder := range e.by {
		err := e.store.Read(e.t.Context(), func(tx *db.Tx) (err error) {
			answers[name], err = finder.Find(tx, q)
			return err
		})
		if err != nil {
			e.t.Fatalf("%s refuses %+v: %v", name, q, err)
		}
	}
	for name, answer := range answers {
		if !reflect.DeepEqual(answer, answers["rows"]) {
			e.t.Fatalf("%+v\n%s: %+v\nrows: %+v", q, name, answer, answers["rows"])
		}
	}
	return answers["rows"]
}

// explainAlike asks all three where a service stands, and answers the place.
func (e *engines) explainAlike(service id.Service, q Query) int64 {
	e.t.Helper()
	answers := map[string]Explanation{}
	for name, finder := range e.by {
		err := e.store.Read(e.t.Context(), func(tx *db.Tx) (err error) {
			answers[name], err = finder.Explain(tx, service, q)
			return err
		})
		if err != nil {
			e.t.Fatalf("%s does not explain %+v: %v", name, q, err)
		}
	}
	for name, answer := range answers {
		if !reflect.DeepEqual(answer, answers["rows"]) {
			e.t.Fatalf("%+v\n%s: %+v\nrows: %+v", q, name, answer, answers["rows"])
		}
	}
	return answers["rows"].Position
}

// oddWords are texts whose terms a tokenizer would like to take apart.
var oddWords = []string{
	"c++", "f#", "c#", "3d", "100", "2023", "a1", "1a", "e10", "0x1f", "zz0123", "über", "naïve", "straße", "ñandú",
	"привет", "йод", "日本語", "東京", "ไทย", "שלום", "مرحبا", "and", "or", "not", "near", "the", "select", "x", "ab", "ﬁne",
}

var plainWords = strings.Fields(`logo logos logotype design designs designer designing poster posters banner website web
	websites writing writer translate translation translator music musical video videos edit editing voice photo photos`)

// maker makes documents, edits and queries from a seed.
type maker struct {
	*rand.Rand
	now        time.Time
	tops       []id.Category
	leaves     [][]id.Category
	sellers    []id.Member
	services   []id.Service
	perSeller  map[id.Service]id.Member
	facetCodes []string
}

func newMaker(seed uint64, services int) *maker {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 1)), now: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), facetCodes: []string{"form", "size"}, perSeller: map[id.Service]id.Member{}}
	for range 3 {
		top := id.New[id.CategoryKind](m.now)
		m.tops = append(m.tops, top)
		for range 3 {
			m.leaves = append(m.leaves, []id.Category{top, id.New[id.CategoryKind](m.now)})
		}
	}
	for range 8 {
		m.sellers = append(m.sellers, id.New[id.MemberKind](m.now))
	}
	for range services {
		service := id.New[id.ServiceKind](m.now)
		m.services = append(m.services, service)
		m.perSeller[service] = one(m, m.sellers)
	}
	return m
}

func one[T any](m *maker, from []T) T { return from[m.IntN(len(from))] }

func (m *maker) text(most int) string {
	var words []string
	for range m.IntN(most + 1) {
		words = append(words, one(m, slices.Concat(oddWords, plainWords, plainWords)))
	}
	return strings.Join(words, " ")
}

func (m *maker) document(service id.Service) Document {
	d := Document{
		Service: service, Seller: m.perSeller[service], Path: one(m, m.leaves), Title: m.text(4), Tags: []string{m.text(2), m.text(1)},
		Labels: []string{m.text(2)}, Texts: []string{m.text(20)}, Facets: map[string][]string{},
		Language: one(m, []string{"en", "en", "de", "ru", ""}), Price: money.Amount(m.IntN(40) * m.IntN(900)),
		Lead: time.Duration(m.IntN(40)) * 12 * time.Hour, LiveAt: m.now.Add(time.Duration(m.IntN(50)) * time.Hour), Shown: m.IntN(8) > 0,
	}
	for _, code := range m.facetCodes {
		for _, value := range []string{"a", "b", "1-5", "100%", "a_b"} {
			if m.IntN(3) == 0 {
				d.Facets[code] = append(d.Facets[code], value)
			}
		}
	}
	return d
}

// edit changes something at random.
func (m *maker) edit(tx *db.Tx) error {
	service, seller := one(m, m.services), one(m, m.sellers)
	switch m.IntN(8) {
	case 0, 1:
		return Put(tx, m.document(service))
	case 2:
		return Show(tx, service, m.IntN(2) == 0)
	case 3:
		return ShowSeller(tx, seller, m.IntN(4) > 0)
	case 4:
		figures := SellerFigures{Rating: int64(m.IntN(51)), Feedback: int64(m.IntN(130)), Level: one(m, []string{"", "novice", "master"})}
		return errors.Join(SetSeller(tx, seller, figures), SetVerified(tx, seller, m.IntN(2) == 0))
	case 5:
		return SetOnline(tx, m.sellers[:m.IntN(len(m.sellers))])
	}
	return SetFigures(tx, service, Figures{
		Rank: int64(m.IntN(5)+1) * RankNeutral / 2, TopRated: m.IntN(4) == 0, Newcomer: m.IntN(4) == 0,
	})
}

// typed is a word as people type it: cut short, misspelled, in capitals.
func (m *maker) typed() string {
	word := one(m, slices.Concat(oddWords, plainWords, plainWords))
	runes := []rune(word)
	switch m.IntN(6) {
	case 0:
		return string(runes[:m.IntN(len(runes))+1])
	case 1:
		return strings.ToUpper(word)
	case 2:
		at := m.IntN(len(runes))
		return string(slices.Delete(runes, at, at+1))
	}
	return word
}

func (m *maker) query() Query {
	q := Query{Sort: one(m, Sorts), Limit: m.IntN(9) + 1, Counts: m.IntN(2) == 0, CountOnly: m.facetCodes, Language: one(m, []string{"", "de"})}
	for range m.IntN(4) {
		q.Words += m.typed() + " "
	}
	q.Words = strings.TrimSuffix(q.Words, " ")
	often := func(odds int) bool { return m.IntN(odds) == 0 }
	if often(3) {
		q.Category = one(m, one(m, m.leaves))
	}
	if often(8) {
		q.Seller = one(m, m.sellers)
	}
	for _, code := range m.facetCodes {
		if often(4) {
			q.Attributes = map[string][]string{code: {one(m, []string{"a", "b", "%", "A", "a_b", "100%"}), "1-5"}}
		}
	}
	if often(5) {
		q.Languages = []string{"de", one(m, []string{"ru", "en", "xx"})}
	}
	if often(6) {
		q.Levels = []string{"master"}
	}
	if often(4) {
		q.PriceMin, q.PriceMax = money.Amount(m.IntN(4000)), money.Amount(m.IntN(30000))
	}
	if often(5) {
		q.LeadMax = time.Duration(m.IntN(30)) * 24 * time.Hour
	}
	if often(6) {
		q.RatingMin = one(m, RatingSteps)
	}
	if often(6) {
		q.Feedback = one(m, FeedbackSteps)
	}
	q.Online, q.Verified, q.TopRated = often(8), often(8), often(8)
	q.Newcomers, q.Seed = m.IntN(3), m.Uint32()
	return q
}

// rounds is how often something random is tried: a quarter of it with -short.
func rounds(n int) int {
	if testing.Short() {
		return n / 4
	}
	return n
}

func TestEnginesAgreeAfterRandomEdits(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		e := newEngines(t, store)
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		m := newMaker(seed, 150)
		e.write(func(tx *db.Tx) error {
			for _, service := range m.services[:120] {
				if err := Put(tx, m.document(service)); err != nil {
					return err
				}
			}
			return nil
		})
		found := 0
		for range rounds(25) {
			e.write(func(tx *db.Tx) error {
				for range m.IntN(40) {
					if err := m.edit(tx); err != nil {
						return err
					}
				}
				return nil
			})
			e.by["index"].now.Load().index.fewShare = one(m, []uint64{1, 4, fewShare})
			for range 12 {
				q := m.query()
				e.explainAlike(one(m, m.services[:120]), q)
				plain := q
				plain.Newcomers = 0
				for i, hit := range e.agree(plain).Hits {
					if at := e.explainAlike(hit.Service, q); at != int64(i+1) {
						t.Fatalf("%+v: %s stands at %d, explained at %d", q, hit.Service, i+1, at)
					}
				}
				for range 3 {
					result := e.agree(q)
					found += len(result.Hits)
					if q.After = result.Next; result.Next == "" {
						break
					}
				}
			}
		}
		if found < rounds(500) {
			t.Errorf("all queries together found only %d: they say little", found)
		}
	})
}

func TestNoTokenizerTouchesATerm(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		e := newEngines(t, store)
		m := newMaker(1, len(oddWords))
		e.write(func(tx *db.Tx) error {
			for i, word := range oddWords {
				d := m.document(m.services[i])
				d.Title, d.Tags, d.Labels, d.Texts, d.Language, d.Shown = word, nil, nil, nil, "en", true
				if err := Put(tx, d); err != nil {
					return err
				}
			}
			return nil
		})
		for i, word := range oddWords {
			result := e.agree(Query{Words: word + " "})
			if !slices.Contains(result.Services(), m.services[i]) {
				t.Errorf("%q is not found", word)
			}
		}
		if got := e.agree(Query{Words: "c++ "}); got.Total != 1 {
			t.Errorf("c++ finds %d, not only itself", got.Total)
		}
	})
}

// TestTheFullTextComesAndGoes walks a marketplace from one setting to the
// other and back.
func TestTheFullTextComesAndGoes(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		there := func() (n int64) {
			err := store.Read(t.Context(), func(tx *db.Tx) (err error) {
				n, err = db.Value[int64](tx, textOf(tx.Engine()).there)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		m := newMaker(2, 20)
		for round, finder := range []*Finder{InMemory(), InDatabase(), InDatabase(), InMemory(), InDatabase()} {
			if err := finder.Prepare(t.Context(), store); err != nil {
				t.Fatal(err)
			}
			if wanted := finder.now.Load().index == nil; there() > 0 != wanted {
				t.Errorf("round %d: full text is there: %v, wanted: %v", round, there() > 0, wanted)
			}
			index := InMemory()
			e := &engines{t: t, store: store, by: map[string]*Finder{"index": index, "rows": index.Beside(), "full text": finder}}
			finder.now.Load().words = index.now.Load().words
			e.write(func(tx *db.Tx) error {
				for _, service := range m.services {
					if err := Put(tx, m.document(service)); err != nil {
						return err
					}
				}
				return nil
			})
			if finder.now.Load().index != nil {
				delete(e.by, "full text")
			}
			for _, word := range plainWords {
				e.agree(Query{Words: fmt.Sprint(word, " ")})
			}
		}
	})
}

// TestNodesThatStartTogetherMakeOneFullText starts several at once.
func TestNodesThatStartTogetherMakeOneFullText(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		for _, made := range []func() *Finder{InMemory, InDatabase, InMemory} {
			ended := make(chan error, 4)
			for range cap(ended) {
				go func() { ended <- made().Prepare(t.Context(), store) }()
			}
			for range cap(ended) {
				if err := <-ended; err != nil {
					t.Error(err)
				}
			}
		}
	})
}
