package event_test

import (
	"testing"

	"guildhall/db"
	"guildhall/event"
	"guildhall/testkit"
)

// One index finds a subject's entries and holds its chain to one entry a number.
func TestAChainHasEachNumberOnceAndNotesAreMany(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		subject := chain(t, store, 1)
		again := store.Write(ctx, func(tx *db.Tx) error {
			_, err := event.Append(tx, event.Head{}, event.Entry{Subject: subject, Kind: "ORD-18"})
			return err
		})
		if !db.IsUnique(again, "events_chain") {
			t.Errorf("a second first entry: %v", again)
		}
		for range 2 {
			write(t, store, func(tx *db.Tx) error {
				return event.Note(tx, event.Entry{Subject: subject, Kind: "deadline_near"})
			})
		}
		got := read(t, store, func(tx *db.Tx) ([]event.Entry, error) { return event.History(tx, subject) })
		if len(got) != 3 || len(event.Chained(got)) != 1 {
			t.Errorf("%d entries, %d of them chained", len(got), len(event.Chained(got)))
		}
	})
}
