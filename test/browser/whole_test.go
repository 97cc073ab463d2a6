package browser_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"guildhall/file"
	"guildhall/hall"
	"guildhall/test/browser"
	"guildhall/testkit"
	"guildhall/town"
)

// running is a stage whose whole program runs: pages, API, sweeper, payments.
func running(t *testing.T) *stage {
	t.Helper()
	store, clock := testkit.SQLite(t)
	place := town.New(t, store, clock)
	s := &stage{Town: place, t: t, service: place.Shop()}
	files, err := file.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	h, err := hall.Start(context.Background(), store, files, hall.Options{
		Listen: "127.0.0.1:0", Preset: "services", Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	s.url = h.URL
	return s
}

// until loads the page again until it says the words.
func until(t *testing.T, tab *browser.Tab, words string) {
	t.Helper()
	for range 50 {
		if tab.Says(words) {
			return
		}
		time.Sleep(200 * time.Millisecond)
		tab.Reload()
	}
	tab.See(words)
}

// TestFromSignUpToPayout is the whole way: someone who is nobody here chooses
// first, signs up in the middle, pays by card, gets the work; the seller gets
// the money out.
func TestFromSignUpToPayout(t *testing.T) {
	eachWay(t, func(t *testing.T, look browser.Look) {
		s := running(t)
		anna := browser.Open(t, s.url+"/orders/new?package=standard&version="+s.service.Live.String(), look)
		anna.See("$40.00", "The money goes into escrow, not to sam.")
		anna.Press("Make an account and go on")
		s.signUp(anna)
		anna.See("Your balance is short of $40.00")
		anna.Fill("answer.photo", "The side with the green door.")
		s.payByCard(anna)

		at := s.findOrder(anna)
		anna.See("The side with the green door.")
		sam := s.open(s.Seller, "/orders?side=selling", look)
		sam.Press("Ink drawing of your house")
		do(sam, look, "Start working")
		do(sam, look, "Deliver the work", "text", "Here it is: https://files.example/house.pdf")
		anna.Go(at)
		do(anna, look, "Accept the work")
		anna.See("sam was paid $32.00")
		s.withdraw(sam, look)
		s.clean()
	})
}

// signUp fills the registration the tab is on, with the code from the mail.
func (s *stage) signUp(tab *browser.Tab) {
	s.t.Helper()
	for name, value := range map[string]string{
		"email": "anna@example.org", "login": "anna", "password": "four dull brown hens", "of_age": "yes", "terms": "yes",
	} {
		tab.Fill(name, value)
	}
	tab.Press("Create my account")
	tab.See("We sent a code to anna@example.org")
	tab.Fill("code", fact(s.mailed("anna@example.org", "account.mail.confirm"), "code"))
	tab.Press("Confirm")
}

// payByCard tops up what the order lacks, at the sandbox.
func (s *stage) payByCard(tab *browser.Tab) {
	s.t.Helper()
	tab.Press("Pay $40.00 and order")
	until(s.t, tab, "The payment provider is ready.")
	tab.Press("Pay $40.00")
	tab.Press("Pay $40.00")
}

// findOrder is the order the checkout placed.
func (s *stage) findOrder(tab *browser.Tab) string {
	s.t.Helper()
	tab.Go(s.url + "/orders?side=buying")
	until(s.t, tab, "Ink drawing of your house")
	tab.Press("Ink drawing of your house")
	tab.See("$40.00 is kept by Guildhall for this order.")
	return tab.Address()
}

// withdraw takes the seller's money out, through the finance desk.
func (s *stage) withdraw(tab *browser.Tab, look browser.Look) {
	s.t.Helper()
	tab.Go(s.url + "/withdrawals/details")
	tab.Fill("owner", "Sam Sailer")
	tab.Fill("number", "DE12 3456 7890")
	tab.Press("Save")
	tab.Go(s.url + "/withdrawals/new")
	tab.Fill("amount", "32")
	tab.Fill("to", "account")
	tab.Press("Ask for the withdrawal")
	tab.See("Withdrawal of $32.00")
	at := tab.Address()
	fay := s.open(s.Finance, "/staff/finance", look)
	for _, step := range []string{"Approve", "Mark as sent", "Mark as paid"} {
		fay.Fill("withdrawal", lastPart(at))
		fay.Press(step)
	}
	tab.Go(at)
	tab.See("was paid out.")
}

func lastPart(address string) string { return address[strings.LastIndex(address, "/")+1:] }
