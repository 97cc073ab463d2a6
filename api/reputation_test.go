package api_test

import (
	"testing"

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
		w.deliver(path)
		buyer.post(path+"/acceptance", map[string]any{}).ok()
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
		if _, told := sums.v.(map[string]any)["orders"]; told {
			t.Error("the public sees the orders")
		}
		bought := w.visitor().get("/members/bea/reputation").ok()
		if bought.at("buyer", "purchases").number() != 1 || bought.at("buyer", "level").number() != 1 {
			t.Errorf("the buyer's standing is %v", bought.v)
		}

		own := seller.get("/account/reputation").ok()
		orders, services := own.at("orders").list(), own.at("services").list()
		if len(orders) != 1 || "/orders/"+orders[0].at("order").text() != path || orders[0].at("liked").v != true {
			t.Errorf("the orders behind the figures are %v", own.at("orders").v)
		}
		if own.at("orders_until_next_level").number() != 10 || own.at("without_last_event", "liked").number() != 0 {
			t.Errorf("the outlook is %v", own.v)
		}
		if len(services) != 1 || services[0].at("newcomer").v != true {
			t.Errorf("the ranks are %v", own.at("services").v)
		}
	})
}
