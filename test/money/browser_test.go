package money

import (
	"strings"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/test/browser"
	"guildhall/testkit"
)

// open is a tab in which the member is signed in.
func (s *stage) open(m account.Member, path string, look browser.Look) *browser.Tab {
	s.t.Helper()
	tab := browser.Open(s.t, s.url+"/style", look)
	tab.Cookie(s.url, desk.SessionCookie, s.session(m))
	tab.Go(s.url + path)
	return tab
}

// ready waits until the provider has answered, beside the tab, since the page
// loads itself again until then.
func (s *stage) ready(m account.Member, tab *browser.Tab) {
	s.t.Helper()
	address := tab.Address()
	s.enter(m).goes(strings.TrimPrefix(address, s.url)).waits("The payment provider is ready.")
	tab.Go(address)
}

// TestMoneyInAndOutInABrowser tops up and withdraws as a person does, on a
// wide screen, in the dark, on a phone, and without script.
func TestMoneyInAndOutInABrowser(t *testing.T) {
	for name, look := range map[string]browser.Look{
		"wide": {}, "phone": {Width: 360, Dark: true}, "no script": {NoScript: true},
	} {
		t.Run(name, func(t *testing.T) {
			store, clock := testkit.SQLite(t)
			s := newStage(t, store, clock)
			shot := strings.ReplaceAll("money-"+name, " ", "-")
			tab := s.open(s.Buyer, "/balance", look)
			tab.Judge()
			tab.Shot(shot + "-balance")
			tab.Press("Top up")
			tab.Fill("amount", "12.345")
			tab.Press("Go on to payment")
			tab.See("This currency takes 2 decimals at most.")
			if typed := tab.Typed("amount"); typed != "12.345" {
				t.Errorf("%q stands in the field, 12.345 was typed", typed)
			}
			tab.Judge()
			tab.Shot(shot + "-top-up-wrong")
			tab.Fill("amount", "40")
			tab.Press("Go on to payment")
			s.ready(s.Buyer, tab)
			tab.Judge()
			tab.Press("Pay $40.00")
			tab.Judge()
			tab.Shot(shot + "-sandbox")
			tab.Press("Pay $40.00")
			tab.See("$40.00 is on your balance.")
			s.has(s.Buyer, 1040_00)

			tab.Go(s.url + "/withdrawals/details")
			tab.Fill("owner", "Bea Buyer")
			tab.Fill("number", "DE12 3456 7890")
			tab.Press("Save")
			tab.See("Saved. New withdrawals go there.")
			tab.Judge()
			tab.Shot(shot + "-withdraw")
			tab.Fill("amount", "80")
			tab.Press("Ask for the withdrawal")
			tab.See("Withdrawal of $80.00", "$76.40")
			tab.Judge()
			tab.Shot(shot + "-withdrawal")
			tab.Back() // the form again, sent once more: the same withdrawal
			tab.Fill("amount", "80")
			tab.Press("Ask for the withdrawal")
			tab.See("Withdrawal of $80.00")
			s.has(s.Buyer, 960_00)
			tab.Go(s.url + "/statement")
			tab.Judge()
			tab.Shot(shot + "-statement")
			tab.Go(s.url + "/balance")
			tab.Judge()
			tab.Shot(shot + "-balance-after")
		})
	}
}

// TestTheFinanceDeskInABrowser marks what is in work with the page's buttons.
func TestTheFinanceDeskInABrowser(t *testing.T) {
	store, clock := testkit.SQLite(t)
	s := newStage(t, store, clock)
	bea := s.enter(s.Buyer)
	bea.goes("/withdrawals/details").sends("/withdrawals/details", "owner", "Bea", "number", "1234")
	made := bea.goes("/withdrawals/new").sends("/withdrawals", "amount", "50", "to", "account").at
	bea.goes("/balance/top-ups/new").sends("/balance/top-ups", "amount", "70", "provider", "bank").waits("write this reference")
	tab := s.open(s.Finance, "/staff/finance", browser.Look{})
	tab.Judge()
	tab.Shot("money-finance")
	tab.Fill("withdrawal", strings.TrimPrefix(made, "/withdrawals/"))
	tab.Press("Approve")
	tab.See("Approved")
	tab.Press("Arrived")
	tab.See("None is expected.")
	tab.Judge()
	s.Read(func(tx *db.Tx) error {
		states, err := db.Value[string](tx, `SELECT state FROM withdrawals`)
		if states != "approved" {
			t.Errorf("the withdrawal is %s", states)
		}
		return err
	})
}

// TestAShortBuyerTopsUpLeavesAndFindsTheOrder is the journey of ORD-57: the
// balance is short on the placing page, the provider's message comes when the
// browser is closed, and comes twice; the order is there once.
func TestAShortBuyerTopsUpLeavesAndFindsTheOrder(t *testing.T) {
	store, clock := testkit.SQLite(t)
	s := newStage(t, store, clock)
	s.leave(s.Buyer, 9_78) // $40 less $9.78 is the amount that is answered late
	tab := s.open(s.Buyer, "/orders/new?package=standard&version="+s.service.Live.String(), browser.Look{})
	tab.See("Your balance is short of $30.22", "What you type here waits with it.")
	tab.Fill("answer.photo", "The side with the walnut tree")
	tab.Judge()
	tab.Shot("money-short")
	tab.Press("Pay $30.22 and order")
	s.ready(s.Buyer, tab)
	tab.See("An order waits for your top-up")
	tab.Shot("money-waits")
	tab.Press("Pay $30.22")
	tab.Press("Pay $30.22")
	tab.See("You have done your part.")
	tab.Go("about:blank") // the browser is closed
	for range 3 {
		s.advance(30 * time.Second)
	}
	s.orders(1)
	s.has(s.Buyer, 0)
	again := s.open(s.Buyer, "/orders", browser.Look{})
	again.See("Ink drawing of your house")
	again.Judge()
	again.Press("Ink drawing of your house")
	again.See("The side with the walnut tree")
}
