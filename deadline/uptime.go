package deadline

import (
	"errors"
	"time"

	"guildhall/db"
)

// OutageMin is the shortest silence that counts as an outage. A restart or a
// move of the sweeper to another node takes less.
const OutageMin = time.Minute

// Outage is a stretch in which nobody could reach the house.
type Outage struct{ From, Until time.Time }

// Length is how long it lasted.
func (o Outage) Length() time.Duration { return o.Until.Sub(o.From) }

// Beat notes that the house is at work now. If it was silent for OutageMin or
// longer, it answers that outage: this heartbeat is the one that found it.
func Beat(tx *db.Tx) (found Outage, was bool, err error) {
	now := tx.Now()
	last, err := lastUptime(tx)
	if errors.Is(err, db.ErrNoRow) {
		return Outage{}, false, begin(tx, now)
	}
	if err != nil {
		return Outage{}, false, err
	}
	gap := Outage{From: last.seen, Until: now}
	if gap.Length() >= OutageMin {
		if err := end(tx, last.began); err != nil {
			return Outage{}, false, err
		}
		return gap, true, begin(tx, now)
	}
	return Outage{}, false, extend(tx, last.began, now)
}

// Skip says that the clock itself was moved, to the moment to, and that the
// time between was no outage. Called in the transaction that moves it.
func Skip(tx *db.Tx, to time.Time) error {
	last, err := lastUptime(tx)
	if errors.Is(err, db.ErrNoRow) {
		return begin(tx, to)
	}
	if err != nil {
		return err
	}
	return extend(tx, last.began, to)
}

// Awake reports whether the last heartbeat is fresh: no outage waits to be
// found, so no clock may still have to be moved.
func Awake(tx *db.Tx) (bool, error) {
	last, err := lastUptime(tx)
	if errors.Is(err, db.ErrNoRow) {
		return false, nil
	}
	return tx.Now().Sub(last.seen) < OutageMin, err
}

// Moved is where a clock goes that ran out in the outage or within reach of
// its end: its length later, and at least an hour after the house was back
// (ORD-15).
func (o Outage) Moved(at time.Time) time.Time {
	moved := at.Add(o.Length())
	if earliest := o.Until.Add(OutageReach); moved.Before(earliest) {
		return earliest
	}
	return moved
}

// OutageReach is how much working site there must be before a deadline.
const OutageReach = time.Hour

// Outages lists the outages that ended after since, the oldest first.
func Outages(tx *db.Tx, since time.Time) ([]Outage, error) {
	return db.All(tx, func(row db.Row) (Outage, error) {
		var o Outage
		err := row.Scan(&o.From, &o.Until)
		return o, err
	}, `
		SELECT before_it, began FROM (
			SELECT began, LAG(seen) OVER (ORDER BY began) AS before_it FROM uptimes
		) stretches WHERE before_it IS NOT NULL AND began > $1 ORDER BY began`, since)
}

type uptime struct{ began, seen time.Time }

func lastUptime(tx *db.Tx) (uptime, error) {
	return db.One(tx, func(row db.Row) (uptime, error) {
		var u uptime
		err := row.Scan(&u.began, &u.seen)
		return u, err
	}, `SELECT began, seen FROM uptimes ORDER BY began DESC LIMIT 1`)
}

func begin(tx *db.Tx, at time.Time) error {
	return tx.Exec(`INSERT INTO uptimes (began, seen) VALUES ($1, $1)`, at)
}

// end lets only one of several nodes that start together find the outage.
func end(tx *db.Tx, began time.Time) error {
	return tx.ExecOne(db.ErrAgain, `UPDATE uptimes SET ended = TRUE WHERE began = $1 AND ended = FALSE`, began)
}

// extend never moves a stretch's end back: another node may be ahead.
func extend(tx *db.Tx, began, seen time.Time) error {
	return tx.Exec(`UPDATE uptimes SET seen = $1 WHERE began = $2 AND seen < $1`, seen, began)
}
