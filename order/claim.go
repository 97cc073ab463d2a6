package order

import (
	"slices"
	"time"

	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/payment"
)

// runningPots are the buyer's unfinished orders whose money is in escrow.
func runningPots(tx *db.Tx, buyer id.Member) ([]id.Order, error) {
	return db.All(tx, func(row db.Row) (order id.Order, err error) {
		err = row.Scan(&order)
		return order, err
	}, `SELECT id FROM orders WHERE buyer = $1 AND custody = 'escrow'
		AND state IN ('placed', 'in_work', 'late', 'delivered', 'disputed') ORDER BY id`, buyer)
}

// holdPots keeps the money of the buyer's running orders where it is until
// finance staff have decided about a claim, or their time is over (MON-20);
// both sides of each order are told.
func holdPots(tx *db.Tx, claim payment.Claim) error {
	running, err := runningPots(tx, claim.Member)
	if err != nil {
		return err
	}
	for _, one := range running {
		if err := ledger.HoldPot(tx, one, claim.DecideBy); err != nil {
			return err
		}
		if err := noteMoney(tx, one, "money_held"); err != nil {
			return err
		}
	}
	return nil
}

// freePots lets the buyer's orders go on once nothing is claimed any more.
func freePots(tx *db.Tx, buyer id.Member) error {
	claims, err := payment.ClaimsOn(tx, buyer)
	if err != nil || len(claims) > 0 {
		return err
	}
	running, err := runningPots(tx, buyer)
	if err != nil {
		return err
	}
	for _, one := range running {
		held, err := ledger.PotHeld(tx, one)
		if err != nil {
			return err
		}
		if held.IsZero() {
			continue
		}
		if err := freePot(tx, one); err != nil {
			return err
		}
	}
	return nil
}

// freePot ends the hold on an order's money; what fell due meanwhile takes
// effect now.
func freePot(tx *db.Tx, order id.Order) error {
	if err := ledger.HoldPot(tx, order, time.Time{}); err != nil {
		return err
	}
	if err := noteMoney(tx, order, "money_freed"); err != nil {
		return err
	}
	life, err := open(tx, order)
	if err != nil {
		return err
	}
	if err := life.catchUp(tx, Command{Order: order, At: tx.Now()}); err != nil || len(life.steps) == 0 {
		return err
	}
	return life.save(tx)
}

func noteMoney(tx *db.Tx, order id.Order, kind string) error {
	return event.Note(tx, event.Entry{Subject: event.Of("order", order), Kind: kind, Rule: "MON-20"})
}

// PayClaim settles a claim whole from its member's balance, by the member or by
// finance staff. Faults: not_found, claim_closed, insufficient_funds{short}.
func PayClaim(tx *db.Tx, top id.TopUp, by id.Member) (payment.Claim, error) {
	c, err := payment.GetClaim(tx, top)
	if err != nil {
		return payment.Claim{}, err
	}
	if c, err = payment.PayClaim(tx, c, c.Unpaid, by, ""); err != nil {
		return payment.Claim{}, err
	}
	return c, freePots(tx, c.Member)
}

// ForgiveClaim lets the marketplace bear a claim. Faults: not_found,
// claim_closed, claim_reason at "reason".
func ForgiveClaim(tx *db.Tx, top id.TopUp, by id.Member, reason string) (payment.Claim, error) {
	c, err := payment.GetClaim(tx, top)
	if err != nil {
		return payment.Claim{}, err
	}
	if c, err = payment.ForgiveClaim(tx, c, by, reason); err != nil {
		return payment.Claim{}, err
	}
	return c, freePots(tx, c.Member)
}

// CancelForClaim cancels the member's running orders, whose money comes back to
// the balance, and settles of the claim what that is enough for. What is left
// stays claimed. Faults: not_found, claim_closed, claim_reason at "reason",
// those of Act.
func CancelForClaim(tx *db.Tx, top id.TopUp, by id.Member, reason string) (payment.Claim, error) {
	c, err := payment.GetClaim(tx, top)
	switch {
	case err != nil:
		return payment.Claim{}, err
	case !c.ClosedAt.IsZero():
		return payment.Claim{}, fault.Conflict("claim_closed")
	case reason == "":
		return payment.Claim{}, fault.Invalid("claim_reason").At("reason")
	}
	running, err := runningPots(tx, c.Member)
	if err != nil {
		return payment.Claim{}, err
	}
	for _, one := range running {
		if err := cancelHeld(tx, Command{Order: one, Actor: by, Side: Staff, Verb: StaffCancel, Text: reason, At: tx.Now()}); err != nil {
			return payment.Claim{}, err
		}
	}
	has, err := ledger.Balance(tx, c.Member)
	if part := min(has.Main, c.Unpaid); err == nil && part > 0 {
		c, err = payment.PayClaim(tx, c, part, by, reason)
	}
	return c, err
}

// cancelHeld cancels an order whose money is held. Its deadlines stood still, so
// none of them goes first.
func cancelHeld(tx *db.Tx, c Command) error {
	life, err := open(tx, c.Order)
	if err != nil {
		return err
	}
	if err := life.admits(tx, c); err != nil {
		return err
	}
	if err := life.speaks(&c); err != nil {
		return err
	}
	if _, err := life.step(c); err != nil {
		return err
	}
	if err := ledger.HoldPot(tx, c.Order, time.Time{}); err != nil {
		return err
	}
	return life.save(tx)
}

// waits tells whether a deadline's step has to wait: it would move money that
// is held.
func (l *life) waits(tx *db.Tx, s step) (bool, error) {
	moves := func(p Posting) bool { return p.Kind == ReleasePosting || p.Kind == RefundPosting }
	if !l.o.escrow() || !slices.ContainsFunc(s.out.Postings, moves) {
		return false, nil
	}
	held, err := ledger.PotHeld(tx, l.o.ID)
	return !held.IsZero(), err
}
