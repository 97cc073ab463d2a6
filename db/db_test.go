package db_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/testkit"
)

var ctx = context.Background()

func advance(tx *db.Tx, reader string, seq int64) error {
	return tx.Exec(`INSERT INTO event_positions (reader, seq) VALUES ($1, $2)
		ON CONFLICT (reader) DO UPDATE SET seq = excluded.seq`, reader, seq)
}

func TestWhatWasWrittenIsRead(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		if err := store.Write(ctx, func(tx *db.Tx) error { return advance(tx, "mail", 7) }); err != nil {
			t.Fatal(err)
		}
		if got := position(t, store, "mail"); got != 7 {
			t.Errorf("position = %d, want 7", got)
		}
	})
}

func position(t *testing.T, store *db.Store, reader string) int64 {
	t.Helper()
	var got int64
	err := store.Read(ctx, func(tx *db.Tx) error {
		var err error
		got, err = db.Value[int64](tx, `SELECT seq FROM event_positions WHERE reader = $1`, reader)
		return err
	})
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		t.Fatal(err)
	}
	return got
}

var errWanted = errors.New("this one fails")

// One function in ten fails, every other one of them by a panic; each undoes
// its own work and nothing else.
func TestFailuresUndoOnlyThemselves(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		const clients, each = 16, 50
		var all sync.WaitGroup
		for c := range clients {
			all.Go(func() {
				for i := range each {
					reader := fmt.Sprintf("%d.%d", c, i)
					err := writeOrPanic(store, reader, i)
					if failing := i%10 == 0; failing != errors.Is(err, errWanted) {
						t.Errorf("%s: %v", reader, err)
					}
				}
			})
		}
		all.Wait()
		for c := range clients {
			for i := range each {
				want := int64(1)
				if i%10 == 0 {
					want = 0
				}
				if got := position(t, store, fmt.Sprintf("%d.%d", c, i)); got != want {
					t.Fatalf("%d.%d = %d, want %d", c, i, got, want)
				}
			}
		}
	})
}

func writeOrPanic(store *db.Store, reader string, i int) (err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = broken.(error)
		}
	}()
	return store.Write(ctx, func(tx *db.Tx) error {
		if err := advance(tx, reader, 1); err != nil || i%10 != 0 {
			return err
		}
		if i%20 == 0 {
			panic(errWanted)
		}
		return errWanted
	})
}

// A failing function that is alone in its batch is undone too.
func TestALonelyFailureIsUndone(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		for i := range 20 {
			if err := writeOrPanic(store, "alone", 10*i); !errors.Is(err, errWanted) {
				t.Fatal(err)
			}
			if got := position(t, store, "alone"); got != 0 {
				t.Fatalf("after failure %d: position = %d", i, got)
			}
		}
	})
}

func TestSecondProcessIsRefused(t *testing.T) {
	path := t.TempDir() + "/guildhall.db"
	first, err := db.Open(ctx, db.Options{URL: "sqlite:" + path})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Open(ctx, db.Options{URL: "sqlite:" + path}); err == nil {
		t.Error("the folder was opened twice")
	}
	if err := first.Close(); err != nil {
		t.Error(err)
	}
	again, err := db.Open(ctx, db.Options{URL: "sqlite:" + path})
	if err != nil {
		t.Fatal(err)
	}
	again.Close()
}

func TestTimeIsOneMomentPerTransaction(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		err := store.Read(ctx, func(tx *db.Tx) error {
			before := tx.Now()
			clock.Advance(time.Hour)
			if !tx.Now().Equal(before) {
				t.Errorf("the moment moved from %v to %v", before, tx.Now())
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
