package search

import (
	"strings"
	"unicode"

	"github.com/kljensen/snowball/english"
	"golang.org/x/text/unicode/norm"
)

// termBytesMax cuts what is no word anybody would type.
const termBytesMax = 40

// Terms breaks text into the terms it is found by: letters and digits only,
// folded to lower case without accents, stemmed. "Logos", "logo" and "LOGÓ"
// are the same term.
func Terms(text string) []string {
	words := strings.FieldsFunc(Fold(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	terms := make([]string, 0, len(words))
	for _, word := range words {
		if len(word) <= termBytesMax {
			terms = append(terms, stem(word))
		}
	}
	return terms
}

// Fold lowers the case and takes accents off.
func Fold(text string) string {
	if ascii(text) {
		return strings.ToLower(text)
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(text))
}

func ascii(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}

// stem cuts endings off English words; short ones and numbers stay.
func stem(word string) string {
	if len(word) < 4 || !ascii(word) {
		return word
	}
	return english.Stem(word, false)
}
