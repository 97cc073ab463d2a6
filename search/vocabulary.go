package search

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/blevesearch/vellum"
	"github.com/blevesearch/vellum/levenshtein"
)

// freshMost is how many new terms searches put up with before they are sorted in.
const freshMost = 2048

// Vocabulary is every term that stands in a document, with the words staff
// declared the same. What it counts are documents as they are now, so that every
// node reads a word alike, however it came to know the documents. It is safe for
// use by many goroutines; one teaches.
type Vocabulary struct {
	mu        sync.RWMutex
	numbers   map[string]uint32
	terms     []string // by number
	counts    []uint32 // by number: in how many documents it stands now
	documents int64
	languages map[string]int64 // how many documents are in each
	synonyms  map[string][]string

	settling  sync.Mutex
	sorted    []string    // the terms up to the last settle, in order
	automaton *vellum.FST // over sorted
	fresh     []string    // terms since
}

// NewVocabulary knows no word yet.
func NewVocabulary() *Vocabulary {
	return &Vocabulary{numbers: map[string]uint32{}, languages: map[string]int64{}}
}

// learn takes some terms of a document in and answers their numbers.
func (v *Vocabulary) learn(terms []string) []uint32 {
	v.mu.Lock()
	defer v.mu.Unlock()
	numbers := make([]uint32, len(terms))
	for i, term := range terms {
		n, known := v.numbers[term]
		if !known {
			n = uint32(len(v.terms))
			term = strings.Clone(term)
			v.numbers[term] = n
			v.terms, v.counts = append(v.terms, term), append(v.counts, 0)
			v.fresh = append(v.fresh, term)
		}
		v.counts[n]++
		numbers[i] = n
	}
	return numbers
}

// forget takes back how often terms were learned. One that stands nowhere any
// more keeps its number, and no word is read as it.
func (v *Vocabulary) forget(fewer map[uint32]uint32) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for n, times := range fewer {
		v.counts[n] -= times
	}
}

// count counts documents in a language; -1 takes one off.
func (v *Vocabulary) count(language string, n int64) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.documents += n
	if v.languages[language] += n; v.languages[language] == 0 {
		delete(v.languages, language)
	}
}

// often is how many documents a term stands in.
func (v *Vocabulary) often(term string) uint64 {
	if n, known := v.numbers[term]; known {
		return uint64(v.counts[n])
	}
	return 0
}

// settle brings new terms into the order and the automaton when there are
// many, or any at all now. Whoever teaches goes on meanwhile and need not wait
// for it: at a million services it takes a third of a second.
func (v *Vocabulary) settle(now bool) error {
	if !v.settling.TryLock() {
		return nil // somebody is at it
	}
	defer v.settling.Unlock()
	v.mu.RLock()
	taken := len(v.fresh)
	due := taken > freshMost || now && taken > 0
	all := append(slices.Clone(v.sorted), v.fresh...)
	v.mu.RUnlock()
	if !due {
		return nil
	}
	slices.Sort(all)
	automaton, err := automatonOf(all)
	if err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.sorted, v.automaton, v.fresh = all, automaton, slices.Clone(v.fresh[taken:])
	return nil
}

// automatonOf is a machine that knows terms, which stand in order.
func automatonOf(terms []string) (*vellum.FST, error) {
	var store bytes.Buffer
	builder, err := vellum.New(&store, nil)
	if err != nil {
		return nil, fmt.Errorf("search: vocabulary: %w", err)
	}
	for _, term := range terms {
		if err := builder.Insert([]byte(term), 0); err != nil {
			return nil, fmt.Errorf("search: vocabulary: %w", err)
		}
	}
	if err := builder.Close(); err != nil {
		return nil, fmt.Errorf("search: vocabulary: %w", err)
	}
	return vellum.Load(store.Bytes())
}

// setSynonyms replaces what staff declared the same.
func (v *Vocabulary) setSynonyms(sets [][]string) {
	same := map[string][]string{}
	for _, set := range sets {
		for _, word := range set {
			for _, other := range set {
				if other != word && !slices.Contains(same[word], other) {
					same[word] = append(same[word], other)
				}
			}
		}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.synonyms = same
}

// automata are built once: building costs more than a search.
var automata = [3]func() *levenshtein.LevenshteinAutomatonBuilder{
	1: sync.OnceValue(func() *levenshtein.LevenshteinAutomatonBuilder { return builder(1) }),
	2: sync.OnceValue(func() *levenshtein.LevenshteinAutomatonBuilder { return builder(2) }),
}

func builder(distance uint8) *levenshtein.LevenshteinAutomatonBuilder {
	made, err := levenshtein.NewLevenshteinAutomatonBuilder(distance, true)
	if err != nil {
		panic(err) // the distance is a constant
	}
	return made
}

func (v *Vocabulary) within(term string, distance uint8) []string {
	machine, err := automata[distance]().BuildDfa(term, distance)
	if err != nil {
		return nil
	}
	var near []string
	for _, fresh := range v.fresh {
		if matches, _ := machine.MatchAndDistance(fresh); matches {
			near = append(near, fresh)
		}
	}
	if v.automaton == nil {
		return near
	}
	found, err := v.automaton.Search(machine, nil, nil)
	for ; err == nil; err = found.Next() {
		key, _ := found.Current()
		near = append(near, string(key))
	}
	return near
}

// number answers a term's number, when a document has or had it.
func (v *Vocabulary) number(term string) (uint32, bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	n, known := v.numbers[term]
	return n, known
}
