package testkit

import (
	"errors"
	"testing"
)

func postgresReady() error { return errors.New("not yet") }

// PostgresURL is the address of an empty migrated database of the test's own.
func PostgresURL(t testing.TB) string { t.Fatal("testkit: PostgreSQL is not there yet"); return "" }
