package db

import (
	"errors"
	"slices"
	"strings"
)

// uniqueError is a row that a unique index refused.
type uniqueError struct {
	indexes []string // SQLite may not tell two indexes on the same columns apart
	cause   error
}

func (e *uniqueError) Error() string {
	return "db: refused by unique " + strings.Join(e.indexes, " or ") + ": " + e.cause.Error()
}

func (e *uniqueError) Unwrap() error { return e.cause }

// IsUnique reports whether the unique index of this name refused a row. A
// primary key is called table_pkey; a UNIQUE constraint without a name
// table_column_key. On PostgreSQL an Exec's refusal surfaces at the next read,
// Flush or commit. The transaction has failed either way.
func IsUnique(err error, index string) bool {
	var refused *uniqueError
	return errors.As(err, &refused) && slices.Contains(refused.indexes, index)
}
