package browser_test

import (
	"strings"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/cart"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/footfall"
	"guildhall/id"
	"guildhall/order"
	"guildhall/test/browser"
)

// rival offers the same work as Sam, and asks nothing.
func (s *stage) rival() catalogue.Service {
	s.t.Helper()
	offer := s.Offer()
	offer.Title, offer.Questions = "Pencil drawing of your house", nil
	return s.Sell(s.Stranger.ID, offer)
}

func addressOf(service catalogue.Service) string {
	return "/services/" + catalogue.Slug(service.Title) + "-" + service.ID.String()
}

// dearer lets Sam ask more for the small drawing.
func (s *stage) dearer() {
	s.t.Helper()
	offer := s.Offer()
	offer.Packages[0].Price = 25_00
	s.Write(func(tx *db.Tx) error {
		if _, err := catalogue.SaveDraft(tx, s.Seller.ID, s.service.ID, offer, 0); err != nil {
			return err
		}
		now, err := catalogue.Act(tx, catalogue.Command{Service: s.service.ID, Actor: s.Seller.ID, Verb: catalogue.Submit})
		if err != nil || now.Pending.IsZero() {
			return err
		}
		_, err = catalogue.Act(tx, catalogue.Command{Service: now.ID, Version: now.Pending, Actor: s.Arbiter.ID, Verb: catalogue.Approve})
		return err
	})
}

// TestFromTheHeartToAComparison is the whole way: a heart, a list, the cart, a
// price that moved, one checkout, the same work from two; with script and
// without.
func TestFromTheHeartToAComparison(t *testing.T) {
	for _, look := range []browser.Look{{}, {NoScript: true}} {
		s := newShop(t)
		other := s.rival()
		s.keepFavourites(look, other)
		s.orderFromCart(look, other)
		s.compareSellers(look)
	}
}

func (s *stage) keepFavourites(look browser.Look, other catalogue.Service) {
	s.t.Helper()
	bea := s.open(s.Buyer, addressOf(s.service), look)
	heart := "Favourite: " + s.service.Title
	if look.NoScript {
		bea.Press(heart)
	} else {
		bea.Touch(heart)
	}
	s.pressed(bea, s.service.Title, "true")
	s.Clock.Advance(time.Minute) // the last one added stands first
	bea.Go(s.url + addressOf(other))
	if look.NoScript {
		bea.Press("Favourite: " + other.Title)
	} else {
		bea.Touch("Favourite: " + other.Title)
	}
	s.pressed(bea, other.Title, "true")
	bea.Go(s.url + "/favourites")
	bea.See(s.service.Title, other.Title)
	bea.Touch("New list")
	bea.Fill("name", "For the house")
	bea.Press("Make the list")
	bea.See("For the house", "Nothing is in this list yet")
	bea.Press("All")
	bea.Fill("list", s.listID())
	bea.Press("Move")
	bea.Press("For the house")
	bea.See(other.Title)
	bea.Miss(s.service.Title)
	bea.Press("Let go")
	bea.See("Nothing is in this list yet")
}

// pressed waits until the heart shows what was wished; without script the page
// was loaded again.
func (s *stage) pressed(tab *browser.Tab, title, want string) {
	s.t.Helper()
	for until := time.Now().Add(5 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		heart := `document.querySelector(".heart button[aria-label='Favourite: ` + title + `']")`
		if tab.Probe(heart+`.getAttribute("aria-pressed")`) == want && tab.Probe(`String(`+heart+`.ariaBusy)`) == "null" {
			return
		}
	}
	s.t.Fatalf("the heart is not %s", want)
}

func (s *stage) listID() (list string) {
	s.Read(func(tx *db.Tx) error {
		lists, err := cart.Lists(tx, s.Buyer.ID)
		list = lists[0].ID.String()
		return err
	})
	return list
}

func (s *stage) orderFromCart(look browser.Look, other catalogue.Service) {
	s.t.Helper()
	bea := s.open(s.Buyer, addressOf(s.service), look)
	bea.Fill("package", "economy")
	bea.Fill("option.colour", "1")
	bea.Press("Add to cart")
	bea.See("It is in your cart.", s.service.Title, "Economy · Coloured by hand", "$30.00")
	bea.Go(s.url + addressOf(other))
	bea.Fill("package", "economy")
	bea.Press("Add to cart")
	bea.See("$50.00")
	s.dearer()
	bea.Go(s.url + "/cart")
	bea.See("The price went up: $30.00 when you added it, $35.00 now.")
	bea.Press("Agree and keep it for $35.00")
	bea.See("You agreed to the service as it is now.", "$55.00")
	bea.Press("Go on to order")
	bea.See("Takes 3 d", "All are placed together or none", "On your balance")
	bea.Touch("Answer what sam needs to know now")
	bea.Press("Place 2 orders for $55.00")
	bea.See("$35.00", "$20.00")
	bea.Go(s.url + "/cart")
	bea.See("Your cart is empty")
	bea.Go(s.url + "/orders")
	bea.See(s.service.Title, other.Title)
}

func (s *stage) compareSellers(look browser.Look) {
	s.t.Helper()
	s.Clock.Advance(time.Minute) // after the orders from the cart
	bea := s.open(s.Buyer, "/favourites", look)
	bea.Miss("Order the same work from several") // one seller is left
	other := s.Sell(s.Join("rita").ID, s.Offer())
	s.Write(func(tx *db.Tx) error { return cart.Keep(tx, s.Buyer.ID, other.ID) })
	bea.Go(s.url + "/favourites")
	bea.Fill("service", s.service.ID.String())
	bea.Fill("service", other.ID.String())
	bea.Press("Order the same work from several")
	bea.See("The same work from several sellers", "$80.00")
	bea.Fill("brief", "Our house from the street, with the old oak.")
	bea.Press("Place 2 orders for $80.00")
	bea.See("Side by side", "sam", "rita", "Nothing yet", "Our house from the street")
	s.deliver()
	bea.Reload()
	bea.See("Delivered after", "Here is your house", "https://example.org/house.png")
	bea.Press("Accept the work")
	bea.See("sam")
}

// deliver lets Sam hand in the work of the last order.
func (s *stage) deliver() {
	s.t.Helper()
	at := s.Clock.Advance(time.Hour)
	s.Write(func(tx *db.Tx) error {
		orders, err := order.List(tx, order.Filter{Member: s.Seller.ID, Side: order.Seller, Limit: 1})
		if err != nil {
			return err
		}
		for _, verb := range []order.Verb{order.Start, order.Deliver} {
			_, err := order.Act(tx, order.Command{
				Order: orders[0].ID, Actor: s.Seller.ID, Side: order.Seller, Verb: verb, At: at,
				Text: "Here is your house: https://example.org/house.png",
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// TestPagesOfTheCartAreSoundInEveryWindow looks at each page with everything
// that can stand on it.
func TestPagesOfTheCartAreSoundInEveryWindow(t *testing.T) {
	s := newShop(t)
	comparison := s.fill()
	pages := []struct {
		name, path string
		who        account.Member
	}{
		{"favourites", "/favourites", s.Buyer}, {"cart", "/cart", s.Buyer}, {"cart-empty", "/cart", s.Arbiter},
		{"cart-checkout", "/cart/checkout", s.Buyer}, {"compare-new", "/comparisons/new", s.Buyer},
		{"comparisons", "/comparisons", s.Buyer}, {"comparison", "/comparisons/" + comparison.String(), s.Buyer},
		{"seen", "/seen", s.Buyer}, {"service-seen", s.servicePath(), s.Buyer}, {"home-seen", "/", s.Buyer},
		{"statistics", "/services/" + s.service.ID.String() + "/statistics", s.Seller},
	}
	for _, look := range looks {
		for _, p := range pages {
			tab := s.open(p.who, p.path, look)
			tab.Judge()
			tab.Shot("cart-" + p.name)
		}
	}
}

// fill gives Bea favourites, a cart with a line in each state, and a comparison
// of which one is delivered; and Sam some visitors.
func (s *stage) fill() id.Comparison {
	s.t.Helper()
	other, third := s.rival(), s.Sell(s.Join("rita").ID, s.Offer())
	now := s.Clock.Now()
	made := cart.Comparing{ID: id.New[id.ComparisonKind](now), Brief: "Our house from the street, with the old oak.", CheckingOut: cart.CheckingOut{
		ID: id.New[id.CheckoutKind](now), TopUp: id.New[id.TopUpKind](now), Buyer: s.Buyer.ID, Key: "k", Provider: "sandbox",
	}}
	s.Write(func(tx *db.Tx) error {
		for _, service := range []catalogue.Service{s.service, third} {
			line, err := cart.Add(tx, s.Buyer.ID, cart.Choice{Version: service.Live, Package: "economy", Units: 1})
			if err != nil {
				return err
			}
			made.Lines = append(made.Lines, cart.Agreed{Line: line.ID, Total: line.Price})
		}
		_, _, err := cart.Compare(tx, made)
		return err
	})
	s.deliver()
	s.Write(func(tx *db.Tx) error {
		list, err := cart.MakeList(tx, s.Buyer.ID, "For the house")
		if err != nil {
			return err
		}
		for _, service := range []catalogue.Service{s.service, other, third} {
			for _, step := range []func() error{
				func() error { return cart.Keep(tx, s.Buyer.ID, service.ID) },
				func() error { return cart.Saw(tx, s.Buyer.ID, service.ID, tx.Now()) },
				func() error {
					_, err := cart.Add(tx, s.Buyer.ID, cart.Choice{Version: service.Live, Package: "standard", Units: 2})
					return err
				},
			} {
				if err := step(); err != nil {
					return err
				}
			}
		}
		return cart.Sort(tx, s.Buyer.ID, other.ID, list.ID)
	})
	s.dearer()
	s.visitors()
	return made.ID
}

// visitors come to Sam's service over some weeks.
func (s *stage) visitors() {
	s.t.Helper()
	book := footfall.NewBook()
	for week := range 9 {
		at := s.Clock.Now().Add(-time.Duration(week) * 7 * 24 * time.Hour)
		for n := range 3 + week*5%7 {
			book.List(id.Member{}, []footfall.Shown{{Service: s.service.ID, Seller: s.Seller.ID}}, n+1, at)
			viewer := strings.Repeat("v", n+1)
			book.Look(footfall.Look{View: catalogue.View{Service: s.service.ID, Viewer: viewer, At: at, Opened: n%2 == 0}})
		}
	}
	if err := book.Flush(s.t.Context(), s.Store); err != nil {
		s.t.Fatal(err)
	}
}
