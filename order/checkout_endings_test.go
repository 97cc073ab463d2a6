package order_test

import (
	"testing"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/money"
	"guildhall/order"
	"guildhall/rulebook"
)

// TestWhenNotAllCanBePlacedNoneIsAndTheMoneyStays takes each ending of a
// checkout whose money arrives, but whose terms no longer hold (ORD-57).
func TestWhenNotAllCanBePlacedNoneIsAndTheMoneyStays(t *testing.T) {
	for _, c := range []struct {
		name, cause string
		left        money.Amount
		meanwhile   func(b *till)
	}{
		{"the service was paused", "service_not_on_sale", bothCost, func(b *till) { b.pause() }},
		{"the price was raised", "service_changed", bothCost, func(b *till) { b.dearer() }},
		{"the seller was suspended", "seller_not_available", bothCost, func(b *till) { b.suspend(b.Seller) }},
		{"the money was spent meanwhile", "insufficient_funds", bothCost - 1, func(b *till) { b.spend(1) }},
		{"the fee was raised", "price_changed", bothCost, func(b *till) { b.fee() }},
	} {
		t.Run(c.name, func(t *testing.T) {
			eachTill(t, func(t *testing.T, b *till) {
				c.meanwhile(b)
				b.arrives()
				b.stands(order.CheckoutFailed, c.cause, 0, c.left)
				b.told("checkout_failed")
			})
		})
	}
}

func (b *till) pause() {
	b.t.Helper()
	b.Write(func(tx *db.Tx) error {
		_, err := catalogue.Act(tx, catalogue.Command{Service: b.service.ID, Actor: b.Seller.ID, Verb: catalogue.Pause})
		return err
	})
}

// dearer brings a new version live, a dollar dearer.
func (b *till) dearer() {
	b.t.Helper()
	offer := b.Offer()
	offer.Packages[0].Price += 1_00
	b.Write(func(tx *db.Tx) error {
		s, err := catalogue.SaveDraft(tx, b.Seller.ID, b.service.ID, offer, 0)
		if err != nil {
			return err
		}
		s, err = catalogue.Act(tx, catalogue.Command{Service: s.ID, Actor: b.Seller.ID, Verb: catalogue.Submit})
		if err != nil || s.Pending.IsZero() {
			return err
		}
		_, err = catalogue.Act(tx, catalogue.Command{Service: s.ID, Version: s.Pending, Actor: b.Arbiter.ID, Verb: catalogue.Approve})
		return err
	})
}

// fee makes buyers pay 5% on top.
func (b *till) fee() {
	b.t.Helper()
	b.Write(func(tx *db.Tx) error {
		rules, err := rulebook.Current(tx)
		if err != nil {
			return err
		}
		rules.Policy.BuyerFee = 500
		_, err = rulebook.Publish(tx, rules.Policy, b.Admin.ID, "a fee", tx.Now())
		return err
	})
}

func (b *till) suspend(who account.Member) {
	b.t.Helper()
	b.Write(func(tx *db.Tx) error {
		until := tx.Now().Add(7 * 24 * time.Hour)
		return account.SetStanding(tx, who.ID, account.Suspended, until, "TRU-11", b.Admin.ID)
	})
}
