package api_test

import (
	"testing"
	"time"

	"guildhall/db"
	"guildhall/reputation"
	"guildhall/testkit"
)

func TestFiguresAreSumsForAllAndOrdersForTheirOwner(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		path := "/orders/" + w.placed()
		seller, buyer := w.as(w.Seller), w.as(w.Buyer)
		seller.post(path+"/start", map[string]any{}).ok()
		clock.Advance(time.Hour)
		w.deliver(path)
		buyer.post(path+"/acceptance", map[string]any{}).ok()
		w.Follow(reputation.Take)
		buyer.post(path+"/feedback", map[string]any{"liked": true, "text": "Just so."}).ok()
		w.Follow(reputation.Take)
		w.Write(func(tx *db.Tx) error {
			_, err := reputation.RankDue(tx, 100)
			return err
		})

		sums := w.visitor().get("/members/sam/reputation").ok()
		if sums.at("level").text() != "newbie" || sums.at("stars").number() != 5 || sums.at("completed").number() != 1 {
			t.Errorf("the public sums are %v", sums.v)
		}
		if _, told := sums.v.(map[string]any)["figures"]; told {
			t.Error("the public sees what is behind the sums")
		}
		for _, figure := range []string{"stars", "on_time", "successfully_completed", "responsibility", "overall_rating"} {
			if _, told := w.visitor().get("/members/bea/reputation").ok().v.(map[string]any)[figure]; told {
				t.Errorf("who sold nothing has a figure for %s", figure)
			}
		}
		bought := w.visitor().get("/members/bea/reputation").ok()
		if bought.at("buyer", "purchases").number() != 1 || bought.at("buyer", "level").number() != 1 {
			t.Errorf("the buyer's standing is %v", bought.v)
		}

		own := seller.get("/account/reputation").ok()
		services := own.at("services").list()
		if own.at("orders_until_next_level").number() != 10 || "/orders/"+own.at("last_event", "order").text() != path ||
			own.at("last_event", "kind").text() != "feedback_left" {
			t.Errorf("the outlook is %v", own.v)
		}
		if len(services) != 1 || services[0].at("newcomer").v != true || len(services[0].at("top_rated_conditions").list()) != 4 {
			t.Errorf("the ranks are %v", own.at("services").v)
		}
		for _, f := range own.at("figures").list() {
			w.opens(seller, f, path)
		}
		service := services[0].at("service").text()
		if n := len(seller.get("/account/reputation/service/orders?service=" + service).ok().at("items").list()); n != 1 {
			t.Errorf("behind the service stand %d orders", n)
		}
		if n := len(buyer.get("/account/reputation/service/orders?service=" + service).ok().at("items").list()); n != 0 {
			t.Errorf("another member sees %d orders", n)
		}
	})
}

// opens follows one figure of a single liked order to that order.
func (w *world) opens(seller caller, f value, path string) {
	w.T.Helper()
	name := f.at("figure").text()
	if f.at("rule").text() == "" {
		w.T.Errorf("%s has no rule", name)
	}
	_, opens := f.at("is").v.(map[string]any)["of"]
	_, was := f.at("without_last_event").v.(map[string]any)["value"]
	if name == "stars" && (f.at("is", "value").number() != 5 || was) {
		w.T.Errorf("stars are %v", f.v)
	}
	if !opens {
		return
	}
	orders := seller.get("/account/reputation/" + name + "/orders").ok().at("items").list()
	if len(orders) != 1 || f.at("is", "of").number() != 1 || "/orders/"+orders[0].at("order").text() != path || orders[0].at("liked").v != true ||
		orders[0].at("lead_seconds").number() != 3600 {
		w.T.Errorf("behind %s stand %v", name, orders)
	}
}
