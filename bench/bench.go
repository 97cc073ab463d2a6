// Package bench measures how many orders a second the marketplace takes,
// through the door that pages use, beside what the same machine can do at
// best in the same run. Figures are printed as they are.
package bench

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"time"

	"guildhall/db"
	"guildhall/verify"
)

// Options say what is measured, where, and how long.
type Options struct {
	Out      io.Writer
	Folder   string        // for the SQLite databases; made and left behind
	Postgres string        // a database on a server that may be filled; empty leaves PostgreSQL out
	Clients  []int         // 1, 8 and 64
	Span     time.Duration // of each measurement
	Members  int           // half of them sell
	Services int

	PgbenchScale int // 0 is the usual 50

	// Serve makes the site over a store, for the orders through HTTP; nil
	// leaves them out. Duties is what runs beside, as in serve, with at least
	// one reader of the diary; nil leaves the notices out.
	Serve  func(*db.Store) (http.Handler, error)
	Duties func(context.Context, *db.Store)
}

// Orders runs everything and prints a line for each measurement. It fails when
// an order fails or when the books do not hold afterwards.
func Orders(ctx context.Context, o Options) error {
	embedded := "sqlite:" + filepath.Join(o.Folder, "guildhall.db")
	if err := o.engine(ctx, "SQLite, group commit", db.Options{URL: embedded}, true); err != nil {
		return err
	}
	alone := "sqlite:" + filepath.Join(o.Folder, "one-by-one.db")
	if err := o.engine(ctx, "SQLite, one commit per order", db.Options{URL: alone, Batch: 1}, false); err != nil {
		return err
	}
	if o.Postgres == "" {
		return nil
	}
	if err := o.engine(ctx, "PostgreSQL", db.Options{URL: o.Postgres}, true); err != nil {
		return err
	}
	return o.pgbench(ctx)
}

// engine fills a database, measures with each number of clients, and checks
// everything that always holds.
func (o Options) engine(ctx context.Context, title string, where db.Options, overHTTP bool) error {
	store, err := db.Open(ctx, where)
	if err != nil {
		return err
	}
	defer store.Close()
	if err := store.Migrate(ctx); err != nil {
		return err
	}
	began := time.Now()
	market, err := o.people(ctx, store)
	if err != nil {
		return err
	}
	fmt.Fprintf(o.Out, "%s: %d members, %d services made in %.1f s\n",
		title, o.Members, o.Services, time.Since(began).Seconds())
	beside, stop := context.WithCancel(ctx)
	defer stop()
	if o.Duties != nil {
		go o.Duties(beside, store)
	}
	if err := o.catchUp(ctx, store); err != nil { // on the people and services just made
		return err
	}
	if err := o.measure(ctx, title, market, overHTTP); err != nil {
		return err
	}
	stop()
	return o.sound(ctx, title, store)
}

func (o Options) measure(ctx context.Context, title string, m *market, overHTTP bool) error {
	before, placed, err := rows(ctx, m.store)
	if err != nil {
		return err
	}
	for _, clients := range o.Clients {
		figures, err := drive(ctx, clients, o.Span, meterOf(ctx, m.store), m.place)
		if err != nil {
			return fmt.Errorf("bench: %s: %w", title, err)
		}
		fmt.Fprintf(o.Out, "  %-28s %3d clients  %s\n", title, clients, figures)
	}
	if err := o.catchUp(ctx, m.store); err != nil {
		return err
	}
	after, now, err := rows(ctx, m.store)
	if err != nil {
		return err
	}
	fmt.Fprintf(o.Out, "  rows added per order: %.1f\n", float64(after-before)/float64(now-placed))
	if !overHTTP || o.Serve == nil {
		return nil
	}
	return o.measureHTTP(ctx, title, m)
}

// catchUpMax bounds how long the readers of the diary may be behind.
const catchUpMax = 5 * time.Minute

// catchUp waits until whatever reads the diary (notices) has seen every order,
// and prints how long that took: orders are not faster for being told later.
func (o Options) catchUp(ctx context.Context, store *db.Store) error {
	if o.Duties == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, catchUpMax)
	defer cancel()
	began := time.Now()
	for {
		left := int64(0)
		err := store.Read(ctx, func(tx *db.Tx) (err error) {
			left, err = db.Value[int64](tx, `
				SELECT count(*) FROM events
				WHERE seq IS NULL OR seq > (SELECT COALESCE(MIN(seq), 0) FROM event_positions)`)
			return err
		})
		if err != nil {
			return fmt.Errorf("bench: readers of the diary are behind: %w", err)
		}
		if left == 0 {
			fmt.Fprintf(o.Out, "  readers of the diary had caught up %.1f s later\n", time.Since(began).Seconds())
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func (o Options) sound(ctx context.Context, title string, store *db.Store) error {
	findings, err := verify.Run(ctx, store)
	if err != nil {
		return err
	}
	for _, f := range findings {
		fmt.Fprintf(o.Out, "  finding: %+v\n", f)
	}
	if len(findings) > 0 {
		return fmt.Errorf("bench: %s: verify has %d findings", title, len(findings))
	}
	fmt.Fprintf(o.Out, "  verify: clean\n")
	return nil
}

// rows counts all rows of all tables, and the orders among them.
func rows(ctx context.Context, store *db.Store) (all, orders int64, err error) {
	list := `SELECT name FROM sqlite_schema WHERE type = 'table'`
	if store.Engine() == db.Postgres {
		list = `SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public'`
	}
	err = store.Read(ctx, func(tx *db.Tx) error {
		tables, err := db.All(tx, func(row db.Row) (name string, err error) {
			err = row.Scan(&name)
			return name, err
		}, list)
		if err != nil {
			return err
		}
		for _, table := range tables {
			n, err := db.Value[int64](tx, `SELECT count(*) FROM "`+table+`"`)
			if err != nil {
				return err
			}
			all += n
		}
		orders, err = db.Value[int64](tx, `SELECT count(*) FROM orders`)
		return err
	})
	return all, orders, err
}
