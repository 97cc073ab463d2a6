package order_test

import (
	"testing"
	"time"

	"guildhall/db"
	"guildhall/deadline"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/order"
	"guildhall/payment"
	"guildhall/testkit"
	"guildhall/town"
	"guildhall/verify"
)

// called is the town in which Bea's only money was topped up by card, went into
// an order that Sam has delivered, and is then called back by the bank.
type called struct {
	*town.Town
	t     *testing.T
	top   id.TopUp
	order id.Order
}

const calledBack = money.Amount(20_00) // what the order costs, and all there was

func eachCalled(t *testing.T, fn func(t *testing.T, c *called)) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		c := &called{Town: town.New(t, store, clock), t: t}
		service := c.Shop()
		now := clock.Now()
		c.top, c.order = id.New[id.TopUpKind](now), id.New[id.OrderKind](now)
		c.Write(func(tx *db.Tx) error {
			err := ledger.Tip(tx, c.order, c.Buyer.ID, c.Stranger.ID, town.BuyersMoney, 0, "away")
			if err != nil {
				return err
			}
			_, err = payment.Ask(tx, payment.Asking{ID: c.top, Member: c.Buyer.ID, Provider: payment.SandboxName, Amount: calledBack})
			return err
		})
		c.says(payment.SaidSucceeded)
		c.Write(func(tx *db.Tx) error {
			_, err := order.Place(tx, order.Placing{ID: c.order, Buyer: c.Buyer.ID, Version: service.Live, Units: 1, Package: "economy", At: tx.Now()})
			return err
		})
		for _, verb := range []order.Verb{order.Start, order.Deliver} {
			if err := c.does(order.Seller, verb); err != nil {
				t.Fatal(err)
			}
		}
		c.says(payment.SaidChargedBack)
		fn(t, c)
		if findings, err := verify.Run(t.Context(), store); err != nil || len(findings) > 0 {
			t.Errorf("verify: %v %v", findings, err)
		}
	})
}

// says lets the provider say something about the top-up.
func (c *called) says(said payment.Said) {
	c.t.Helper()
	c.Write(func(tx *db.Tx) error {
		_, _, err := order.TopUpMessage(tx, payment.Message{
			Provider: payment.SandboxName, ID: string(said), TopUp: c.top, Said: said, Amount: calledBack, Card: "sandbox-4242",
		})
		return err
	})
}

func (c *called) does(side order.Side, verb order.Verb) error {
	c.t.Helper()
	c.Clock.Advance(time.Minute)
	actor := c.Buyer.ID
	if side == order.Seller {
		actor = c.Seller.ID
	}
	return c.Try(func(tx *db.Tx) error {
		_, err := order.Act(tx, order.Command{
			Order: c.order, Actor: actor, Side: side, Verb: verb, Sum: 1_00, At: tx.Now(), Text: "Here: https://example.org/house.pdf", Files: 1,
		})
		return err
	})
}

// wait lets the days go by, with the sweeper.
func (c *called) wait(days int) {
	c.t.Helper()
	c.Clock.Advance(time.Duration(days) * 24 * time.Hour)
	c.Write(func(tx *db.Tx) error {
		return order.Ring(tx, deadline.Clock{Subject: event.Of("order", c.order), Kind: order.CheckDeadline.String()})
	})
}

// stands wants the order in a state, and what Bea has and owes.
func (c *called) stands(state order.State, has, owes money.Amount) {
	c.t.Helper()
	c.Read(func(tx *db.Tx) error {
		o, err := order.Get(tx, c.order)
		if err != nil {
			return err
		}
		b, err := ledger.Balance(tx, c.Buyer.ID)
		if o.State != state || b.Main != has || b.Owed != owes {
			c.t.Errorf("the order is %s, Bea has %d and owes %d; want %s, %d, %d", o.State, b.Main, b.Owed, state, has, owes)
		}
		return err
	})
}

func (c *called) refused(code string, err error) {
	c.t.Helper()
	if wrong, ok := fault.As(err); !ok || wrong.Code != code {
		c.t.Errorf("answered %v, want %s", err, code)
	}
}

func (c *called) told(kind string, want int64) {
	c.t.Helper()
	c.Read(func(tx *db.Tx) error {
		n, err := db.Value[int64](tx, `SELECT count(*) FROM events WHERE kind = $1`, kind)
		if n != want {
			c.t.Errorf("%d events %s, want %d", n, kind, want)
		}
		return err
	})
}

func TestWhoOwesForAChargebackOrdersNothingMore(t *testing.T) {
	eachCalled(t, func(t *testing.T, c *called) {
		c.stands(order.Delivered, 0, calledBack)
		c.Write(func(tx *db.Tx) error { return town.Fund(tx, c.Buyer.ID, 100_00) })
		now := c.Clock.Now()
		placing := order.Placing{ID: id.New[id.OrderKind](now), Buyer: c.Buyer.ID, Units: 1, Package: "economy", At: now}
		c.Read(func(tx *db.Tx) error {
			o, err := order.Get(tx, c.order)
			placing.Version = o.ServiceVersion
			return err
		})
		c.refused("claim_open", c.Try(func(tx *db.Tx) error { _, err := order.Place(tx, placing); return err }))
		c.refused("claim_open", c.Try(func(tx *db.Tx) error {
			_, err := order.Prepare(tx, order.Preparing{
				ID: id.New[id.CheckoutKind](now), Buyer: c.Buyer.ID, TopUp: id.New[id.TopUpKind](now), Key: "k", Lines: []order.Placing{placing},
			})
			return err
		}))
		c.refused("claim_open", c.does(order.Buyer, order.BuyMore))
		c.refused("claim_open", c.Try(func(tx *db.Tx) error {
			return ledger.Tip(tx, c.order, c.Buyer.ID, c.Seller.ID, 1_00, 0, "tip")
		}))
		c.Write(func(tx *db.Tx) error { _, err := order.PayClaim(tx, c.top, c.Buyer.ID); return err })
		c.stands(order.Delivered, 80_00, 0)
		c.Write(func(tx *db.Tx) error { _, err := order.Place(tx, placing); return err })
		c.refused("claim_closed", c.Try(func(tx *db.Tx) error { _, err := order.PayClaim(tx, c.top, c.Buyer.ID); return err }))
		c.told("claim_settled", 1)
	})
}

func TestTheMoneyOfRunningOrdersIsHeldUntilItIsDecided(t *testing.T) {
	eachCalled(t, func(t *testing.T, c *called) {
		c.told("money_held", 1)
		c.told("claim_opened", 1)
		c.refused("escrow_held", c.does(order.Buyer, order.Accept))
		c.wait(4) // the time to check is over
		c.stands(order.Delivered, 0, calledBack)
		if err := c.does(order.Seller, order.Say); err != nil {
			t.Errorf("nothing can be said any more: %v", err)
		}
		c.refused("claim_reason", c.Try(func(tx *db.Tx) error { _, err := order.ForgiveClaim(tx, c.top, c.Finance.ID, ""); return err }))
		c.Write(func(tx *db.Tx) error {
			_, err := order.ForgiveClaim(tx, c.top, c.Finance.ID, "A stolen card.")
			return err
		})
		c.told("money_freed", 1)
		c.stands(order.Completed, 0, 0)
		c.Read(func(tx *db.Tx) error {
			lost, err := ledger.Platform(tx, ledger.Losses)
			if lost != -calledBack {
				t.Errorf("the marketplace bears %d", -lost)
			}
			return err
		})
	})
}

func TestWithoutADecisionTheOrderGoesOnAfterThePolicysDays(t *testing.T) {
	eachCalled(t, func(t *testing.T, c *called) {
		c.wait(4)
		c.stands(order.Delivered, 0, calledBack)
		c.wait(2)
		c.stands(order.Completed, 0, calledBack)
	})
}

func TestCancellingForAClaimSettlesItOfWhatComesBack(t *testing.T) {
	eachCalled(t, func(t *testing.T, c *called) {
		c.wait(4)
		c.Write(func(tx *db.Tx) error {
			_, err := order.CancelForClaim(tx, c.top, c.Finance.ID, "The bank decided.")
			return err
		})
		c.stands(order.Cancelled, 0, 0)
		c.told("claim_settled", 1)
	})
}
