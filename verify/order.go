package verify

import (
	"fmt"
	"slices"

	"guildhall/db"
	"guildhall/event"
	"guildhall/money"
	"guildhall/order"
	"guildhall/policy"
)

// purse compares an order's own figures with the books: invariants 3, 4, 13
// and 15.
func purse(tx *db.Tx, o order.Order) ([]Finding, error) {
	var findings []Finding
	report := func(invariant int, format string, args ...any) {
		findings = append(findings, Finding{Invariant: invariant, Subject: "order " + o.Number, Detail: fmt.Sprintf(format, args...)})
	}
	pot, err := potOf(tx, o)
	if err != nil {
		return nil, err
	}
	if o.State.Ended() && pot.total() != 0 {
		report(3, "it has ended, and its escrow still holds %d", pot.total())
	}
	if pot.total() != pot.entries {
		report(4, "its escrow says %d, its entries sum to %d", pot.total(), pot.entries)
	}
	if o.Held != pot.price || o.FeeHeld != pot.fee {
		report(4, "it says %d and %d of fee are held; the escrow holds %d and %d", o.Held, o.FeeHeld, pot.price, pot.fee)
	}
	if o.Custody == policy.CustodyEscrow && o.Held.Plus(o.ToSeller).Plus(o.ToBuyer) != o.Price {
		report(4, "of its price of %d, %d are held, %d went to the seller and %d back", o.Price, o.Held, o.ToSeller, o.ToBuyer)
	}
	if o.Custody == policy.CustodyNone && pot.total() != 0 {
		report(4, "no money should be held for it, and %d are", pot.total())
	}
	if o.Buyer == o.Seller {
		report(15, "its buyer is its seller")
	}
	left, err := leftDuringCase(tx, o)
	if left > 0 {
		report(13, "%d transfers left its escrow while its case was open", left)
	}
	return findings, err
}

// pot is an order's escrow as its row has it, beside the sum of its entries.
type pot struct{ price, fee, entries money.Amount }

func (p pot) total() money.Amount { return p.price.Plus(p.fee) }

// potOf reads the tables themselves: the ledger's own door refuses to hand out
// a broken pot.
func potOf(tx *db.Tx, o order.Order) (pot, error) {
	return db.One(tx, func(row db.Row) (p pot, err error) {
		err = row.Scan(&p.price, &p.fee, &p.entries)
		return p, err
	}, `
		SELECT CAST(COALESCE((SELECT price FROM escrows WHERE order_id = $1), 0) AS BIGINT),
			CAST(COALESCE((SELECT fee FROM escrows WHERE order_id = $1), 0) AS BIGINT),
			CAST(COALESCE((SELECT SUM(amount) FROM entries
				WHERE holder = $1 AND account IN ('escrow_main', 'escrow_bonus')), 0) AS BIGINT)`, o.ID)
}

// leftDuringCase counts what moved out of the escrow since the case was opened.
func leftDuringCase(tx *db.Tx, o order.Order) (int64, error) {
	if o.State != order.Disputed {
		return 0, nil
	}
	return db.Value[int64](tx, `
		SELECT count(DISTINCT t.id) FROM entries e JOIN transfers t ON t.id = e.transfer
		WHERE e.holder = $1 AND e.account IN ('escrow_main', 'escrow_bonus') AND e.amount < 0 AND t.at >= $2`,
		o.ID, o.CaseOpenedAt)
}

// history checks that an order's diary is whole (2) and a path of the
// lifecycle table (6).
func history(tx *db.Tx, o order.Order) ([]Finding, error) {
	entries, err := event.History(tx, event.Of("order", o.ID))
	if err != nil {
		return nil, err
	}
	subject := "order " + o.Number
	if err := event.Verify(entries); err != nil {
		return []Finding{{Invariant: 2, Subject: subject, Detail: err.Error()}}, nil
	}
	entries = event.Chained(entries)
	var head event.Head
	if n := len(entries); n > 0 {
		head = event.Head{N: entries[n-1].N, Hash: entries[n-1].Hash}
	}
	if head != o.Diary {
		return []Finding{{Invariant: 2, Subject: subject,
			Detail: fmt.Sprintf("its diary ends at entry %d, its row says %d", head.N, o.Diary.N)}}, nil
	}
	if wrong := path(o, entries); wrong != "" {
		return []Finding{{Invariant: 6, Subject: subject, Detail: wrong}}, nil
	}
	return nil, nil
}

// path follows the diary along the table. Where a row leads to one of several
// states, all are followed; the order must be in one that is left at the end.
// It answers what is wrong, or nothing.
func path(o order.Order, entries []event.Entry) string {
	states := []order.State{order.Prepared}
	for i, e := range entries {
		row := order.RowByID(e.Kind)
		if row == nil {
			return fmt.Sprintf("entry %d tells of %q, which the table does not know", e.N, e.Kind)
		}
		if i > 0 && e.At.Before(entries[i-1].At) {
			return fmt.Sprintf("entry %d (%s) is older than the one before it", e.N, e.Kind)
		}
		if !mayStep(o, row, e) {
			return fmt.Sprintf("entry %d (%s) is a step its actor may not take", e.N, e.Kind)
		}
		if states = follow(states, row); len(states) == 0 {
			return fmt.Sprintf("entry %d (%s) cannot follow what happened before", e.N, e.Kind)
		}
	}
	if !slices.Contains(states, o.State) {
		return fmt.Sprintf("its diary leads to %v, its row says %s", states, o.State)
	}
	return ""
}

func follow(states []order.State, row *order.Row) []order.State {
	var next []order.State
	for _, state := range states {
		if !slices.Contains(row.From, state) {
			continue
		}
		if len(row.To) == 0 {
			next = append(next, state)
		}
		next = append(next, row.To...)
	}
	slices.Sort(next)
	return slices.Compact(next)
}

// mayStep compares the actor with whom the row is for. The house itself has no
// name in the diary; arbiters and staff are never a party.
func mayStep(o order.Order, row *order.Row, e event.Entry) bool {
	switch {
	case e.Actor.IsZero():
		return slices.Contains(row.Who, order.Clock) || slices.Contains(row.Who, order.Staff)
	case e.Actor == o.Buyer:
		return slices.Contains(row.Who, order.Buyer)
	case e.Actor == o.Seller:
		return slices.Contains(row.Who, order.Seller)
	}
	return slices.Contains(row.Who, order.Arbiter) || slices.Contains(row.Who, order.Staff)
}
