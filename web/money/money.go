// Package money holds the pages about money: balance, top-ups, the sandbox
// provider's page, checkouts that wait for a top-up, withdrawals, the
// statement, and the desk of finance staff.
package money

import (
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/ledger"
	"guildhall/order"
	"guildhall/payment"
	"guildhall/payout"
	"guildhall/policy"
	"guildhall/web/parts"
)

// How many lines the balance page shows of each list.
const (
	recentShown = 8
	listShown   = 5
)

// balance is what the balance page shows.
type balance struct {
	v           *desk.Visit
	Has         ledger.Balances
	Recent      []ledger.Movement
	TopUps      []payment.TopUp
	Withdrawals []payout.Withdrawal
	Checkouts   []order.Checkout
}

// Show is the member's balance: what there is, what of it can be withdrawn and
// why the rest cannot, what is under way.
func Show(v *desk.Visit) error {
	if noCustody(v) {
		return v.Render(directPage(v))
	}
	b := &balance{v: v}
	if err := v.Read(b.read); err != nil {
		return err
	}
	return v.Render(balancePage(b))
}

func (b *balance) read(tx *db.Tx) error {
	member := b.v.Member.ID
	var err error
	if b.Has, err = ledger.Balance(tx, member); err != nil {
		return err
	}
	if b.Recent, err = ledger.Statement(tx, member, ledger.StatementFilter{Limit: recentShown}); err != nil {
		return err
	}
	if b.TopUps, err = payment.Of(tx, member, listShown); err != nil {
		return err
	}
	if b.Withdrawals, err = payout.Of(tx, member, listShown); err != nil {
		return err
	}
	b.Checkouts, err = order.Checkouts(tx, member, listShown)
	return err
}

// noCustody tells whether buyer and seller pay each other (ORD-5): then there
// is no balance.
func noCustody(v *desk.Visit) bool { return v.Rules.Policy.Custody == policy.CustodyNone }

// custody refuses the pages of a balance where there is none.
func custody(v *desk.Visit) error {
	if noCustody(v) {
		return fault.Missing()
	}
	return nil
}

// parts of the balance that pages list beside their sum.
func (b *balance) facts() []parts.Fact {
	s := b.v.Say
	facts := []parts.Fact{{Name: s.T("money.withdrawable"), Value: s.Money(b.Has.Withdrawable)}}
	if b.Has.CardHeld > 0 {
		facts = append(facts, parts.Fact{Name: s.T("money.card_held"), Value: s.Money(b.Has.CardHeld)})
	}
	if b.Has.Clearing > 0 {
		facts = append(facts, parts.Fact{Name: s.T("money.clearing"), Value: s.Money(b.Has.Clearing)})
	}
	facts = append(facts, parts.Fact{Name: s.T("money.main"), Value: s.Money(b.Has.Main), Sum: true})
	if b.Has.Bonus > 0 {
		facts = append(facts, parts.Fact{Name: s.T("money.bonus"), Value: s.Money(b.Has.Bonus)})
	}
	return facts
}

// waiting are the checkouts that something can still be done about.
func (b *balance) waiting() []order.Checkout {
	var open []order.Checkout
	for _, c := range b.Checkouts {
		if c.State == order.CheckoutWaiting || c.State == order.CheckoutFailed {
			open = append(open, c)
		}
	}
	return open
}
