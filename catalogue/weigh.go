package catalogue

import (
	"errors"

	"guildhall/db"
	"guildhall/id"
	"guildhall/rulebook"
)

// weighedAtOnce bounds one transaction of a weighing.
const weighedAtOnce = 50

// Weighing looks at everybody anew whom a cause may hide when other rules begin
// to hold: a milder rule shows who is hidden, a stricter one hides who is shown,
// and nobody waits for the next thing that happens to them.
type Weighing struct {
	Cause Cause
	List  string // SQL: their ids behind $1, in order, at most $2
	Each  func(tx *db.Tx, which [16]byte) error
}

// walk is how far a weighing is.
type walk struct {
	policy int64    // the version it weighs by
	last   id.Event // whoever was weighed last
	done   bool
}

// Due reports, without writing, whether somebody is still to be weighed by the
// rules that hold now.
func (w Weighing) Due(tx *db.Tx) (bool, error) {
	now, err := w.walk(tx)
	return !now.done, err
}

// Go weighs a portion and reports whether there is more.
func (w Weighing) Go(tx *db.Tx) (more bool, err error) {
	now, err := w.walk(tx)
	if err != nil || now.done {
		return false, err
	}
	all, err := db.All(tx, func(row db.Row) (id.Event, error) {
		var one id.Event
		return one, row.Scan(&one)
	}, w.List, now.last[:], weighedAtOnce)
	if err != nil {
		return false, err
	}
	for _, one := range all {
		if err := w.Each(tx, [16]byte(one)); err != nil {
			return false, err
		}
		now.last = one
	}
	now.done = len(all) < weighedAtOnce
	return !now.done, w.keep(tx, now)
}

// Again has everybody weighed anew: what is asked has changed, and not by the
// policy.
func (w Weighing) Again(tx *db.Tx) error {
	now, err := w.walk(tx)
	if err != nil {
		return err
	}
	return w.keep(tx, walk{policy: now.policy})
}

// walk is how far it is under the rules that hold now.
func (w Weighing) walk(tx *db.Tx) (walk, error) {
	rules, err := rulebook.Current(tx)
	if err != nil {
		return walk{}, err
	}
	now, err := db.One(tx, func(row db.Row) (walk, error) {
		var k walk
		return k, row.Scan(&k.policy, &k.last, &k.done)
	}, `SELECT policy, last, done FROM weighings WHERE cause = $1`, w.Cause)
	if errors.Is(err, db.ErrNoRow) || err == nil && now.policy != rules.Number {
		return walk{policy: rules.Number}, nil
	}
	return now, err
}

func (w Weighing) keep(tx *db.Tx, now walk) error {
	return tx.Exec(`INSERT INTO weighings (cause, policy, last, done) VALUES ($1, $2, $3, $4)
		ON CONFLICT (cause) DO UPDATE SET policy = excluded.policy, last = excluded.last, done = excluded.done`,
		w.Cause, now.policy, now.last[:], now.done)
}
