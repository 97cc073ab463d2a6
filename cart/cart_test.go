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
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/order"
	"guildhall/payment"
	"guildhall/policy"
	"guildhall/rulebook"
	"guildhall/testkit"
	"guildhall/town"
)

// shop is the town in which Bea fills her cart from Sam's service.
type shop struct {
	*town.Town
	t       *testing.T
	service catalogue.Service
}

func in(t *testing.T, fn func(t *testing.T, s *shop)) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		place := town.New(t, store, clock)
		fn(t, &shop{Town: place, t: t, service: place.Shop()})
	})
}

// choice is Sam's service in a package.
func (s *shop) choice(tier string, options ...catalogue.OptionChoice) cart.Choice {
	return cart.Choice{Version: s.service.Live, Package: tier, Units: 1, Options: options}
}

func (s *shop) add(c cart.Choice) (line cart.Line) {
	s.t.Helper()
	s.Clock.Advance(time.Second)
	s.Write(func(tx *db.Tx) (err error) {
		line, err = cart.Add(tx, s.Buyer.ID, c)
		return err
	})
	return line
}

func (s *shop) items() (items []cart.Item) {
	s.t.Helper()
	s.Read(func(tx *db.Tx) (err error) {
		items, err = cart.Items(tx, s.Buyer.ID)
		return err
	})
	return items
}

// holds wants the cart's lines in these states, the last added first.
func (s *shop) holds(states ...cart.State) []cart.Item {
	s.t.Helper()
	items := s.items()
	if len(items) != len(states) {
		s.t.Fatalf("the cart holds %d lines, want %d: %+v", len(items), len(states), items)
	}
	for i, want := range states {
		if items[i].State != want {
			s.t.Errorf("line %d is %s (%v), want %s", i, items[i].State, items[i].Refused, want)
		}
	}
	return items
}

func (s *shop) refused(code string, fn func(tx *db.Tx) error) {
	s.t.Helper()
	if f, ok := fault.As(s.Try(fn)); !ok || f.Code != code {
		s.t.Fatalf("got %v, want the fault %s", f, code)
	}
}

// wish is to check lines out as they stand.
func (s *shop) wish(lines ...cart.Line) cart.CheckingOut {
	now := s.Clock.Now()
	wish := cart.CheckingOut{ID: id.New[id.CheckoutKind](now), TopUp: id.New[id.TopUpKind](now), Buyer: s.Buyer.ID, Key: id.New[id.EventKind](now).String(), Provider: payment.SandboxName}
	for _, l := range lines {
		wish.Lines = append(wish.Lines, cart.Agreed{Line: l.ID, Total: l.Price})
	}
	return wish
}

func (s *shop) checkOut(lines ...cart.Line) (out order.Checkout) {
	s.t.Helper()
	s.Write(func(tx *db.Tx) (err error) {
		out, err = cart.CheckOut(tx, s.wish(lines...))
		return err
	})
	return out
}

// leave spends what Bea has over this.
func (s *shop) leave(amount money.Amount) {
	s.t.Helper()
	s.Write(func(tx *db.Tx) error {
		return ledger.Tip(tx, id.New[id.OrderKind](tx.Now()), s.Buyer.ID, s.Stranger.ID, s.balance()-amount, 0, "spent")
	})
}

func (s *shop) balance() (has money.Amount) {
	s.t.Helper()
	s.Read(func(tx *db.Tx) error {
		b, err := ledger.Balance(tx, s.Buyer.ID)
		has = b.Main
		return err
	})
	return has
}

// stands wants so many orders of Bea and so much left.
func (s *shop) stands(orders int, left money.Amount) {
	s.t.Helper()
	s.Read(func(tx *db.Tx) error {
		placed, err := order.List(tx, order.Filter{Member: s.Buyer.ID, Side: order.Buyer, Limit: 100})
		if len(placed) != orders {
			s.t.Errorf("%d orders, want %d", len(placed), orders)
		}
		return err
	})
	if has := s.balance(); has != left {
		s.t.Errorf("%d left, want %d", has, left)
	}
}

// rewrite brings a changed offer of Sam's live.
func (s *shop) rewrite(change func(*catalogue.Offer)) {
	s.t.Helper()
	offer := s.Offer()
	change(&offer)
	s.act(catalogue.Command{Verb: catalogue.Submit, Actor: s.Seller.ID}, offer)
}

func (s *shop) act(c catalogue.Command, offer catalogue.Offer) {
	s.t.Helper()
	c.Service = s.service.ID
	s.Write(func(tx *db.Tx) error {
		if c.Verb == catalogue.Submit {
			if _, err := catalogue.SaveDraft(tx, s.Seller.ID, s.service.ID, offer, 0); err != nil {
				return err
			}
		}
		now, err := catalogue.Act(tx, c)
		if err == nil && !now.Pending.IsZero() {
			now, err = catalogue.Act(tx, catalogue.Command{Service: now.ID, Version: now.Pending, Actor: s.Arbiter.ID, Verb: catalogue.Approve})
		}
		s.service = now
		return err
	})
}

func (s *shop) do(verb catalogue.Verb) {
	s.t.Helper()
	s.act(catalogue.Command{Verb: verb, Actor: s.Seller.ID}, catalogue.Offer{})
}

func (s *shop) rule(change func(*policy.Policy)) {
	s.t.Helper()
	s.Write(func(tx *db.Tx) error {
		now, err := rulebook.Current(tx)
		if err != nil {
			return err
		}
		change(&now.Policy)
		_, err = rulebook.Publish(tx, now.Policy, s.Admin.ID, "to see what it does", tx.Now())
		return err
	})
}

func TestAddingTheSameChoiceTwiceAddsItOnce(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		colour, express := catalogue.OptionChoice{Code: "colour", Quantity: 2}, catalogue.OptionChoice{Code: "express", Quantity: 1}
		first := s.add(s.choice("economy", colour, express))
		twice := s.choice("economy", express, colour)
		twice.Units = 3
		again := s.add(twice)
		s.add(s.choice("standard"))
		items := s.holds(cart.Ready, cart.Ready)
		if again.ID != first.ID || items[1].Units != 3 || items[1].Price != 3*20_00+2*10_00+25_00 {
			t.Errorf("the same choice is %+v", items[1].Line)
		}
		if !items[0].Until.Equal(items[0].Added.AddDate(0, 0, 14)) {
			t.Errorf("leaves the cart at %s, added at %s", items[0].Until, items[0].Added)
		}
	})
}

func TestWhatCannotBeOrderedIsNotPutIn(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		add := func(m account.Member, c cart.Choice) func(*db.Tx) error {
			return func(tx *db.Tx) error { _, err := cart.Add(tx, m.ID, c); return err }
		}
		s.refused("order_own_service", add(s.Seller, s.choice("economy")))
		s.refused("package_unknown", add(s.Buyer, s.choice("golden")))
		s.refused("not_found", add(s.Buyer, cart.Choice{Version: id.New[id.ServiceVersionKind](s.Clock.Now()), Units: 1}))
		s.Write(add(s.Newcomer, s.choice("economy"))) // who still has to confirm may choose already
		s.do(catalogue.Pause)
		s.refused("service_not_on_sale", add(s.Buyer, s.choice("economy")))
	})
}

func TestLinesLeaveTheCartWhenTheirDaysAreOver(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		s.add(s.choice("economy"))
		s.Clock.Advance(10 * 24 * time.Hour)
		young := s.add(s.choice("standard"))
		s.holds(cart.Ready, cart.Ready)
		s.Clock.Advance(4 * 24 * time.Hour)
		s.holds(cart.Ready)
		s.Write(cart.Tidy)
		if left := rows(s); left != 1 {
			t.Errorf("%d rows are kept, want 1", left)
		}
		s.rule(func(p *policy.Policy) { p.CartDays = 3 })
		s.holds()
		s.refused("cart_moved_on", func(tx *db.Tx) error { _, err := cart.CheckOut(tx, s.wish(young)); return err })
	})
}

func rows(s *shop) (n int) {
	s.Read(func(tx *db.Tx) (err error) {
		n, err = db.Value[int](tx, `SELECT count(*) FROM cart_lines`)
		return err
	})
	return n
}

func (s *shop) counts(want int) {
	s.t.Helper()
	s.Read(func(tx *db.Tx) error {
		rules, err := rulebook.Current(tx)
		if err != nil {
			return err
		}
		n, err := cart.Count(tx, s.Buyer.ID, &rules.Policy)
		if n != want {
			s.t.Errorf("the header counts %d, want %d", n, want)
		}
		return err
	})
}

func TestAChangedOfferIsAgreedToBeforeItIsPaid(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		line := s.add(s.choice("economy"))
		s.rewrite(func(o *catalogue.Offer) { o.Packages[0].Price = 30_00 })
		item := s.holds(cart.Changed)[0]
		if item.Price != 20_00 || item.Now.Total() != 30_00 || item.Dearer() != 10_00 {
			t.Errorf("shown as %d, now %d", item.Price, item.Now.Total())
		}
		s.refused("service_changed", func(tx *db.Tx) error { _, err := cart.CheckOut(tx, s.wish(line)); return err })
		s.refused("price_changed", func(tx *db.Tx) error {
			_, err := cart.Agree(tx, s.Buyer.ID, line.ID, s.service.Live, 20_00)
			return err
		})
		s.stands(0, town.BuyersMoney)
		s.Write(func(tx *db.Tx) (err error) {
			line, err = cart.Agree(tx, s.Buyer.ID, line.ID, s.service.Live, 30_00)
			return err
		})
		s.holds(cart.Ready)
		s.checkOut(line)
		s.stands(1, town.BuyersMoney-30_00)
	})
}

func TestAChangedFeeIsAgreedToAsWell(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		line := s.add(s.choice("economy"))
		s.rule(func(p *policy.Policy) { p.BuyerFee = 500 })
		if item := s.holds(cart.Changed)[0]; item.Dearer() != 1_00 {
			t.Errorf("dearer by %d, want the fee", item.Dearer())
		}
		s.refused("price_changed", func(tx *db.Tx) error { _, err := cart.CheckOut(tx, s.wish(line)); return err })
	})
}

func TestAChoiceThatIsNoLongerOfferedHasToBeMadeAgain(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		s.add(s.choice("economy", catalogue.OptionChoice{Code: "colour", Quantity: 1}))
		s.rewrite(func(o *catalogue.Offer) { o.Options = nil })
		if item := s.holds(cart.Unfit)[0]; item.Refused.Code != "option_unknown" {
			t.Errorf("unfit because of %v", item.Refused)
		}
	})
}

func TestChangingIntoAnotherLinesChoiceLeavesOne(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		s.add(s.choice("standard"))
		line := s.add(s.choice("economy"))
		s.Write(func(tx *db.Tx) error { _, err := cart.Change(tx, s.Buyer.ID, line.ID, "standard", 1); return err })
		if items := s.holds(cart.Ready); items[0].ID != line.ID || items[0].Package != "standard" {
			t.Errorf("left is %+v", items[0].Line)
		}
	})
}

func TestAnothersLineIsNotThere(t *testing.T) {
	in(t, func(t *testing.T, s *shop) {
		line, me := s.add(s.choice("economy")), s.Stranger.ID
		for name, try := range map[string]func(*db.Tx) error{
			"change": func(tx *db.Tx) error { _, err := cart.Change(tx, me, line.ID, "economy", 2); return err },
			"agree":  func(tx *db.Tx) error { _, err := cart.Agree(tx, me, line.ID, line.Version, line.Price); return err },
			"remove": func(tx *db.Tx) error { return cart.Remove(tx, me, line.ID) },
		} {
			t.Run(name, func(*testing.T) { s.refused("not_found", try) })
		}
		wish := s.wish(line)
		wish.Buyer = me
		s.refused("cart_moved_on", func(tx *db.Tx) error { _, err := cart.CheckOut(tx, wish); return err })
		s.holds(cart.Ready)
	})
}
