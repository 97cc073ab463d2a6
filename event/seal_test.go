package event_test

import (
	"testing"

	"guildhall/db"
	"guildhall/event"
	"guildhall/testkit"
)

func seal(t *testing.T, store *db.Store, limit int) (n int) {
	t.Helper()
	write(t, store, func(tx *db.Tx) (err error) {
		n, err = event.Grow(tx, limit)
		return err
	})
	return n
}

func verifySeals(store *db.Store) error {
	return store.Read(ctx, event.VerifySeals)
}

func TestTheSealedLogCoversEveryEntryOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		chain(t, store, 7)
		number(t, store)
		for _, want := range []int{3, 3, 1, 0} {
			if got := seal(t, store, 3); got != want {
				t.Errorf("sealed %d entries, want %d", got, want)
			}
		}
		chain(t, store, 2)
		number(t, store)
		seal(t, store, 100)
		last := read(t, store, event.LastSeal)
		if err := verifySeals(store); err != nil || last.Size != 9 {
			t.Errorf("size %d: %v", last.Size, err)
		}
	})
}

func TestWhatWasSealedCannotBeAltered(t *testing.T) {
	for _, damage := range []string{
		`UPDATE events SET policy = 9 WHERE n = 2`,
		`DELETE FROM events WHERE n = 3`,
		`DELETE FROM events WHERE n = 5`,
		`UPDATE events SET seq = 6 - seq + 100`,
		`UPDATE seals SET root = zeroblob(32)`,
	} {
		store, _ := testkit.SQLite(t)
		chain(t, store, 5)
		seal(t, store, 2)
		seal(t, store, 100)
		write(t, store, func(tx *db.Tx) error { return tx.Exec(damage) })
		if verifySeals(store) == nil {
			t.Errorf("%s was not found", damage)
		}
	}
}
