package payout

import (
	"strings"
	"time"

	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
)

// CardRelease is a decision of staff to let card money be withdrawn before its
// time (MON-7).
type CardRelease struct {
	Member id.Member
	Amount money.Amount
	Reason string
	By     id.Member
	At     time.Time
}

// ReleaseCards lets all card money that a member has go back to its cards at
// once. Faults: release_reason at "reason", release_nothing at "login".
func ReleaseCards(tx *db.Tx, member, by id.Member, reason string) (CardRelease, error) {
	r := CardRelease{Member: member, By: by, Reason: strings.TrimSpace(reason), At: tx.Now()}
	if r.Reason == "" || len(r.Reason) > ReasonLengthMax {
		return CardRelease{}, fault.Invalid("release_reason").At("reason")
	}
	var err error
	if r.Amount, err = ledger.FreeCards(tx, member); err != nil {
		return CardRelease{}, err
	}
	if r.Amount == 0 {
		return CardRelease{}, fault.Conflict("release_nothing").At("login")
	}
	err = tx.Exec(`INSERT INTO card_releases (member, amount, reason, decided_by, at) VALUES ($1, $2, $3, $4, $5)`,
		r.Member, r.Amount, r.Reason, r.By, r.At)
	if err != nil {
		return CardRelease{}, err
	}
	return r, event.Note(tx, event.Entry{Subject: event.Of("member", member), Kind: "card_money_released", Actor: by})
}

// CardReleases lists the latest decisions.
func CardReleases(tx *db.Tx, limit int) ([]CardRelease, error) {
	return db.All(tx, func(row db.Row) (CardRelease, error) {
		var r CardRelease
		err := row.Scan(&r.Member, &r.Amount, &r.Reason, &r.By, &r.At)
		return r, err
	}, `SELECT member, amount, reason, decided_by, at FROM card_releases ORDER BY at DESC LIMIT $1`, limit)
}
