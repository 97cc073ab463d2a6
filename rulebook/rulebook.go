// Package rulebook keeps the versions of the policy: complete, numbered, never
// changed. An order stores the number of its version and is judged by it for
// life (ORD-4, OPR-5).
package rulebook

import (
	"errors"
	"time"

	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/policy"
)

// Version is one published policy. Its slices are shared and must not be
// changed.
type Version struct {
	Number    int64 // from 1, without gaps
	Policy    policy.Policy
	Hash      [32]byte  // SHA-256 of the canonical policy
	From      time.Time // holds from here until the next version does
	Published time.Time
	Author    id.Member // zero = the house itself, at its first start
	Reason    string
}

// reasonCharsMax bounds the reason for a version.
const reasonCharsMax = 2000

// house is the subject of entries about the marketplace as a whole.
var house = event.Subject{Kind: "marketplace"}

// Current is the version that holds at the transaction's moment.
func Current(tx *db.Tx) (Version, error) {
	return AskCurrent(tx)()
}

// AskCurrent is Current without waiting: the question travels with what is
// asked beside it (db.Ask).
func AskCurrent(tx *db.Tx) func() (Version, error) {
	return ask(tx, `WHERE holds_from <= $1 ORDER BY number DESC LIMIT 1`, tx.Now())
}

// At is the version of that number; fault.Missing where there is none.
func At(tx *db.Tx, number int64) (Version, error) {
	v, err := one(tx, `WHERE number = $1`, number)
	if errors.Is(err, db.ErrNoRow) {
		return Version{}, fault.Missing()
	}
	return v, err
}

// Versions lists all versions, the newest first, those to come included.
func Versions(tx *db.Tx) ([]Version, error) {
	rows, err := db.All(tx, scan, columns+`ORDER BY number DESC`)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		if err := complete(tx, &rows[i]); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// Start publishes the preset as the first version of a new marketplace and
// answers what holds; where a version exists it changes nothing. A preset
// whose subject is not built yet is refused: preset_later{name}.
func Start(tx *db.Tx, preset string) (Version, error) {
	if latest, err := latest(tx); err != nil || latest.Number > 0 {
		return latest, err
	}
	p, err := policy.Preset(preset)
	if err != nil {
		return Version{}, err
	}
	if p.RequestEnds == policy.RequestEndsWhenFilled {
		return Version{}, fault.Invalid("preset_later", "name", preset)
	}
	return publish(tx, Version{Number: 1, Policy: p, From: tx.Now()})
}

// Publish stores a further version that holds from the given moment; zero or
// past is at once. Faults: those of policy.Check, policy_unchanged,
// policy_reason, policy_from_early{earliest}, policy_moved_on where another
// version was published meanwhile.
func Publish(tx *db.Tx, p policy.Policy, author id.Member, reason string, from time.Time) (Version, error) {
	if err := p.Check(); err != nil {
		return Version{}, err
	}
	if n := len([]rune(reason)); n == 0 || n > reasonCharsMax {
		return Version{}, fault.Invalid("policy_reason", "max", reasonCharsMax).At("reason")
	}
	before, err := latest(tx)
	if err != nil {
		return Version{}, err
	}
	if from.Before(tx.Now()) {
		from = tx.Now()
	}
	if from.Before(before.From) {
		return Version{}, fault.Invalid("policy_from_early", "earliest", before.From).At("from")
	}
	if len(policy.Diff(before.Policy, p)) == 0 {
		return Version{}, fault.Invalid("policy_unchanged")
	}
	return publish(tx, Version{Number: before.Number + 1, Policy: p, From: from, Author: author, Reason: reason})
}

func publish(tx *db.Tx, v Version) (Version, error) {
	v.Published = tx.Now()
	if err := insert(tx, &v); err != nil {
		return Version{}, err
	}
	err := event.Note(tx, event.Entry{
		Subject: house, Kind: "policy_published", Rule: "OPR-5", Actor: v.Author, Policy: v.Number,
		Data: map[string]any{"number": v.Number, "from": v.From.UnixMicro()},
	})
	return v, err
}
