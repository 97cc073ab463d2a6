package db_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/testkit"
)

func TestMigratingAgainChangesNothing(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		must(t, store.Write(ctx, func(tx *db.Tx) error { return advance(tx, "a", 1) }))
		must(t, store.Migrate(ctx))
		if position(t, store, "a") != 1 {
			t.Error("what was there is gone")
		}
	})
}

func TestDataOfANewerProgramIsRefused(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		newer := `INSERT INTO goose_db_version (version_id, is_applied) VALUES (999999, ` +
			map[string]string{db.SQLite: "1", db.Postgres: "TRUE"}[store.Engine()] + `)`
		must(t, store.Write(ctx, func(tx *db.Tx) error { return tx.Exec(newer) }))
		t.Cleanup(func() {
			must(t, store.Write(ctx, func(tx *db.Tx) error {
				return tx.Exec(`DELETE FROM goose_db_version WHERE version_id = 999999`)
			}))
		})
		err := store.Migrate(ctx)
		if !errors.Is(err, fault.Conflict("data_newer")) {
			t.Errorf("answered %v", err)
		}
	})
}

func TestTwoNodesMayMigrateAtOnce(t *testing.T) {
	clock := testkit.NewClock()
	url := testkit.PostgresURL(t)
	done := make(chan error, 2)
	for range cap(done) {
		store := testkit.Open(t, url, clock)
		go func() { done <- store.Migrate(ctx) }()
	}
	for range cap(done) {
		must(t, <-done)
	}
}

// STRICT tables refuse what PostgreSQL would refuse.
func TestEveryTableOnSQLiteIsStrict(t *testing.T) {
	store, _ := testkit.SQLite(t)
	must(t, store.Read(ctx, func(tx *db.Tx) error {
		loose, err := db.All(tx, func(row db.Row) (name string, err error) {
			err = row.Scan(&name)
			return name, err
		}, `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0
			AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%'`)
		if len(loose) > 0 {
			t.Errorf("not STRICT: %v", loose)
		}
		return err
	}))
}

// Tests use emptied databases again, so nothing may be in a fresh one.
func TestMigrationsOnlyMakeTables(t *testing.T) {
	files, err := os.ReadDir("migrations")
	must(t, err)
	for _, file := range files {
		text, err := os.ReadFile("migrations/" + file.Name())
		must(t, err)
		for line := range strings.Lines(string(text)) {
			if strings.HasPrefix(strings.TrimSpace(strings.ToUpper(line)), "INSERT ") {
				t.Errorf("%s: %s", file.Name(), line)
			}
		}
	}
}
