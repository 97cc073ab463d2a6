package order

import (
	"slices"
	"testing"
	"time"

	"guildhall/order"
	"guildhall/say"
)

// Everything the lifecycle table can make a page say has words.
func TestEveryRowOfTheTableHasWords(t *testing.T) {
	s := say.For("en", time.UTC, "USD")
	want := func(keys ...string) {
		for _, key := range keys {
			if !s.Has(key) {
				t.Errorf("no text for %s", key)
			}
		}
	}
	for i := range order.Table.Rows {
		row := &order.Table.Rows[i]
		want("order.event." + row.ID)
		if row.Reason != "" {
			want("order.reason." + string(row.Reason))
		}
	}
	for _, state := range order.States {
		want("order.state." + string(state))
	}
	for _, d := range order.Deadlines() {
		if d == order.EffectDeadline {
			want("orderpage.duty." + d.String() + ".none")
			continue
		}
		want("orderpage.duty."+d.String()+".you", "orderpage.duty."+d.String()+".they")
	}
	for kind := range looks {
		if kind == order.Becomes {
			want("orderpage.does." + string(kind))
			continue
		}
		want("orderpage.does."+string(kind)+".you", "orderpage.does."+string(kind)+".they")
	}
}

func TestEveryActionHasANameAndASentenceAfterwards(t *testing.T) {
	s := say.For("en", time.UTC, "USD")
	nouns := map[string]bool{}
	for _, a := range Actions {
		for _, key := range []string{"orderpage.do." + string(a.Verb), "orderpage.done." + string(a.Verb)} {
			if !s.Has(key) {
				t.Errorf("no text for %s", key)
			}
		}
		if nouns[a.Noun] {
			t.Errorf("two actions at /%s", a.Noun)
		}
		nouns[a.Noun] = true
	}
}

// What a person can do by the table they can do by the page; the rest is the
// clock's, or done from elsewhere.
func TestEveryVerbOfPeopleIsOnThePage(t *testing.T) {
	elsewhere := []order.Verb{order.PlaceOrder, order.Drop, order.RingClock, order.MoveClocks, order.PartyBanned}
	for i := range order.Table.Rows {
		verb := order.Table.Rows[i].Verb
		if _, offered := byVerb(verb); !offered && !slices.Contains(elsewhere, verb) {
			t.Errorf("nobody can %s on the order page", verb)
		}
	}
}

func TestLinksCountAsWork(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "Here: https://a.example/x": 1, "http://a.example and https://b.example": 2, "no link": 0,
	} {
		if got := links(text); got != want {
			t.Errorf("%q has %d links, want %d", text, got, want)
		}
	}
}
