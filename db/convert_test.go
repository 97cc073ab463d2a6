package db_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/money"
	"guildhall/testkit"
)

// everything has a column of each type of the shared SQL.
const everything = `CREATE TABLE everything (
	one BIGINT, two TEXT, three BYTEA, four BOOLEAN, five DOUBLE PRECISION)`

func withEverything(t *testing.T, store *db.Store) {
	t.Helper()
	ddl := everything
	if store.Engine() == db.SQLite {
		ddl = strings.NewReplacer("BIGINT", "INTEGER", "BYTEA", "BLOB", "BOOLEAN", "INTEGER", "DOUBLE PRECISION", "REAL").
			Replace(everything) + " STRICT"
	}
	must(t, store.Write(ctx, func(tx *db.Tx) error {
		if err := tx.Exec(`DROP TABLE IF EXISTS everything`); err != nil {
			return err
		}
		return tx.Exec(ddl)
	}))
	t.Cleanup(func() {
		must(t, store.Write(ctx, func(tx *db.Tx) error { return tx.Exec(`DROP TABLE everything`) }))
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// there stores a value in a column and reads it back as the same type.
func there[T any](t *testing.T, store *db.Store, column string, value T) T {
	t.Helper()
	var got T
	must(t, store.Write(ctx, func(tx *db.Tx) error {
		if err := tx.Exec(`DELETE FROM everything`); err != nil {
			return err
		}
		if err := tx.Exec(`INSERT INTO everything (`+column+`) VALUES ($1)`, value); err != nil {
			return err
		}
		var err error
		got, err = db.Value[T](tx, `SELECT `+column+` FROM everything`)
		return err
	}))
	return got
}

func same[T comparable](t *testing.T, store *db.Store, column string, value T) {
	t.Helper()
	if got := there(t, store, column, value); got != value {
		t.Errorf("%T: stored %v, read %v", value, value, got)
	}
}

type colour string

func TestValuesComeBackAsTheyWere(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		withEverything(t, store)
		same(t, store, "one", time.Date(2026, 3, 29, 1, 30, 0, 123456000, time.UTC))
		same(t, store, "one", time.Time{})
		same(t, store, "one", 90*time.Minute)
		same(t, store, "one", -time.Microsecond)
		same(t, store, "one", int64(-1<<63))
		same(t, store, "one", money.Amount(-12345))
		same(t, store, "one", time.Wednesday)
		same(t, store, "two", "ünïcödé \u2028 '; DROP TABLE")
		same(t, store, "two", "")
		same(t, store, "two", colour("red"))
		same(t, store, "three", id.New[id.OrderKind](clock.Now()))
		same(t, store, "three", id.Order{})
		same(t, store, "three", [32]byte{1, 2, 3})
		same(t, store, "four", true)
		same(t, store, "four", false)
		same(t, store, "five", 0.1)
	})
}

func TestTimesAreStoredToTheMicrosecondInUTC(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		withEverything(t, store)
		zone := time.FixedZone("east", 3*3600)
		got := there(t, store, "one", time.Date(2026, 5, 1, 12, 0, 0, 999, zone))
		if want := time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC); got != want {
			t.Errorf("read %v, want %v", got, want)
		}
	})
}

func TestNoBytesAreStoredEmptyAndNotAsNull(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		withEverything(t, store)
		there(t, store, "three", []byte(nil))
		must(t, store.Read(ctx, func(tx *db.Tx) error {
			n, err := db.Value[int64](tx, `SELECT count(*) FROM everything WHERE three IS NULL`)
			if n != 0 {
				t.Error("stored as NULL")
			}
			return err
		}))
	})
}

func TestZeroTimeAndZeroIDAreNull(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		withEverything(t, store)
		there(t, store, "one", time.Time{})
		must(t, store.Write(ctx, func(tx *db.Tx) error {
			return tx.ExecOne(errors.New("not NULL"), `UPDATE everything SET two = 'x' WHERE one IS NULL AND three IS NULL`)
		}))
	})
}

func TestANullWhereNoneIsMeantIsAnError(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		withEverything(t, store)
		err := store.Read(ctx, func(tx *db.Tx) error {
			_, err := db.Value[int64](tx, `SELECT CAST(SUM(one) AS BIGINT) FROM everything`)
			return err
		})
		if err == nil {
			t.Error("the sum over no rows was read as a number")
		}
	})
}

func TestWhatCannotBeStoredFailsTheTransaction(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		err := store.Write(ctx, func(tx *db.Tx) error {
			_ = tx.Exec(`DELETE FROM events WHERE kind = $1`, map[string]int{})
			return nil
		})
		if err == nil || !strings.Contains(err.Error(), "argument $1") {
			t.Errorf("got %v", err)
		}
	})
}
