package order_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/deadline"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/order"
	"guildhall/payment"
	"guildhall/testkit"
	"guildhall/town"
)

// counter is the town where Bea, who has no money left, orders a drawing with
// a brief: a text and a file.
type counter struct {
	*town.Town
	t       *testing.T
	service catalogue.Service
	plan    file.File
	made    order.Checkout
}

func eachCounter(t *testing.T, fn func(t *testing.T, c *counter)) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		c := &counter{Town: town.New(t, store, clock), t: t}
		c.Plant()
		offer := c.Offer()
		offer.Questions = append(offer.Questions, catalogue.Question{Code: "plan", Text: "A plan of the house", Kind: catalogue.AskFile, Required: true})
		c.service = c.Sell(c.Seller.ID, offer)
		c.Write(func(tx *db.Tx) error {
			none := id.New[id.OrderKind](tx.Now())
			return ledger.Tip(tx, none, c.Buyer.ID, c.Stranger.ID, town.BuyersMoney, 0, "spent")
		})
		if err := c.prepare(c.Buyer.ID); err != nil {
			t.Fatal(err)
		}
		fn(t, c)
	})
}

// prepare lets an order with its brief wait for a top-up; the file is the
// uploader's.
func (c *counter) prepare(uploader id.Member) error {
	c.t.Helper()
	files, err := file.OpenStore(c.t.TempDir())
	if err != nil {
		c.t.Fatal(err)
	}
	taken, err := files.Take(strings.NewReader("north is up"), "plan.txt", c.Clock.Now(), file.Limits{BytesMax: 100, Types: []string{"txt"}})
	if err != nil {
		c.t.Fatal(err)
	}
	now := c.Clock.Now()
	wish := order.Preparing{ID: id.New[id.CheckoutKind](now), Buyer: c.Buyer.ID, TopUp: id.New[id.TopUpKind](now)}
	wish.Key = wish.ID.String()
	return c.Try(func(tx *db.Tx) (err error) {
		if c.plan, err = file.Attach(tx, taken, order.CheckoutFiles(wish.ID), uploader); err != nil {
			return err
		}
		wish.Lines = []order.Placing{{Version: c.service.Live, Units: 1, Package: "economy", Answers: []order.Answer{
			{Question: "photo", Text: "The side with the walnut tree"}, {Question: "plan", File: c.plan.ID},
		}}}
		if c.made, err = order.Prepare(tx, wish); err != nil {
			return err
		}
		_, err = payment.Ask(tx, payment.Asking{
			ID: wish.TopUp, Member: c.Buyer.ID, Provider: payment.SandboxName, Amount: 20_00, Checkout: wish.ID,
		})
		return err
	})
}

func (c *counter) arrives() {
	c.t.Helper()
	c.Write(func(tx *db.Tx) error {
		_, _, err := order.TopUpMessage(tx, payment.Message{
			Provider: payment.SandboxName, ID: "m", TopUp: c.made.TopUp, Said: payment.SaidSucceeded, Amount: 20_00,
		})
		return err
	})
}

// kept reads what stands on the placing page again.
func (c *counter) kept(reader id.Member, service id.Service) (kept []order.Answer, err error) {
	c.t.Helper()
	return kept, c.Store.Read(c.T.Context(), func(tx *db.Tx) (err error) {
		kept, err = order.BriefKept(tx, c.made.ID, reader, service)
		return err
	})
}

func TestABriefWaitsWithItsCheckoutAndStartsTheClock(t *testing.T) {
	eachCounter(t, func(t *testing.T, c *counter) {
		if kept, err := c.kept(c.Buyer.ID, c.service.ID); err != nil || len(kept) > 0 {
			t.Errorf("a waiting checkout gives its brief away: %v %v", kept, err)
		}
		c.Clock.Advance(time.Hour)
		c.arrives()
		c.Read(func(tx *db.Tx) error {
			o, err := order.Get(tx, c.made.Lines[0].Order)
			if err != nil {
				return err
			}
			if !o.BriefComplete || o.State != order.Placed || !o.Due.Equal(c.Clock.Now().Add(o.Lead)) {
				t.Errorf("the order is %s, brief complete %t, due %v", o.State, o.BriefComplete, o.Due)
			}
			brief, err := order.Brief(tx, o.ID)
			if len(brief) != 2 || brief[0].Text != "The side with the walnut tree" || brief[1].File != c.plan.ID {
				t.Errorf("the brief is %v (%v)", brief, err)
			}
			held, err := file.Of(tx, file.HolderOf("order", o.ID))
			if len(held) != 1 || held[0].ID != c.plan.ID {
				t.Errorf("the order holds %v", held)
			}
			return err
		})
	})
}

func TestWhatWasTypedStaysWhenACheckoutComesToNothing(t *testing.T) {
	eachCounter(t, func(t *testing.T, c *counter) {
		c.Clock.Advance(25 * time.Hour)
		c.Write(func(tx *db.Tx) error {
			return order.RingCheckout(tx, deadline.Clock{Subject: event.Of("checkout", c.made.ID), Kind: "prepared_lapse"})
		})
		kept, err := c.kept(c.Buyer.ID, c.service.ID)
		if err != nil || len(kept) != 2 || kept[0].Text != "The side with the walnut tree" || kept[1].File != c.plan.ID {
			t.Errorf("kept: %v %v", kept, err)
		}
		if other, err := c.kept(c.Buyer.ID, id.Service{}); err != nil || len(other) > 0 {
			t.Errorf("the brief of another service: %v %v", other, err)
		}
		if _, err := c.kept(c.Stranger.ID, c.service.ID); !errors.Is(err, fault.Missing()) {
			t.Errorf("somebody else read it: %v", err)
		}
		other := id.New[id.OrderKind](c.Clock.Now())
		c.Write(func(tx *db.Tx) error {
			return file.Hand(tx, c.plan.ID, order.CheckoutFiles(c.made.ID), file.HolderOf("order", other))
		})
		if kept, err := c.kept(c.Buyer.ID, c.service.ID); err != nil || len(kept) != 1 {
			t.Errorf("a file that went with another order is still kept: %v %v", kept, err)
		}
	})
}

func TestABriefIsCheckedBeforeItWaits(t *testing.T) {
	eachCounter(t, func(t *testing.T, c *counter) {
		if err := c.prepare(c.Stranger.ID); !errors.Is(err, fault.Missing()) {
			t.Errorf("somebody else's file went with it: %v", err)
		}
		now := c.Clock.Now()
		err := c.Try(func(tx *db.Tx) error {
			_, err := order.Prepare(tx, order.Preparing{
				ID: id.New[id.CheckoutKind](now), Buyer: c.Buyer.ID, TopUp: id.New[id.TopUpKind](now), Key: "x",
				Lines: []order.Placing{{Version: c.service.Live, Units: 1, Package: "economy", Answers: []order.Answer{{Question: "frame", Text: "The cellar"}}}},
			})
			return err
		})
		if wrong, ok := fault.As(err); !ok || wrong.Code != "brief_choice_unknown" || wrong.Field != "frame" {
			t.Errorf("an answer that is no choice: %v", err)
		}
	})
}
