package api_test

import (
	"net/http"
	"testing"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/footfall"
	"guildhall/testkit"
)

func (w *world) rival() catalogue.Service {
	w.t.Helper()
	return w.Sell(w.Stranger.ID, w.Offer())
}

func TestACartIsFilledAgreedToAndOrderedAtOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		service, other := w.Shop(), w.rival()
		bea := w.as(w.Buyer)
		choice := map[string]any{"service_version": service.Live.String(), "package": "economy", "options": []map[string]any{{"code": "colour", "quantity": 2}}}
		bea.post("/account/cart", choice).ok()
		bea.post("/account/cart", map[string]any{"service_version": other.Live.String(), "package": "economy"}).ok()
		cart := bea.get("/account/cart").ok()
		if len(cart.at("items").list()) != 2 {
			t.Fatalf("the cart: %v", cart.v)
		}
		lines := map[string]string{}
		for _, item := range cart.at("items").list() {
			lines[item.at("seller").text()] = item.at("id").text()
			if item.at("state").text() != "ready" {
				t.Errorf("a line is %v", item.v)
			}
		}
		sams, stigs := "/account/cart/"+lines["sam"], lines["stig"]
		bea.send("PUT", sams, "", map[string]any{"units": 2, "package": "economy"}).ok()
		agreement := map[string]any{"service_version": service.Live.String(), "total_shown": sum(10_00)}
		bea.post(sams+"/agreement", agreement).refused(http.StatusConflict, "price_changed", "")
		agreement["total_shown"] = sum(60_00)
		bea.post(sams+"/agreement", agreement).ok()
		w.as(w.Seller).send("DELETE", sams, "", nil).refused(http.StatusNotFound, "not_found", "")

		both := []map[string]any{{"line": lines["sam"], "total_shown": sum(60_00)}, {"line": stigs, "total_shown": sum(1_00)}}
		bea.post("/account/cart/checkout", map[string]any{"lines": both}).refused(http.StatusConflict, "cart_changed", "")
		both[1]["total_shown"] = sum(20_00)
		both[1]["brief"] = []map[string]any{{"question": "photo", "text": "The south side"}}
		made := bea.post("/account/cart/checkout", map[string]any{"lines": both}).ok()
		if made.at("state").text() != "placed" || len(made.at("lines").list()) != 2 {
			t.Errorf("checked out: %v", made.v)
		}
		if left := bea.get("/account/cart").ok().at("items").list(); len(left) != 0 {
			t.Errorf("%d lines are left", len(left))
		}
		bea.get("/checkouts/" + made.at("id").text()).ok()
	})
}

func TestTheSameWorkIsComparedByProgramsToo(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		service, other := w.Shop(), w.rival()
		bea := w.as(w.Buyer)
		var lines []map[string]any
		for _, version := range []string{service.Live.String(), other.Live.String()} {
			line := bea.post("/account/cart", map[string]any{"service_version": version, "package": "standard"}).ok()
			lines = append(lines, map[string]any{"line": line.at("id").text(), "total_shown": line.at("total").v})
		}
		wish := map[string]any{"brief": "Our house", "lines": lines[:1]}
		bea.post("/comparisons", wish).refused(http.StatusUnprocessableEntity, "compare_count", "")
		wish["lines"] = lines
		made := bea.post("/comparisons", wish).ok()
		path := "/comparisons/" + made.at("id").text()
		if got := bea.get(path).ok(); got.at("results", "1", "state").text() != "placed" || got.at("brief").text() != "Our house" ||
			got.at("results", "0", "seller").text() != w.Seller.Login || got.at("results", "1", "seller").text() != w.Stranger.Login ||
			len(got.at("results", "0", "actions").list()) == 0 {
			t.Errorf("compared: %v", got.v)
		}
		if list := bea.get("/comparisons").ok().at("items").list(); len(list) != 1 {
			t.Errorf("%d comparisons", len(list))
		}
		w.as(w.Seller).get(path).refused(http.StatusNotFound, "not_found", "")
	})
}

func TestFavouritesAndWhatWasSeenByPrograms(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		service := w.Shop()
		bea := w.as(w.Buyer)
		path := "/account/favourites/" + service.ID.String()
		bea.send("PUT", path, "", nil).ok()
		list := bea.post("/account/favourite-lists", map[string]any{"name": "House"}).ok().at("id").text()
		bea.send("PUT", path+"/list", "", map[string]any{"list": list}).ok()
		kept := bea.get("/account/favourites?list=" + list).ok()
		if kept.at("items", "0", "state").text() != "live" || kept.at("items", "0", "list").text() != list {
			t.Errorf("kept: %v", kept.v)
		}
		bea.send("PUT", "/account/favourite-lists/"+list, "", map[string]any{"name": " "}).refused(http.StatusUnprocessableEntity, "list_name", "name")
		bea.send("PUT", "/account/favourite-lists/"+list, "", map[string]any{"name": "Home"}).ok()
		if left := bea.send("DELETE", "/account/favourite-lists/"+list, "", nil).ok(); len(left.at("items").list()) != 0 {
			t.Errorf("lists are left: %v", left.v)
		}
		if left := bea.send("DELETE", path, "", nil).ok(); len(left.at("items").list()) != 0 {
			t.Errorf("favourites are left: %v", left.v)
		}
		if seen := bea.send("PUT", "/account/seen", "", map[string]any{"remember": false}).ok(); seen.at("remembered").v != false {
			t.Errorf("switched off: %v", seen.v)
		}
		bea.send("DELETE", "/account/seen", "", nil).ok()
	})
}

func TestASellerReadsWhatVisitorsDid(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		service := w.Shop()
		book := footfall.NewBook()
		book.Look(footfall.Look{View: catalogue.View{Service: service.ID, Viewer: "ada", At: clock.Now(), Opened: true}})
		if err := book.Flush(t.Context(), store); err != nil {
			t.Fatal(err)
		}
		path := "/services/" + service.ID.String() + "/statistics"
		found := w.as(w.Seller).get(path).ok()
		if found.at("sum", "views").number() != 1 || len(found.at("weeks").list()) != footfall.Weeks || len(found.at("reasons").list()) == 0 ||
			found.at("facts", "on_show").v != true || found.at("facts", "price_from", "minor").number() != 20_00 {
			t.Errorf("found: %v", found.v)
		}
		w.as(w.Buyer).get(path).refused(http.StatusNotFound, "not_found", "")
	})
}
