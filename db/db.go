// Package db keeps the marketplace's data, on SQLite or on PostgreSQL, behind
// one small set of words. No other package knows a driver.
//
// All work happens in functions that take a *Tx. A write function may run
// twice (a retry on PostgreSQL), so it touches nothing but the transaction.
// What Write answered with nil is on disk: a crash or a power cut keeps it.
//
// One SQL text serves both engines: the subset is in design/house.md. The
// mapping of values is in convert.go.
package db

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"guildhall/fault"
)

// The engines, as Store.Engine names them.
const (
	SQLite   = "sqlite"
	Postgres = "postgres"
)

// Options tell where the data is and what time it is.
type Options struct {
	URL   string           // "sqlite:/folder/guildhall.db" or "postgres://user@host/name"
	Clock func() time.Time // nil is the wall clock
	Batch int              // SQLite: how many functions share a commit at most; 0 is the usual 128
}

// Store is one open database. It is safe for use by many goroutines.
type Store struct {
	engine engine
	clock  func() time.Time
	offset atomic.Int64 // microseconds added to the clock
	bell   bell
	closed sync.Once
}

// engine is what SQLite and PostgreSQL each do in their own way.
type engine interface {
	name() string
	write(ctx context.Context, s *Store, fn func(*Tx) error) error
	read(ctx context.Context, s *Store, fn func(*Tx) error) error
	migrate(ctx context.Context) error
	poke()
	close() error
}

// Open opens the database and, for SQLite, takes its folder: a second process
// is refused with the fault data_in_use. It does not migrate.
func Open(ctx context.Context, o Options) (*Store, error) {
	s := &Store{clock: o.Clock}
	if s.clock == nil {
		s.clock = time.Now
	}
	var err error
	switch scheme, rest, _ := strings.Cut(o.URL, ":"); scheme {
	case "sqlite":
		s.engine, err = openSQLite(rest, o.Batch, &s.bell)
	case "postgres", "postgresql":
		s.engine, err = openPostgres(ctx, o.URL, &s.bell)
	default:
		return nil, fmt.Errorf("db: %q is neither sqlite:PATH nor postgres://…", o.URL)
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Engine is SQLite or Postgres.
func (s *Store) Engine() string { return s.engine.name() }

// Close waits for running transactions and gives the data back. A second call
// does nothing.
func (s *Store) Close() error {
	var err error
	s.closed.Do(func() { err = s.engine.close() })
	return err
}

// Now is the store's clock: microseconds, UTC.
func (s *Store) Now() time.Time {
	offset := time.Duration(s.offset.Load()) * time.Microsecond
	return s.clock().Add(offset).Truncate(time.Microsecond).UTC()
}

// Shift sets how far this process's clock is ahead of the real one. Only a
// demonstration moves it; it is not stored here.
func (s *Store) Shift(ahead time.Duration) { s.offset.Store(ahead.Microseconds()) }

// Write runs fn in one transaction and answers when its work is durable. An
// error or a panic of fn undoes all of its work and no one else's; a panic
// goes on in the caller. fn may run twice, and does when it answers ErrAgain.
//
// Faults: disk_full leaves nothing behind; database_away neither, unless the
// connection broke during the commit: then only the intention's idempotency
// key tells whether it happened; busy_try_again after 8 runs that all
// answered ErrAgain.
func (s *Store) Write(ctx context.Context, fn func(*Tx) error) error {
	if within(ctx) {
		panic("db: a transaction was opened within a transaction")
	}
	for range runsMax {
		err := s.engine.write(ctx, s, fn)
		if !errors.Is(err, ErrAgain) {
			return err
		}
	}
	return fault.Conflict("busy_try_again")
}

// Read runs fn on one consistent snapshot that it cannot change.
func (s *Store) Read(ctx context.Context, fn func(*Tx) error) error {
	if within(ctx) {
		panic("db: a transaction was opened within a transaction")
	}
	return s.engine.read(ctx, s, fn)
}
