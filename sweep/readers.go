package sweep

import (
	"context"
	"errors"
	"strings"
	"time"

	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
)

const (
	entriesAtOnce = 25 // a longer transaction would keep members waiting on SQLite
	causeBytesMax = 500
)

// Reader follows the diary: Take is called for every entry, in order, exactly
// once, in a transaction of its own making (what it writes and how far it has
// come are committed together).
type Reader struct {
	Name string
	Take func(tx *db.Tx, e event.Entry) error
}

// Duty makes the reader a duty. An entry that Take refuses is parked, with the
// cause, for staff; it does not hold up those behind it.
func (r Reader) Duty() Duty {
	return Duty{Name: "reader " + r.Name, Every: 5 * time.Second, Eager: true, Run: r.run}
}

func (r Reader) run(ctx context.Context, store *db.Store) error {
	for {
		from, entries, err := r.next(ctx, store)
		if err != nil || len(entries) == 0 {
			return err
		}
		err = store.Write(ctx, func(tx *db.Tx) error {
			for _, e := range entries {
				if err := r.one(tx, e); err != nil {
					return err
				}
			}
			return event.Advance(tx, r.Name, from, entries[len(entries)-1].Seq)
		})
		if errors.Is(err, event.ErrMoved) {
			return nil // another node was quicker
		}
		if err != nil {
			return err
		}
	}
}

// next looks before it writes: most pokes bring nothing new for a reader.
func (r Reader) next(ctx context.Context, store *db.Store) (from int64, entries []event.Entry, err error) {
	err = store.Read(ctx, func(tx *db.Tx) error {
		var err error
		if from, err = event.Position(tx, r.Name); err != nil {
			return err
		}
		entries, err = event.After(tx, from, entriesAtOnce)
		return err
	})
	return from, entries, err
}

func (r Reader) one(tx *db.Tx, e event.Entry) error {
	cause := tx.Attempt(func(tx *db.Tx) (err error) {
		defer caught(&err)
		return r.Take(tx, e)
	})
	if cause == nil || errors.Is(cause, db.ErrAgain) || isAway(cause) {
		return cause
	}
	text := cause.Error()
	text = strings.ToValidUTF8(text[:min(len(text), causeBytesMax)], "")
	return tx.Exec(`
		INSERT INTO parked_events (reader, seq, cause, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (reader, seq) DO UPDATE SET cause = excluded.cause, at = excluded.at`,
		r.Name, e.Seq, text, tx.Now())
}

// isAway tells that the database, and not the entry, is the trouble.
func isAway(err error) bool {
	f, ok := fault.As(err)
	return ok && f.Sort == fault.SortAway
}

// Parked is an entry that a reader left behind.
type Parked struct {
	Reader string
	Seq    int64
	Cause  string
	At     time.Time
}

// ParkedEntries lists what readers left behind, the newest first.
func ParkedEntries(tx *db.Tx, limit int) ([]Parked, error) {
	return db.All(tx, func(row db.Row) (Parked, error) {
		var p Parked
		err := row.Scan(&p.Reader, &p.Seq, &p.Cause, &p.At)
		return p, err
	}, `SELECT reader, seq, cause, at FROM parked_events ORDER BY at DESC, seq DESC LIMIT $1`, limit)
}
