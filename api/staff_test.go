package api_test

import (
	"net/http"
	"testing"

	"guildhall/db"
	"guildhall/testkit"
)

// TestStaffReadWhatWasRaised reports a service and closes what that raised.
func TestStaffReadWhatWasRaised(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		service := w.Shop()
		w.as(w.Buyer).post("/services/"+service.ID.String()+"/report", map[string]any{"reason": "copy", "remark": "It is mine."}).ok()
		moderator := w.as(w.Arbiter)
		raised := moderator.get("/staff/raised").ok().at("items", "0")
		if raised.at("kind").text() != "service_reported" || raised.at("service").text() != service.ID.String() ||
			raised.at("member").text() != w.Seller.Login || raised.at("reporter").text() != w.Buyer.Login ||
			raised.at("reason").text() != "copy" || raised.at("remark").text() != "It is mine." || raised.at("text").text() == "" {
			t.Errorf("raised: %v", raised.v)
		}
		w.as(w.Buyer).get("/staff/raised").refused(http.StatusNotFound, "not_found", "")
		closure := "/staff/raised/" + raised.at("id").text() + "/closure"
		moderator.post(closure, nil).ok()
		if left := moderator.get("/staff/raised").ok().at("items").list(); len(left) != 0 {
			t.Errorf("still open: %v", left)
		}
		moderator.post(closure, nil).refused(http.StatusNotFound, "not_found", "")
	})
}

// TestAModeratorTakesAnItemAndUnlistsAService walks what the queue's pages do.
func TestAModeratorTakesAnItemAndUnlistsAService(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		w.Plant()
		moderator, other := w.as(w.Arbiter), w.as(w.Admin)
		seller := w.as(w.Seller)
		service := seller.post("/services", map[string]any{"offer": w.drawingOffer()}).ok().at("id").text()
		seller.post("/services/"+service+"/submission", nil).ok()
		claim := "/staff/services/" + service + "/claim"
		moderator.send("PUT", claim, "", nil).ok()
		queue := other.get("/staff/services").ok()
		if queue.at("total").number() != 1 || queue.at("items", "0", "claim", "moderator").text() != w.Arbiter.Login {
			t.Errorf("the queue: %v", queue.v)
		}
		approval := map[string]any{"service_version": queue.at("items", "0", "service", "pending_version").text()}
		other.post("/services/"+service+"/approval", approval).refused(http.StatusConflict, "item_claimed", "")
		moderator.send("DELETE", claim, "", nil).ok()
		other.post("/services/"+service+"/approval", approval).ok()
		moderator.send("PUT", claim, "", nil).refused(http.StatusNotFound, "not_found", "")

		unlisting := map[string]any{"reasons": []string{"conduct"}, "days": 0}
		moderator.post("/services/"+service+"/unlisting", unlisting).refused(http.StatusUnprocessableEntity, "api_too_small", "days")
		unlisting["days"] = 14
		decided := moderator.post("/services/"+service+"/unlisting", unlisting).ok()
		if decided.at("until").text() == "" || decided.at("outcome").text() != "unlisted" {
			t.Errorf("decided: %v", decided.v)
		}
		if n := w.visitor().get("/services?seller=sam").ok().at("total").number(); n != 0 {
			t.Errorf("%d are found although it is unlisted", n)
		}
		w.visitor().get("/services/" + service).ok()
		clock.Advance(15 * 24 * 3600e9)
		if state := w.visitor().get("/services/" + service).ok().at("state").text(); state != "live" {
			t.Errorf("after its time it is %s", state)
		}
	})
}

// TestStaffBuildTheTree adds a category with an attribute and a name in another
// language; buyers filter by the attribute's spans.
func TestStaffBuildTheTree(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		w.Plant()
		admin := w.as(w.Admin)
		stated := map[string]any{"slug": "glass", "name": "Glass", "price_rule": "free", "price_min": sum(5_00), "position": 7}
		made := admin.post("/staff/categories", stated).ok()
		path := "/staff/categories/" + made.at("id").text()
		admin.post("/staff/categories", stated).refused(http.StatusUnprocessableEntity, "slug_taken", "slug")
		stated["price_max"] = sum(1_00)
		admin.send("PUT", path, "", stated).refused(http.StatusUnprocessableEntity, "price_bounds", "price_max")
		stated["price_max"], stated["name"] = sum(900_00), "Glass and mirrors"
		admin.send("PUT", path, "", stated).ok()

		pieces := map[string]any{"name": "Pieces", "kind": "number", "min": 1, "max": 100, "required": true}
		admin.send("PUT", path+"/attributes/no-code", "", pieces).refused(http.StatusUnprocessableEntity, "code_form", "code")
		admin.send("PUT", path+"/attributes/pieces", "", pieces).ok()
		admin.send("PUT", path+"/names/de", "", map[string]any{"name": "Glas"}).ok()
		now := admin.get(path).ok()
		if now.at("name").text() != "Glass and mirrors" || now.at("names", "0", "name").text() != "Glas" || now.at("price_max", "minor").number() != 900_00 {
			t.Errorf("the category: %v", now.v)
		}
		rules := w.visitor().get("/categories/glass").ok()
		if spans := rules.at("attributes", "0", "spans").list(); len(spans) != 5 || spans[0].at("code").text() != "1-1" || spans[4].at("most").number() != 100 {
			t.Errorf("the spans: %v", rules.at("attributes").v)
		}

		offer := w.drawingOffer()
		offer["category"], offer["attributes"] = made.at("id").text(), map[string]any{"pieces": []string{"12"}}
		seller := w.as(w.Seller)
		service := seller.post("/services", map[string]any{"offer": offer}).ok().at("id").text()
		waits := seller.post("/services/"+service+"/submission", nil).ok().at("pending_version").text()
		w.as(w.Arbiter).post("/services/"+service+"/approval", map[string]any{"service_version": waits}).ok()
		for _, span := range rules.at("attributes", "0", "spans").list() {
			want := int64(0)
			if span.at("least").number() <= 12 && span.at("most").number() >= 12 {
				want = 1
			}
			code := span.at("code").text()
			if got := w.visitor().get("/services?category=glass&attribute=pieces:" + code).ok().at("total").number(); got != want {
				t.Errorf("%s leaves %d, want %d", code, got, want)
			}
		}
		if n := w.visitor().get("/categories/glass").ok().at("services").number(); n != 1 {
			t.Errorf("%d stand in it", n)
		}
		admin.send("DELETE", path+"/attributes/pieces", "", nil).ok()
		admin.send("DELETE", path+"/names/de", "", nil).ok()
		if now := admin.get(path).ok(); len(now.at("attributes").list()) != 0 || len(now.at("names").list()) != 0 {
			t.Errorf("left: %v", now.v)
		}
	})
}
