package search_test

import (
	"slices"
	"strings"
	"testing"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/search"
	"guildhall/testkit"
)

func TestStaffDeclareWordsTheSame(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		write := func(want string, fn func(*db.Tx) error) {
			t.Helper()
			err := store.Write(t.Context(), fn)
			got := ""
			if f, ok := fault.As(err); ok {
				got = f.Code
			} else if err != nil {
				t.Fatal(err)
			}
			if got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
		var logos search.Synonyms
		add := func(want string, words ...string) {
			t.Helper()
			write(want, func(tx *db.Tx) (err error) {
				made, err := search.AddSynonyms(tx, words)
				if err == nil {
					logos = made
				}
				return err
			})
		}
		add("", "Logos", " emblem ", "LOGOS", "")
		if !slices.Equal(logos.Words, []string{"Logos", "emblem"}) {
			t.Errorf("kept %q", logos.Words)
		}
		add("synonyms_few", "alone")
		add("synonym_form", "business card", "visiting card")
		add("synonym_form", "card", strings.Repeat("x", 41))
		add("synonym_taken", "mark", "Emblem")
		add("synonyms_many", strings.Split("a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0", " ")...)
		write("", func(tx *db.Tx) error {
			_, err := search.ChangeSynonyms(tx, logos.ID, []string{"Logos", "brand"})
			return err
		})
		write("not_found", func(tx *db.Tx) error {
			_, err := search.ChangeSynonyms(tx, id.Synonyms{1}, []string{"one", "two"})
			return err
		})
		err := store.Read(t.Context(), func(tx *db.Tx) error {
			sets, err := search.AllSynonyms(tx)
			if len(sets) != 1 || !slices.Equal(sets[0].Words, []string{"Logos", "brand"}) {
				t.Errorf("read %q", sets)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		write("", func(tx *db.Tx) error { return search.DropSynonyms(tx, logos.ID) })
		write("not_found", func(tx *db.Tx) error { return search.DropSynonyms(tx, logos.ID) })
	})
}
