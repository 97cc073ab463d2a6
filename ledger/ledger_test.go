package ledger_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/testkit"
)

// books is a store with a buyer and a seller, and what tests do with it.
type books struct {
	t             testing.TB
	store         *db.Store
	clock         *testkit.Clock
	buyer, seller id.Member
}

func eachBooks(t *testing.T, fn func(t *testing.T, b books)) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		now := clock.Now()
		b := books{t, store, clock, id.New[id.MemberKind](now), id.New[id.MemberKind](now)}
		fn(t, b)
		b.sound()
	})
}

// do runs one write and wants it to succeed.
func (b books) do(fn func(tx *db.Tx) error) {
	b.t.Helper()
	if err := b.store.Write(context.Background(), fn); err != nil {
		b.t.Fatal(err)
	}
}

// refused runs one write and wants the fault of this code.
func (b books) refused(code string, fn func(tx *db.Tx) error) *fault.Fault {
	b.t.Helper()
	err := b.store.Write(context.Background(), fn)
	f, ok := fault.As(err)
	if !ok || f.Code != code {
		b.t.Fatalf("got %v, want the fault %s", err, code)
	}
	return f
}

func (b books) read(fn func(tx *db.Tx) error) {
	b.t.Helper()
	if err := b.store.Read(context.Background(), fn); err != nil {
		b.t.Fatal(err)
	}
}

// sound wants the books to verify.
func (b books) sound() {
	b.t.Helper()
	b.read(func(tx *db.Tx) error {
		findings, err := ledger.Verify(tx)
		for _, f := range findings {
			b.t.Errorf("invariant %d: %s %s", f.Invariant, f.Subject, f.Detail)
		}
		return err
	})
}

// topUp gives a member main money; card empty for none.
func (b books) topUp(member id.Member, amount money.Amount, card string) id.TopUp {
	b.t.Helper()
	top := id.New[id.TopUpKind](b.clock.Now())
	m := ledger.TopUpMoney{Member: member, TopUp: top, Amount: amount, Provider: "sandbox", Card: card, Key: "top-up " + top.String()}
	if card != "" {
		m.FreeAt = b.clock.Now().Add(30 * 24 * time.Hour)
	}
	b.do(func(tx *db.Tx) error { return ledger.TopUp(tx, m) })
	return top
}

func (b books) gift(member id.Member, amount money.Amount) {
	b.t.Helper()
	b.do(func(tx *db.Tx) error { return ledger.Gift(tx, member, amount, "gift "+member.String()) })
}

// ordered holds price and fee for a new order.
func (b books) ordered(price, fee money.Amount) id.Order {
	b.t.Helper()
	order := id.New[id.OrderKind](b.clock.Now())
	b.do(func(tx *db.Tx) error {
		_, err := ledger.Hold(tx, order, b.buyer, price, fee, "place "+order.String())
		return err
	})
	return order
}

func (b books) balance(member id.Member) (found ledger.Balances) {
	b.t.Helper()
	b.read(func(tx *db.Tx) (err error) {
		found, err = ledger.Balance(tx, member)
		return err
	})
	return found
}

// has wants these balances of a member.
func (b books) has(member id.Member, main, bonus money.Amount) {
	b.t.Helper()
	if got := b.balance(member); got.Main != main || got.Bonus != bonus {
		b.t.Errorf("the member has %d and bonus %d, want %d and %d", got.Main, got.Bonus, main, bonus)
	}
}

// stands wants the platform's account to stand at amount.
func (b books) stands(account ledger.Account, amount money.Amount) {
	b.t.Helper()
	b.read(func(tx *db.Tx) error {
		got, err := ledger.Platform(tx, account)
		if got != amount {
			b.t.Errorf("%s stands at %d, want %d", account, got, amount)
		}
		return err
	})
}

func TestABuyerPaysTenAndTheSellerGetsEight(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.topUp(b.buyer, 1000, "")
		order := b.ordered(1000, 0)
		b.has(b.buyer, 0, 0)
		b.do(func(tx *db.Tx) error {
			got, err := ledger.Release(tx, order, b.seller, 1000, 2000, 0, "accept")
			want := ledger.Released{Net: 800, Commission: 200, FromMain: 1000}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			return err
		})
		b.has(b.seller, 800, 0)
		b.stands(ledger.Commission, 200)
	})
}

func TestBonusPaysFirstAndComesBackAsBonus(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.topUp(b.buyer, 1000, "")
		b.gift(b.buyer, 300)
		order := b.ordered(1000, 0)
		b.has(b.buyer, 300, 0)
		b.do(func(tx *db.Tx) error {
			got, err := ledger.Refund(tx, order, 1000, "cancel")
			want := ledger.Refunded{Price: 1000, ToMain: 700, ToBonus: 300}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			return err
		})
		b.has(b.buyer, 1000, 300)
	})
}

func TestTheSellersShareIsAlwaysMain(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.gift(b.buyer, 1000)
		order := b.ordered(1000, 0)
		b.do(func(tx *db.Tx) error {
			got, err := ledger.Release(tx, order, b.seller, 1000, 2000, 0, "accept")
			if got.FromBonus != 1000 || got.FromMain != 0 {
				t.Errorf("released %+v, want all of it from bonus", got)
			}
			return err
		})
		b.has(b.seller, 800, 0)
	})
}

func TestAnAdditionJoinsTheSamePot(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.gift(b.buyer, 100)
		b.topUp(b.buyer, 900, "")
		order := b.ordered(100, 0)
		b.do(func(tx *db.Tx) error {
			_, err := ledger.Hold(tx, order, b.buyer, 300, 0, "buy more")
			return err
		})
		b.read(func(tx *db.Tx) error {
			got, err := ledger.Escrow(tx, order)
			want := ledger.EscrowState{Buyer: b.buyer, Price: 400, FromMain: 300, FromBonus: 100}
			if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(got)); diff != "" {
				t.Error(diff)
			}
			return err
		})
		// The addition is handed back: in proportion of the whole pot (MON-3).
		b.do(func(tx *db.Tx) error { _, err := ledger.Refund(tx, order, 300, "hand back"); return err })
		b.has(b.buyer, 600+225, 75)
	})
}

func TestASplitAddsUpToTheCentWithTheBuyersFee(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.topUp(b.buyer, 1050, "")
		order := b.ordered(1000, 50)
		b.do(func(tx *db.Tx) error {
			released, refunded, err := ledger.Split(tx, ledger.Division{
				Order: order, Seller: b.seller, Gross: 333, Commission: 2000, Back: 667, Key: "decide",
			})
			if want := (ledger.Released{Net: 266, Commission: 67, Fee: 17, FromMain: 350}); released != want {
				t.Errorf("released %+v, want %+v", released, want)
			}
			if want := (ledger.Refunded{Price: 667, Fee: 33, ToMain: 700}); refunded != want {
				t.Errorf("refunded %+v, want %+v", refunded, want)
			}
			return err
		})
		b.has(b.buyer, 700, 0)
		b.has(b.seller, 266, 0)
		b.stands(ledger.BuyerFee, 17)
		b.refused("escrow_short", func(tx *db.Tx) error {
			_, err := ledger.Release(tx, order, b.seller, 1, 0, 0, "again")
			return err
		})
	})
}

func TestTooLittleMoneySaysHowMuchIsShort(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.topUp(b.buyer, 999, "")
		order := id.New[id.OrderKind](b.clock.Now())
		f := b.refused("insufficient_funds", func(tx *db.Tx) error {
			_, err := ledger.Hold(tx, order, b.buyer, 1000, 50, "place")
			return err
		})
		if diff := cmp.Diff([]any{"short", money.Amount(51)}, f.Args); diff != "" {
			t.Error(diff)
		}
		b.has(b.buyer, 999, 0)
		stranger := id.New[id.MemberKind](b.clock.Now())
		b.refused("insufficient_funds", func(tx *db.Tx) error {
			_, err := ledger.Hold(tx, order, stranger, 1, 0, "place")
			return err
		})
	})
}

func TestTheSameKeyGivesTheSameAnswerAndMovesNothingTwice(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.topUp(b.buyer, 3000, "")
		b.gift(b.buyer, 10)
		order := id.New[id.OrderKind](b.clock.Now())
		hold := func(tx *db.Tx) error {
			got, err := ledger.Hold(tx, order, b.buyer, 1000, 50, "place")
			if want := (ledger.Held{FromBonus: 10, FromMain: 1040}); got != want {
				t.Errorf("held %+v, want %+v", got, want)
			}
			return err
		}
		release := func(tx *db.Tx) error {
			got, err := ledger.Release(tx, order, b.seller, 600, 1000, 0, "part")
			if got.Net != 540 || got.Commission != 60 || got.Fee != 30 || got.FromMain+got.FromBonus != 630 {
				t.Errorf("released %+v", got)
			}
			return err
		}
		refund := func(tx *db.Tx) error {
			got, err := ledger.Refund(tx, order, 400, "rest")
			if got.Price != 400 || got.Fee != 20 || got.ToMain+got.ToBonus != 420 {
				t.Errorf("refunded %+v", got)
			}
			return err
		}
		tip := func(tx *db.Tx) error { return ledger.Tip(tx, order, b.buyer, b.seller, 100, 0, "tip") }
		for _, step := range []func(*db.Tx) error{hold, hold, release, release, refund, refund, tip, tip, hold, release} {
			b.do(step)
		}
		if spent := 3010 - b.balance(b.buyer).Spendable(); spent != 630+100 {
			t.Errorf("the buyer spent %d, want 730", spent)
		}
		b.has(b.seller, 640, 0)
	})
}

func TestTheSameKeyForSomethingElseIsRefused(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.topUp(b.buyer, 3000, "")
		order := b.ordered(1000, 0)
		place := "place " + order.String()
		b.refused("key_reused", func(tx *db.Tx) error {
			_, err := ledger.Hold(tx, order, b.buyer, 1001, 0, place)
			return err
		})
		b.refused("key_reused", func(tx *db.Tx) error {
			_, err := ledger.Refund(tx, order, 1000, place)
			return err
		})
		b.refused("key_reused", func(tx *db.Tx) error {
			return ledger.Tip(tx, order, b.buyer, b.seller, 5, 0, place)
		})
		b.has(b.buyer, 2000, 0)
	})
}

func TestATipComesFromMainAndPaysItsCommission(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.topUp(b.buyer, 1000, "")
		b.gift(b.buyer, 500)
		order := b.ordered(500, 0)
		for _, way := range []struct{ from, to id.Member }{{b.buyer, b.seller}, {b.seller, b.buyer}} {
			b.do(func(tx *db.Tx) error {
				return ledger.Tip(tx, order, way.from, way.to, 80, 1000, "tip of "+way.from.String())
			})
			if way.from == b.buyer {
				b.has(b.seller, 72, 0)
				b.topUp(b.seller, 8, "")
			}
		}
		b.has(b.buyer, 1000-80+72, 0)
		b.refused("insufficient_funds", func(tx *db.Tx) error {
			return ledger.Tip(tx, order, b.buyer, b.seller, 993, 0, "too much")
		})
	})
}

func TestARefundOfNoPotIsNotThere(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.refused("not_found", func(tx *db.Tx) error {
			_, err := ledger.Refund(tx, id.New[id.OrderKind](b.clock.Now()), 1, "k")
			return err
		})
	})
}

func TestARollbackLeavesNoTrace(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.topUp(b.buyer, 1000, "")
		order := id.New[id.OrderKind](b.clock.Now())
		changedMind := errors.New("changed my mind")
		err := b.store.Write(context.Background(), func(tx *db.Tx) error {
			if _, err := ledger.Hold(tx, order, b.buyer, 1000, 0, "place"); err != nil {
				return err
			}
			return changedMind
		})
		if !errors.Is(err, changedMind) {
			t.Fatal(err)
		}
		b.has(b.buyer, 1000, 0)
	})
}
