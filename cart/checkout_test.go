package cart_test

import (
	"testing"
	"time"

	"guildhall/account"
	"guildhall/cart"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
	"guildhall/order"
	"guildhall/payment"
	"guildhall/testkit"
	"guildhall/town"
)

func TestOneCheckoutPlacesAnOrderForEachLine(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		a, b, stays := s.add(s.choice("economy")), s.add(s.choice("standard")), s.add(s.choice("business"))
		out := s.checkOut(a, b)
		if out.State != order.CheckoutPlaced {
			t.Errorf("checked out as %s", out.State)
		}
		s.stands(2, town.BuyersMoney-60_00)
		if items := s.holds(cart.Ready); items[0].ID != stays.ID {
			t.Errorf("%s stayed in the cart", items[0].Offer.Title)
		}
		s.counts(1)
		s.Write(cart.Tidy)
		if left := rows(s); left != 1 {
			t.Errorf("%d rows are kept, want 1", left)
		}
	})
}

func TestAFullCartCanBeCheckedOut(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		s.Write(func(tx *db.Tx) error { return town.Fund(tx, s.Buyer.ID, 5_000_00) })
		var lines []cart.Line
		for n := range cart.LinesMax {
			tier := catalogue.Tiers[n%3]
			lines = append(lines, s.add(s.choice(string(tier), choices[n/3]...)))
		}
		more := s.choice("business", choices[7]...)
		s.refused("cart_full", func(tx *db.Tx) error { _, err := cart.Add(tx, s.Buyer.ID, more); return err })
		s.add(s.choice("economy", choices[0]...)) // what is there already fits
		s.checkOut(lines...)
		s.holds()
	})
}

var choices = [][]catalogue.OptionChoice{
	nil, {{Code: "colour", Quantity: 1}}, {{Code: "colour", Quantity: 2}}, {{Code: "colour", Quantity: 3}},
	{{Code: "express", Quantity: 1}}, {{Code: "express", Quantity: 1}, {Code: "colour", Quantity: 1}},
	{{Code: "express", Quantity: 1}, {Code: "colour", Quantity: 2}}, {{Code: "express", Quantity: 1}, {Code: "colour", Quantity: 3}},
}

func TestAShortBalanceLetsTheLinesWaitForTheRest(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		s.leave(10_00)
		a, b := s.add(s.choice("economy")), s.add(s.choice("standard"))
		out := s.checkOut(a, b)
		if asked := s.asked(out.TopUp); out.State != order.CheckoutWaiting || asked != 50_00 {
			t.Fatalf("checked out as %s with a top-up of %d", out.State, asked)
		}
		s.stands(0, 10_00)
		s.holds(cart.Waiting, cart.Waiting)
		s.counts(0)
		s.refused("cart_waiting", func(tx *db.Tx) error { _, err := cart.CheckOut(tx, s.wish(a)); return err })
		s.refused("cart_waiting", func(tx *db.Tx) error { return cart.Remove(tx, s.Buyer.ID, a.ID) })
		s.Clock.Advance(20 * 24 * time.Hour) // a waiting line does not leave by its days
		s.holds(cart.Waiting, cart.Waiting)
		s.Write(func(tx *db.Tx) error {
			_, _, err := order.TopUpMessage(tx, payment.Message{
				Provider: payment.SandboxName, ID: "m", TopUp: out.TopUp, Said: payment.SaidSucceeded, Amount: 50_00,
			})
			return err
		})
		s.stands(2, 0)
		s.holds()
	})
}

func (s *shop) asked(top id.TopUp) (amount money.Amount) {
	s.t.Helper()
	s.Read(func(tx *db.Tx) error {
		found, err := payment.Get(tx, top)
		amount = found.Amount
		return err
	})
	return amount
}

func TestADroppedCheckoutGivesItsLinesBack(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		s.leave(10_00)
		a := s.add(s.choice("economy"))
		out := s.checkOut(a)
		s.Write(func(tx *db.Tx) error { _, err := order.DropCheckout(tx, out.ID, s.Buyer.ID); return err })
		s.holds(cart.Ready)
		if out := s.checkOut(a); out.State != order.CheckoutWaiting {
			t.Errorf("the line cannot be checked out again: %s", out.State)
		}
	})
}

// TestAllOrNothing: whatever keeps one line from being ordered keeps the other
// too, and nothing is lost.
func TestAllOrNothing(t *testing.T) {
	for _, c := range []struct {
		name, code string
		happens    func(*shop)
		back       func(*shop)
	}{
		{"paused", "service_not_on_sale", func(s *shop) { s.do(catalogue.Pause) }, func(s *shop) { s.do(catalogue.Resume) }},
		{"suspended", "seller_not_available", func(s *shop) { s.standing(account.Suspended) }, func(s *shop) { s.standing(account.Good) }},
		{"blocked", "order_blocked", func(s *shop) {
			s.Write(func(tx *db.Tx) error { return account.Block(tx, s.Seller.ID, s.Buyer.ID) })
		}, func(s *shop) {
			s.Write(func(tx *db.Tx) error { return account.Unblock(tx, s.Seller.ID, s.Buyer.ID) })
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in(t, func(t *testing.T, s *shop) {
				other := s.Sell(s.Stranger.ID, s.Offer())
				good := s.add(cart.Choice{Version: other.Live, Package: "economy", Units: 1})
				bad := s.add(s.choice("economy"))
				c.happens(s)
				s.holds(cart.Closed, cart.Ready)
				s.refused(c.code, func(tx *db.Tx) error { _, err := cart.CheckOut(tx, s.wish(good, bad)); return err })
				s.stands(0, town.BuyersMoney)
				c.back(s)
				s.holds(cart.Ready, cart.Ready)
				s.checkOut(good, bad)
				s.stands(2, town.BuyersMoney-40_00)
			})
		})
	}
}

func (s *shop) standing(to account.Standing) {
	s.t.Helper()
	s.Write(func(tx *db.Tx) error {
		return account.SetStanding(tx, s.Seller.ID, to, time.Time{}, "TRU-11", s.Admin.ID)
	})
}

func TestTwoTabsCannotSurpriseEachOther(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		old := s.add(s.choice("economy"))
		var changed cart.Line
		s.Write(func(tx *db.Tx) (err error) {
			changed, err = cart.Change(tx, s.Buyer.ID, old.ID, "standard", 2)
			return err
		})
		if changed.Price != 80_00 {
			t.Errorf("two standard packages cost %d", changed.Price)
		}
		s.refused("cart_changed", func(tx *db.Tx) error { _, err := cart.CheckOut(tx, s.wish(old)); return err })
		s.refused("checkout_empty", func(tx *db.Tx) error { _, err := cart.CheckOut(tx, s.wish()); return err })
		s.checkOut(changed)
		s.refused("cart_moved_on", func(tx *db.Tx) error { _, err := cart.CheckOut(tx, s.wish(changed)); return err })
		s.stands(1, town.BuyersMoney-80_00)
		kept := s.add(s.choice("economy"))
		s.Write(func(tx *db.Tx) error { return cart.Remove(tx, s.Buyer.ID, kept.ID) })
		s.refused("cart_moved_on", func(tx *db.Tx) error { _, err := cart.CheckOut(tx, s.wish(kept)); return err })
	})
}

// TestTwoCheckoutsAtOnceOrderOnce: the second starts while the first is under
// way, in another tab with a key of its own.
func TestTwoCheckoutsAtOnceOrderOnce(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		line := s.add(s.choice("economy"))
		errs := make(chan error, 2)
		for range 2 {
			wish := s.wish(line)
			go func() {
				errs <- s.Store.Write(t.Context(), func(tx *db.Tx) error { _, err := cart.CheckOut(tx, wish); return err })
			}()
		}
		ok := 0
		for range 2 {
			err := <-errs
			if err == nil {
				ok++
			} else if f, is := fault.As(err); !is || f.Code != "cart_moved_on" {
				t.Errorf("the other tab was told %v", err)
			}
		}
		if ok != 1 {
			t.Errorf("%d checkouts went through", ok)
		}
		s.stands(1, town.BuyersMoney-20_00)
	})
}

// TestWithoutCustodyTheCartNeedsNoMoney: under the preset direct nothing is
// held, so the orders are placed at once.
func TestWithoutCustodyTheCartNeedsNoMoney(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		place := town.Under(t, store, clock, "direct")
		s := &shop{Town: place, t: t, service: place.Shop()}
		line := s.add(s.choice("economy"))
		if out := s.checkOut(line); out.State != order.CheckoutPlaced {
			t.Errorf("checked out as %s", out.State)
		}
		s.stands(1, 0)
	})
}
