package payout

import (
	"errors"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

func insert(tx *db.Tx, w Withdrawal) error {
	return tx.Exec(`INSERT INTO withdrawals (id, member, amount, fee, card, owner_name, number, state, requested_at, due_at, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		w.ID, w.Member, w.Amount, w.Fee, w.Card, w.Owner, w.Number, w.State, w.RequestedAt, w.DueAt, w.ChangedAt)
}

// update stores a new state; of two changes at once the later one starts again
// and finds the state moved.
func update(tx *db.Tx, w Withdrawal, was State) error {
	return tx.ExecOne(db.ErrAgain,
		`UPDATE withdrawals SET state = $1, changed_at = $2, reason = $3 WHERE id = $4 AND state = $5`,
		w.State, w.ChangedAt, w.Reason, w.ID, was)
}

const columns = `id, member, amount, fee, card, owner_name, number, state, requested_at, due_at, changed_at, reason`

func scan(row db.Row) (Withdrawal, error) {
	var w Withdrawal
	err := row.Scan(&w.ID, &w.Member, &w.Amount, &w.Fee, &w.Card, &w.Owner, &w.Number, &w.State,
		&w.RequestedAt, &w.DueAt, &w.ChangedAt, &w.Reason)
	return w, err
}

// Get reads one withdrawal. Faults: not_found.
func Get(tx *db.Tx, withdrawal id.Withdrawal) (Withdrawal, error) {
	w, err := db.One(tx, scan, `SELECT `+columns+` FROM withdrawals WHERE id = $1`, withdrawal)
	if errors.Is(err, db.ErrNoRow) {
		return Withdrawal{}, fault.Missing()
	}
	return w, err
}

// Of lists a member's withdrawals, the newest first.
func Of(tx *db.Tx, member id.Member, limit int) ([]Withdrawal, error) {
	return db.All(tx, scan, `SELECT `+columns+` FROM withdrawals WHERE member = $1 ORDER BY id DESC LIMIT $2`, member, limit)
}

// Batch lists the withdrawals in work, those due first in front (MON-10).
func Batch(tx *db.Tx, limit int) ([]Withdrawal, error) {
	return db.All(tx, scan, `SELECT `+columns+` FROM withdrawals
		WHERE state IN ('requested', 'approved', 'sent') ORDER BY due_at, id LIMIT $1`, limit)
}

// DetailsOf reads where a member's money goes; zero when they gave nothing.
func DetailsOf(tx *db.Tx, member id.Member) (Details, error) {
	d, err := db.One(tx, func(row db.Row) (Details, error) {
		var d Details
		err := row.Scan(&d.Owner, &d.Number, &d.ChangedAt, &d.LockedUntil, &d.Withdrawn)
		return d, err
	}, `SELECT owner_name, number, changed_at, locked_until, withdrawn FROM payout_details WHERE member = $1`, member)
	if errors.Is(err, db.ErrNoRow) {
		return Details{}, nil
	}
	return d, err
}
