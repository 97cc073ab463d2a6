package search

import (
	"encoding/base32"
	"slices"
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/hungarian"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/romanian"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	"github.com/blevesearch/snowballstem/turkish"
	"golang.org/x/text/unicode/norm"
)

// wordBytesMax cuts what is no word anybody would type.
const wordBytesMax = 60

// stemShortest is how many bytes a word needs to be stemmed.
const stemShortest = 4

// stemmers cut endings off, by language; words of other languages stay whole.
var stemmers = map[string]func(*snowballstem.Env) bool{
	"da": danish.Stem, "de": german.Stem, "en": english.Stem, "es": spanish.Stem, "fi": finnish.Stem,
	"fr": french.Stem, "hu": hungarian.Stem, "it": italian.Stem, "nb": norwegian.Stem, "nl": dutch.Stem,
	"no": norwegian.Stem, "pt": portuguese.Stem, "ro": romanian.Stem, "ru": russian.Stem, "sv": swedish.Stem,
	"tr": turkish.Stem,
}

// languageUsual stems texts whose language says nothing.
const languageUsual = "en"

// Terms breaks English text into the terms it is found by: "Logos", "logo"
// and "LOGÓ" are the same term.
func Terms(text string) []string { return TermsIn(languageUsual, text) }

// TermsIn breaks text of a language into terms: folded words, stemmed.
func TermsIn(language, text string) []string {
	words := wordsOf(text)
	for i, word := range words {
		words[i] = stem(word, language)
	}
	return words
}

// wordsOf breaks text into folded words: runs of letters and digits, with the
// + or # that belongs to them ("c++", "f#"). Scripts written without blanks
// give pairs of letters.
func wordsOf(text string) []string {
	runes := []rune(Fold(text))
	var words []string
	for from := 0; from < len(runes); {
		if !isWord(runes[from]) {
			from++
			continue
		}
		to := from + 1
		for to < len(runes) && isWord(runes[to]) && unspaced(runes[to]) == unspaced(runes[from]) {
			to++
		}
		if unspaced(runes[from]) {
			words = append(words, pairs(runes[from:to])...)
			from = to
			continue
		}
		for end := to; to < len(runes) && to-end < 2 && (runes[to] == '+' || runes[to] == '#'); {
			to++
		}
		if word := string(runes[from:to]); len(word) <= wordBytesMax {
			words = append(words, word)
		}
		from = to
	}
	return words
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// unspaced reports whether the script puts no blanks between words.
func unspaced(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

func pairs(run []rune) []string {
	if len(run) == 1 {
		return []string{string(run)}
	}
	var all []string
	for i := range len(run) - 1 {
		all = append(all, string(run[i:i+2]))
	}
	return all
}

// spelled are letters that have no accent to take off.
var spelled = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ı", "i")

// Fold lowers the case and takes accents off; a Cyrillic й stays one.
func Fold(text string) string {
	if ascii(text) {
		return strings.ToLower(text)
	}
	const breve = 0x0306
	var folded strings.Builder
	var before rune
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		switch {
		case r == breve && before == 'и':
			folded.WriteRune(r)
		case unicode.Is(unicode.Mn, r) && unicode.In(before, unicode.Latin, unicode.Greek, unicode.Cyrillic):
			continue
		default:
			folded.WriteRune(unicode.ToLower(r))
		}
		before = r
	}
	return spelled.Replace(norm.NFC.String(folded.String()))
}

func ascii(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}

// stem cuts the endings of a language off a folded word; numbers, and what
// carries a sign, stay whole.
func stem(word, language string) string {
	language, _, _ = strings.Cut(language, "-")
	cut, known := stemmers[language]
	if !known || len(word) < stemShortest || strings.ContainsAny(word, "0123456789+#") {
		return word
	}
	env := snowballstem.NewEnv(word)
	cut(env)
	if cut := env.Current(); cut != "" {
		return cut
	}
	return word
}

// Every term is kept encoded, so that no tokenizer and no LIKE sees anything
// but lower-case letters and digits: plain ones stay readable, the rest is
// written in base 32 behind a mark.
const encodedMark = "zz"

var base32Lower = base32.NewEncoding("0123456789abcdefghijklmnopqrstuv").WithPadding(base32.NoPadding)

func encode(term string) string {
	if plain(term) {
		return term
	}
	return encodedMark + base32Lower.EncodeToString([]byte(term))
}

func decode(word string) string {
	if !strings.HasPrefix(word, encodedMark) {
		return word
	}
	if term, err := base32Lower.DecodeString(word[len(encodedMark):]); err == nil {
		return string(term)
	}
	return word
}

// plain reports whether a term can be kept as it is: letters first, since a
// number at the front means other things to other tokenizers.
func plain(term string) bool {
	for i := range len(term) {
		c := term[i]
		if (c < 'a' || c > 'z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return !strings.HasPrefix(term, encodedMark)
}

// joined puts a blank around every encoded term.
func joined(terms []string) string {
	if len(terms) == 0 {
		return ""
	}
	var text strings.Builder
	text.WriteByte(' ')
	for _, term := range terms {
		text.WriteString(encode(term))
		text.WriteByte(' ')
	}
	return text.String()
}

// split takes apart what joined wrote.
func split(column string) []string {
	terms := strings.Fields(column)
	for i, term := range terms {
		terms[i] = decode(term)
	}
	return terms
}

// sortedJoined puts a blank around every pair, in order.
func sortedJoined(pairs []string) string {
	if len(pairs) == 0 {
		return ""
	}
	slices.Sort(pairs)
	return " " + strings.Join(pairs, " ") + " "
}
