package api_test

import (
	"net/http"
	"testing"

	"guildhall/db"
	"guildhall/testkit"
)

func TestAWorkIsPublishedJudgedAndTakenDown(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		buyer, seller, moderator, service := w.as(w.Buyer), w.as(w.Seller), w.as(w.Arbiter), w.Shop()
		placed := buyer.post("/orders", map[string]any{"service_version": service.Live.String(), "package": "economy"}).ok().at("id").text()
		path := "/orders/" + placed
		drawing := seller.upload(path+"/files", "drawing.png").ok().at("id").text()
		seller.post(path+"/start", map[string]any{}).ok()
		seller.post(path+"/delivery", map[string]any{"text": "Here", "files": []string{drawing}}).ok()
		buyer.post(path+"/acceptance", map[string]any{}).ok()
		wish := map[string]any{"title": "A house", "file": drawing, "rights": true}
		seller.post(path+"/work", wish).refused(http.StatusConflict, "work_no_consent", "")
		if before := seller.get(path + "/work").ok(); before.at("may").v != false || before.at("files", "0", "id").text() != drawing {
			t.Errorf("before the buyer agreed: %v", before.v)
		}
		if said := seller.get(path).ok().at("portfolio_consent").v; said != nil {
			t.Errorf("nobody agreed, and the order says %v", said)
		}
		buyer.post(path+"/portfolio-consent", map[string]any{}).ok()
		if said := seller.get(path).ok().at("portfolio_consent").text(); said != "agreed" || seller.get(path+"/work").ok().at("may").v != true {
			t.Errorf("the buyer agreed, and the order says %q", said)
		}
		if ready := seller.get("/portfolio/ready").ok().at("items", "0", "order").text(); "/orders/"+ready != path {
			t.Errorf("ready to be shown: %q", ready)
		}
		if buyer.get(path+"/work").ok().at("may").v != false {
			t.Error("the buyer may show the seller's work")
		}
		buyer.post(path+"/work", wish).refused(http.StatusNotFound, "not_found", "")
		work := seller.post(path+"/work", wish).ok().at("id").text()

		if ready := seller.get("/portfolio/ready").ok().at("items").list(); len(ready) != 0 || seller.get(path+"/work").ok().at("may").v != false {
			t.Errorf("published, and still ready: %v", ready)
		}
		shown := func() int { return len(w.visitor().get("/members/sam/works").ok().at("items").list()) }
		if shown() != 0 || len(moderator.get("/staff/works").ok().at("items").list()) != 1 {
			t.Error("it should wait for a moderator first")
		}
		judge := "/staff/works/" + work + "/judgement"
		moderator.post(judge, map[string]any{"outcome": "rejected"}).refused(http.StatusUnprocessableEntity, "reason_needed", "reason")
		moderator.post(judge, map[string]any{"outcome": "approved"}).ok()
		if shown() != 1 || len(w.visitor().get("/services/"+service.ID.String()+"/works").ok().at("items").list()) != 1 {
			t.Error("approved, and not shown on profile and service")
		}
		w.visitor().get("/works/" + work).ok()
		buyer.send("DELETE", "/works/"+work, "", nil).refused(http.StatusNotFound, "not_found", "")
		seller.send("DELETE", "/works/"+work, "", nil).ok()
		w.visitor().get("/works/"+work).refused(http.StatusNotFound, "not_found", "")

		own := seller.upload("/portfolio/files", "drawing.png").ok().at("id").text()
		made := seller.post("/portfolio", map[string]any{"title": "A tower", "file": own, "rights": true}).ok()
		if made.at("from_elsewhere").v != true || made.at("state").text() != "waiting" {
			t.Errorf("a work from elsewhere: %v", made.v)
		}
		if all := seller.get("/portfolio").ok().at("items").list(); len(all) != 1 {
			t.Errorf("the seller's own list: %v", all)
		}
	})
}
