package db

import (
	"errors"
	"slices"
	"strings"

	"guildhall/fault"
)

// ErrAgain asks Write to run the whole function again on fresh state. It is
// what a guarded statement (WHERE version = $n) fails with when a neighbour
// was quicker.
var ErrAgain = errors.New("db: a neighbour was quicker")

// runsMax bounds how often Write runs a function that asks for ErrAgain.
const runsMax = 8

// endsTransaction tells errors that no savepoint can confine.
func endsTransaction(err error) bool {
	var lost *lostError
	return errors.Is(err, ErrAgain) || errors.As(err, &lost) || conflicting(err) || breaksBatch(err) ||
		errors.Is(err, fault.Away("disk_full"))
}

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
