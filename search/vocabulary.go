package search

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/blevesearch/vellum"
	"github.com/blevesearch/vellum/levenshtein"
)

// How words are expanded.
const (
	prefixShortest = 2  // runes of an unfinished word
	prefixMost     = 32 // terms it may stand for, the commonest
	prefixRarer    = 20 // a known word counts as unfinished when its family is so many times commoner
	endingMost     = 3  // runes of an unfinished ending: "designin" is a "design"
	typoShortest   = 4  // runes of a word that may be misspelled by one letter
	typoLong       = 8  // by two
	typoMost       = 8  // terms it may stand for
	rareMost       = 50 // documents that may all be misspelled
	commonerMeant  = 50 // so many times commoner is what they meant
	freshMost      = 2048
)

// Vocabulary is every term that stands in a document, with the words staff
// declared the same. It is safe for use by many goroutines; one teaches.
type Vocabulary struct {
	mu        sync.RWMutex
	numbers   map[string]uint32
	terms     []string // by number
	counts    []uint32 // by number: how often a document brought the term
	languages map[string]bool
	synonyms  map[string][]string

	settling  sync.Mutex
	sorted    []string    // the terms up to the last settle, in order
	automaton *vellum.FST // over sorted
	fresh     []string    // terms since
}

// NewVocabulary knows no word yet.
func NewVocabulary() *Vocabulary {
	return &Vocabulary{numbers: map[string]uint32{}, languages: map[string]bool{languageUsual: true}}
}

// learn takes a document's terms in and answers their numbers.
func (v *Vocabulary) learn(terms []string, language string) []uint32 {
	v.mu.Lock()
	defer v.mu.Unlock()
	if language != "" && !v.languages[language] {
		v.languages[language] = true
	}
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

// Expand turns what was typed into groups of terms, one for each word. language
// is the reader's.
func (v *Vocabulary) expand(typed, language string) []Group {
	v.mu.RLock()
	defer v.mu.RUnlock()
	words := wordsOf(typed)
	unfinished := len(words) > 0 && isWord(lastRune(typed))
	var groups []Group
	for i, word := range words {
		if len(groups) == wordsMax {
			break
		}
		if slices.ContainsFunc(groups, func(g Group) bool { return g.Typed == word }) {
			continue
		}
		groups = append(groups, v.group(word, language, unfinished && i == len(words)-1))
	}
	return groups
}

func lastRune(text string) rune {
	r, _ := utf8.DecodeLastRuneInString(text)
	return r
}

func (v *Vocabulary) group(word, language string, unfinished bool) Group {
	g := Group{Typed: word}
	stems := v.stems(word, language)
	common := uint32(0)
	for _, term := range stems {
		if n, known := v.numbers[term]; known {
			g.add(term, asTyped)
			common += v.counts[n]
		}
	}
	if unfinished {
		v.addUnfinished(&g, word, common)
	}
	for _, term := range stems {
		for _, same := range v.synonyms[term] {
			g.add(same, asSynonym)
		}
	}
	v.addMeant(&g, stems, common)
	if len(g.Choices) == 0 {
		g.add(stems[0], asTyped)
	}
	return g
}

// addMeant adds what a misspelled word may have been meant to be. Others
// misspell too: a rare word is taken for a far commoner one beside itself.
func (v *Vocabulary) addMeant(g *Group, stems []string, common uint32) {
	unknown := len(g.Choices) == 0
	switch {
	case unknown:
		g.typo = v.addTypos(g, stems, 1, 1) || v.addEnding(g, g.Typed, 1) || v.addTypos(g, stems, 2, 1)
	case common > 0 && common <= rareMost:
		v.addTypos(g, append(stems, g.Typed), 1, uint64(common)*commonerMeant)
	}
}

func (g *Group) add(term string, weight int64) {
	if !slices.ContainsFunc(g.Choices, func(c Choice) bool { return c.Term == term }) {
		g.Choices = append(g.Choices, Choice{term, weight})
	}
}

// stems are the terms a word becomes in the languages services are written in.
func (v *Vocabulary) stems(word, language string) []string {
	stems := []string{stem(word, languageUsual)}
	add := func(term string) {
		if !slices.Contains(stems, term) {
			stems = append(stems, term)
		}
	}
	if language != "" {
		add(stem(word, language))
	}
	for other := range v.languages {
		add(stem(word, other))
	}
	slices.Sort(stems[1:])
	return stems
}

// addUnfinished adds what the last word may become, when the word as it stands
// is unknown or rare beside its family: words that begin with it, and the word
// whose ending it may be in the middle of ("animat" of "anim").
func (v *Vocabulary) addUnfinished(g *Group, word string, common uint32) {
	if utf8.RuneCountInString(word) < prefixShortest {
		return
	}
	family, size := v.startingWith(word)
	if size > 0 && size >= uint64(common)*prefixRarer {
		for _, term := range family {
			g.add(term, asPrefix)
		}
	}
	if size+uint64(common) > 0 {
		v.addEnding(g, word, (size+uint64(common))*prefixRarer)
	}
}

// addEnding adds the word without its last runes, when documents have it at
// least so often.
func (v *Vocabulary) addEnding(g *Group, word string, often uint64) bool {
	for cut, n := word, 0; n < endingMost; n++ {
		_, last := utf8.DecodeLastRuneInString(cut)
		cut = cut[:len(cut)-last]
		if utf8.RuneCountInString(cut) < typoShortest {
			return false
		}
		if number, known := v.numbers[cut]; known && uint64(v.counts[number]) >= often {
			g.add(cut, asPrefix)
			return true
		}
	}
	return false
}

// startingWith are the commonest terms with a prefix, and how often the whole
// family stands in documents.
func (v *Vocabulary) startingWith(prefix string) (family []string, size uint64) {
	from, _ := slices.BinarySearch(v.sorted, prefix)
	for _, term := range v.sorted[from:] {
		if !strings.HasPrefix(term, prefix) {
			break
		}
		family = append(family, term)
	}
	for _, term := range v.fresh {
		if strings.HasPrefix(term, prefix) {
			family = append(family, term)
		}
	}
	for _, term := range family {
		size += uint64(v.counts[v.numbers[term]])
	}
	return v.commonest(family, prefixMost), size
}

func (v *Vocabulary) commonest(terms []string, most int) []string {
	slices.SortFunc(terms, func(a, b string) int {
		return cmp.Or(cmp.Compare(v.counts[v.numbers[b]], v.counts[v.numbers[a]]), cmp.Compare(a, b))
	})
	return terms[:min(len(terms), most)]
}

// addTypos adds known terms at a distance (one letter wrong, left out, added or
// swapped; in long words two), if documents have them at least so often.
func (v *Vocabulary) addTypos(g *Group, stems []string, distance uint8, often uint64) bool {
	var near []string
	for _, term := range stems {
		if runes := utf8.RuneCountInString(term); runes < typoShortest || distance == 2 && runes < typoLong {
			continue
		}
		for _, other := range v.within(term, distance) {
			if !slices.Contains(near, other) && uint64(v.counts[v.numbers[other]]) >= often {
				near = append(near, other)
			}
		}
	}
	for _, term := range v.commonest(near, typoMost) {
		g.add(term, asTypo)
	}
	return len(near) > 0
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
