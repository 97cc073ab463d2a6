// Package deadline keeps every clock of every subject in one table, so that
// one sweeper, one index and one staff page serve them all. What a clock does
// when it runs out is decided by its subject's own door.
package deadline

import (
	"errors"
	"strings"
	"time"

	"guildhall/db"
	"guildhall/event"
)

// Clock is one deadline.
type Clock struct {
	Subject event.Subject
	Kind    string    // which of the subject's clocks; one of each at most
	At      time.Time // when it takes effect
	WarnAt  time.Time // when its reminder goes out; zero = none, or gone out
	Tries   int       // how often taking effect has failed
}

// ErrGone says that the clock was set anew or cleared meanwhile.
var ErrGone = errors.New("deadline: the clock is no longer set so")

// CauseBytesMax is how much of an error is kept for the staff page.
const CauseBytesMax = 500

// Set starts a clock, or sets it anew if it runs already.
func Set(tx *db.Tx, c Clock) error {
	return tx.Exec(`
		INSERT INTO deadlines (subject_kind, subject_id, kind, at, warn_at, run_at) VALUES ($1, $2, $3, $4, $5, $4)
		ON CONFLICT (subject_kind, subject_id, kind) DO UPDATE SET
			at = excluded.at, warn_at = excluded.warn_at, run_at = excluded.run_at, tries = 0, cause = ''`,
		c.Subject.Kind, c.Subject.ID, c.Kind, c.At, c.WarnAt)
}

// Clear stops a clock. One that does not run is stopped already.
func Clear(tx *db.Tx, s event.Subject, kind string) error {
	return tx.Exec(`DELETE FROM deadlines WHERE subject_kind = $1 AND subject_id = $2 AND kind = $3`,
		s.Kind, s.ID, kind)
}

// Claim holds the clock's row for this transaction, so that of two sweepers
// only one lets it take effect. It answers false when the clock was cleared or
// set anew since it was listed.
func Claim(tx *db.Tx, c Clock) (bool, error) {
	_, err := db.Value[int64](tx, `
		UPDATE deadlines SET tries = tries
		WHERE subject_kind = $1 AND subject_id = $2 AND kind = $3 AND at = $4 AND run_at <= $5
		RETURNING at`,
		c.Subject.Kind, c.Subject.ID, c.Kind, c.At, tx.Now())
	if errors.Is(err, db.ErrNoRow) {
		return false, nil
	}
	return err == nil, err
}

// Warned says that the reminder went out. It fails with ErrGone when the clock
// was changed meanwhile: then another reminder may be due.
func Warned(tx *db.Tx, c Clock) error {
	return tx.ExecOne(ErrGone, `
		UPDATE deadlines SET warn_at = NULL
		WHERE subject_kind = $1 AND subject_id = $2 AND kind = $3 AND at = $4 AND warn_at = $5`,
		c.Subject.Kind, c.Subject.ID, c.Kind, c.At, c.WarnAt)
}

// WarnLater puts the reminder off, since it could not go out.
func WarnLater(tx *db.Tx, c Clock, at time.Time) error {
	return tx.Exec(`
		UPDATE deadlines SET warn_at = $1
		WHERE subject_kind = $2 AND subject_id = $3 AND kind = $4 AND at = $5 AND warn_at = $6`,
		at, c.Subject.Kind, c.Subject.ID, c.Kind, c.At, c.WarnAt)
}

// Failed puts the next try off to retryAt and keeps the cause for staff. The
// moment of the deadline itself stays. A clock changed meanwhile is left alone.
func Failed(tx *db.Tx, c Clock, retryAt time.Time, cause string) error {
	cause = strings.ToValidUTF8(cause[:min(len(cause), CauseBytesMax)], "")
	return tx.Exec(`
		UPDATE deadlines SET run_at = $1, tries = tries + 1, cause = $2
		WHERE subject_kind = $3 AND subject_id = $4 AND kind = $5 AND at = $6`,
		retryAt, cause, c.Subject.Kind, c.Subject.ID, c.Kind, c.At)
}
