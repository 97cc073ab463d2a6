package testkit

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"strings"
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
// for tests with several nodes. The database goes with the test.
func PostgresURL(t testing.TB) string {
	t.Helper()
	template, err := postgresTemplate()
	if err != nil {
		t.Fatalf("testkit: %v", err)
	}
	name := "guildhall_" + strings.ToLower(rand.Text()[:16])
	ctx := context.Background()
	if err := db.CreateDatabase(ctx, template.server, name, template.name); err != nil {
		t.Fatalf("testkit: %v", err)
	}
	t.Cleanup(func() {
		if err := db.DropDatabase(ctx, template.server, name); err != nil {
			t.Errorf("testkit: %v", err)
		}
	})
	return named(template.server, name)
}

type template struct{ server, name string }

// postgresTemplate is a migrated, empty database that tests copy. All test
// processes with the same migrations share it.
var postgresTemplate = sync.OnceValues(func() (template, error) {
	release, err := lockShared()
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
	made := template{server, "guildhall_template_" + db.SchemaSum()}
	return made, made.ensure()
})

// ensure makes the template under another name first, so that one that was
// given up half-way is never used.
func (t template) ensure() error {
	ctx := context.Background()
	draft := t.name + "_draft"
	if err := db.DropDatabase(ctx, t.server, draft); err != nil {
		return err
	}
	if there, err := t.exists(ctx); err != nil || there {
		return err
	}
	if err := db.CreateDatabase(ctx, t.server, draft, ""); err != nil {
		return err
	}
	if err := migrated(named(t.server, draft)); err != nil {
		return err
	}
	return db.RenameDatabase(ctx, t.server, draft, t.name)
}

func (t template) exists(ctx context.Context) (bool, error) {
	store, err := db.Open(ctx, db.Options{URL: t.server})
	if err != nil {
		return false, err
	}
	defer store.Close()
	n := int64(0)
	err = store.Read(ctx, func(tx *db.Tx) error {
		n, err = db.Value[int64](tx, `SELECT count(*) FROM pg_database WHERE datname = $1`, t.name)
		return err
	})
	return n == 1, err
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
