package db

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"guildhall/fault"
)

// lostError is a connection that could not be had or broke.
type lostError struct {
	cause     error
	uncertain bool // it broke while the commit was on its way
}

func (e *lostError) Error() string {
	if e.uncertain {
		return "db: the connection broke during the commit, whose outcome is not known: " + e.cause.Error()
	}
	return "db: PostgreSQL cannot be reached: " + e.cause.Error()
}

func (e *lostError) Unwrap() error { return e.cause }

// explainPostgres turns the driver's error into the house's.
func explainPostgres(err error, sql string) error {
	if err == nil {
		return nil
	}
	var refused *pgconn.PgError
	if !errors.As(err, &refused) {
		return &lostError{cause: fmt.Errorf("%w in %s", err, sql)}
	}
	switch {
	case refused.Code == "23505":
		return &uniqueError{indexes: []string{refused.ConstraintName}, cause: err}
	case refused.Code == "53100":
		return fmt.Errorf("%w: %w", fault.Away("disk_full"), err)
	case strings.HasPrefix(refused.Code, "57P"), strings.HasPrefix(refused.Code, "08"), refused.Code == "53300":
		return &lostError{cause: err}
	}
	return fmt.Errorf("db: %w in %s", err, sql)
}

// atCommit marks a loss as uncertain: the server may have committed.
func atCommit(err error) error {
	var lost *lostError
	if errors.As(err, &lost) {
		lost.uncertain = true
	}
	return err
}

// worthAgain tells whether the whole transaction may simply be run again: a
// serialization failure or a deadlock, or, twice at most, a connection from
// the pool that turned out dead. What broke at the commit may have happened.
func worthAgain(err error, try int) bool {
	if conflicting(err) {
		return true
	}
	var lost *lostError
	return errors.As(err, &lost) && !lost.uncertain && try <= 2 &&
		!errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded)
}

// conflicting tells serialization failures and deadlocks.
func conflicting(err error) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && (refused.Code == "40001" || refused.Code == "40P01")
}

// awayOr makes a lost connection the fault database_away.
func awayOr(err error) error {
	var lost *lostError
	var dial *pgconn.ConnectError
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &lost), errors.As(err, &dial):
		return fmt.Errorf("%w: %w", fault.Away("database_away"), err)
	}
	return err
}
