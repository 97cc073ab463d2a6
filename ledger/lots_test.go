package ledger_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guildhall/db"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
)

const cardHold = 30 * 24 * time.Hour

// withdraw holds amount for a new withdrawal.
func (b books) withdraw(amount money.Amount, card string) id.Withdrawal {
	b.t.Helper()
	w := id.New[id.WithdrawalKind](b.clock.Now())
	b.do(func(tx *db.Tx) error { return ledger.WithdrawHold(tx, b.withdrawing(w, amount, card)) })
	return w
}

func (b books) withdrawing(w id.Withdrawal, amount money.Amount, card string) ledger.Withdrawing {
	return ledger.Withdrawing{Withdrawal: w, Member: b.buyer, Amount: amount, Card: card, Key: "withdraw " + w.String()}
}

func TestARefundReturnsCardMoneyWithItsOldDate(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.topUp(b.buyer, 500, "visa")
		b.clock.Advance(20 * 24 * time.Hour)
		b.topUp(b.buyer, 700, "visa")
		order := b.ordered(800, 0)
		b.do(func(tx *db.Tx) error { _, err := ledger.Refund(tx, order, 800, "cancel"); return err })
		b.clock.Advance(10 * 24 * time.Hour)
		// The older lot is free 30 days after it came in, although it was spent
		// and came back since; the younger one is not.
		want := ledger.Balances{Main: 1200, Withdrawable: 500, CardHeld: 700, Cards: []ledger.CardMoney{{Card: "visa", Amount: 500}}}
		if diff := cmp.Diff(want, b.balance(b.buyer)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestCardMoneyLeavesAfterItsHoldAndOnlyToItsCard(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.topUp(b.buyer, 500, "visa")
		b.topUp(b.buyer, 300, "")
		try := func(amount money.Amount, card string) func(tx *db.Tx) error {
			w := id.New[id.WithdrawalKind](b.clock.Now())
			return func(tx *db.Tx) error { return ledger.WithdrawHold(tx, b.withdrawing(w, amount, card)) }
		}
		b.clock.Advance(cardHold - time.Microsecond)
		b.refused("insufficient_funds", try(1, "visa"))
		b.clock.Advance(time.Microsecond)
		b.refused("insufficient_funds", try(501, "visa"))
		b.refused("insufficient_funds", try(1, "another card"))
		b.refused("insufficient_funds", try(301, ""))
		b.do(try(500, "visa"))
		b.do(try(300, ""))
		b.has(b.buyer, 0, 0)
	})
}

func TestStaffCanLetCardMoneyGoEarly(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.topUp(b.buyer, 500, "visa")
		w := b.withdrawing(id.New[id.WithdrawalKind](b.clock.Now()), 500, "visa")
		b.do(func(tx *db.Tx) error {
			freed, err := ledger.FreeCards(tx, b.buyer)
			if freed != 500 {
				t.Errorf("%d were freed", freed)
			}
			return err
		})
		b.do(func(tx *db.Tx) error { return ledger.WithdrawHold(tx, w) })
		b.has(b.buyer, 0, 0)
	})
}

func TestEarningsAreSpentAtOnceButClearBeforeTheyLeave(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.topUp(b.buyer, 1000, "")
		order := b.ordered(1000, 0)
		b.do(func(tx *db.Tx) error {
			_, err := ledger.Release(tx, order, b.seller, 1000, 0, 72*time.Hour, "accept")
			return err
		})
		b.do(func(tx *db.Tx) error { return ledger.Tip(tx, order, b.seller, b.buyer, 100, 0, "spend") })
		if got := b.balance(b.seller); got.Clearing != 900 || got.Withdrawable != 0 {
			t.Errorf("before clearing: %+v", got)
		}
		b.clock.Advance(72 * time.Hour)
		if got := b.balance(b.seller); got.Clearing != 0 || got.Withdrawable != 900 {
			t.Errorf("after clearing: %+v", got)
		}
	})
}

func TestATipDoesNotClearAnOrdersEarnings(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.topUp(b.buyer, 1100, "")
		order := b.ordered(1000, 0)
		b.do(func(tx *db.Tx) error {
			_, err := ledger.Release(tx, order, b.seller, 1000, 0, 72*time.Hour, "accept")
			return err
		})
		b.do(func(tx *db.Tx) error { return ledger.Tip(tx, order, b.buyer, b.seller, 100, 0, "tip") })
		if got := b.balance(b.seller); got.Clearing != 1100 {
			t.Errorf("%+v: the tip freed the earnings", got)
		}
	})
}

func TestAWithdrawalLeavesOrComesBackWhole(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.topUp(b.buyer, 1000, "visa")
		b.clock.Advance(cardHold)
		back := func(w id.Withdrawal) {
			b.do(func(tx *db.Tx) error { return ledger.WithdrawBack(tx, w, b.buyer, "back "+w.String()) })
		}
		cancelled := b.withdraw(600, "visa")
		b.has(b.buyer, 400, 0)
		back(cancelled)
		back(cancelled)
		b.has(b.buyer, 1000, 0)

		paid := b.withdraw(600, "visa")
		for range 2 {
			b.do(func(tx *db.Tx) error { return ledger.WithdrawPaid(tx, paid, 27, "bank", "paid") })
		}
		back(paid) // nothing is held any more
		b.has(b.buyer, 400, 0)
		b.stands(ledger.WithdrawalFee, 27)
		b.stands(ledger.ProviderAccount("bank"), 573)
		b.refused("withdrawal_not_held", func(tx *db.Tx) error {
			return ledger.WithdrawPaid(tx, paid, 27, "bank", "paid by another key")
		})
		if got := b.balance(b.buyer); got.Cards[0].Amount != 400 {
			t.Errorf("what is left is not the card's any more: %+v", got)
		}
	})
}

func TestAChargebackTakesWhatIsLeftAndClaimsTheRest(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		top := b.topUp(b.buyer, 1000, "visa")
		b.topUp(b.buyer, 50, "")
		order := b.ordered(700, 0)
		for range 2 {
			b.do(func(tx *db.Tx) error {
				owed, err := ledger.Revoke(tx, ledger.Revocation{
					Member: b.buyer, TopUp: top, Amount: 1000, Provider: "sandbox", Key: "chargeback",
				})
				if owed != 700 {
					t.Errorf("owed %d, want the 700 that are in escrow", owed)
				}
				return err
			})
		}
		if got := b.balance(b.buyer); got.Main != 50 || got.Owed != 700 {
			t.Errorf("%+v, want 50 of other money and 700 owed", got)
		}
		b.stands(ledger.ProviderAccount("sandbox"), -50)
		b.do(func(tx *db.Tx) error { _, err := ledger.Refund(tx, order, 700, "cancel"); return err })
		b.has(b.buyer, 750, 0)
	})
}

func TestTheStatementRunsAlong(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.gift(b.buyer, 30)
		b.clock.Advance(time.Minute)
		// The top-up and the order it pays for are one moment: in before out.
		order := id.New[id.OrderKind](b.clock.Now())
		b.do(func(tx *db.Tx) error {
			top := id.New[id.TopUpKind](tx.Now())
			if err := ledger.TopUp(tx, ledger.TopUpMoney{Member: b.buyer, TopUp: top, Amount: 100, Provider: "sandbox", Key: "t"}); err != nil {
				return err
			}
			_, err := ledger.Hold(tx, order, b.buyer, 90, 0, "h")
			return err
		})
		b.clock.Advance(time.Minute)
		b.do(func(tx *db.Tx) error { _, err := ledger.Refund(tx, order, 90, "r"); return err })

		type line struct {
			Kind                               ledger.Kind
			Main, Bonus, MainAfter, BonusAfter money.Amount
		}
		want := []line{
			{ledger.KindRefund, 60, 30, 100, 30},
			{ledger.KindHold, -60, -30, 40, 0},
			{ledger.KindTopUp, 100, 0, 100, 30},
			{ledger.KindGift, 0, 30, 0, 30},
		}
		read := func(f ledger.StatementFilter) (lines []line, last id.Transfer) {
			b.read(func(tx *db.Tx) error {
				moves, err := ledger.Statement(tx, b.buyer, f)
				for _, m := range moves {
					lines, last = append(lines, line{m.Kind, m.Main, m.Bonus, m.MainAfter, m.BonusAfter}), m.Transfer
				}
				return err
			})
			return lines, last
		}
		expect := func(what string, want []line, f ledger.StatementFilter) id.Transfer {
			got, last := read(f)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s", what, diff)
			}
			return last
		}
		expect("all", want, ledger.StatementFilter{})
		cursor := expect("first page", want[:2], ledger.StatementFilter{Limit: 2})
		expect("second page", want[2:], ledger.StatementFilter{Limit: 2, Before: cursor})
		expect("kinds", want[1:3], ledger.StatementFilter{Kinds: []ledger.Kind{ledger.KindHold, ledger.KindTopUp}})
		middle := b.clock.Now().Add(-time.Minute)
		expect("from", want[:3], ledger.StatementFilter{From: middle})
		expect("until", want[3:], ledger.StatementFilter{Until: middle})
	})
}
