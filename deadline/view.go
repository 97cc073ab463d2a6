package deadline

import (
	"time"

	"guildhall/db"
	"guildhall/event"
)

const columns = `subject_kind, subject_id, kind, at, warn_at, tries`

// Due lists the clocks to be tried at this moment, the longest waiting first.
func Due(tx *db.Tx, at time.Time, limit int) ([]Clock, error) {
	return db.All(tx, scan, `
		SELECT `+columns+` FROM deadlines WHERE run_at <= $1 ORDER BY run_at LIMIT $2`, at, limit)
}

// Warnings lists the clocks whose reminder is due.
func Warnings(tx *db.Tx, at time.Time, limit int) ([]Clock, error) {
	return db.All(tx, scan, `
		SELECT `+columns+` FROM deadlines
		WHERE warn_at IS NOT NULL AND warn_at <= $1 ORDER BY warn_at LIMIT $2`, at, limit)
}

// Of lists the clocks of one subject, the earliest first.
func Of(tx *db.Tx, s event.Subject) ([]Clock, error) {
	return db.All(tx, scan, `
		SELECT `+columns+` FROM deadlines
		WHERE subject_kind = $1 AND subject_id = $2 ORDER BY at, kind`, s.Kind, s.ID)
}

// Stands reports whether the clock still runs and ends at the same moment.
func Stands(tx *db.Tx, c Clock) (bool, error) {
	return db.Value[bool](tx, `
		SELECT EXISTS (SELECT 1 FROM deadlines
			WHERE subject_kind = $1 AND subject_id = $2 AND kind = $3 AND at = $4)`,
		c.Subject.Kind, c.Subject.ID, c.Kind, c.At)
}

// Between lists the clocks that run out from the first moment on and before
// the last.
func Between(tx *db.Tx, from, until time.Time) ([]Clock, error) {
	return db.All(tx, scan, `
		SELECT `+columns+` FROM deadlines WHERE at >= $1 AND at < $2 ORDER BY at, subject_id, kind`, from, until)
}

// Stuck is a clock that failed, with the cause, for the staff page.
type Stuck struct {
	Clock
	RetryAt time.Time
	Cause   string
}

// Failing lists the clocks whose last try failed, the oldest deadline first.
func Failing(tx *db.Tx, limit int) ([]Stuck, error) {
	return db.All(tx, func(row db.Row) (Stuck, error) {
		var s Stuck
		err := row.Scan(&s.Subject.Kind, &s.Subject.ID, &s.Kind, &s.At, &s.WarnAt, &s.Tries, &s.RetryAt, &s.Cause)
		return s, err
	}, `SELECT `+columns+`, run_at, cause FROM deadlines WHERE tries > 0 ORDER BY at LIMIT $1`, limit)
}

func scan(row db.Row) (Clock, error) {
	var c Clock
	err := row.Scan(&c.Subject.Kind, &c.Subject.ID, &c.Kind, &c.At, &c.WarnAt, &c.Tries)
	return c, err
}
