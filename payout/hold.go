package payout

import (
	"errors"
	"strings"
	"time"

	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
)

// LegalHold stops a member's withdrawals for a named reason (MON-19).
type LegalHold struct {
	Member   id.Member // filled in when read
	Reason   string
	ReviewAt time.Time
}

// IsZero reports whether there is none.
func (h LegalHold) IsZero() bool { return h.Reason == "" }

// PlaceHold stops withdrawals until EndHold. Faults: hold_reason, hold_review
// when the review does not lie ahead.
func PlaceHold(tx *db.Tx, member, by id.Member, h LegalHold) error {
	if h.Reason = strings.TrimSpace(h.Reason); h.Reason == "" || len(h.Reason) > ReasonLengthMax {
		return fault.Invalid("hold_reason").At("reason")
	}
	if !h.ReviewAt.After(tx.Now()) {
		return fault.Invalid("hold_review").At("review")
	}
	err := tx.Exec(`INSERT INTO legal_holds (member, reason, review_at, placed_by, placed_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (member) DO UPDATE SET reason = excluded.reason, review_at = excluded.review_at,
			placed_by = excluded.placed_by, placed_at = excluded.placed_at`,
		member, h.Reason, h.ReviewAt, by, tx.Now())
	if err != nil {
		return err
	}
	return noteHold(tx, member, by, "legal_hold_placed")
}

// EndHold lets withdrawals go on.
func EndHold(tx *db.Tx, member, by id.Member) error {
	if err := tx.Exec(`DELETE FROM legal_holds WHERE member = $1`, member); err != nil {
		return err
	}
	return noteHold(tx, member, by, "legal_hold_ended")
}

func noteHold(tx *db.Tx, member, by id.Member, kind string) error {
	return event.Note(tx, event.Entry{Subject: event.Of("member", member), Kind: kind, Actor: by})
}

// LegalHoldOf reads the hold on a member's money; zero when there is none.
func LegalHoldOf(tx *db.Tx, member id.Member) (LegalHold, error) {
	h, err := db.One(tx, scanHold, `SELECT member, reason, review_at FROM legal_holds WHERE member = $1`, member)
	if errors.Is(err, db.ErrNoRow) {
		return LegalHold{}, nil
	}
	return h, err
}

// Holds lists the holds in force, those to look at first in front.
func Holds(tx *db.Tx, limit int) ([]LegalHold, error) {
	return db.All(tx, scanHold, `SELECT member, reason, review_at FROM legal_holds ORDER BY review_at LIMIT $1`, limit)
}

func scanHold(row db.Row) (LegalHold, error) {
	var h LegalHold
	err := row.Scan(&h.Member, &h.Reason, &h.ReviewAt)
	return h, err
}
