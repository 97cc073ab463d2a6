package money

import (
	"bytes"
	"encoding/csv"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/testkit"
	"guildhall/town"
)

func TestATopUpGoesFromTheFormOverTheProviderToTheBalance(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		bea := s.enter(s.Buyer)
		bea.goes("/balance").sees(200, "$1,000.00")
		bea.goes("/balance/top-ups/new").sees(200, "Sandbox", "Bank transfer")
		bea.sends("/balance/top-ups", "amount", "25.50", "provider", "sandbox").sees(200, "Top-up of $25.50")
		bea.waits("Pay $25.50")
		page := strings.Replace(bea.at, "/top-ups/", "/payments/sandbox/", 1)
		bea.goes(page).sees(200, "The payment succeeds at once.", "Test card", "…22")
		bea.sends(page, "card", "sandbox-4242", "pays", "yes").sees(200, "$25.50 is on your balance.")
		bea.goes("/balance").sees(200, "$1,025.50", "From a card, still held")
		s.has(s.Buyer, 102550)
	})
}

func TestADeclinedCardSaysSoAndChargesNothing(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		bea := s.enter(s.Buyer)
		bea.goes("/balance/top-ups/new").sends("/balance/top-ups", "amount", "20.11", "provider", "sandbox").waits("Pay $20.11")
		top := bea.at
		page := strings.Replace(top, "/top-ups/", "/payments/sandbox/", 1)
		bea.sends(page, "card", "sandbox-4242", "pays", "yes").sees(200, "was declined", "Try another top-up")
		s.has(s.Buyer, town.BuyersMoney)
	})
}

func TestWrongAmountsAreRefusedBesideTheFieldAndStayTyped(t *testing.T) {
	store, clock := testkit.SQLite(t)
	s := newStage(t, store, clock)
	bea := s.enter(s.Buyer)
	for typed, sentence := range map[string]string{
		"12.345": "decimals", "-5": "below zero", "99999999999999999": "too large", "ten": "digits", "": "", "0.01": "The smallest top-up is",
	} {
		bea.goes("/balance/top-ups/new").sends("/balance/top-ups", "amount", typed, "provider", "sandbox").sees(422, sentence)
		if !strings.Contains(bea.page, `value="`+typed+`"`) {
			t.Errorf("what was typed, %q, is gone", typed)
		}
		bea.goes("/withdrawals/new").sends("/withdrawals", "amount", typed, "to", "account")
		if bea.code != 422 {
			t.Errorf("a withdrawal of %q answered %d", typed, bea.code)
		}
	}
	s.has(s.Buyer, town.BuyersMoney)
}

func TestTheSameFormTwiceIsOneTopUp(t *testing.T) {
	store, clock := testkit.SQLite(t)
	s := newStage(t, store, clock)
	bea := s.enter(s.Buyer)
	form := bea.goes("/balance/top-ups/new").page
	first := bea.sends("/balance/top-ups", "amount", "20", "provider", "bank").at
	bea.page = form
	if second := bea.sends("/balance/top-ups", "amount", "20", "provider", "bank").at; second != first {
		t.Errorf("the same form led to %s and %s", first, second)
	}
}

func TestABankTransferIsMarkedAtTheFinanceDesk(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		bea, fay := s.enter(s.Buyer), s.enter(s.Finance)
		bea.goes("/balance/top-ups/new").sends("/balance/top-ups", "amount", "70", "provider", "bank")
		bea.waits("write this reference")
		top := bea.at
		fay.goes("/staff/finance").sees(200, "Bank transfers that are expected", "bea", "$70.00")
		fay.sends("/staff/finance/"+strings.TrimPrefix(top, "/"), "said", "succeeded").sees(200, "None is expected.")
		bea.goes(top).sees(200, "$70.00 is on your balance.")
		s.has(s.Buyer, town.BuyersMoney+7000)
	})
}

// order's fields, as the placing page sends them.
func (s *stage) choice(fields ...string) []string {
	return append([]string{"version", s.service.Live.String(), "package", "standard", "units", "1", "_key", "k1"}, fields...)
}

func TestAnOrderWaitsForTheDelayedTopUpAndIsThereOnce(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		s.leave(s.Buyer, 19_78) // standard and colour cost 50.00: 30.22 is short, the delayed amount
		bea := s.enter(s.Buyer)
		bea.page = ""
		bea.sends("/checkouts", s.choice("option.colour", "1", "shown", "5000")...).sees(200, "Top-up of $30.22", "An order waits for your top-up")
		bea.waits("Pay $30.22")
		top := bea.at
		bea.sends(strings.Replace(top, "/top-ups/", "/payments/sandbox/", 1), "card", "", "pays", "yes").sees(200, "Waiting", "You have done your part.")
		s.has(s.Buyer, 19_78)

		// The browser is closed; the messages come half a minute later, and again.
		for range 3 {
			s.advance(30 * time.Second)
		}
		bea.goes(top).waits("$30.22 is on your balance.").sees(200, "Ordered")
		bea.goes(bea.link("/checkouts/")).sees(200, "The money arrived and was held for your order.")
		s.has(s.Buyer, 0)
		s.orders(1)
		bea.goes("/balance").sees(200, "Held for an order")
	})
}

func (s *stage) orders(want int) {
	s.t.Helper()
	s.Read(func(tx *db.Tx) error {
		got, err := db.Value[int](tx, `SELECT CAST(COUNT(*) AS BIGINT) FROM orders`)
		if got != want {
			s.t.Errorf("%d orders, want %d", got, want)
		}
		return err
	})
}

func TestACheckoutIsDroppedAndTheMoneyStays(t *testing.T) {
	store, clock := testkit.SQLite(t)
	s := newStage(t, store, clock)
	s.leave(s.Buyer, 10_00)
	bea := s.enter(s.Buyer)
	bea.sends("/checkouts", s.choice()...).waits("Pay $30.00")
	top := bea.at
	link := bea.link("/checkouts/")
	bea.goes(link).sees(200, "An order waits for your top-up", "Do not order")
	bea.sends(link+"/ending").sees(200, "You did not order")
	bea.sends(link+"/ending", "_key", "another").sees(409, "already ended")
	bea.sends(strings.Replace(top, "/top-ups/", "/payments/sandbox/", 1), "card", "", "pays", "yes").sees(200, "is on your balance")
	s.has(s.Buyer, 40_00)
	s.orders(0)
}

func TestAFailedCheckoutIsOrderedWithOneClick(t *testing.T) {
	store, clock := testkit.SQLite(t)
	s := newStage(t, store, clock)
	s.leave(s.Buyer, 10_00)
	bea := s.enter(s.Buyer)
	bea.sends("/checkouts", s.choice()...).waits("Pay $30.00")
	top, link := bea.at, bea.link("/checkouts/")
	s.leave(s.Buyer, 9_00)
	bea.sends(strings.Replace(top, "/top-ups/", "/payments/sandbox/", 1), "card", "", "pays", "yes")
	bea.goes(link).sees(200, "Not ordered", "Part of your balance was spent", "$1.00 is missing")
	s.Write(func(tx *db.Tx) error { return town.Fund(tx, s.Buyer.ID, 1_00) })
	bea.goes(link).sees(200, "Order now for $40.00")
	bea.sends(link+"/attempt", "shown", "4000").sees(200, "Ordered")
	s.orders(1)
	s.has(s.Buyer, 0)
}

// uploads posts fields and a file, as the placing page does.
func (p *person) uploads(path, field, name, content string, fields ...string) *person {
	p.s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(fields); i += 2 {
		if err := form.WriteField(fields[i], fields[i+1]); err != nil {
			p.s.t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile(field, name)
	if err != nil {
		p.s.t.Fatal(err)
	}
	if _, err := io.WriteString(part, content); err != nil {
		p.s.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		p.s.t.Fatal(err)
	}
	return p.sent("POST", path, form.FormDataContentType(), &body)
}

// drawn is a small picture.
func drawn(t *testing.T) string {
	t.Helper()
	var made strings.Builder
	if err := png.Encode(&made, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	return made.String()
}

func TestABriefTypedForACheckoutThatEndedStandsInTheFormAgain(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		offer := s.Offer()
		offer.Title = "A drawing by your plan"
		offer.Questions = append(offer.Questions, catalogue.Question{Code: "plan", Text: "A plan of the house", Kind: catalogue.AskFile, Required: true})
		s.service = s.Sell(s.Seller.ID, offer)
		s.leave(s.Buyer, 10_00)
		bea := s.enter(s.Buyer)
		bea.uploads("/checkouts", "answer.plan", "plan.png", drawn(t), s.choice("answer.photo", "The east side", "answer.frame", "Office")...).sees(200)
		bea.waits("Pay $30.00")
		link := bea.link("/checkouts/")
		s.advance(25 * time.Hour)
		bea.token = s.session(s.Buyer)
		bea.goes(link).sees(200, "The time to pay is over", "what you typed is kept")
		again := strings.ReplaceAll(bea.link("/orders/new"), "&amp;", "&")
		bea.goes(again).sees(200, "short of $30.00", "The east side", "plan.png is kept")
		if !strings.Contains(bea.page, `<option value="Office" selected`) {
			t.Error("the choice is not chosen again")
		}
		s.enter(s.Stranger).goes(again).sees(404)

		s.Write(func(tx *db.Tx) error { return town.Fund(tx, s.Buyer.ID, 30_00) })
		typed := s.choice("answer.photo", "The west side", "checkout", strings.TrimPrefix(link, "/checkouts/"), "shown", "4000")
		bea.sends("/orders", typed...).sees(200, "The west side", "plan.png")
		bea.misses("The east side")
		s.orders(1)
	})
}

// link is the first address on the page that begins so.
func (p *person) link(begins string) string {
	p.s.t.Helper()
	_, rest, ok := strings.Cut(p.page, `href="`+begins)
	if !ok {
		p.s.t.Fatalf("%s has no link to %s", p.at, begins)
	}
	end, _, _ := strings.Cut(rest, `"`)
	return begins + end
}

func TestAWithdrawalGoesFromTheFormToPaid(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		bea, fay := s.enter(s.Buyer), s.enter(s.Finance)
		bea.goes("/withdrawals/new").sees(200, "You have not said yet where your money should go.", "4.5%", "$10.00")
		bea.sends("/withdrawals", "amount", "50", "to", "account").sees(409, "owner and number")
		bea.goes("/withdrawals/details").sends("/withdrawals/details", "owner", "Bea Buyer", "number", "DE12 3456 7890").sees(200, "···· 7890")
		bea.sends("/withdrawals", "amount", "200", "to", "account").sees(409, "Your payout details are new.", "$100.00")
		bea.goes("/withdrawals/new").sends("/withdrawals", "amount", "100", "to", "account").sees(200, "Withdrawal of $100.00", "$95.50", "Wed 4 Mar 2026")
		made := bea.at
		s.has(s.Buyer, town.BuyersMoney-100_00)

		which := strings.TrimPrefix(made, "/withdrawals/")
		fay.goes("/staff/finance").sees(200, "bea", "$95.50", "DE12 3456 7890")
		fay.sends("/staff/finance/withdrawals", "withdrawal", which, "verb", "pay").sees(409, "already requested")
		for _, step := range []struct{ verb, state string }{{"approve", "Approved"}, {"send", "Sent"}, {"pay", "No withdrawal waits"}} {
			fay.goes("/staff/finance").sends("/staff/finance/withdrawals", "withdrawal", which, "verb", step.verb).sees(200, step.state)
		}
		bea.goes(made).sees(200, "$95.50 was paid out.").misses("Cancel this withdrawal")
		fay.goes("/staff/finance").sees(200, "Withdrawal fees", "$4.50")
	})
}

func TestReturningNeedsAReasonThatTheMemberReads(t *testing.T) {
	store, clock := testkit.SQLite(t)
	s := newStage(t, store, clock)
	bea, fay := s.enter(s.Buyer), s.enter(s.Finance)
	bea.goes("/withdrawals/details").sends("/withdrawals/details", "owner", "Bea", "number", "=HYPERLINK(1)")
	made := bea.goes("/withdrawals/new").sends("/withdrawals", "amount", "50", "to", "account").at
	which := strings.TrimPrefix(made, "/withdrawals/")
	fay.goes("/staff/finance").sends("/staff/finance/withdrawals", "verb", "approve").sees(422)
	fay.goes("/staff/finance").sends("/staff/finance/withdrawals", "withdrawal", which, "verb", "approve").sees(200)
	file := fay.goes("/staff/finance/payouts.csv").sees(200).page
	if rows, err := csv.NewReader(strings.NewReader(file)).ReadAll(); err != nil || len(rows) != 2 || rows[1][3] != "'=HYPERLINK(1)" || rows[1][6] != "47.75" {
		t.Errorf("the batch file is %q (%v)", file, err)
	}
	fay.goes("/staff/finance").sends("/staff/finance/withdrawals", "withdrawal", which, "verb", "return").sees(422)
	if !strings.Contains(fay.page, `value="`+which+`" aria-label="$47.75 to bea" checked`) {
		t.Errorf("what was chosen is not chosen any more")
	}
	fay.sends("/staff/finance/withdrawals", "withdrawal", which, "verb", "return", "reason", "The bank does not know this account.").sees(200)
	bea.goes(made).sees(200, "It came back.", "The bank does not know this account.")
	s.has(s.Buyer, town.BuyersMoney)
}

func TestAWithdrawalIsCancelledOnItsPage(t *testing.T) {
	store, clock := testkit.SQLite(t)
	s := newStage(t, store, clock)
	bea := s.enter(s.Buyer)
	bea.goes("/withdrawals/details").sends("/withdrawals/details", "owner", "Bea", "number", "1234")
	made := bea.goes("/withdrawals/new").sends("/withdrawals", "amount", "50", "to", "account").at
	bea.sends(made+"/cancellation").sees(200, "You cancelled it. The whole sum is on your balance again.")
	s.has(s.Buyer, town.BuyersMoney)
}

func TestTheStatementIsFilteredPagedAndDownloaded(t *testing.T) {
	store, clock := testkit.SQLite(t)
	s := newStage(t, store, clock)
	for range 60 {
		s.leave(s.Buyer, 0)
		s.Clock.Advance(time.Second)
		s.Write(func(tx *db.Tx) error { return town.Fund(tx, s.Buyer.ID, 5_00) })
	}
	bea := s.enter(s.Buyer)
	bea.goes("/statement").sees(200, "Tip given", "Top-up", "$5.00", "$0.00")
	for range 2 {
		bea.goes(bea.link("/statement?before="))
	}
	bea.sees(200, "+$1,000.00") // where it began
	bea.goes("/statement?kind=top_ups").sees(200, "Top-up").misses("Tip given")
	bea.goes("/statement?until=2020-01-01").sees(200, "Nothing moved in the days you chose.")
	bea.goes("/statement?from=nonsense").sees(422)
	rows, err := csv.NewReader(strings.NewReader(bea.goes("/statement.csv?kind=top_ups").sees(200).page)).ReadAll()
	if err != nil || len(rows) != 62 {
		t.Fatalf("%d rows (%v), want a head and 61 top-ups", len(rows), err)
	}
	if want := "2026-03-02T09:00:00Z,top_up,top_up," + rows[61][3] + ",USD,1000.00,1000.00,0.00,0.00"; strings.Join(rows[61], ",") != want {
		t.Errorf("the last row is %v, want %s", rows[61], want)
	}
}

func TestMoneyPagesAreTheMembersOwn(t *testing.T) {
	store, clock := testkit.SQLite(t)
	s := newStage(t, store, clock)
	s.leave(s.Buyer, 10_00)
	bea, stig := s.enter(s.Buyer), s.enter(s.Stranger)
	bea.sends("/checkouts", s.choice()...).waits("Pay $30.00")
	top, link := bea.at, bea.link("/checkouts/")
	bea.goes("/withdrawals/details").sends("/withdrawals/details", "owner", "Bea", "number", "1234")
	out := bea.goes("/withdrawals/new").sends("/withdrawals", "amount", "10", "to", "account").at
	for _, path := range []string{top, link, out, strings.Replace(top, "/top-ups/", "/payments/sandbox/", 1)} {
		stig.goes(path).sees(404)
	}
	stig.sends(out+"/cancellation", "_key", "k").sees(404)
	stig.sends(link+"/ending", "_key", "k").sees(404)
	stig.sends(strings.Replace(top, "/top-ups/", "/payments/sandbox/", 1), "card", "", "pays", "yes").sees(404)
	stig.goes("/staff/finance").sees(404)
	s.has(s.Buyer, 0)
}

func TestAForgedMessageIsTurnedAway(t *testing.T) {
	store, clock := testkit.SQLite(t)
	s := newStage(t, store, clock)
	for _, body := range []string{"", "{}", `{"provider":"sandbox","said":"succeeded"}`, strings.Repeat("x", 1<<20)} {
		r, err := http.NewRequest("POST", s.url+"/payments/sandbox/messages", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Sandbox-Signature", "00ff")
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode/100 != 4 {
			t.Errorf("a forged message of %d bytes answered %d", len(body), answer.StatusCode)
		}
	}
}

func TestWithoutCustodyThereIsNoBalance(t *testing.T) {
	store, clock := testkit.SQLite(t)
	s := newStageUnder(t, store, clock, "direct")
	bea := s.enter(s.Buyer)
	bea.goes("/balance").sees(200, "pay each other directly")
	for _, path := range []string{"/balance/top-ups/new", "/withdrawals/new", "/statement", "/statement.csv", "/withdrawals/details"} {
		bea.goes(path).sees(404)
	}
	bea.do("POST", "/balance/top-ups", url.Values{"amount": {"20"}, "provider": {"bank"}, "_key": {"k"}}).sees(404)
}

func TestALegalHoldIsPlacedReadAndEnded(t *testing.T) {
	store, clock := testkit.SQLite(t)
	s := newStage(t, store, clock)
	bea, fay := s.enter(s.Buyer), s.enter(s.Finance)
	bea.goes("/withdrawals/details").sends("/withdrawals/details", "owner", "Bea", "number", "1234").sees(200, "Up to $100.00 can go this way now.")
	place := func(login, review string) *person {
		return fay.goes("/staff/finance/holds").sends("/staff/finance/holds", "login", login, "reason", "Court order 12/26", "review", review)
	}
	place("nobody-here", "2026-04-01").sees(422, "Nobody has this login.")
	place("bea", "2026-03-01").sees(422, "Choose a date ahead")
	place("bea", "2026-04-01").sees(200, "Court order 12/26", "Wed 1 Apr 2026")
	bea.goes("/withdrawals/new").sees(200, "Court order 12/26")
	bea.sends("/withdrawals", "amount", "50", "to", "account").sees(409, "named legal hold")
	fay.sends("/staff/finance/holds/bea/ending").sees(200, "No hold is in force")
	bea.goes("/withdrawals/new").sends("/withdrawals", "amount", "50", "to", "account").sees(200, "Withdrawal of $50.00")
}

func TestADeclinedCardLeavesTheOrderWaitingForAnotherPayment(t *testing.T) {
	store, clock := testkit.SQLite(t)
	s := newStage(t, store, clock)
	s.leave(s.Buyer, 9_89) // 30.11 is short: the card is declined
	bea := s.enter(s.Buyer)
	bea.sends("/checkouts", s.choice()...).waits("Pay $30.11")
	link := bea.link("/checkouts/")
	bea.sends(strings.Replace(bea.at, "/top-ups/", "/payments/sandbox/", 1), "card", "sandbox-4242", "pays", "yes").sees(200, "was declined", "An order waits for your top-up")
	bea.goes(link).sees(200, "Pay $30.11 again", "by bank transfer")
	bea.sends(link+"/payment", "provider", "bank").sees(200, "Top-up of $30.11")
	top := strings.TrimPrefix(bea.at, "/")
	s.enter(s.Finance).goes("/staff/finance").sends("/staff/finance/"+top, "said", "succeeded").sees(200)
	bea.goes(link).sees(200, "Ordered")
	s.orders(1)
	s.has(s.Buyer, 0)
}
