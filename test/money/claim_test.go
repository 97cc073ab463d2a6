package money

import (
	"strings"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/order"
	"guildhall/payment"
	"guildhall/test/browser"
	"guildhall/testkit"
	"guildhall/town"
)

// calledBack lets Bea order for money from a card, which her bank then calls
// back; the order's path is answered.
func (s *stage) calledBack() string {
	s.t.Helper()
	s.leave(s.Buyer, 0)
	now := s.Clock.Now()
	top, which := id.New[id.TopUpKind](now), id.New[id.OrderKind](now)
	says := func(tx *db.Tx, said payment.Said) error {
		_, _, err := order.TopUpMessage(tx, payment.Message{
			Provider: payment.SandboxName, ID: string(said), TopUp: top, Said: said, Amount: 40_00, Card: "sandbox-4242",
		})
		return err
	}
	s.Write(func(tx *db.Tx) error {
		_, err := payment.Ask(tx, payment.Asking{ID: top, Member: s.Buyer.ID, Provider: payment.SandboxName, Amount: 40_00})
		if err != nil {
			return err
		}
		if err := says(tx, payment.SaidSucceeded); err != nil {
			return err
		}
		_, err = order.Place(tx, order.Placing{ID: which, Buyer: s.Buyer.ID, Version: s.service.Live, Units: 1, Package: "standard", At: tx.Now()})
		if err != nil {
			return err
		}
		return says(tx, payment.SaidChargedBack)
	})
	return "/orders/" + which.String()
}

func TestADebtorIsToldSettlesItAndOrdersAgain(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		path := s.calledBack()
		bea := s.enter(s.Buyer)
		bea.goes(path).sees(200, "called the payment of this order back")
		bea.goes("/orders/new?package=economy&version=" + s.service.Live.String())
		bea.sees(200, "You owe $40.00 for a payment that your bank called back")
		bea.sends("/orders", s.choice("shown", "4000")...).sees(409, "You owe $40.00")
		bea.goes("/balance").sees(200, "You owe $40.00", "Settle $40.00 from my balance")
		bea.sends("/balance/settlement").sees(409, "You owe $40.00")
		s.Write(func(tx *db.Tx) error { return town.Fund(tx, s.Buyer.ID, 60_00) })
		bea.goes("/balance").sends("/balance/settlement").sees(200, "Debt settled")
		bea.misses("You owe")
		s.has(s.Buyer, 20_00)
		bea.goes("/statement").sees(200, "Debt settled")
		bea.goes(path).sees(200, "The money of this order is no longer held.")
		s.advance(time.Second)
		s.enter(s.Seller).goes("/notifications").sees(200, "The money of an order is held", "An order goes on")
	})
}

func TestFinanceStaffDecideAboutAClaim(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		path := s.calledBack()
		fay := s.enter(s.Finance)
		fay.goes("/staff/finance").sees(200, "Claims after chargebacks")
		fay.goes("/staff/finance/claims").sees(200, "bea", "$40.00", "in 5 days")
		to := strings.TrimSuffix("/staff/finance/claims/"+s.claim(), "/")
		fay.sends(to, "verdict", "forgive", "_key", "a").sees(422, "Say why")
		fay.sends(to, "verdict", "settle", "_key", "b").sees(409, "bea")
		fay.sends(to, "verdict", "cancel", "reason", "The card was stolen.", "_key", "c").sees(200, "Nobody owes anything")
		s.enter(s.Seller).goes(path).sees(200, "Cancelled", "The card was stolen.")
		s.has(s.Buyer, 0)
		s.enter(s.Buyer).goes("/staff/finance/claims").sees(404)
	})
}

// claim is the one that waits.
func (s *stage) claim() (which string) {
	s.t.Helper()
	s.Read(func(tx *db.Tx) error {
		open, err := payment.OpenClaims(tx, 10)
		if len(open) != 1 {
			s.t.Fatalf("%d claims wait", len(open))
		}
		which = open[0].TopUp.String()
		return err
	})
	return which
}

func TestStaffLetCardMoneyGoEarly(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		top := id.New[id.TopUpKind](s.Clock.Now())
		s.Write(func(tx *db.Tx) error {
			return ledger.TopUp(tx, ledger.TopUpMoney{
				Member: s.Stranger.ID, TopUp: top, Amount: 70_00, Provider: payment.SandboxName, Card: "sandbox-4242",
				FreeAt: tx.Now().Add(30 * 24 * time.Hour), Key: "card",
			})
		})
		fay := s.enter(s.Finance)
		fay.goes("/staff/finance/releases").sees(200, "Card money before its time")
		fay.sends("/staff/finance/releases", "login", "nobody", "reason", "asked").sees(422)
		fay.sends("/staff/finance/releases", "login", "bea", "reason", "asked").sees(409, "no card money that waits")
		fay.sends("/staff/finance/releases", "login", "stig", "reason", "The account is closed.").sees(200, "The account is closed.", "$70.00", "fay")
		s.Read(func(tx *db.Tx) error {
			has, err := ledger.Balance(tx, s.Stranger.ID)
			if has.Withdrawable != 70_00 || has.CardHeld != 0 {
				t.Errorf("stig has %+v", has)
			}
			return err
		})
	})
}

// TestClaimsInABrowser looks at the pages as people see them.
func TestClaimsInABrowser(t *testing.T) {
	for name, look := range map[string]browser.Look{"wide": {Width: 1280}, "narrow": {Width: 390, Dark: true}, "no script": {NoScript: true}} {
		t.Run(name, func(t *testing.T) {
			store, clock := testkit.SQLite(t)
			s := newStage(t, store, clock)
			s.calledBack()
			bea := s.open(s.Buyer, "/balance", look)
			bea.See("You owe $40.00")
			bea.Judge()
			bea.Shot("money-owed")
			tab := s.open(s.Finance, "/staff/finance/claims", look)
			tab.Judge()
			tab.Shot("money-claims")
			tab.Fill("reason", "A mistake of the bank.")
			tab.Press("Forgive")
			tab.See("Nobody owes anything")
			tab.Go(s.url + "/staff/finance/releases")
			tab.Judge()
			tab.Shot("money-releases")
		})
	}
}
