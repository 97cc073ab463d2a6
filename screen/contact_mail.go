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

var mailForms = []*regexp.Regexp{
	// name@host.tld, also with spaces around the signs or a hidden dot
	regexp.MustCompile(localPart + `(?:\s+nospam)?\s?@\s?` + label + `(?:\.` + label + `)*(?:\.[a-z]{2,}|` + hiddenDot + `[a-z]{2,}|\s\.\s?` + tld + `\b|` + wordDot + `[a-z]{2,}\b)`),
	// name [at] host [dot] tld and its mixtures
	regexp.MustCompile(localPart + hiddenAt + label + `(?:` + anyDot + label + `)*` + anyDot + `[a-z]{2,}\b`),
	// name at host dot tld, with words for both signs
	regexp.MustCompile(`[a-z0-9][a-z0-9._%+\-]*(?:` + wordDot + `[a-z0-9._%+\-]+)*` + wordAt + label + `(?:` + anyDot + label + `)*(?:` + hiddenDot + `|` + wordDot + `)` + tld + `\b`),
	// name at gmail.com
	regexp.MustCompile(`[a-z0-9][a-z0-9._%+\-]*` + wordAt + providers + `\s?\.\s?` + tld + `\b`),
	// <name at host.tld>
	regexp.MustCompile(`<\s*[a-z0-9][a-z0-9._%+\-]*` + wordAt + label + `(?:\.` + label + `)*\.[a-z]{2,}\s*>`),
	// name99 (at) gmail, the ending left to the reader
	regexp.MustCompile(`[a-z0-9][a-z0-9._%+\-]*(?:` + hiddenAt + `|\s?@\s?)` + providers + `\b`),
	// ['name','host.tld'].join('@')
	regexp.MustCompile(`\[[^\]\n]{3,80}\]\s*\.join\(\s*['"]@['"]\s*\)`),
}

// placeholders are hosts that stand for one still to be chosen: "info at your
// business" is a wish, no address.
var placeholders = regexp.MustCompile(`@(?:your|my|our)?(?:domain|business|company|site|website)(?:name)?\.`)

func mailSpans(text string) [][2]int {
	var spans [][2]int
	for _, form := range mailForms {
		for _, hit := range form.FindAllStringIndex(text, -1) {
			if found := text[hit[0]:hit[1]]; !placeholders.MatchString(found) && !strings.Contains(found, "://") {
				spans = append(spans, [2]int{hit[0], hit[1]})
			}
		}
	}
	return spans
}
