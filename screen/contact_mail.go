package screen

import (
	"regexp"
	"strings"
)

// The parts of a mail address, plain and in disguise.
const (
	localPart = `[a-z0-9][a-z0-9_%+\-']*(?:(?:\.|` + hiddenDot + `|` + hiddenPlus + `)[a-z0-9_%+\-]+)*`
	label     = `[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?`
	openMark  = `[\[({<|*_]`
	closeMark = `[\])}>|*_]`

	hiddenAt   = `\s*` + openMark + `\s*(?:at|@|arroba|ät|собака)\s*` + closeMark + `\s*`
	hiddenDot  = `\s*` + openMark + `\s*(?:dot|punkt|punto|point|точка|\.)\s*` + closeMark + `\s*`
	hiddenPlus = `\s*` + openMark + `\s*plus\s*` + closeMark + `\s*`
	wordAt     = `\s+(?:at|arroba|собака)\s+`
	wordDot    = `\s+(?:dot|punkt|punto|point|точка)\s+`
	anyDot     = `(?:\s?\.\s?|` + hiddenDot + `|` + wordDot + `)`

	// providers are domains that mean a mailbox even after a plain "at".
	providers = `(?:gmail|googlemail|hotmail|outlook|yahoo|ymail|icloud|proton(?:mail)?|aol|gmx|mail|yandex|zoho|qq|163|126|web|live|msn)`
	tld       = `(?:com|net|org|edu|de|ru|me|io|co|uk|ch|at|fr|es|it|in|cn|info|biz|ai|dev|pm|us|ca|au|nl|pl|br)`
)

// mailForms are the ways to write an address, each with a quick look that
// tells texts in which it cannot stand: the forms cost a thousand times more.
var mailForms = []struct {
	may  func(text string) bool
	form *regexp.Regexp
}{
	// name@host.tld, also with spaces around the signs or a hidden dot
	{hasSign, regexp.MustCompile(localPart + `(?:\s+nospam)?\s?@\s?` + label + `(?:\.` + label + `)*(?:\.[a-z]{2,}|` + hiddenDot + `[a-z]{2,}|\s\.\s?` + tld + `\b|` + wordDot + `[a-z]{2,}\b)`)},
	// name [at] host [dot] tld and its mixtures
	{hasMark, regexp.MustCompile(localPart + hiddenAt + label + `(?:` + anyDot + label + `)*` + anyDot + `[a-z]{2,}\b`)},
	// name at host dot tld, with words for both signs
	{hasWordAt, regexp.MustCompile(`[a-z0-9][a-z0-9._%+\-]*(?:` + wordDot + `[a-z0-9._%+\-]+)*` + wordAt + label + `(?:` + anyDot + label + `)*(?:` + hiddenDot + `|` + wordDot + `)` + tld + `\b`)},
	// name at gmail.com
	{hasWordAt, regexp.MustCompile(`[a-z0-9][a-z0-9._%+\-]*` + wordAt + providers + `\s?\.\s?` + tld + `\b`)},
	// <name at host.tld>
	{hasWordAt, regexp.MustCompile(`<\s*[a-z0-9][a-z0-9._%+\-]*` + wordAt + label + `(?:\.` + label + `)*\.[a-z]{2,}\s*>`)},
	// name99 (at) gmail, the ending left to the reader
	{hasSignOrMark, regexp.MustCompile(`[a-z0-9][a-z0-9._%+\-]*(?:` + hiddenAt + `|\s?@\s?)` + providers + `\b`)},
	// ['name','host.tld'].join('@')
	{hasJoin, regexp.MustCompile(`\[[^\]\n]{3,80}\]\s*\.join\(\s*['"]@['"]\s*\)`)},
}

func hasSign(text string) bool       { return strings.Contains(text, "@") }
func hasMark(text string) bool       { return strings.ContainsAny(text, "[({<|*_") }
func hasSignOrMark(text string) bool { return hasSign(text) || hasMark(text) }
func hasJoin(text string) bool       { return strings.Contains(text, "join") }

// hasWordAt looks for a word that stands for the sign, between spaces.
func hasWordAt(text string) bool {
	for _, word := range []string{"at", "arroba", "собака"} {
		for from := 0; ; {
			at := strings.Index(text[from:], word)
			if at < 0 {
				break
			}
			start, end := from+at, from+at+len(word)
			if start > 0 && end < len(text) && blank(text[start-1]) && blank(text[end]) {
				return true
			}
			from = end
		}
	}
	return false
}

// blank is what \s of a regular expression matches.
func blank(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' && c != '\v' }

// placeholders are hosts that stand for one still to be chosen: "info at your
// business" is a wish, no address.
var placeholders = regexp.MustCompile(`@(?:your|my|our)?(?:domain|business|company|site|website)(?:name)?\.`)

func mailSpans(text string) [][2]int {
	var spans [][2]int
	for _, mail := range mailForms {
		if !mail.may(text) {
			continue
		}
		for _, hit := range mail.form.FindAllStringIndex(text, -1) {
			if found := text[hit[0]:hit[1]]; !placeholders.MatchString(found) && !strings.Contains(found, "://") {
				spans = append(spans, [2]int{hit[0], hit[1]})
			}
		}
	}
	return spans
}
