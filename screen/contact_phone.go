package screen

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Bounds of a phone number, in digits.
const (
	phoneDigitsMin   = 7
	phoneDigitsMax   = 15
	phoneDigitsSure  = 10 // as long as most national numbers: needs no word before it
	spelledDigitsMin = 6  // digits written as words are rarely anything else
)

// digitWords are the digits as words, and letters people type for them, in the
// languages the pages come in.
var digitWords = map[string]string{
	"zero": "0", "oh": "0", "nil": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
	"six": "6", "seven": "7", "eight": "8", "nine": "9",
	"null": "0", "eins": "1", "zwei": "2", "zwo": "2", "drei": "3", "vier": "4", "fünf": "5", "sechs": "6",
	"sieben": "7", "acht": "8", "neun": "9",
	"cero": "0", "uno": "1", "dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6", "siete": "7",
	"ocho": "8", "nueve": "9",
	"zéro": "0", "un": "1", "deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "sept": "7", "huit": "8", "neuf": "9",
	"ноль": "0", "один": "1", "два": "2", "три": "3", "четыре": "4", "пять": "5", "шесть": "6", "семь": "7",
	"восемь": "8", "девять": "9",
	"零": "0", "〇": "0", "一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9",
}

// mark is one part of a candidate: digits in figures or as a word.
type mark struct {
	start, end int
	digits     string
	spelled    bool
}

var (
	markForm = regexp.MustCompile(`[0-9]+|\p{Han}|[\p{L}\p{M}]+`)
	// callWord asks to be called; it stands shortly before a number.
	callWord = regexp.MustCompile(`(?:\b(?:call|phone|tel|telephone|cell|mobile|mob|text|txt|sms|ring|whats ?app|viber|telegram|signal|contact|reach|number|no|dial|landline|fax|hotline|helpline|handy|telefon|tel[eé]fono|ligue|appelez|landline|line|customer services?|reply|tlf)|позвони\p{L}*|телефон\p{L}*|звоните|номер|тел|ватсап|电话|手机)\b[^0-9]{0,40}$`)
	// otherWord names a number that is none of a phone.
	otherWord = regexp.MustCompile(`(?:\b(?:order|id|ids|invoice|ref|reference|isbn|issn|ean|upc|sku|vat|trip|booking|reservation|code|version|ticket|case|account|iban|serial|part|model|item|asin|budget|price|rs|inr|usd|eur|gbp|ngn|article|episode|likes|views|followers)\b\s*(?:no\.?|number|num|nr\.?|is|of|[:#.=\-])*\s*|[$€£₹¥#]\s?)$`)
	unitWord  = regexp.MustCompile(`^\s?(?:%|px|mm|cm|km|kg|gb|mb|ms|ppm|k\b|usd|eur|gbp|inr|words?\b|views?\b|rows?\b|records?\b|users?\b|people\b|members?\b|followers?\b|likes?\b|dollars?\b|euros?\b|pounds?\b|rupees\b|times\b|lines\b|products?\b|items?\b|pages?\b|images?\b|hours\b|[$€£₹](?:[^0-9]|$))`)
	datedForm = regexp.MustCompile(`^(?:(?:19|20)\d\d[\s./\-](?:0?[1-9]|1[0-2])[\s./\-](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[\s./\-](?:0?[1-9]|[12]\d|3[01])[\s./\-](?:19|20)\d\d|(?:19|20)\d\d\s?[\-–/]\s?(?:19|20)\d\d|(?:19|20)\d\d[01]\d[0-3]\d)(?:$|[^0-9])`)
	grouped   = regexp.MustCompile(`^\d{1,3}(?:[,. ']\d{3})+(?:[.,]\d{1,2})?$`)
	dotted    = regexp.MustCompile(`^\d{1,3}(?:\.\d{1,3}){3}$`)
)

// phoneSpans finds numbers one could call. It gathers digits, in figures or as
// words, that stand close together, and leaves out what reads as a date, a
// price, a measure, a list, an address of a machine or a named number.
func phoneSpans(text string) [][2]int {
	var spans [][2]int
	for _, run := range digitRuns(text) {
		if start, end, ok := phoneIn(text, run); ok {
			spans = append(spans, [2]int{start, end})
		}
	}
	return spans
}

// digitRuns groups the digit marks of a text: a gap holds only signs, and few.
func digitRuns(text string) [][]mark {
	var runs [][]mark
	var run []mark
	times := 1
	for _, hit := range markForm.FindAllStringIndex(text, -1) {
		m, factor := readMark(text, hit)
		if factor > 1 && gapJoins(text, run, hit[0]) {
			times = factor
			continue
		}
		if m.digits == "" {
			runs, run, times = closeRun(runs, run), nil, 1
			continue
		}
		m.digits, times = strings.Repeat(m.digits, times), 1
		if len(run) > 0 && !gapJoins(text, run, m.start) {
			runs, run = closeRun(runs, run), nil
		}
		run = append(run, m)
	}
	return closeRun(runs, run)
}

func closeRun(runs [][]mark, run []mark) [][]mark {
	if len(run) == 0 {
		return runs
	}
	return append(runs, run)
}

// readMark reads one token; factor is 2 or 3 for "double" and "triple".
func readMark(text string, hit []int) (m mark, factor int) {
	word := text[hit[0]:hit[1]]
	m = mark{start: hit[0], end: hit[1]}
	switch {
	case word[0] >= '0' && word[0] <= '9':
		m.digits = word
	case word == "double":
		return m, 2
	case word == "triple":
		return m, 3
	case strings.Trim(word, "o") == "" && touchesDigit(text, hit):
		m.digits = strings.Repeat("0", len(word))
	default:
		m.digits, m.spelled = digitWords[word], true
	}
	return m, 1
}

// touchesDigit reports a digit next to the letter, perhaps after a space: "o7".
func touchesDigit(text string, hit []int) bool {
	isDigit := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9' }
	return isDigit(hit[0]-1) || isDigit(hit[1]) || isDigit(hit[1]+1)
}

const gapMax = 4 // bytes of signs between two marks of one number

func gapJoins(text string, run []mark, next int) bool {
	if len(run) == 0 {
		return true
	}
	gap := text[run[len(run)-1].end:next]
	if len(gap) > gapMax || strings.Contains(gap, "\n\n") {
		return false
	}
	if len(run[len(run)-1].digits) > 1 && (strings.Contains(gap, ", ") || strings.Contains(gap, ". ")) {
		return false // the sentence or the list goes on
	}
	// "double" between two marks is part of the gap only when it was skipped
	return strings.Trim(gap, " .-–—_/()[],*|~\u00a0\n\t") == "" || strings.Contains(gap, "double") || strings.Contains(gap, "triple")
}

func phoneIn(text string, run []mark) (start, end int, ok bool) {
	start, end = run[0].start, run[len(run)-1].end
	digits, spelled, singles := "", 0, 0
	for _, m := range run {
		digits += m.digits
		if m.spelled {
			spelled += len(m.digits)
		}
		if len(m.digits) == 1 {
			singles++
		}
	}
	before, after, shown := text[:start], text[end:], text[start:end]
	plus := strings.HasSuffix(strings.TrimRight(before, " ("), "+")
	if len(digits) < spelledDigitsMin || len(digits) > phoneDigitsMax && spelled == 0 {
		return 0, 0, false
	}
	if spelled >= spelledDigitsMin-2 {
		return start, end, len(digits) >= spelledDigitsMin && !ascending(run)
	}
	if len(digits) < phoneDigitsMin || notAPhone(tail(before), shown, after, run) {
		return 0, 0, false
	}
	called := callWord.MatchString(tail(before))
	prefixed := plus || strings.HasPrefix(digits, "00") || strings.HasPrefix(digits, "0") && len(digits) >= 9
	return start, end, called || prefixed || wellGrouped(run, digits) || singles >= phoneDigitsMin && !ascending(run)
}

// tail is the end of the text before a candidate, where telling words stand.
func tail(before string) string {
	const tailMax = 60
	if len(before) <= tailMax {
		return before
	}
	cut := len(before) - tailMax
	for !utf8.RuneStart(before[cut]) {
		cut++
	}
	return before[cut:]
}

func notAPhone(before, shown, after string, run []mark) bool {
	switch {
	case glued(before) && !dialled(run), gluedAfter(after):
		return true
	case otherWord.MatchString(before), unitWord.MatchString(after):
		return true
	case datedForm.MatchString(shown), grouped.MatchString(shown), dotted.MatchString(shown):
		return true
	}
	return ascending(run)
}

// dialled reports one block with an international prefix, which is a number
// even in "call0049…".
func dialled(run []mark) bool {
	first := run[0].digits
	return strings.HasPrefix(first, "00") && len(first) >= phoneDigitsSure
}

// glued reports that the digits go on from a word, an address or a fraction:
// "site/12345678", "abc1234567".
func glued(before string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	return last >= 'a' && last <= 'z' || strings.ContainsRune("=&/_", last) && before != ""
}

func gluedAfter(after string) bool {
	return len(after) > 1 && (after[0] == '@' || after[0] == '_' || after[0] == '/' && after[1] != ' ')
}

// wellGrouped reports ten or more digits, in one block or in groups as numbers
// are printed.
func wellGrouped(run []mark, digits string) bool {
	if len(digits) < phoneDigitsSure {
		return false
	}
	for _, m := range run[:len(run)-1] {
		if len(m.digits) > 6 {
			return false
		}
	}
	years := func(m mark) bool {
		return len(m.digits) == 4 && (strings.HasPrefix(m.digits, "19") || strings.HasPrefix(m.digits, "20"))
	}
	return len(run) <= 6 && !slices.ContainsFunc(run[:len(run)-1], years)
}

// ascending reports a list that counts up by equal steps, as in
// "1 2 3 4 5 6 7" or "10 20 30 40".
func ascending(run []mark) bool {
	if len(run) < 4 {
		return false
	}
	step := number(run[1]) - number(run[0])
	for i := 1; i < len(run); i++ {
		if number(run[i])-number(run[i-1]) != step {
			return false
		}
	}
	return step > 0
}

func number(m mark) int64 {
	n, err := strconv.ParseInt(m.digits, 10, 64)
	if err != nil {
		return -1 // longer than any list's number
	}
	return n
}
