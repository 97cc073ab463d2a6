package catalogue

import (
	"fmt"
	"strings"

	"guildhall/fault"
	"guildhall/screen"
	"guildhall/search"
)

// part is one text of an offer, by the name of its field.
type part struct{ field, text string }

// parts lists every text of an offer that others will read.
func parts(o Offer) []part {
	all := []part{
		{"title", o.Title}, {"description", o.Description}, {"volume", o.Volume},
		{"instructions", o.Instructions}, {"tags", strings.Join(o.Tags, ", ")},
	}
	for _, p := range o.Packages {
		all = append(all, part{"packages." + string(p.Tier) + ".description", p.Description})
	}
	for i, row := range o.Rows {
		all = append(all, part{fmt.Sprintf("rows.%d.label", i), row.Label + " " + strings.Join(row.Values[:], " ")})
	}
	for i, option := range o.Options {
		all = append(all, part{fmt.Sprintf("options.%d.title", i), option.Title})
	}
	for i, question := range o.Questions {
		all = append(all, part{fmt.Sprintf("questions.%d.text", i), question.Text + " " + strings.Join(question.Choices, " ")})
	}
	for i, faq := range o.FAQ {
		all = append(all, part{fmt.Sprintf("faq.%d.answer", i), faq.Question + "\n" + faq.Answer})
	}
	return all
}

// Screen refuses contact details wherever others would read them (TRU-6), one
// fault beside each field: contact_details{found}.
func Screen(o Offer) error {
	var f faults
	for _, p := range parts(o) {
		if found := screen.Contacts(p.text); len(found) > 0 {
			f.add(p.field, "contact_details", "found", found[0].Text)
		}
	}
	return fault.Join(f...)
}

// Finding is something an automatic check noticed and a moderator should look
// at; none decides by itself (TRU-2).
type Finding struct {
	Field string
	Kind  FindingKind
	Found string // the words that raised it
}

// FindingKind is why something was noticed.
type FindingKind string

// The closed list of findings.
const (
	FoundRude  FindingKind = "rude"  // coarse words or insults
	FoundTopic FindingKind = "topic" // a prohibited topic (CAT-4)
	FoundLinks FindingKind = "links" // a list of links
	FoundShout FindingKind = "shout" // mostly capitals
)

// topics are words that point to what cannot be sold (CAT-4). They only raise
// a finding: a moderator decides.
var topics = stems("casino gambling betting roulette escort porn erotic nude astrology horoscope tarot psychic " +
	"diagnosis prescription psychotherapy steroids weapon firearm ammunition passport counterfeit " +
	"followers plagiarism homework exam binary")

func stems(words string) map[string]bool {
	all := map[string]bool{}
	for _, term := range search.Terms(words) {
		all[term] = true
	}
	return all
}

// linksMany is how many links make a text a list of links.
const linksMany = 3

// Findings lists what the queue shows beside an offer, in the order of the
// page.
func Findings(o Offer) []Finding {
	var all []Finding
	for _, p := range parts(o) {
		if rude := screen.Rudeness(p.text, o.Language); rude != "" {
			all = append(all, Finding{p.field, FoundRude, rude})
		}
		for _, term := range search.Terms(p.text) {
			if topics[term] {
				all = append(all, Finding{p.field, FoundTopic, term})
				break
			}
		}
		if strings.Count(p.text, "://")+strings.Count(p.text, "www.") >= linksMany {
			all = append(all, Finding{p.field, FoundLinks, ""})
		}
		if shouted(p.text) {
			all = append(all, Finding{p.field, FoundShout, ""})
		}
	}
	return all
}

// shoutFrom is how long a text must be before its capitals count.
const shoutFrom = 20

// shouted reports whether more than two thirds of the letters are capitals.
func shouted(text string) bool {
	capitals, letters := 0, 0
	for _, r := range text {
		switch {
		case r >= 'A' && r <= 'Z':
			capitals++
			letters++
		case r >= 'a' && r <= 'z':
			letters++
		}
	}
	return letters >= shoutFrom && capitals*3 > letters*2
}
