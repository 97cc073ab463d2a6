package ledger

import (
	"errors"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
)

// ClaimMoney is what a member owes for a top-up that was charged back, or a
// part of it (MON-20).
type ClaimMoney struct {
	Member id.Member
	TopUp  id.TopUp
	Amount money.Amount
	Key    string
}

// PayClaim takes it from the member's main balance, whatever lot it is in.
// Faults: insufficient_funds{short}, key_reused.
func PayClaim(tx *db.Tx, m ClaimMoney) error {
	digest := asked(KindClaimPaid, m.Member, m.TopUp, m.Amount)
	c, err := charge(tx, chargeMain, m.Member, m.Amount, m.Key)
	if err != nil {
		return err
	}
	if !c.known.IsZero() {
		return sameAsked(c.digest, digest)
	}
	taken, err := c.slices(m.Amount, mainLot)
	if err != nil {
		return err
	}
	return post(tx, posting{
		kind: KindClaimPaid, subject: "top_up", reference: Holder(m.TopUp), key: m.Key, digest: digest, charged: m.Member,
		entries: append(drain(taken, walletSide(m.Member)), Entry{Account: Claim, Holder: Holder(m.Member), Amount: m.Amount}),
	})
}

// ForgiveClaim lets the marketplace bear it. Faults: key_reused.
func ForgiveClaim(tx *db.Tx, m ClaimMoney) error {
	return add(tx, posting{
		kind: KindClaimForgiven, subject: "top_up", reference: Holder(m.TopUp), key: m.Key,
		digest: asked(KindClaimForgiven, m.Member, m.TopUp, m.Amount),
		entries: []Entry{
			{Account: Claim, Holder: Holder(m.Member), Amount: m.Amount},
			{Account: Losses, Amount: -m.Amount},
		},
	})
}

// moveClaims keeps what a member owes beside the balances, so that whoever
// spends is asked for it without another question.
func moveClaims(tx *db.Tx, entries []Entry) error {
	for _, e := range entries {
		if e.Account != Claim {
			continue
		}
		err := tx.ExecOne(broken("member %s has no wallet to owe %d beside", e.Holder, -e.Amount),
			`UPDATE wallets SET owed = owed - $1 WHERE member = $2`, e.Amount, e.Holder)
		if err != nil {
			return err
		}
	}
	return nil
}

// owing refuses to spend while the member owes something (MON-20).
func (c charged) owing() error {
	if c.owed > 0 {
		return fault.Conflict("claim_open", "owed", c.owed)
	}
	return nil
}

// HoldPot keeps everything in an order's pot where it is until the moment; a
// moment that is not ahead frees it.
func HoldPot(tx *db.Tx, order id.Order, until time.Time) error {
	return tx.Exec(`UPDATE escrows SET held_until = $1 WHERE order_id = $2`, until, order)
}

// PotHeld is until when an order's pot is held; zero when it is not.
func PotHeld(tx *db.Tx, order id.Order) (time.Time, error) {
	until, err := db.One(tx, func(row db.Row) (until time.Time, err error) {
		err = row.Scan(&until)
		return until, err
	}, `SELECT held_until FROM escrows WHERE order_id = $1`, order)
	if errors.Is(err, db.ErrNoRow) || !until.After(tx.Now()) {
		return time.Time{}, nil
	}
	return until, err
}

// FreeCards lets the card money that a member has be withdrawn at once, by a
// decision of staff (MON-7). The answer is how much that is.
func FreeCards(tx *db.Tx, member id.Member) (money.Amount, error) {
	parts, err := db.All(tx, func(row db.Row) (part money.Amount, err error) {
		err = row.Scan(&part)
		return part, err
	}, `UPDATE lots SET free_at = $1 WHERE member = $2 AND card <> '' AND free_at > $1 AND amount > 0 RETURNING amount`, tx.Now(), member)
	var freed money.Amount
	for _, part := range parts {
		freed = freed.Plus(part)
	}
	return freed, err
}
