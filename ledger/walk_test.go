package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/testkit"
)

// naive keeps the same books in the plainest way: three numbers a member and
// two an order. It knows nothing of lots or of which pot pays.
type naive struct {
	has      map[id.Member]money.Amount // main and bonus together
	price    map[id.Order]money.Amount
	fee      map[id.Order]money.Amount
	platform money.Amount
}

// TestTheBooksAgreeWithANaiveModel walks at random through every movement and
// compares after each step; the books must verify all along.
func TestTheBooksAgreeWithANaiveModel(t *testing.T) {
	store, clock := testkit.SQLite(t)
	rapid.Check(t, func(rt *rapid.T) {
		w := newWalk(rt, books{t: t, store: store, clock: clock})
		for range rapid.IntRange(5, 25).Draw(rt, "steps") {
			w.step()
			w.agree()
		}
		w.books.sound()
	})
}

type walk struct {
	*rapid.T
	books
	members []id.Member
	orders  []id.Order
	buyer   map[id.Order]id.Member
	model   naive
	n       int
}

func newWalk(t *rapid.T, b books) *walk {
	w := &walk{T: t, books: b, buyer: map[id.Order]id.Member{}}
	w.model = naive{map[id.Member]money.Amount{}, map[id.Order]money.Amount{}, map[id.Order]money.Amount{}, 0}
	for range 3 {
		w.members = append(w.members, id.New[id.MemberKind](b.clock.Now()))
	}
	return w
}

func (w *walk) step() {
	w.n++
	steps := []func(string){w.topUp, w.gift, w.hold, w.hold, w.divide, w.divide, w.tip}
	rapid.SampledFrom(steps).Draw(w.T, "step")(fmt.Sprint(w.members[0], " step ", w.n))
}

func (w *walk) amount(name string, most money.Amount) money.Amount {
	return money.Amount(rapid.Int64Range(0, int64(most)).Draw(w.T, name))
}

func (w *walk) member(name string) id.Member { return rapid.SampledFrom(w.members).Draw(w.T, name) }

// try runs a door and reports whether it went through; code is the one fault
// that is allowed.
func (w *walk) try(code string, fn func(tx *db.Tx) error) bool {
	err := w.store.Write(context.Background(), fn)
	if f, ok := fault.As(err); ok && f.Code == code {
		return false
	}
	if err != nil {
		w.Fatal(err)
	}
	return true
}

func (w *walk) topUp(key string) {
	member, amount := w.member("member"), 1+w.amount("amount", 2000)
	card := rapid.SampledFrom([]string{"", "visa"}).Draw(w.T, "card")
	w.try("", func(tx *db.Tx) error {
		top := id.New[id.TopUpKind](tx.Now())
		return ledger.TopUp(tx, ledger.TopUpMoney{Member: member, TopUp: top, Amount: amount, Provider: "sandbox", Card: card, Key: key})
	})
	w.model.has[member] += amount
	w.model.platform -= amount
}

func (w *walk) gift(key string) {
	member, amount := w.member("member"), 1+w.amount("amount", 500)
	w.try("", func(tx *db.Tx) error { return ledger.Gift(tx, member, amount, key) })
	w.model.has[member] += amount
	w.model.platform -= amount
}

func (w *walk) hold(key string) {
	order := id.New[id.OrderKind](w.clock.Now())
	if len(w.orders) > 0 && rapid.Bool().Draw(w.T, "addition") {
		order = rapid.SampledFrom(w.orders).Draw(w.T, "order")
	}
	buyer, again := w.buyer[order]
	if !again {
		buyer = w.member("buyer")
	}
	price := 1 + w.amount("price", 1500)
	fee := w.amount("fee", price/10)
	went := w.try("insufficient_funds", func(tx *db.Tx) error {
		_, err := ledger.Hold(tx, order, buyer, price, fee, key)
		return err
	})
	if went != (w.model.has[buyer] >= price+fee) {
		w.Fatalf("held %v: %d out of %d", went, price+fee, w.model.has[buyer])
	}
	if !went {
		return
	}
	if !again {
		w.orders, w.buyer[order] = append(w.orders, order), buyer
	}
	w.model.has[buyer] -= price + fee
	w.model.price[order] += price
	w.model.fee[order] += fee
}

func (w *walk) divide(key string) {
	if len(w.orders) == 0 {
		return
	}
	order, seller := rapid.SampledFrom(w.orders).Draw(w.T, "order"), w.member("seller")
	buyer := w.buyer[order]
	if seller == buyer {
		return
	}
	d := ledger.Division{Order: order, Seller: seller, Commission: 2000, Key: key}
	d.Gross = w.amount("gross", w.model.price[order]+1)
	d.Back = w.amount("back", w.model.price[order]-min(d.Gross, w.model.price[order]))
	var out ledger.Released
	var back ledger.Refunded
	went := w.try("escrow_short", func(tx *db.Tx) (err error) {
		out, back, err = ledger.Split(tx, d)
		return err
	})
	if went != (d.Gross+d.Back <= w.model.price[order]) {
		w.Fatalf("divided %v: %d and %d of %d", went, d.Gross, d.Back, w.model.price[order])
	}
	w.model.has[seller] += out.Net
	w.model.has[buyer] += back.Price + back.Fee
	w.model.platform += out.Commission + out.Fee
	w.model.price[order] -= out.Net + out.Commission + back.Price
	w.model.fee[order] -= out.Fee + back.Fee
}

func (w *walk) tip(key string) {
	from, to, amount := w.member("from"), w.member("to"), 1+w.amount("tip", 50)
	if from == to {
		return
	}
	order := id.New[id.OrderKind](w.clock.Now())
	if !w.try("insufficient_funds", func(tx *db.Tx) error { return ledger.Tip(tx, order, from, to, amount, 0, key) }) {
		return
	}
	w.model.has[from] -= amount
	w.model.has[to] += amount
}

// agree compares every figure of the model with the books.
func (w *walk) agree() {
	all := w.model.platform
	w.books.read(func(tx *db.Tx) error {
		for _, member := range w.members {
			got, err := ledger.Balance(tx, member)
			if err != nil || got.Spendable() != w.model.has[member] {
				w.Fatalf("a member has %d, the model says %d (%v)", got.Spendable(), w.model.has[member], err)
			}
			all += got.Spendable()
		}
		for _, order := range w.orders {
			got, err := ledger.Escrow(tx, order)
			if err != nil || got.Price != w.model.price[order] || got.Fee != w.model.fee[order] || got.FromBonus+got.FromMain != got.Total() {
				w.Fatalf("a pot holds %+v, the model says %d and %d (%v)", got, w.model.price[order], w.model.fee[order], err)
			}
			all += got.Total()
		}
		return nil
	})
	if all != 0 {
		w.Fatalf("money was made: %d", all)
	}
}

// atOnce runs n writes at the same time and counts those that went through;
// the others must answer one of the codes.
func (b books) atOnce(n int, fn func(i int) func(tx *db.Tx) error, codes ...string) int {
	var went atomic.Int64
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			err := b.store.Write(context.Background(), fn(i))
			if err == nil {
				went.Add(1)
				return
			}
			for _, code := range codes {
				if errors.Is(err, fault.Conflict(code)) {
					return
				}
			}
			b.t.Errorf("write %d: %v", i, err)
		})
	}
	all.Wait()
	return int(went.Load())
}

func TestABalanceNeverGoesBelowZeroAtAnyConcurrency(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.gift(b.buyer, 300)
		b.topUp(b.buyer, 400, "visa")
		b.topUp(b.buyer, 399, "")
		went := b.atOnce(40, func(i int) func(tx *db.Tx) error {
			order := id.New[id.OrderKind](b.clock.Now())
			return func(tx *db.Tx) error {
				_, err := ledger.Hold(tx, order, b.buyer, 100, 0, fmt.Sprint("place ", i))
				return err
			}
		}, "insufficient_funds")
		if left := b.balance(b.buyer).Spendable(); went != 10 || left != 99 {
			t.Errorf("%d orders were paid and %d is left, want 10 and 99", went, left)
		}
	})
}

func TestAPotIsPaidOutOnce(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.topUp(b.buyer, 1000, "")
		order := b.ordered(1000, 0)
		went := b.atOnce(20, func(i int) func(tx *db.Tx) error {
			return func(tx *db.Tx) (err error) {
				if i%2 == 0 {
					_, err = ledger.Release(tx, order, b.seller, 1000, 0, 0, fmt.Sprint("accept ", i))
				} else {
					_, err = ledger.Refund(tx, order, 1000, fmt.Sprint("cancel ", i))
				}
				return err
			}
		}, "escrow_short", "busy_try_again")
		if has := b.balance(b.seller).Main + b.balance(b.buyer).Main; went != 1 || has != 1000 {
			t.Errorf("%d divisions went through and %d came out, want 1 and 1000", went, has)
		}
	})
}

func TestOneKeyIsOneHoldAlsoAtTheSameInstant(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.topUp(b.buyer, 1000, "")
		order := id.New[id.OrderKind](b.clock.Now())
		went := b.atOnce(20, func(int) func(tx *db.Tx) error {
			return func(tx *db.Tx) error {
				_, err := ledger.Hold(tx, order, b.buyer, 100, 0, "the one key")
				return err
			}
		})
		if left := b.balance(b.buyer).Main; went != 20 || left != 900 {
			t.Errorf("%d got their answer and %d is left, want 20 and 900", went, left)
		}
	})
}

func TestTipsBackAndForthDoNotLockEachOther(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.topUp(b.buyer, 1000, "")
		b.topUp(b.seller, 1000, "")
		order := id.New[id.OrderKind](b.clock.Now())
		went := b.atOnce(40, func(i int) func(tx *db.Tx) error {
			from, to := b.buyer, b.seller
			if i%2 == 0 {
				from, to = to, from
			}
			return func(tx *db.Tx) error { return ledger.Tip(tx, order, from, to, 10, 0, fmt.Sprint("tip ", i)) }
		})
		if went != 40 {
			t.Errorf("%d of 40 tips went through", went)
		}
		b.has(b.buyer, 1000, 0)
		b.has(b.seller, 1000, 0)
	})
}
