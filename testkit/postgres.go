package testkit

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"guildhall/db"
)

// postgresReady finds or starts the server, once per process.
func postgresReady() error {
	_, err := postgresTemplate()
	return err
}

// PostgresURL is the address of an empty migrated database of the test's own,
// for tests with several nodes. Where GUILDHALL_ENGINES leaves PostgreSQL out
// the test is skipped.
//
// Copying a database takes longer than most tests, so used ones are emptied
// and used again: each is a slot, and a slot belongs to who holds its lock.
func PostgresURL(t testing.TB) string {
	t.Helper()
	if postgresLeftOut() {
		t.Skip("GUILDHALL_ENGINES leaves PostgreSQL out")
	}
	template, err := postgresTemplate()
	if err != nil {
		t.Fatalf("testkit: %v", err)
	}
	for n := range slotsMax {
		name := fmt.Sprintf("guildhall_slot_%s_%d", template.sum, n)
		release, err := lock(filepath.Join(os.TempDir(), name+".lock"), false)
		if err != nil {
			continue // somebody else's
		}
		t.Cleanup(release)
		if err := template.prepare(name); err != nil {
			t.Fatalf("testkit: %v", err)
		}
		return named(template.server, name)
	}
	t.Fatalf("testkit: all %d databases for tests are taken", slotsMax)
	return ""
}

const slotsMax = 200

// template is a migrated, empty database that slots are copied from. All test
// processes with the same migrations share it.
type template struct{ server, sum string }

func (t template) name() string { return "guildhall_template_" + t.sum }

var postgresTemplate = sync.OnceValues(func() (template, error) {
	release, err := lock(clusterFolder()+".lock", true)
	if err != nil {
		return template{}, err
	}
	defer release()
	server := os.Getenv("GUILDHALL_POSTGRES")
	if server == "" {
		if server, err = startCluster(); err != nil {
			return template{}, err
		}
	}
	made := template{server, db.SchemaSum()}
	return made, made.ensure()
})

// ensure makes the template under another name first, so that one that was
// given up half-way is never used.
func (t template) ensure() error {
	ctx := context.Background()
	draft := t.name() + "_draft"
	if err := db.DropDatabase(ctx, t.server, draft); err != nil {
		return err
	}
	if there, err := t.exists(t.name()); err != nil || there {
		return err
	}
	if err := db.CreateDatabase(ctx, t.server, draft, ""); err != nil {
		return err
	}
	if err := migrated(named(t.server, draft)); err != nil {
		return err
	}
	return db.RenameDatabase(ctx, t.server, draft, t.name())
}

func (t template) exists(database string) (bool, error) {
	n := int64(0)
	err := withStore(t.server, func(store *db.Store) error {
		return store.Read(context.Background(), func(tx *db.Tx) (err error) {
			n, err = db.Value[int64](tx, `SELECT count(*) FROM pg_database WHERE datname = $1`, database)
			return err
		})
	})
	return n == 1, err
}

// prepare makes the slot's database, or empties it.
func (t template) prepare(slot string) error {
	there, err := t.exists(slot)
	if err != nil {
		return err
	}
	if !there {
		return db.CreateDatabase(context.Background(), t.server, slot, t.name())
	}
	return withStore(named(t.server, slot), func(store *db.Store) error {
		return store.Write(context.Background(), empty)
	})
}

// empty deletes all rows, whatever refers to them, and throws out whoever a
// killed test left connected.
func empty(tx *db.Tx) error {
	_, err := db.All(tx, func(row db.Row) (gone bool, err error) {
		err = row.Scan(&gone)
		return gone, err
	}, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_start < now() - interval '1 second'`)
	if err != nil {
		return err
	}
	tables, err := db.All(tx, func(row db.Row) (name string, err error) {
		err = row.Scan(&name)
		return name, err
	}, `SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'goose_db_version'`)
	if err != nil {
		return err
	}
	if err := tx.Exec(`SET LOCAL session_replication_role = replica`); err != nil {
		return err
	}
	for _, table := range tables {
		if err := tx.Exec(`DELETE FROM "` + table + `"`); err != nil {
			return err
		}
	}
	return nil
}

func withStore(url string, fn func(*db.Store) error) error {
	store, err := db.Open(context.Background(), db.Options{URL: url})
	if err != nil {
		return err
	}
	defer store.Close()
	return fn(store)
}

// named is the server's address with another database, and few connections:
// many tests share the server.
func named(server, database string) string {
	address, err := url.Parse(server)
	if err != nil {
		panic(fmt.Sprintf("testkit: GUILDHALL_POSTGRES=%q is no address: %v", server, err))
	}
	address.Path = "/" + database
	query := address.Query()
	query.Set("pool_max_conns", "16")
	address.RawQuery = query.Encode()
	return address.String()
}
