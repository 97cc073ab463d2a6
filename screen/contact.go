package screen

import (
	"cmp"
	"slices"
)

// ContactKind tells what sort of contact detail was found (TRU-6).
type ContactKind string

// The kinds.
const (
	ContactPhone  ContactKind = "phone"
	ContactMail   ContactKind = "mail"
	ContactHandle ContactKind = "handle"
	ContactLink   ContactKind = "link"
)

// Contact is one detail and where it stands: text[Start:End] of what was
// searched.
type Contact struct {
	Kind       ContactKind
	Text       string
	Start, End int
}

// contactTextMax is how much of a text is searched; longer ones are refused
// long before by whoever takes them.
const contactTextMax = 64 * 1024

// Contacts finds what people use to meet outside: phone numbers in any
// notation, mail addresses also in disguise, messenger handles, links meant
// for contact or payment. In order of appearance, without overlaps. Hits are
// by form: a number may be something else, so a person can look (TRU-5).
func Contacts(text string) []Contact {
	if len(text) > contactTextMax {
		text = text[:contactTextMax]
	}
	f := fold(text)
	var found []Contact
	add := func(kind ContactKind, spans [][2]int) {
		for _, span := range spans {
			start, end := f.at[span[0]], f.at[span[1]]
			found = append(found, Contact{Kind: kind, Text: text[start:end], Start: start, End: end})
		}
	}
	add(ContactMail, mailSpans(f.text))
	add(ContactLink, linkSpans(f.text))
	add(ContactHandle, handleSpans(f.text))
	add(ContactPhone, phoneSpans(f.text))
	return withoutOverlaps(found)
}

func withoutOverlaps(found []Contact) []Contact {
	slices.SortStableFunc(found, func(a, b Contact) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	kept := found[:0]
	for _, c := range found {
		if len(kept) == 0 || c.Start >= kept[len(kept)-1].End {
			kept = append(kept, c)
		}
	}
	return kept
}
