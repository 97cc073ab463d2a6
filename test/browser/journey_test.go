package browser_test

import (
	"strings"
	"testing"
	"time"

	"guildhall/order"
	"guildhall/test/browser"
	"guildhall/verify"
)

// eachWay runs a journey with script and without.
func eachWay(t *testing.T, journey func(t *testing.T, look browser.Look)) {
	t.Run("script", func(t *testing.T) { journey(t, browser.Look{}) })
	t.Run("no_script", func(t *testing.T) { journey(t, browser.Look{NoScript: true}) })
}

// do takes an action: the button opens a window over the page where script
// runs and a page of its own where it does not; both hold the same form.
func do(tab *browser.Tab, look browser.Look, label string, fill ...string) {
	if look.NoScript {
		tab.Press(label)
	} else {
		tab.Touch(label)
	}
	for i := 0; i+1 < len(fill); i += 2 {
		tab.Fill(fill[i], fill[i+1])
	}
	tab.Press(label)
}

// placeByHand orders Sam's standard package through the page.
func (s *stage) placeByHand(tab *browser.Tab) {
	s.t.Helper()
	tab.Go(s.url + "/orders/new?package=standard&version=" + s.service.Live.String())
	tab.See("$40.00", "sam has to start the work")
	tab.Fill("answer.photo", "The side with the green door.")
	tab.Press("Order and pay $40.00")
	tab.See("Ordered.", "The side with the green door.")
}

// clean fails where the books or a diary are not as they must be.
func (s *stage) clean() {
	s.t.Helper()
	found, err := verify.Run(s.t.Context(), s.Store)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, finding := range found {
		s.t.Errorf("verify: %+v", finding)
	}
}

func TestAnOrderGoesFromPlacingToPay(t *testing.T) {
	eachWay(t, func(t *testing.T, look browser.Look) {
		s := newStage(t)
		buyer, seller := s.open(s.Buyer, "/orders", look), s.open(s.Seller, "/orders?side=selling", look)
		s.placeByHand(buyer)
		at := buyer.Address()

		seller.Go(at)
		do(seller, look, "Start working")
		seller.See("You started.", "Deliver the work")
		do(seller, look, "Deliver the work", "text", "Here it is: https://files.example/house.pdf")
		seller.See("Delivered.")

		buyer.Go(at)
		buyer.See("https://files.example/house.pdf", "Your turn")
		do(buyer, look, "Accept the work")
		buyer.See("You accepted the work. sam has been paid.", "sam was paid $32.00")
		seller.Go(at)
		seller.See("You were paid $32.00: $40.00 less $8.00 commission.")
		s.clean()
	})
}

func TestTheBackButtonAfterAcceptingPaysOnce(t *testing.T) {
	eachWay(t, func(t *testing.T, look browser.Look) {
		s := newStage(t)
		of := s.delivered()
		tab := s.open(s.Buyer, path(of)+"/acceptance", look)
		tab.Press("Accept the work")
		tab.See("sam has been paid")
		tab.Back()
		tab.See("What this will do")
		tab.Press("Accept the work")
		tab.See("Completed", "sam was paid $40.00")
		tab.Quiet()
		s.clean()
	})
}

func TestALateOrderIsCancelledAndTheMoneyComesBack(t *testing.T) {
	eachWay(t, func(t *testing.T, look browser.Look) {
		s := newStage(t)
		of := s.working()
		s.Clock.Advance(6 * 24 * time.Hour)
		s.sweep()
		tab := s.open(s.Buyer, path(of), look)
		tab.See("Late")
		tab.Go(s.url + path(of) + "/cancellation")
		tab.See("Not done on time", "$50.00 comes back to your balance at once.", "It lowers sam’s responsibility")
		tab.Fill("reason", string(order.NotOnTime))
		tab.Press("Cancel the order")
		tab.See("$50.00 came back to your balance.", "Cancelled")
		s.clean()
	})
}

func TestARevisionGoesBackAndForth(t *testing.T) {
	eachWay(t, func(t *testing.T, look browser.Look) {
		s := newStage(t)
		of := s.delivered()
		buyer, seller := s.open(s.Buyer, path(of), look), s.open(s.Seller, path(of), look)
		do(buyer, look, "Send the work back", "text", "The chimney is missing.", "point", "yes")
		buyer.See("The work is back with sam.", "The chimney is missing.")
		seller.Go(s.url + path(of))
		seller.See("The chimney is missing.", "Your turn")
		do(seller, look, "Deliver the work", "text", "Now with chimney: https://files.example/house2.pdf")
		buyer.Go(s.url + path(of))
		do(buyer, look, "Accept the work")
		buyer.See("sam was paid $40.00")
		s.clean()
	})
}

func TestAnArbiterDecidesAndBothAccept(t *testing.T) {
	eachWay(t, func(t *testing.T, look browser.Look) {
		s := newStage(t)
		of := s.delivered()
		s.act(of, time.Hour, order.Buyer, order.SendBack, func(c *order.Command) { c.Text = "The chimney is missing." })
		buyer, seller := s.open(s.Buyer, path(of)+"/arbitration", look), s.open(s.Seller, path(of), look)
		buyer.Fill("text", "It is not my house.")
		buyer.Press("Ask for arbitration")
		buyer.See("The case is open.", "This order is under arbitration")
		seller.Go(s.url + path(of) + "/statement")
		seller.Fill("text", "It is the house on the photograph.")
		seller.Press("Tell your side")

		arbiter := s.openCase(of, look)
		arbiter.Go(s.url + path(of) + "/decision")
		arbiter.Fill("to_seller", "20.00")
		arbiter.Press("See what this will do")
		arbiter.Fill("text", "Half of what was ordered is there.")
		arbiter.Press("Decide the case")
		arbiter.See("Decided and announced to both.")

		for _, side := range []*browser.Tab{buyer, seller} {
			side.Go(s.url + path(of) + "/decision-acceptance")
			side.Press("Accept the decision")
		}
		seller.See("Completed", "sam was paid $16.00")
		buyer.Go(s.url + path(of))
		buyer.See("sam was paid $16.00", "went back to bea")
		s.clean()
	})
}

func TestTwoTabsCannotDoTwoThings(t *testing.T) {
	eachWay(t, func(t *testing.T, look browser.Look) {
		s := newStage(t)
		of := s.delivered()
		first := s.open(s.Buyer, path(of)+"/acceptance", look)
		second := first.Another(s.url + path(of) + "/revision")
		second.Fill("text", "The chimney is missing.")
		first.Press("Accept the work")
		first.See("sam has been paid")
		second.Press("Send the work back")
		second.See("Not possible now")
		second.Miss("has been sent back")
		second.Go(s.url + path(of))
		second.See("Completed", "sam was paid $40.00")
		s.clean()
	})
}

func TestAnEndedSessionKeepsWhatWasTyped(t *testing.T) {
	const words = "Could the roof be green?"
	eachWay(t, func(t *testing.T, look browser.Look) {
		s := newStage(t)
		of := s.working()
		tab := s.open(s.Buyer, path(of), look)
		tab.Fill("text", words)
		tab.ForgetSession()
		tab.Press("Send")
		tab.See("Your session has ended; nothing was lost")
		if got := tab.Typed("text"); got != words {
			t.Fatalf("typed %q, kept %q", words, got)
		}
		s.signIn(tab, s.Buyer)
		tab.Press("Send it again")
		tab.See(words)
		if n := strings.Count(tab.Text(), words); n != 1 {
			t.Errorf("the words stand %d times on the page", n)
		}
	})
}

func TestAWrongFormKeepsWhatWasTyped(t *testing.T) {
	eachWay(t, func(t *testing.T, look browser.Look) {
		s := newStage(t)
		of := s.working()
		tab := s.open(s.Seller, path(of)+"/extra", look)
		tab.Fill("sum", "12.345")
		tab.Press("See what this will do")
		tab.See("decimals")
		if got := tab.Typed("sum"); got != "12.345" {
			t.Errorf("typed 12.345, kept %q", got)
		}
		tab.Fill("sum", "12.50")
		tab.Press("See what this will do")
		tab.See("What this will do")
		tab.Fill("text", "A second view from the garden.")
		tab.Press("Propose work beyond the order")
		tab.See("You proposed work beyond the order for $12.50")
		tab.Judge()
	})
}

// What was sent is not offered again; what was typed and not sent is.
func TestTypedTextIsKeptUntilItWasSent(t *testing.T) {
	s := newStage(t)
	of := s.working()
	tab := s.open(s.Buyer, path(of), browser.Look{})
	tab.Fill("text", "Half a thought")
	tab.Go(s.url + "/orders")
	tab.Go(s.url + path(of))
	if got := tab.Typed("text"); got != "Half a thought" {
		t.Errorf("typed %q, kept %q", "Half a thought", got)
	}
	tab.Press("Send")
	tab.See("Sent.", "Half a thought")
	if got := tab.Typed("text"); got != "" {
		t.Errorf("%q was sent and is offered again", got)
	}
}
