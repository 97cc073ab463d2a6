// Package reputation is the pages about standing: how ranking and ratings
// work, what fees and deadlines are in force (LAW-15), and a seller's own
// figures with the orders behind each (REP-15).
package reputation

import (
	"guildhall/say"
)

// chapter is a part of a page made from the policy: sentences, and a table
// under them.
type chapter struct {
	Title string
	Text  []string
	Head  []string
	Rows  [][]string
}

// writer words chapters.
type writer struct{ s *say.Speaker }

// chapter begins one with its title and sentences by key; args fill all of
// them.
func (w writer) chapter(key string, texts int, args ...any) chapter {
	c := chapter{Title: w.s.T(key)}
	for i := range texts {
		c.Text = append(c.Text, w.s.T(key+"."+string(rune('1'+i)), args...))
	}
	return c
}

func (w writer) heads(keys ...string) []string {
	var heads []string
	for _, key := range keys {
		heads = append(heads, w.s.T("reputation.head."+key))
	}
	return heads
}
