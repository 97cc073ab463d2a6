package search_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"guildhall/money"
	"guildhall/search"
)

// expectation is one query and what its answer must be.
type expectation struct {
	line     int
	words    string
	query    search.Query
	category string
	rules    []rule
}

// rule is one thing that must hold of an answer: what is wrong with it, or
// empty.
type rule func(r search.Result, titles []string) string

func (e expectation) judge(r search.Result, titles []string) []string {
	var wrong []string
	for _, rule := range e.rules {
		if sentence := rule(r, titles); sentence != "" {
			wrong = append(wrong, sentence)
		}
	}
	return wrong
}

// parse reads a file of expectations; its head says how they are written.
func parse(text string) ([]expectation, error) {
	var all []expectation
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if words, found := strings.CutPrefix(line, "find:"); found {
			words = strings.TrimPrefix(words, " ")
			q := search.Query{Words: words, Language: "en", Limit: search.PageMax}
			all = append(all, expectation{line: number, words: words, query: q})
			continue
		}
		if len(all) == 0 {
			return nil, fmt.Errorf("%d: a rule stands before the first find", number)
		}
		if err := all[len(all)-1].read(strings.TrimSpace(line)); err != nil {
			return nil, fmt.Errorf("%d: %w", number, err)
		}
	}
	for _, e := range all {
		if len(e.rules) == 0 {
			return nil, fmt.Errorf("%d: nothing is expected of %q", e.line, e.words)
		}
	}
	return all, nil
}

var (
	firstRule = regexp.MustCompile(`^(all|some|none) of first (\d+): (.+)$`)
	totalRule = regexp.MustCompile(`^(at least|at most|exactly) (\d+)$`)
	insteadOf = regexp.MustCompile(`^read as: (.+)$`)
	filterFor = regexp.MustCompile(`^(in|price up to|within days|by|reader|language): (.+)$`)
)

// read takes in one line below a find.
func (e *expectation) read(line string) error {
	if found := firstRule.FindStringSubmatch(line); found != nil {
		pattern, err := regexp.Compile(`(?i)` + found[3])
		if err != nil {
			return err
		}
		first, err := strconv.Atoi(found[2])
		e.rules = append(e.rules, among(found[1], first, pattern))
		return err
	}
	if found := totalRule.FindStringSubmatch(line); found != nil {
		n, err := strconv.ParseInt(found[2], 10, 64)
		e.rules = append(e.rules, total(found[1], n))
		return err
	}
	if found := insteadOf.FindStringSubmatch(line); found != nil {
		e.rules = append(e.rules, readAs(found[1]))
		return nil
	}
	if found := filterFor.FindStringSubmatch(line); found != nil {
		return e.filter(found[1], found[2])
	}
	switch line {
	case "near":
		e.rules = append(e.rules, near(true))
	case "not near":
		e.rules = append(e.rules, near(false))
	default:
		return fmt.Errorf("%q is no rule", line)
	}
	return nil
}

func (e *expectation) filter(name, value string) error {
	n, err := strconv.Atoi(value)
	switch name {
	case "in":
		e.category = value
	case "by":
		e.query.Sort = search.Sort(value)
	case "reader":
		e.query.Language = value
	case "language":
		e.query.Languages = strings.Fields(value)
	case "price up to":
		e.query.PriceMax = money.Amount(n) * 100
		return err
	case "within days":
		e.query.LeadMax = time.Duration(n) * 24 * time.Hour
		return err
	}
	return nil
}

// among is what the first titles hold.
func among(which string, first int, pattern *regexp.Regexp) rule {
	return func(_ search.Result, titles []string) string {
		if len(titles) < first {
			return fmt.Sprintf("only %d are found, %d are to be looked at", len(titles), first)
		}
		n := 0
		for _, title := range titles[:first] {
			if pattern.MatchString(title) {
				n++
			}
		}
		if which == "all" && n < first || which == "some" && n == 0 || which == "none" && n > 0 {
			return fmt.Sprintf("%d of the first %d match %s, not %s", n, first, pattern, which)
		}
		return ""
	}
}

func total(which string, want int64) rule {
	return func(r search.Result, _ []string) string {
		if which == "at least" && r.Total < want || which == "at most" && r.Total > want || which == "exactly" && r.Total != want {
			return fmt.Sprintf("%d are found, not %s %d", r.Total, which, want)
		}
		return ""
	}
}

// readAs is which known word a misspelled one was read as.
func readAs(term string) rule {
	return func(r search.Result, _ []string) string {
		for _, instead := range r.Instead {
			for _, used := range instead.Used {
				if used == search.Terms(term)[0] {
					return ""
				}
			}
		}
		return fmt.Sprintf("nothing was read as %q: %+v", term, r.Instead)
	}
}

func near(want bool) rule {
	return func(r search.Result, _ []string) string {
		if r.Near != want {
			return fmt.Sprintf("near is %v", r.Near)
		}
		return ""
	}
}

func TestAMistakeInTheFileIsToldWithItsLine(t *testing.T) {
	for text, line := range map[string]string{
		"at least 3":                       "1:",
		"# c\n\nfind: logo":                "3:",
		"find: logo\n  at least many":      "2:",
		"find: logo\n  all of first 3: (":  "2:",
		"find: logo\n  exactly 1\n  shiny": "3:",
	} {
		if _, err := parse(text); err == nil || !strings.HasPrefix(err.Error(), line) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
