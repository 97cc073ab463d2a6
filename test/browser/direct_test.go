package browser_test

import (
	"net/http/httptest"
	"net/url"
	"testing"

	"guildhall/desk"
	"guildhall/file"
	"guildhall/order"
	"guildhall/test/browser"
	"guildhall/testkit"
	"guildhall/town"
	"guildhall/web"
)

// direct is a stage where the two pay each other outside.
func direct(t *testing.T) *stage {
	t.Helper()
	store, clock := testkit.SQLite(t)
	place := town.Under(t, store, clock, "direct")
	files, err := file.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(web.Handler(desk.New(store, files, desk.Config{URL: &url.URL{Scheme: "http", Host: "127.0.0.1"}})))
	t.Cleanup(server.Close)
	return &stage{Town: place, t: t, url: server.URL, service: place.Shop()}
}

// TestWithoutCustodyTheTwoNoteThePayment is ORD-5 on the page: no money moves,
// both notes stand, and the page says whose business payment is.
func TestWithoutCustodyTheTwoNoteThePayment(t *testing.T) {
	eachWay(t, func(t *testing.T, look browser.Look) {
		s := direct(t)
		tab := s.open(s.Buyer, "/orders/new?package=standard&version="+s.service.Live.String(), look)
		tab.See("You pay Guildhall nothing")
		tab.Fill("answer.photo", "The side with the green door.")
		tab.Press("Order for $40.00")
		tab.See("Payment is between the two of you")
		tab.Judge()
		tab.Shot("direct-buyer")
		do(tab, look, "Note that you paid")
		tab.See("bea noted the payment as made.")

		sam := s.open(s.Seller, tab.Address()[len(s.url):], look)
		do(sam, look, "Note that you were paid")
		sam.See("sam noted the payment as received.")
		s.clean()
	})
}

// TestWindowsAndFoldedActionsCanBeRead judges what is hidden at first: the
// window of an action, the folded actions, the arbiter's view.
func TestWindowsAndFoldedActionsCanBeRead(t *testing.T) {
	for _, look := range []browser.Look{{}, {Width: 390, Dark: true}} {
		s := newStage(t)
		of := s.delivered()
		tab := s.open(s.Buyer, path(of), look)
		tab.Touch("Send the work back")
		tab.See("What this will do")
		tab.Accessible()
		tab.Shot("order-dialog")
		tab.Touch("Not now")
		tab.Touch("More you can do")
		tab.See("Cancel the order", "Buy more")
		tab.Accessible()
		tab.Shot("order-more")

		s.act(of, 0, order.Buyer, order.SendBack, func(c *order.Command) { c.Text = "The chimney is missing." })
		s.act(of, 0, order.Buyer, order.AskArbitration, func(c *order.Command) { c.Text = "It is not my house." })
		arbiter := s.openCase(of, look)
		arbiter.Judge()
		arbiter.Shot("order-arbiter")
		arbiter.Go(s.url + path(of) + "/decision?to_seller=20&blame=seller")
		arbiter.Judge()
		arbiter.Shot("order-decision")
	}
}
