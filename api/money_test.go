package api_test

import (
	"bytes"
	"net/http"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/deadline"
	"guildhall/evidence"
	"guildhall/id"
	"guildhall/money"
	"guildhall/order"
	"guildhall/payment"
	"guildhall/testkit"
	"guildhall/town"
)

func TestABalanceTellsWhatCanBeSpentAndWithdrawn(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	balance := w.as(w.Buyer).get("/balance").ok()
	if got := balance.at("main", "minor").number(); got != int64(town.BuyersMoney) {
		t.Errorf("main: %d", got)
	}
	clock.Advance(time.Minute)
	w.placed()
	if got := w.as(w.Buyer).get("/balance").ok().at("main", "minor").number(); got != int64(town.BuyersMoney)-50_00 {
		t.Errorf("after ordering: %d", got)
	}
	page := w.as(w.Buyer).get("/statement?limit=1").ok()
	newest := page.at("items", "0")
	if newest.at("main", "minor").number() != -50_00 || newest.at("main_after", "minor").number() != int64(town.BuyersMoney)-50_00 {
		t.Errorf("statement: %v", newest.v)
	}
	older := w.as(w.Buyer).get("/statement?limit=1&after=" + page.at("next").text()).ok()
	if got := older.at("items", "0", "main", "minor").number(); got != int64(town.BuyersMoney) {
		t.Errorf("the movement before: %d", got)
	}
}

func TestATopUpIsAskedForAndRead(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	buyer := w.as(w.Buyer)
	asked := buyer.post("/top-ups", map[string]any{"provider": "sandbox", "amount": sum(25_00)}).ok()
	path := "/top-ups/" + asked.at("id").text()
	if got := buyer.get(path).ok().at("state").text(); got != "pending" {
		t.Errorf("state: %s", got)
	}
	same(t, w.as(w.Stranger).get(path), w.as(w.Stranger).get("/top-ups/"+id.TopUp{1}.String()))
	for field, body := range map[string]map[string]any{
		"amount":   {"provider": "sandbox", "amount": sum(1)},
		"provider": {"provider": "shells", "amount": sum(25_00)},
	} {
		code := map[string]string{"amount": "top_up_min", "provider": "provider_unknown"}[field]
		buyer.post("/top-ups", body).refused(http.StatusUnprocessableEntity, code, field)
	}
}

func TestAWithdrawalIsHeldThenSent(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		seller, finance := w.as(w.Seller), w.as(w.Finance)
		w.Write(func(tx *db.Tx) error { return town.Fund(tx, w.Seller.ID, 200_00) })
		seller.send("PUT", "/payout-details", "", map[string]any{"owner": "Sam Sutton", "number": "DE02120300000000202051"}).ok()
		seller.post("/withdrawals", map[string]any{"amount": sum(1_00)}).refused(http.StatusUnprocessableEntity, "withdrawal_min", "amount")
		asked := seller.post("/withdrawals", map[string]any{"amount": sum(100_00)}).ok()
		if asked.at("fee", "minor").number() != 4_50 || asked.at("net", "minor").number() != 95_50 {
			t.Errorf("asked: %v", asked.v)
		}
		if got := seller.get("/balance").ok().at("main", "minor").number(); got != 100_00 {
			t.Errorf("main while it is held: %d", got)
		}
		path := "/withdrawals/" + asked.at("id").text()
		same(t, w.as(w.Stranger).get(path), w.as(w.Stranger).get("/withdrawals/nonsense"))
		same(t, w.as(w.Stranger).post(path+"/cancellation", nil), w.as(w.Stranger).post("/withdrawals/nonsense/cancellation", nil))
		seller.post(path+"/approval", nil).refused(http.StatusNotFound, "not_found", "")
		clock.Advance(7 * 24 * time.Hour)
		if n := len(finance.get("/staff/withdrawals").ok().at("items").list()); n != 1 {
			t.Errorf("%d to go out", n)
		}
		for _, noun := range []string{"approval", "sending", "payment"} {
			finance.post(path+"/"+noun, nil).ok()
		}
		if got := seller.get(path).ok().at("state").text(); got != "paid" {
			t.Errorf("state: %s", got)
		}
		seller.post(path+"/cancellation", nil).refused(http.StatusConflict, "withdrawal_moved", "")
	})
}

func TestACheckoutPlacesAllOrdersWhenTheMoneyHasCome(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		service := w.Shop()
		line := map[string]any{"service_version": service.Live.String(), "package": "business", "units": 10}
		body := map[string]any{"provider": "sandbox", "lines": []map[string]any{line, line}}
		line["brief"] = []map[string]any{{"question": "photo", "text": "The garden side"}}
		buyer := w.as(w.Buyer)
		checkout := buyer.post("/checkouts", body).ok()
		if checkout.at("state").text() != "waiting" || checkout.at("top_up", "amount", "minor").number() != 800_00 {
			t.Fatalf("checkout: %v", checkout.v)
		}
		path := "/checkouts/" + checkout.at("id").text()
		same(t, w.as(w.Stranger).get(path), w.as(w.Stranger).get("/checkouts/nonsense"))
		w.pay(checkout.at("top_up", "id").text(), 800_00)
		if got := buyer.get(path).ok().at("state").text(); got != "placed" {
			t.Errorf("state: %s", got)
		}
		placed := buyer.get("/orders").ok().at("items")
		if n := len(placed.list()); n != 2 {
			t.Fatalf("%d orders", n)
		}
		brief := buyer.get("/orders/" + placed.at("0", "id").text() + "/brief").ok()
		if waited := checkout.at("lines", "1", "brief", "0", "text").text(); waited != "The garden side" ||
			brief.at("items", "0", "text").text() != waited {
			t.Errorf("the brief waited as %q and was handed over as %v", waited, brief.v)
		}
		line["units"] = 1
		w.Write(func(tx *db.Tx) error { return town.Fund(tx, w.Buyer.ID, 500_00) })
		buyer.post("/checkouts", body).refused(http.StatusConflict, "api_covered", "")
	})
}

// pay lets the provider say that a top-up succeeded.
func (w *world) pay(top string, amount money.Amount) {
	w.t.Helper()
	which, err := id.Parse[id.TopUpKind](top)
	if err != nil {
		w.t.Fatal(err)
	}
	w.Write(func(tx *db.Tx) error {
		_, _, err := order.TopUpMessage(tx, payment.Message{
			Provider: payment.SandboxName, ID: "m-" + top, TopUp: which, Said: payment.SaidSucceeded, Amount: amount,
		})
		return err
	})
}

func TestADroppedCheckoutPlacesNothing(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	service := w.Shop()
	buyer := w.as(w.Buyer)
	checkout := buyer.post("/checkouts", map[string]any{"provider": "sandbox", "lines": []map[string]any{
		{"service_version": service.Live.String(), "package": "business", "units": 20},
	}}).ok()
	buyer.post("/checkouts/"+checkout.at("id").text()+"/cancellation", nil).ok()
	w.pay(checkout.at("top_up", "id").text(), money.Amount(checkout.at("top_up", "amount", "minor").number()))
	if n := len(buyer.get("/orders").ok().at("items").list()); n != 0 {
		t.Errorf("%d orders", n)
	}
	if got := buyer.get("/balance").ok().at("main", "minor").number(); got != 90_00*20 {
		t.Errorf("main: %d", got)
	}
}

func TestFeedbackIsLeftAnsweredAndJudged(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		path := "/orders/" + w.placed()
		buyer, seller, moderator := w.as(w.Buyer), w.as(w.Seller), w.as(w.Arbiter)
		buyer.post(path+"/feedback", map[string]any{"liked": true}).refused(http.StatusConflict, "feedback_shut", "")
		seller.post(path+"/start", map[string]any{}).ok()
		w.deliver(path)
		service := buyer.post(path+"/acceptance", map[string]any{}).ok().at("service").text()

		left := buyer.post(path+"/feedback", map[string]any{"liked": true, "text": "Just as agreed."}).ok()
		which := "/feedback/" + left.at("id").text()
		w.as(w.Stranger).post(which+"/response", map[string]any{"text": "x"}).refused(http.StatusNotFound, "not_found", "")
		seller.post(which+"/response", map[string]any{"text": "Thank you."}).ok()
		public := "/services/" + service + "/feedback"
		if got := w.visitor().get(public).ok().at("items", "0"); got.at("text").text() != "Just as agreed." || got.at("response").text() != "" {
			t.Errorf("before the answer was judged: %v", got.v)
		}
		if n := len(moderator.get("/staff/responses").ok().at("items").list()); n != 1 {
			t.Errorf("%d answers wait", n)
		}
		moderator.post(which+"/response-approval", nil).ok()
		if got := w.visitor().get(public).ok().at("items", "0", "response").text(); got != "Thank you." {
			t.Errorf("after: %q", got)
		}
		if n := len(w.visitor().get("/members/" + w.Seller.Login + "/feedback").ok().at("items").list()); n != 1 {
			t.Errorf("%d about the seller", n)
		}
	})
}

func TestAnArbiterDecidesACase(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	path := "/orders/" + w.placed()
	buyer, seller, arbiter := w.as(w.Buyer), w.as(w.Seller), w.as(w.Arbiter)
	seller.post(path+"/start", map[string]any{}).ok()
	w.deliver(path)
	buyer.post(path+"/revision", map[string]any{"text": "The roof is missing", "point_not_met": true}).ok()
	buyer.post(path+"/arbitration", map[string]any{"text": "It was agreed"}).ok()
	seller.post(path+"/decision", map[string]any{"to_seller": sum(50_00), "text": "mine"}).refused(http.StatusNotFound, "not_found", "")
	arbiter.get(path).refused(http.StatusForbidden, "api_look_first", "")
	arbiter.post(path+"/looks", map[string]any{"reason": "case"}).ok()
	if got := buyer.get(path+"/looks").ok().at("items", "0", "staff").text(); got != w.Arbiter.Login {
		t.Errorf("the parties see that %q looked", got)
	}
	seen := arbiter.get(path).ok()
	if seen.at("side").text() != "arbiter" {
		t.Fatalf("the arbiter reads as %v", seen.at("side").v)
	}
	arbiter.post(path+"/decision", map[string]any{"to_seller": sum(60_00), "text": "too much"}).
		refused(http.StatusUnprocessableEntity, "order_split_too_much", "to_seller")
	decided := arbiter.post(path+"/decision", map[string]any{"to_seller": sum(20_00), "blame": "seller", "text": "Half done"}).ok()
	if n := len(arbiter.get("/staff/cases").ok().at("items").list()); n != 0 {
		t.Errorf("%d cases still wait", n)
	}
	if decided.at("case", "decided").v != true || decided.at("money", "held", "minor").number() != 50_00 {
		t.Errorf("announced: %v", decided.at("case").v)
	}
	buyer.post(path+"/decision-acceptance", map[string]any{}).ok()
	ended := seller.post(path+"/decision-acceptance", map[string]any{}).ok()
	if ended.at("money", "to_seller", "minor").number() != 20_00 || ended.at("money", "to_buyer", "minor").number() != 30_00 {
		t.Errorf("ended: %v", ended.at("money").v)
	}
}

func TestAModeratorFindsAnObjectionAndJudgesIt(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		path := "/orders/" + w.placed()
		buyer, seller, moderator := w.as(w.Buyer), w.as(w.Seller), w.as(w.Arbiter)
		seller.post(path+"/start", map[string]any{}).ok()
		w.deliver(path)
		buyer.post(path+"/revision", map[string]any{"text": "The roof is missing", "point_not_met": true}).ok()
		clock.Advance(6 * 24 * time.Hour) // late by then
		w.Write(func(tx *db.Tx) error { return deadline.Skip(tx, tx.Now()) })
		buyer.post(path+"/cancellation", map[string]any{"reason": "not_as_agreed"}).ok()
		if n := len(moderator.get("/staff/objections").ok().at("items").list()); n != 0 {
			t.Errorf("%d objections before anybody objected", n)
		}
		seller.post(path+"/objection", map[string]any{"text": "The roof was never ordered"}).ok()
		waits := moderator.get("/staff/objections").ok().at("items", "0")
		if "/orders/"+waits.at("order").text() != path || waits.at("seller").text() != "sam" || waits.at("state").text() != "cancelled" {
			t.Errorf("what waits: %v", waits.v)
		}
		seller.get("/staff/objections").refused(http.StatusNotFound, "not_found", "")
		moderator.post(path+"/looks", map[string]any{"reason": "objection"}).ok()
		moderator.post(path+"/objection-approval", map[string]any{"text": "The brief shows it"}).ok()
		if n := len(moderator.get("/staff/objections").ok().at("items").list()); n != 0 {
			t.Errorf("%d objections still wait", n)
		}
	})
}

func TestThePartiesGetTheEvidenceFile(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	path := "/orders/" + w.placed() + "/evidence"
	got := w.as(w.Buyer).get(path)
	if got.status != http.StatusOK || got.head.Get("Content-Type") != "application/zip" {
		t.Fatalf("%d %s", got.status, got.head.Get("Content-Type"))
	}
	report, err := evidence.Verify(bytes.NewReader(got.body), int64(len(got.body)))
	if err != nil || len(report.Findings) > 0 || report.Entries == 0 {
		t.Errorf("%+v, %v", report, err)
	}
	same(t, w.as(w.Stranger).get(path), w.as(w.Stranger).get("/orders/nonsense/evidence"))
}
