package db_test

import (
	"errors"
	"testing"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/testkit"
)

func TestAFailedAttemptUndoesOnlyItself(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		insert := `INSERT INTO event_positions (reader, seq) VALUES ($1, 1)`
		must(t, store.Write(ctx, func(tx *db.Tx) error {
			must(t, tx.Exec(insert, "before"))
			stale := tx.Attempt(func(tx *db.Tx) error {
				must(t, tx.Exec(insert, "stale"))
				return tx.ExecOne(errStale, `UPDATE event_positions SET seq = 2 WHERE reader = 'nobody'`)
			})
			double := tx.Attempt(func(tx *db.Tx) error { return tx.Exec(insert, "before") })
			inner := tx.Attempt(func(tx *db.Tx) error {
				_ = tx.Attempt(func(tx *db.Tx) error {
					must(t, tx.Exec(insert, "inner"))
					return errWanted
				})
				return tx.Exec(insert, "outer")
			})
			if !errors.Is(stale, errStale) || !db.IsUnique(double, "event_positions_pkey") || inner != nil {
				t.Errorf("attempts answered %v, %v, %v", stale, double, inner)
			}
			return tx.Exec(insert, "after")
		}))
		for reader, want := range map[string]int64{"before": 1, "stale": 0, "inner": 0, "outer": 1, "after": 1} {
			if got := position(t, store, reader); got != want {
				t.Errorf("%s = %d, want %d", reader, got, want)
			}
		}
	})
}

func TestErrAgainRunsTheFunctionAnew(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		runs := 0
		must(t, store.Write(ctx, func(tx *db.Tx) error {
			if err := tx.Exec(`INSERT INTO event_positions (reader, seq) VALUES ('a', $1)`, runs); err != nil {
				return err
			}
			if runs++; runs < 3 {
				return tx.Attempt(func(*db.Tx) error { return db.ErrAgain })
			}
			return nil
		}))
		if got := position(t, store, "a"); runs != 3 || got != 2 {
			t.Errorf("%d runs, position %d", runs, got)
		}
		err := store.Write(ctx, func(*db.Tx) error { return db.ErrAgain })
		if !errors.Is(err, fault.Conflict("busy_try_again")) {
			t.Errorf("without end: %v", err)
		}
	})
}
