package order_test

import (
	"testing"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/deadline"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/order"
	"guildhall/payment"
	"guildhall/testkit"
	"guildhall/town"
)

// till is the town at the moment in which Bea's money is short: she has spent
// all but $10 and prepares two orders of $20 and $40.
type till struct {
	*town.Town
	t       *testing.T
	service catalogue.Service
	top     id.TopUp
	made    order.Checkout
}

const (
	beaHas   = money.Amount(10_00)
	bothCost = money.Amount(60_00)
)

func eachTill(t *testing.T, fn func(t *testing.T, till *till)) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		place := town.New(t, store, clock)
		b := &till{Town: place, t: t, service: place.Shop()}
		b.spend(town.BuyersMoney - beaHas)
		b.prepare(bothCost - beaHas)
		fn(t, b)
		b.sound()
	})
}

// spend tips money away, so that Bea's balance is what a test wants.
func (b *till) spend(amount money.Amount) {
	b.t.Helper()
	none := id.New[id.OrderKind](b.Clock.Now())
	b.Write(func(tx *db.Tx) error {
		return ledger.Tip(tx, none, b.Buyer.ID, b.Stranger.ID, amount, 0, "spent "+none.String())
	})
}

// prepare asks for a top-up and lets two orders wait for it.
func (b *till) prepare(amount money.Amount) (asked payment.TopUp) {
	b.t.Helper()
	now := b.Clock.Now()
	b.top = id.New[id.TopUpKind](now)
	wish := order.Preparing{ID: id.New[id.CheckoutKind](now), Buyer: b.Buyer.ID, TopUp: b.top, Key: b.top.String()}
	for _, tier := range []string{"economy", "standard"} {
		wish.Lines = append(wish.Lines, order.Placing{Version: b.service.Live, Units: 1, Package: tier})
	}
	b.Write(func(tx *db.Tx) error {
		var err error
		if b.made, err = order.Prepare(tx, wish); err != nil {
			return err
		}
		asked, err = payment.Ask(tx, payment.Asking{
			ID: b.top, Member: b.Buyer.ID, Provider: payment.SandboxName, Amount: amount, Checkout: wish.ID,
		})
		return err
	})
	return asked
}

// arrives lets the provider say that it has the money.
func (b *till) arrives() (c order.Checkout) {
	b.t.Helper()
	b.Write(func(tx *db.Tx) (err error) {
		_, c, err = order.TopUpMessage(tx, payment.Message{
			Provider: payment.SandboxName, ID: "m1 " + b.top.String(), TopUp: b.top, Said: payment.SaidSucceeded, Amount: bothCost - beaHas,
		})
		return err
	})
	return c
}

// stands wants the checkout in a state, orders placed and money left.
func (b *till) stands(state order.CheckoutState, cause string, orders int, left money.Amount) {
	b.t.Helper()
	b.Read(func(tx *db.Tx) error {
		c, err := order.CheckoutOf(tx, b.made.ID, b.Buyer.ID)
		if err != nil {
			return err
		}
		if c.State != state || c.Cause != cause {
			b.t.Errorf("the checkout is %s because of %q, want %s and %q", c.State, c.Cause, state, cause)
		}
		placed, err := db.Value[int](tx, `SELECT CAST(COUNT(*) AS BIGINT) FROM orders WHERE buyer = $1`, b.Buyer.ID)
		if err != nil {
			return err
		}
		has, err := ledger.Balance(tx, b.Buyer.ID)
		if placed != orders || has.Main != left {
			b.t.Errorf("%d orders and %d left, want %d and %d", placed, has.Main, orders, left)
		}
		return err
	})
}

func (b *till) sound() {
	b.t.Helper()
	b.Read(func(tx *db.Tx) error {
		findings, err := ledger.Verify(tx)
		if len(findings) > 0 {
			b.t.Errorf("the books: %v", findings)
		}
		return err
	})
}

// told wants an entry of this kind in the checkout's diary.
func (b *till) told(kind string) {
	b.t.Helper()
	b.Read(func(tx *db.Tx) error {
		n, err := db.Value[int](tx, `SELECT CAST(COUNT(*) AS BIGINT) FROM events WHERE kind = $1`, kind)
		if n != 1 {
			b.t.Errorf("%d entries of %s, want 1", n, kind)
		}
		return err
	})
}

func (b *till) refused(code string, fn func(tx *db.Tx) error) {
	b.t.Helper()
	err := b.Try(fn)
	if f, ok := fault.As(err); !ok || f.Code != code {
		b.t.Fatalf("got %v, want the fault %s", err, code)
	}
}

func TestAPreparedCheckoutHoldsNoMoneyAndPlacesAllWhenItArrives(t *testing.T) {
	eachTill(t, func(t *testing.T, b *till) {
		b.stands(order.CheckoutWaiting, "", 0, beaHas)
		b.arrives()
		b.stands(order.CheckoutPlaced, "", 2, 0)
		b.told("checkout_placed")
	})
}

func TestTheMessageComesTwiceAndTheOrdersAreThereOnce(t *testing.T) {
	eachTill(t, func(t *testing.T, b *till) {
		b.arrives()
		if c := b.arrives(); !c.ID.IsZero() {
			t.Errorf("the second message did %+v", c)
		}
		b.stands(order.CheckoutPlaced, "", 2, 0)
		b.told("checkout_placed")
	})
}

// TestADelayedPaymentIsPlacedWithoutItsBuyer: the amount makes the sandbox
// answer late and twice; the buyer presses "pay" and leaves.
func TestADelayedPaymentIsPlacedWithoutItsBuyer(t *testing.T) {
	eachTill(t, func(t *testing.T, b *till) {
		asked := b.prepare(50_22)
		b.Write(func(tx *db.Tx) error {
			letters, err := payment.PayInSandbox(tx, asked, "sandbox-4242", true)
			if len(letters) != 0 {
				t.Errorf("%d letters came at once", len(letters))
			}
			return err
		})
		b.ring()
		b.stands(order.CheckoutWaiting, "", 0, beaHas)
		for range 3 {
			b.Clock.Advance(30 * time.Second)
			b.ring()
		}
		b.stands(order.CheckoutPlaced, "", 2, 22)
		b.told("checkout_placed")
	})
}

// ring delivers what is due, as the sweeper does.
func (b *till) ring() {
	b.t.Helper()
	b.Write(func(tx *db.Tx) error {
		due, err := deadline.Due(tx, tx.Now(), 10)
		if err != nil {
			return err
		}
		for _, c := range due {
			switch c.Subject.Kind {
			case "sandbox_charge":
				err = order.RingLetter(tx, c)
			case "checkout":
				err = order.RingCheckout(tx, c)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func TestAnExpiredCheckoutLeavesTheMoneyAlone(t *testing.T) {
	eachTill(t, func(t *testing.T, b *till) {
		b.Clock.Advance(24*time.Hour - time.Microsecond)
		b.ring()
		b.stands(order.CheckoutWaiting, "", 0, beaHas)
		b.Clock.Advance(time.Microsecond)
		b.ring()
		b.stands(order.CheckoutExpired, "", 0, beaHas)
		b.arrives()
		b.stands(order.CheckoutExpired, "", 0, bothCost)
		b.told("checkout_missed")
	})
}

func TestABuyerDropsACheckoutOnce(t *testing.T) {
	eachTill(t, func(t *testing.T, b *till) {
		drop := func(who id.Member) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { _, err := order.DropCheckout(tx, b.made.ID, who); return err }
		}
		b.refused("not_found", drop(b.Stranger.ID))
		b.Write(drop(b.Buyer.ID))
		b.refused("checkout_over", drop(b.Buyer.ID))
		b.arrives()
		b.stands(order.CheckoutDropped, "", 0, bothCost)
	})
}

func TestAFailedCheckoutIsTriedAgainAtTodaysPrice(t *testing.T) {
	eachTill(t, func(t *testing.T, b *till) {
		again := func(total money.Amount) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { _, err := order.Again(tx, b.made.ID, b.Buyer.ID, total); return err }
		}
		b.refused("checkout_over", again(bothCost))
		b.fee()
		b.arrives()
		b.refused("price_changed", again(bothCost))
		b.refused("insufficient_funds", again(63_00))
		b.Write(func(tx *db.Tx) error { return town.Fund(tx, b.Buyer.ID, 3_00) })
		b.Write(again(63_00))
		b.stands(order.CheckoutPlaced, "", 2, 0)
		b.refused("checkout_over", again(63_00))
	})
}

func TestAFailedPaymentLeavesTheCheckoutWaiting(t *testing.T) {
	eachTill(t, func(t *testing.T, b *till) {
		b.Write(func(tx *db.Tx) error {
			_, _, err := order.TopUpMessage(tx, payment.Message{
				Provider: payment.SandboxName, ID: "declined", TopUp: b.top, Said: payment.SaidFailed, Amount: bothCost - beaHas,
			})
			return err
		})
		b.stands(order.CheckoutWaiting, "", 0, beaHas)
		b.arrives() // a success after the failure still is money (MON-6)
		b.stands(order.CheckoutPlaced, "", 2, 0)
	})
}

func TestOptionsOfALineAreKept(t *testing.T) {
	eachTill(t, func(t *testing.T, b *till) {
		colours := []catalogue.OptionChoice{{Code: "colour", Quantity: 2}, {Code: "express", Quantity: 1}}
		var made order.Checkout
		b.Write(func(tx *db.Tx) (err error) {
			made, err = order.Prepare(tx, order.Preparing{
				ID: id.New[id.CheckoutKind](tx.Now()), Buyer: b.Buyer.ID, TopUp: id.New[id.TopUpKind](tx.Now()), Key: "k",
				Lines: []order.Placing{{Version: b.service.Live, Units: 1, Package: "economy", Options: colours}},
			})
			return err
		})
		b.Read(func(tx *db.Tx) error {
			got, err := order.CheckoutOf(tx, made.ID, b.Buyer.ID)
			if err == nil && (len(got.Lines[0].Options) != 2 || got.Lines[0].Options[0] != colours[0] || got.Lines[0].Price != 65_00) {
				t.Errorf("the line is %+v", got.Lines[0])
			}
			return err
		})
	})
}

func TestAnEmptyOrHugeCheckoutIsRefused(t *testing.T) {
	eachTill(t, func(t *testing.T, b *till) {
		prepare := func(n int) func(tx *db.Tx) error {
			return func(tx *db.Tx) error {
				_, err := order.Prepare(tx, order.Preparing{Buyer: b.Buyer.ID, Lines: make([]order.Placing, n)})
				return err
			}
		}
		b.refused("checkout_empty", prepare(0))
		b.refused("checkout_lines", prepare(21))
	})
}

// TestAnotherTopUpCarriesOnWhereTheFirstFailed: whichever of them brings the
// money places the orders, once (MON-16).
func TestAnotherTopUpCarriesOnWhereTheFirstFailed(t *testing.T) {
	for name, late := range map[string]bool{"the second pays": false, "the first pays after all": true} {
		t.Run(name, func(t *testing.T) {
			eachTill(t, func(t *testing.T, b *till) {
				first, second := b.top, id.New[id.TopUpKind](b.Clock.Now())
				b.says(first, payment.SaidFailed)
				b.Write(func(tx *db.Tx) error {
					if _, err := order.AwaitOther(tx, b.made.ID, b.Buyer.ID, second); err != nil {
						return err
					}
					_, err := payment.Ask(tx, payment.Asking{
						ID: second, Member: b.Buyer.ID, Provider: payment.SandboxName, Amount: bothCost - beaHas, Checkout: b.made.ID,
					})
					return err
				})
				if late {
					second = first
				}
				b.says(second, payment.SaidSucceeded)
				b.stands(order.CheckoutPlaced, "", 2, 0)
				b.refused("checkout_over", func(tx *db.Tx) error {
					_, err := order.AwaitOther(tx, b.made.ID, b.Buyer.ID, id.New[id.TopUpKind](tx.Now()))
					return err
				})
			})
		})
	}
}

// says lets the provider speak about a top-up of what the orders lack.
func (b *till) says(top id.TopUp, said payment.Said) {
	b.t.Helper()
	b.Write(func(tx *db.Tx) error {
		_, _, err := order.TopUpMessage(tx, payment.Message{
			Provider: payment.SandboxName, ID: top.String() + string(said), TopUp: top, Said: said, Amount: bothCost - beaHas,
		})
		return err
	})
}
