package db

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrNoRow is what One and Value answer when the query found nothing. It does
// not fail the transaction.
var ErrNoRow = errors.New("db: no row")

var errReadOnly = errors.New("db: this transaction only reads")

// Tx is one transaction. It belongs to one goroutine and ends with the
// function it was handed to.
type Tx struct {
	ctx      context.Context
	now      time.Time
	session  session
	readOnly bool
	failed   error // the first failure; nothing runs after it
	wakes    bool
}

// session is a transaction as one engine carries it out.
type session interface {
	name() string
	// exec and ask may be put off until the flush. A stale that is not nil is
	// the error of a statement that does not change exactly one row.
	exec(sql string, args []any, stale error) error
	ask(sql string, args []any, each func(Row) error) error
	flush() error
	takeTime()
	// undo goes back to the savepoint, forgetting what is queued.
	undo() error
}

// Row is one row of an answer.
type Row interface {
	// Scan writes the columns to pointers, in order. See convert.go.
	Scan(dest ...any) error
}

type txMark struct{}

func within(ctx context.Context) bool { return ctx.Value(txMark{}) != nil }

func newTx(ctx context.Context, s *Store, carrier session, readOnly bool) *Tx {
	return &Tx{
		ctx:      context.WithValue(ctx, txMark{}, true),
		now:      s.Now(),
		session:  carrier,
		readOnly: readOnly,
	}
}

// Context is the caller's context. It cannot open a second transaction.
func (tx *Tx) Context() context.Context { return tx.ctx }

// Now is the moment of this transaction, the same all through it.
func (tx *Tx) Now() time.Time { return tx.now }

// Engine is SQLite or Postgres. Only what the engines truly do differently
// may ask: numbering of events, full-text set-up.
func (tx *Tx) Engine() string { return tx.session.name() }

// ReadOnly reports whether this transaction only reads.
func (tx *Tx) ReadOnly() bool { return tx.readOnly }

// Wake rings the bell of Store.Pokes, here and on the other nodes, once this
// transaction is committed.
func (tx *Tx) Wake() { tx.wakes = true }

// TakeTime lets what follows in this transaction take as long as it needs, such
// as building an index over all rows; otherwise PostgreSQL has a minute.
func (tx *Tx) TakeTime() { tx.session.takeTime() }

// Exec changes rows. On PostgreSQL it is queued, and its refusal surfaces at
// the next read, Flush or commit. A refused statement fails the transaction.
func (tx *Tx) Exec(sql string, args ...any) error {
	return tx.change(sql, args, nil)
}

// ExecOne changes exactly one row, or fails the transaction with stale: the
// guard in the statement's WHERE no longer holds. The statement has no
// RETURNING.
func (tx *Tx) ExecOne(stale error, sql string, args ...any) error {
	return tx.change(sql, args, stale)
}

func (tx *Tx) change(sql string, args []any, stale error) error {
	if tx.failed != nil {
		return tx.failed
	}
	if tx.readOnly {
		return tx.fail(errReadOnly)
	}
	stored, err := toStored(args)
	if err != nil {
		return tx.fail(fmt.Errorf("%w in %s", err, sql))
	}
	return tx.fail(tx.session.exec(sql, stored, stale))
}

// Flush carries out what is queued, for those who must know now whether a
// statement was refused.
func (tx *Tx) Flush() error {
	if tx.failed != nil {
		return tx.failed
	}
	return tx.fail(tx.session.flush())
}

// Attempt runs fn so that its failure, also a refused statement, undoes only
// what fn did: the error is answered and the transaction goes on. What would
// end the whole transaction anyway (ErrAgain, a lost connection, a full disk,
// a deadlock) still does.
func (tx *Tx) Attempt(fn func(*Tx) error) error {
	if err := tx.Exec("SAVEPOINT attempt"); err != nil {
		return err
	}
	if err := tx.Flush(); err != nil {
		return err
	}
	wakes := tx.wakes
	err := tx.end(fn(tx))
	if err == nil {
		err = tx.Flush()
	}
	if err == nil {
		return tx.Exec("RELEASE SAVEPOINT attempt")
	}
	if endsTransaction(err) {
		return tx.fail(err)
	}
	tx.failed, tx.wakes = nil, wakes
	if lost := tx.session.undo(); lost != nil {
		return tx.fail(lost)
	}
	return err
}

// fail remembers the first failure and hands it on.
func (tx *Tx) fail(err error) error {
	if err != nil && tx.failed == nil {
		tx.failed = err
	}
	return err
}

// end is what the transaction comes to, after its function answered err.
func (tx *Tx) end(err error) error {
	if err != nil {
		return err
	}
	return tx.failed
}

// ask queues a statement that answers rows.
func (tx *Tx) ask(sql string, args []any, each func(Row) error) error {
	if tx.failed != nil {
		return tx.failed
	}
	stored, err := toStored(args)
	if err != nil {
		return tx.fail(fmt.Errorf("%w in %s", err, sql))
	}
	return tx.fail(tx.session.ask(sql, stored, each))
}

// Answer is a question that was put and may not have been sent yet.
type Answer[T any] struct {
	tx   *Tx
	rows []T
	err  error
}

// Ask puts a question without waiting: on PostgreSQL all questions and changes
// up to the next one that is waited for travel in one round trip. Ask first,
// then read the answers.
func Ask[T any](tx *Tx, scan func(Row) (T, error), sql string, args ...any) *Answer[T] {
	a := &Answer[T]{tx: tx}
	a.err = tx.ask(sql, args, func(row Row) error {
		one, err := scan(row)
		a.rows = append(a.rows, one)
		return err
	})
	return a
}

// All waits for every row of the answer.
func (a *Answer[T]) All() ([]T, error) {
	if a.err == nil {
		a.err = a.tx.Flush()
	}
	if a.err != nil {
		return nil, a.err
	}
	return a.rows, nil
}

// One waits for the first row of the answer, or answers ErrNoRow.
func (a *Answer[T]) One() (T, error) {
	rows, err := a.All()
	if err == nil && len(rows) == 0 {
		err = ErrNoRow
	}
	if err != nil {
		var none T
		return none, err
	}
	return rows[0], nil
}

// All reads every row of the answer.
func All[T any](tx *Tx, scan func(Row) (T, error), sql string, args ...any) ([]T, error) {
	return Ask(tx, scan, sql, args...).All()
}

// One reads the first row of the answer, or answers ErrNoRow.
func One[T any](tx *Tx, scan func(Row) (T, error), sql string, args ...any) (T, error) {
	return Ask(tx, scan, sql, args...).One()
}

// Value reads one column of one row, or answers ErrNoRow.
func Value[T any](tx *Tx, sql string, args ...any) (T, error) {
	return AskValue[T](tx, sql, args...).One()
}

// AskValue is Ask for one column.
func AskValue[T any](tx *Tx, sql string, args ...any) *Answer[T] {
	return Ask(tx, func(row Row) (T, error) {
		var found T
		err := row.Scan(&found)
		return found, err
	}, sql, args...)
}
