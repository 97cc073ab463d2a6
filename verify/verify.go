// Package verify is the checker of what always holds (design/reliability.md).
// It only reads, and it trusts no column that can be computed from others. The
// numbers of its findings are the numbers of the invariants there.
package verify

import (
	"context"
	"errors"
	"fmt"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/order"
	"guildhall/payment"
	"guildhall/payout"
)

// Finding is one place where something does not hold.
type Finding = ledger.Finding

// ordersAtOnce bounds how many orders are in memory at a time.
const ordersAtOnce = 500

// check looks at everything at once, on one snapshot.
type check func(tx *db.Tx) ([]Finding, error)

// wholes are the checks that look at all of their tables.
var wholes = []check{ledger.Verify, payment.Verify, payout.Verify, diary, tables, figures, causes}

// Run checks the whole database. Each check has a snapshot of its own, so that
// a long check keeps no old one from being cleaned up.
func Run(ctx context.Context, store *db.Store) ([]Finding, error) {
	var findings []Finding
	for _, one := range wholes {
		err := store.Read(ctx, func(tx *db.Tx) error {
			found, err := one(tx)
			findings = append(findings, found...)
			return err
		})
		if err != nil {
			return findings, fmt.Errorf("verify: %w", err)
		}
	}
	found, err := orders(ctx, store)
	return append(findings, found...), err
}

// orders checks every order, a portion at a time.
func orders(ctx context.Context, store *db.Store) ([]Finding, error) {
	var findings []Finding
	var after id.Order
	for {
		n := 0
		err := store.Read(ctx, func(tx *db.Tx) error {
			portion, err := db.All(tx, func(row db.Row) (one id.Order, err error) {
				err = row.Scan(&one)
				return one, err
			}, `SELECT id FROM orders WHERE id > $1 ORDER BY id LIMIT $2`, after[:], ordersAtOnce)
			if err != nil {
				return err
			}
			for _, one := range portion {
				found, err := Order(tx, one)
				if err != nil {
					return err
				}
				findings = append(findings, found...)
				after = one
			}
			n = len(portion)
			return nil
		})
		if err != nil {
			return findings, fmt.Errorf("verify: orders: %w", err)
		}
		if n < ordersAtOnce {
			return findings, nil
		}
	}
}

// Order checks all that holds for one order: its money, its diary, its path.
// Simulations call it after each step.
func Order(tx *db.Tx, one id.Order) ([]Finding, error) {
	o, err := order.Get(tx, one)
	if errors.Is(err, fault.Missing()) {
		return nil, fmt.Errorf("verify: there is no order %s", one)
	}
	if err != nil {
		return nil, err
	}
	findings, err := purse(tx, o)
	if err != nil {
		return nil, err
	}
	told, err := history(tx, o)
	if err != nil {
		return nil, err
	}
	left, err := mark(tx, o)
	return append(append(findings, told...), left...), err
}
