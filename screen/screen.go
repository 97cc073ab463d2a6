// Package screen judges text without asking anyone: logins, addresses,
// passwords, contact details, rudeness, near-copies. It is pure; what follows
// from a finding is decided above.
//
// The lists are embedded: throw-away mail domains (CC0) and coarse words in 28
// languages (CC BY, see NOTICE). Words match whole and after folding, so that
// neither "Essex" nor "peacock" is found.
package screen

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// folded is text in the form in which it is searched, with the way back: byte
// i of text came from byte at[i] of what was folded.
type folded struct {
	text string
	at   []int
}

// fold writes text as people would read it aloud: compatibility forms (full
// width, circled, mathematical) as plain ones, every script's digits as 0-9,
// lower case, invisible characters dropped, look-alike letters in mixed words
// as Latin.
func fold(text string) folded {
	var out strings.Builder
	at := make([]int, 0, len(text)+1)
	for i, r := range text {
		if invisible(r) {
			continue
		}
		for _, plain := range norm.NFKC.String(string(r)) {
			plain = plainDigit(unicode.ToLower(plain))
			n, _ := out.WriteRune(plain)
			for range n {
				at = append(at, i)
			}
		}
	}
	return unmix(folded{text: out.String(), at: append(at, len(text))})
}

func invisible(r rune) bool {
	return r == '\u00ad' || r != '\n' && r != '\r' && r != '\t' && unicode.In(r, unicode.Cf, unicode.Cc)
}

func plainDigit(r rune) rune {
	if r < 0x80 || !unicode.Is(unicode.Nd, r) {
		return r
	}
	// Decimal digits of a script stand in a row of ten that begins with its zero.
	zero := r
	for unicode.Is(unicode.Nd, zero-1) && r-(zero-1) < 10 {
		zero--
	}
	return '0' + r - zero
}

// lookAlike maps letters of other scripts to the Latin ones they are mistaken
// for.
var lookAlike = map[rune]rune{
	'а': 'a', 'е': 'e', 'о': 'o', 'р': 'p', 'с': 'c', 'у': 'y', 'х': 'x', 'і': 'i', 'ѕ': 's', 'ј': 'j',
	'к': 'k', 'м': 'm', 'т': 't', 'н': 'h', 'в': 'b', 'ԁ': 'd', 'ɡ': 'g', 'ο': 'o', 'α': 'a', 'ι': 'i',
	'ν': 'v', 'ρ': 'p', 'τ': 't', 'υ': 'u', 'κ': 'k', 'ε': 'e', 'ı': 'i', 'ł': 'l', 'ø': 'o',
}

// unmix writes words that mix Latin letters with look-alikes in Latin alone.
// Words wholly in another script stay as they are.
func unmix(f folded) folded {
	if isASCII(f.text) {
		return f
	}
	var out strings.Builder
	at := make([]int, 0, len(f.at))
	start := 0
	emit := func(word string, from int) {
		mixed := strings.ContainsFunc(word, func(r rune) bool { return r >= 'a' && r <= 'z' })
		for i, r := range word {
			if latin, known := lookAlike[r]; known && mixed {
				r = latin
			}
			n, _ := out.WriteRune(r)
			for range n {
				at = append(at, f.at[from+i])
			}
		}
	}
	for i, r := range f.text {
		if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) {
			emit(f.text[start:i], start)
			emit(string(r), i)
			start = i + len(string(r))
		}
	}
	emit(f.text[start:], start)
	return folded{text: out.String(), at: append(at, f.at[len(f.at)-1])}
}

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r >= 0x80 })
}

// bare drops the marks of letters: "é" is "e". The ligatures and letters that
// do not decompose stay.
func bare(text string) string {
	if isASCII(text) {
		return text
	}
	var out strings.Builder
	for _, r := range norm.NFD.String(text) {
		if !unicode.Is(unicode.Mn, r) {
			out.WriteRune(r)
		}
	}
	return norm.NFC.String(out.String())
}
