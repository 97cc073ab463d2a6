package api_test

import (
	"net/http"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/payment"
	"guildhall/testkit"
	"guildhall/town"
)

// TestFinanceHoldsMoneyBackAndMarksWhatCame walks finance's pages by program.
func TestFinanceHoldsMoneyBackAndMarksWhatCame(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		seller, finance := w.as(w.Seller), w.as(w.Finance)
		w.Write(func(tx *db.Tx) error { return town.Fund(tx, w.Seller.ID, 200_00) })
		seller.send("PUT", "/payout-details", "", map[string]any{"owner": "Sam Sutton", "number": "DE02120300000000202051"}).ok()
		hold := map[string]any{"reason": "A court asks", "review": clock.Now()}
		finance.send("PUT", "/staff/holds/sam", "", hold).refused(http.StatusUnprocessableEntity, "hold_review", "review")
		hold["review"] = clock.Now().Add(48 * time.Hour)
		finance.send("PUT", "/staff/holds/sam", "", hold).ok()
		if held := finance.get("/staff/holds").ok().at("items", "0"); held.at("member").text() != "sam" || held.at("reason").text() != "A court asks" {
			t.Errorf("held: %v", held.v)
		}
		asked := map[string]any{"amount": sum(100_00)}
		if got := seller.post("/withdrawals", asked); got.status < http.StatusBadRequest {
			t.Errorf("withdrawn although it is held: %s", got.body)
		}
		finance.send("DELETE", "/staff/holds/sam", "", nil).ok()
		seller.post("/withdrawals", asked).ok()
		finance.send("PUT", "/staff/holds/nobody", "", hold).refused(http.StatusNotFound, "not_found", "")

		buyer := w.as(w.Buyer)
		before := buyer.get("/balance").ok().at("main", "minor").number()
		top := buyer.post("/top-ups", map[string]any{"provider": payment.BankName, "amount": sum(25_00)}).ok().at("id").text()
		path := "/staff/top-ups/" + top + "/outcome"
		buyer.post(path, map[string]any{"said": "succeeded"}).refused(http.StatusNotFound, "not_found", "")
		if got := finance.post(path, map[string]any{"said": "succeeded"}).ok().at("state").text(); got != "succeeded" {
			t.Errorf("marked, and it is %s", got)
		}
		if now := buyer.get("/balance").ok().at("main", "minor").number(); now != before+25_00 {
			t.Errorf("the balance went from %d to %d", before, now)
		}
	})
}
