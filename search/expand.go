package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
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
	wholeLeast     = 2  // of wholeOf parts of an unknown word: a known word it begins with is near it
	wholeOf        = 5
	commonShare    = 10 // of 100 documents: a word in more says little of what is alike
	commonLeast    = 50 // documents; fewer say nothing about what is common
)

// expand turns what was typed into groups of terms, one for each word. language
// is the reader's. Where any word is enough, the common ones are left out.
func (v *Vocabulary) expand(typed, language string, any bool) []Group {
	v.mu.RLock()
	defer v.mu.RUnlock()
	words := wordsOf(typed)
	unfinished := len(words) > 0 && isWord(lastRune(typed))
	var groups []Group
	for i, word := range words {
		if len(groups) == wordsMax {
			break
		}
		if slices.ContainsFunc(groups, func(g Group) bool { return g.Typed == word }) || any && v.isCommon(word, language) {
			continue
		}
		groups = append(groups, v.group(word, language, unfinished && i == len(words)-1))
	}
	return groups
}

// isCommon reports whether so many documents have a word that it tells none of
// them from the others.
func (v *Vocabulary) isCommon(word, language string) bool {
	most := max(commonLeast, v.documents*commonShare/100)
	return slices.ContainsFunc(v.stems(word, language), func(term string) bool { return v.often(term) > uint64(most) })
}

func lastRune(text string) rune {
	r, _ := utf8.DecodeLastRuneInString(text)
	return r
}

func (v *Vocabulary) group(word, language string, unfinished bool) Group {
	g := Group{Typed: word}
	stems := v.stems(word, language)
	common := uint64(0)
	for _, term := range stems {
		if n := v.often(term); n > 0 {
			g.add(term, asTyped)
			common += n
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
		g.unknown = true
	}
	return g
}

// addMeant adds what a misspelled word may have been meant to be. Others
// misspell too: a rare word is taken for a far commoner one beside itself.
func (v *Vocabulary) addMeant(g *Group, stems []string, common uint64) {
	unknown := len(g.Choices) == 0
	switch {
	case unknown:
		g.typo = v.addTypos(g, stems, 1, 1) || v.addEnding(g, g.Typed, 1) || v.addTypos(g, stems, 2, 1)
	case common > 0 && common <= rareMost:
		v.addTypos(g, append(stems, g.Typed), 1, common*commonerMeant)
	}
}

// nearest gives words that nobody uses, not even misspelled, what is most like
// them.
func (v *Vocabulary) nearest(groups []Group, language string) []Group {
	v.mu.RLock()
	defer v.mu.RUnlock()
	groups = slices.Clone(groups)
	for i, g := range groups {
		if !g.unknown {
			continue
		}
		if like := v.like(g.Typed, language); len(like) > 0 {
			groups[i] = Group{Typed: g.Typed, typo: true}
			for _, choice := range like {
				groups[i].add(choice.Term, asNearest)
			}
		}
	}
	return groups
}

// like are the terms of the longest beginning of a word nobody uses that is a
// word itself, or, down to half of it, an unfinished one.
func (v *Vocabulary) like(word, language string) []Choice {
	runes := []rune(word)
	for n := len(runes) - 1; n >= typoShortest && n*wholeOf >= len(runes)*wholeLeast; n-- {
		g := Group{Typed: string(runes[:n])}
		for _, term := range v.stems(g.Typed, language) {
			if v.often(term) > 0 {
				g.add(term, asTyped)
			}
		}
		if n >= len(runes)/2 {
			v.addUnfinished(&g, g.Typed, 0)
		}
		if len(g.Choices) > 0 {
			return g.Choices
		}
	}
	return nil
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
func (v *Vocabulary) addUnfinished(g *Group, word string, common uint64) {
	if utf8.RuneCountInString(word) < prefixShortest {
		return
	}
	family, size := v.startingWith(word)
	if size > 0 && size >= common*prefixRarer {
		for _, term := range family {
			g.add(term, asPrefix)
		}
	}
	if size+common > 0 {
		v.addEnding(g, word, (size+common)*prefixRarer)
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
		if v.often(cut) >= often {
			g.add(cut, asPrefix)
			return true
		}
	}
	return false
}

// startingWith are the commonest terms with a prefix, and how often the whole
// family stands in documents.
func (v *Vocabulary) startingWith(prefix string) (family []string, size uint64) {
	add := func(term string) {
		if n := v.often(term); n > 0 {
			family, size = append(family, term), size+n
		}
	}
	from, _ := slices.BinarySearch(v.sorted, prefix)
	for _, term := range v.sorted[from:] {
		if !strings.HasPrefix(term, prefix) {
			break
		}
		add(term)
	}
	for _, term := range v.fresh {
		if strings.HasPrefix(term, prefix) {
			add(term)
		}
	}
	return v.commonest(family, prefixMost), size
}

func (v *Vocabulary) commonest(terms []string, most int) []string {
	slices.SortFunc(terms, func(a, b string) int {
		return cmp.Or(cmp.Compare(v.often(b), v.often(a)), cmp.Compare(a, b))
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
			if !slices.Contains(near, other) && v.often(other) >= often {
				near = append(near, other)
			}
		}
	}
	for _, term := range v.commonest(near, typoMost) {
		g.add(term, asTypo)
	}
	return len(near) > 0
}
