// Package testkit gives tests real engines and a clock that stands still.
package testkit

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"guildhall/db"
)

// EachDB runs a test on each engine, on an empty migrated store of its own.
//
// GUILDHALL_ENGINES=sqlite leaves PostgreSQL out. A machine without PostgreSQL
// runs SQLite only and says so; with CI=true or GUILDHALL_REQUIRE=all that is
// a failure.
func EachDB(t *testing.T, fn func(t *testing.T, store *db.Store, clock *Clock)) {
	t.Helper()
	t.Run(db.SQLite, func(t *testing.T) {
		store, clock := SQLite(t)
		fn(t, store, clock)
	})
	if postgresLeftOut() {
		return
	}
	if err := postgresReady(); err != nil {
		missing(t, err)
		return
	}
	t.Run(db.Postgres, func(t *testing.T) {
		store, clock := Postgres(t)
		fn(t, store, clock)
	})
}

func postgresLeftOut() bool {
	wanted := os.Getenv("GUILDHALL_ENGINES")
	return wanted != "" && !strings.Contains(wanted, db.Postgres)
}

func missing(t *testing.T, err error) {
	t.Helper()
	if os.Getenv("CI") == "true" || os.Getenv("GUILDHALL_REQUIRE") == "all" {
		t.Fatalf("PostgreSQL is required here and missing: %v", err)
	}
	fmt.Fprintf(os.Stderr, "!!! %s ran on SQLite only; PostgreSQL is missing: %v\n", t.Name(), err)
}

// SQLite is an empty migrated store in a folder of the test's own.
func SQLite(t testing.TB) (*db.Store, *Clock) {
	t.Helper()
	template, err := sqliteTemplate()
	if err != nil {
		t.Fatalf("testkit: %v", err)
	}
	path := filepath.Join(t.TempDir(), "guildhall.db")
	if err := os.WriteFile(path, template, 0o600); err != nil {
		t.Fatalf("testkit: %v", err)
	}
	clock := NewClock()
	return Open(t, "sqlite:"+path, clock), clock
}

// Postgres is an empty migrated store in a database of the test's own.
func Postgres(t testing.TB) (*db.Store, *Clock) {
	t.Helper()
	clock := NewClock()
	return Open(t, PostgresURL(t), clock), clock
}

// Open opens the data at url, as one more node or after a restart, and closes
// it with the test.
func Open(t testing.TB, url string, clock *Clock) *db.Store {
	t.Helper()
	store, err := db.Open(context.Background(), db.Options{URL: url, Clock: clock.Now})
	if err != nil {
		t.Fatalf("testkit: %v", err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

// sqliteTemplate is a migrated, empty database file. It is made once per
// process: migrating takes longer than most tests.
var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "guildhall-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "guildhall.db")
	if err := migrated("sqlite:" + path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// migrated migrates the data at url and closes it, so that all of it is in
// the file and nobody is connected.
func migrated(url string) error {
	ctx := context.Background()
	store, err := db.Open(ctx, db.Options{URL: url})
	if err != nil {
		return err
	}
	if err := store.Migrate(ctx); err != nil {
		store.Close()
		return err
	}
	return store.Close()
}
