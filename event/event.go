// Package event is the diary: what happened, to what, by whom, under which
// rule. Entries are written in the transaction of what they tell and are never
// changed. They hold no free text, names or addresses, so that "cannot be
// altered" and "can be erased" (LAW) do not exclude each other.
//
// What must travel up the floors travels as an entry: readers above remember
// how far they have come (Position, Advance).
package event

import (
	"errors"
	"fmt"
	"time"

	"guildhall/db"
	"guildhall/id"
)

// Subject is what an entry is about.
type Subject struct {
	Kind string // "order", "service", "member", …
	ID   [16]byte
}

// Of names a subject.
func Of(kind string, id [16]byte) Subject { return Subject{Kind: kind, ID: id} }

// String is for logs and for the hashed form.
func (s Subject) String() string { return s.Kind + ":" + id.Event(s.ID).String() }

// Entry is one line of the diary. ID, N, Prev and Hash are filled in when it
// is written, At too when it is zero; Seq is given once it is committed.
type Entry struct {
	ID      id.Event
	Seq     int64 // place among all entries; 0 = not numbered yet
	Subject Subject
	N       int64 // place in the subject's chain, from 1; 0 = not chained
	Kind    string
	Rule    string    // row of the lifecycle table
	Actor   id.Member // zero = the house itself
	Agent   string    // the software that acted for the actor
	At      time.Time
	Policy  int64 // number of the policy version it was decided under
	Data    map[string]any
	Prev    [32]byte
	Hash    [32]byte
}

// Head is the end of a subject's chain. The subject keeps it in its own row,
// so that its guard also guards the chain. The zero Head is an empty chain.
type Head struct {
	N    int64
	Hash [32]byte
}

// ErrMoved says that another reader of the same name advanced first.
var ErrMoved = errors.New("event: the reader's position has moved")

// Append writes the next entry of a chained subject and answers the new head.
func Append(tx *db.Tx, head Head, e Entry) (Head, error) {
	e, head, err := Next(tx, head, e)
	if err != nil {
		return Head{}, err
	}
	return head, Keep(tx, e)
}

// Next makes the next entry of a chained subject and the head after it, and
// writes nothing: a subject whose row is guarded writes that first, so that of
// two at once the later one starts again instead of breaking the chain's index.
func Next(tx *db.Tx, head Head, e Entry) (Entry, Head, error) {
	e.N, e.Prev = head.N+1, head.Hash
	e, err := made(tx, e)
	return e, Head{N: e.N, Hash: e.Hash}, err
}

// Keep writes an entry that Next made.
func Keep(tx *db.Tx, e Entry) error {
	data, err := canonical(e.Data)
	if err != nil {
		return fmt.Errorf("event: %s %s: %w", e.Subject, e.Kind, err)
	}
	tx.Wake()
	return insert(tx, e, data)
}

// Note writes an entry of a subject that keeps no chain.
func Note(tx *db.Tx, e Entry) error {
	e.N, e.Prev = 0, [32]byte{}
	e, err := made(tx, e)
	if err != nil {
		return err
	}
	return Keep(tx, e)
}

func made(tx *db.Tx, e Entry) (Entry, error) {
	if e.At.IsZero() {
		e.At = tx.Now()
	}
	e.At = e.At.Truncate(time.Microsecond).UTC()
	e.ID = id.New[id.EventKind](tx.Now())
	data, err := canonical(e.Data)
	if err != nil {
		return Entry{}, fmt.Errorf("event: %s %s: %w", e.Subject, e.Kind, err)
	}
	e.Hash = hash(e, data)
	return e, nil
}
