package search

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

// Synonyms are words that mean the same, as staff wrote them (CAT-18).
type Synonyms struct {
	ID    id.Synonyms
	Words []string
}

// The limits of what staff declare the same.
const (
	SynonymSetsMax  = 500
	SynonymWordsMax = 20 // of one set
	SynonymRunesMax = 40 // of one word
)

func scanSynonyms(row db.Row) (Synonyms, error) {
	var s Synonyms
	var words string
	err := row.Scan(&s.ID, &words)
	s.Words = strings.Split(words, "\n")
	return s, err
}

// AllSynonyms reads every set, by its first word.
func AllSynonyms(tx *db.Tx) ([]Synonyms, error) {
	return db.All(tx, scanSynonyms, `SELECT id, words FROM search_synonyms ORDER BY words, id`)
}

// AddSynonyms declares words the same. A word stands in one set only. Faults at
// "words": synonyms_few, synonyms_many{most}, synonym_form{word, most},
// synonym_taken{word}, synonyms_full{most}.
func AddSynonyms(tx *db.Tx, words []string) (Synonyms, error) {
	s := Synonyms{ID: id.New[id.SynonymsKind](tx.Now()), Words: words}
	if err := s.check(tx); err != nil {
		return Synonyms{}, err
	}
	tx.Wake()
	return s, tx.Exec(`INSERT INTO search_synonyms (id, words) VALUES ($1, $2)`, s.ID, strings.Join(s.Words, "\n"))
}

// ChangeSynonyms writes the set's words anew; fault.Missing when there is no
// such set, the faults of AddSynonyms otherwise.
func ChangeSynonyms(tx *db.Tx, set id.Synonyms, words []string) (Synonyms, error) {
	s := Synonyms{ID: set, Words: words}
	if err := s.check(tx); err != nil {
		return Synonyms{}, err
	}
	tx.Wake()
	return s, tx.ExecOne(fault.Missing(), `UPDATE search_synonyms SET words = $1 WHERE id = $2`, strings.Join(s.Words, "\n"), set)
}

// DropSynonyms takes a set away; fault.Missing when there is none.
func DropSynonyms(tx *db.Tx, set id.Synonyms) error {
	tx.Wake()
	return tx.ExecOne(fault.Missing(), `DELETE FROM search_synonyms WHERE id = $1`, set)
}

// check leaves each word of the set once and holds it against all others.
func (s *Synonyms) check(tx *db.Tx) error {
	all, err := AllSynonyms(tx)
	if err != nil {
		return err
	}
	folded, err := s.sound()
	if err != nil {
		return err
	}
	others := slices.DeleteFunc(all, func(other Synonyms) bool { return other.ID == s.ID })
	if len(others) >= SynonymSetsMax {
		return fault.Invalid("synonyms_full", "most", SynonymSetsMax).At("words")
	}
	for _, other := range others {
		for _, word := range other.Words {
			if slices.Contains(folded, Fold(word)) {
				return fault.Invalid("synonym_taken", "word", word).At("words")
			}
		}
	}
	return nil
}

// sound leaves each word once and answers them folded, or what is wrong.
func (s *Synonyms) sound() ([]string, error) {
	var kept, folded []string
	for _, word := range s.Words {
		word = strings.TrimSpace(word)
		if word == "" || slices.Contains(folded, Fold(word)) {
			continue
		}
		if whole := wordsOf(word); len(whole) != 1 || whole[0] != Fold(word) || utf8.RuneCountInString(word) > SynonymRunesMax {
			return nil, fault.Invalid("synonym_form", "word", word, "most", SynonymRunesMax).At("words")
		}
		kept, folded = append(kept, word), append(folded, Fold(word))
	}
	s.Words = kept
	switch {
	case len(kept) < 2:
		return nil, fault.Invalid("synonyms_few").At("words")
	case len(kept) > SynonymWordsMax:
		return nil, fault.Invalid("synonyms_many", "most", SynonymWordsMax).At("words")
	}
	return folded, nil
}

// termSets are the sets as the terms they are searched by: each word as every
// language cuts its ending off, since a service may be written in any. What a
// foreign language leaves very little of is no term of the word.
func termSets(all []Synonyms) [][]string {
	sets := make([][]string, len(all))
	for i, s := range all {
		for _, word := range s.Words {
			sets[i] = addStems(sets[i], Fold(word))
		}
	}
	return sets
}

func addStems(terms []string, folded string) []string {
	add := func(term string) {
		if !slices.Contains(terms, term) {
			terms = append(terms, term)
		}
	}
	add(stem(folded, languageUsual))
	for _, language := range slices.Sorted(maps.Keys(stemmers)) {
		if term := stem(folded, language); len(term) >= stemShortest {
			add(term)
		}
	}
	return terms
}
