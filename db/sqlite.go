package db

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
)

const (
	sqliteReaders      = 8
	statementsKeptMax  = 500 // per connection; beyond it the cache starts anew
	sqliteWriterPragma = "&_pragma=foreign_keys(1)&_pragma=wal_autocheckpoint(10000)"
	sqliteReaderPragma = "&_pragma=query_only(1)"
)

// sqliteEngine is one database file: a writer, several readers, and the lock
// that keeps other processes out.
type sqliteEngine struct {
	path    string
	lock    io.Closer
	writer  *writer
	readers chan *sqliteConn // a nil is the right to open one
	unique  uniqueNames
	bell    *bell
}

func openSQLite(path string, batch int, bell *bell) (*sqliteEngine, error) {
	if path == "" {
		return nil, errors.New("db: sqlite: needs the path of a file")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("db: data folder: %w", err)
	}
	lock, err := lockFile(path + ".lock")
	if err != nil {
		return nil, err
	}
	e := &sqliteEngine{path: path, lock: lock, bell: bell, readers: make(chan *sqliteConn, sqliteReaders)}
	conn, err := e.open(sqliteWriterPragma)
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	for range sqliteReaders {
		e.readers <- nil
	}
	e.writer = startWriter(conn, batch, bell)
	return e, nil
}

// dsn is shared by the writer, the readers and the migrations. FULL, because
// NORMAL may lose what was answered; temp_store, because each savepoint
// otherwise writes a journal file of its own.
func (e *sqliteEngine) dsn(more string) string {
	return "file:" + (&url.URL{Path: e.path}).EscapedPath() +
		"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=temp_store(MEMORY)" + more
}

func (e *sqliteEngine) open(pragmas string) (*sqliteConn, error) {
	conn, err := new(sqlite.Driver).Open(e.dsn(pragmas))
	if err != nil {
		return nil, fmt.Errorf("db: %s: %w", e.path, err)
	}
	return &sqliteConn{conn: conn, kept: map[string]driver.Stmt{}, unique: &e.unique}, nil
}

func (e *sqliteEngine) name() string { return SQLite }

func (e *sqliteEngine) poke() { e.bell.ring() }

func (e *sqliteEngine) write(ctx context.Context, s *Store, fn func(*Tx) error) error {
	return e.writer.write(ctx, s, fn)
}

// read runs fn on a reader of its own, on the snapshot of its first query.
func (e *sqliteEngine) read(ctx context.Context, s *Store, fn func(*Tx) error) error {
	conn, err := e.borrow(ctx)
	if err != nil {
		return err
	}
	defer func() { e.readers <- conn }()
	if err := conn.run("BEGIN"); err != nil {
		return err
	}
	defer conn.run("ROLLBACK")
	tx := newTx(ctx, s, conn, true)
	return tx.end(fn(tx))
}

func (e *sqliteEngine) borrow(ctx context.Context) (*sqliteConn, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case conn := <-e.readers:
		if conn != nil {
			return conn, nil
		}
		conn, err := e.open(sqliteReaderPragma)
		if err != nil {
			e.readers <- nil
		}
		return conn, err
	}
}

// close waits for the running transactions, so that nobody uses a closed file.
func (e *sqliteEngine) close() error {
	errs := []error{}
	for range sqliteReaders {
		if conn := <-e.readers; conn != nil {
			errs = append(errs, conn.close())
		}
	}
	errs = append(errs, e.writer.close(), e.lock.Close())
	return errors.Join(errs...)
}

// sqliteConn is one connection with its prepared statements. It is used by
// one goroutine at a time, and is the session of that one's transaction.
type sqliteConn struct {
	conn   driver.Conn
	kept   map[string]driver.Stmt
	unique *uniqueNames
}

func (c *sqliteConn) name() string { return SQLite }

func (c *sqliteConn) flush() error { return nil }

func (c *sqliteConn) takeTime() {}

func (c *sqliteConn) undo() error {
	return errors.Join(c.run("ROLLBACK TO SAVEPOINT attempt"), c.run("RELEASE SAVEPOINT attempt"))
}

func (c *sqliteConn) exec(sql string, args []any, stale error) error {
	affected, err := c.affect(sql, args)
	if err == nil && stale != nil && affected != 1 {
		return stale
	}
	return err
}

func (c *sqliteConn) affect(sql string, args []any) (int64, error) {
	statement, err := c.prepare(sql)
	if err != nil {
		return 0, err
	}
	result, err := statement.(driver.StmtExecContext).ExecContext(context.Background(), named(args))
	if err != nil {
		return 0, c.explain(err, sql)
	}
	return result.RowsAffected()
}

// run carries out a statement of our own, without arguments.
func (c *sqliteConn) run(sql string) error {
	_, err := c.affect(sql, nil)
	return err
}

func (c *sqliteConn) ask(sql string, args []any, each func(Row) error) error {
	statement, err := c.prepare(sql)
	if err != nil {
		return err
	}
	rows, err := statement.(driver.StmtQueryContext).QueryContext(context.Background(), named(args))
	if err != nil {
		return c.explain(err, sql)
	}
	if err := c.walk(rows, sql, each); err != nil {
		rows.Close()
		return err
	}
	return rows.Close()
}

// walk goes to the end of the answer even when each needs no more: only then
// an UPDATE … RETURNING has done all of its work.
func (c *sqliteConn) walk(rows driver.Rows, sql string, each func(Row) error) error {
	columns := len(rows.Columns())
	read := make([]driver.Value, columns)
	row := make(values, columns)
	for {
		err := rows.Next(read)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return c.explain(err, sql)
		}
		for i, value := range read {
			row[i] = value
		}
		if err := each(row); err != nil {
			return err
		}
	}
}

func (c *sqliteConn) prepare(sql string) (driver.Stmt, error) {
	if kept, ok := c.kept[sql]; ok {
		return kept, nil
	}
	if len(c.kept) >= statementsKeptMax {
		c.forget()
	}
	made, err := c.conn.Prepare(sql)
	if err != nil {
		return nil, c.explain(err, sql)
	}
	c.kept[sql] = made
	return made, nil
}

func (c *sqliteConn) forget() error {
	var errs []error
	for _, statement := range c.kept {
		errs = append(errs, statement.Close())
	}
	clear(c.kept)
	return errors.Join(errs...)
}

func (c *sqliteConn) close() error { return errors.Join(c.forget(), c.conn.Close()) }

// named hands arguments to the driver. SQLite has no booleans: 1 and 0.
func named(args []any) []driver.NamedValue {
	out := make([]driver.NamedValue, len(args))
	for i, arg := range args {
		if yes, ok := arg.(bool); ok {
			arg = int64(0)
			if yes {
				arg = int64(1)
			}
		}
		out[i] = driver.NamedValue{Ordinal: i + 1, Value: arg}
	}
	return out
}
