package api_test

import (
	"bytes"
	"net/http"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/testkit"
)

// wish is Bea's order of Sam's standard package with one colour: $50.
func (w *world) wish() map[string]any {
	service := w.Shop()
	return map[string]any{
		"service_version": service.Live.String(), "package": "standard",
		"options": []map[string]any{{"code": "colour", "quantity": 1}},
	}
}

// placed places it and answers the order's id.
func (w *world) placed() string {
	w.t.Helper()
	return w.as(w.Buyer).post("/orders", w.wish()).ok().at("id").text()
}

func TestAnOrderGoesFromPlacingToPayment(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		buyer, seller, wish := w.as(w.Buyer), w.as(w.Seller), w.wish()

		preview := buyer.send("POST", "/orders/preview", "", wish).ok()
		if preview.at("total", "minor").number() != 50_00 || preview.at("consequences", "0", "kind").text() != "holds_money" {
			t.Errorf("preview: %v", preview.v)
		}
		wish["total_shown"] = sum(50_00)
		placed := buyer.post("/orders", wish).ok()
		path := "/orders/" + placed.at("id").text()
		if placed.at("state").text() != "placed" || placed.at("money", "held", "minor").number() != 50_00 {
			t.Errorf("placed: %v", placed.v)
		}

		clock.Advance(time.Hour)
		brief := map[string]any{"answers": []map[string]any{{"question": "photo", "text": "The south side"}}}
		if o := buyer.post(path+"/brief", brief).ok(); !o.at("brief", "complete").v.(bool) || o.at("times", "due").text() == "" {
			t.Errorf("brief: %v", o.v)
		}
		if o := seller.post(path+"/start", map[string]any{}).ok(); o.at("state").text() != "in_work" {
			t.Errorf("started: %v", o.at("state").v)
		}
		seller.post(path+"/delivery", map[string]any{"text": "Here it is"}).
			refused(http.StatusUnprocessableEntity, "order_delivery_needs_file", "files")
		delivered := w.deliver(path)
		if delivered.at("state").text() != "delivered" {
			t.Fatalf("delivered: %v", delivered.v)
		}

		accepted := buyer.post(path+"/acceptance", map[string]any{}).ok()
		if accepted.at("state").text() != "completed" || accepted.at("money", "held", "minor").number() != 0 {
			t.Errorf("accepted: %v", accepted.v)
		}
		seen := seller.get(path).ok()
		if seen.at("buyer_record", "completed").number() != 1 || buyer.get(path).ok().at("buyer_record").v != nil {
			t.Errorf("record: %v", seen.at("buyer_record").v)
		}
		kinds := ""
		for _, e := range seller.get(path + "/timeline").ok().at("items").list() {
			kinds += e.at("kind").text() + " "
		}
		if kinds != "place complete_brief start deliver accept " {
			t.Errorf("timeline: %s", kinds)
		}
	})
}

// deliver hands work in as Sam.
func (w *world) deliver(path string) value {
	w.t.Helper()
	seller := w.as(w.Seller)
	file := seller.upload(path+"/files", "drawing.png").ok().at("id").text()
	return seller.post(path+"/delivery", map[string]any{"text": "Here it is", "files": []string{file}}).ok()
}

func TestAnOrderTellsWhatCanBeDoneAndWhatItDoes(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	order := w.placed()
	seen := w.as(w.Buyer).get("/orders/" + order).ok()
	for _, action := range seen.at("actions").list() {
		if action.at("verb").text() != "cancel" || action.at("reason").text() != "by_mistake" {
			continue
		}
		refund := action.at("consequences", "0")
		if refund.at("kind").text() != "refunds_buyer" || refund.at("amount", "minor").number() != 50_00 {
			t.Errorf("consequence: %v", refund.v)
		}
		if action.at("href").text() != "/api/v1/orders/"+order+"/cancellation" {
			t.Errorf("address: %v", action.at("href").v)
		}
		done := w.as(w.Buyer).post("/orders/"+order+"/cancellation", map[string]any{"reason": "by_mistake"}).ok()
		if done.at("state").text() != "cancelled" || done.at("money", "to_buyer", "minor").number() != 50_00 {
			t.Errorf("cancelled: %v", done.v)
		}
		return
	}
	t.Errorf("no such action in %v", seen.at("actions").v)
}

func TestARepeatWithTheSameKeyGivesTheSameAnswer(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		buyer, wish := w.as(w.Buyer), w.wish()
		first := buyer.send("POST", "/orders", "once", wish)
		first.ok()
		clock.Advance(time.Minute)
		again := buyer.send("POST", "/orders", "once", wish)
		if again.status != first.status || !bytes.Equal(again.body, first.body) {
			t.Errorf("first %d %s\nagain %d %s", first.status, first.body, again.status, again.body)
		}
		if n := len(buyer.get("/orders").ok().at("items").list()); n != 1 {
			t.Errorf("%d orders", n)
		}
		wish["package"] = "economy"
		buyer.send("POST", "/orders", "once", wish).refused(http.StatusConflict, "desk_key_reused", "")
		buyer.send("POST", "/orders", "", wish).refused(http.StatusUnprocessableEntity, "api_key_missing", "Idempotency-Key")
	})
}

func TestBadInputHasAStableCodePerField(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	buyer, wish := w.as(w.Buyer), w.wish()
	with := func(name string, v any) map[string]any {
		changed := map[string]any{name: v}
		for n, v := range wish {
			if n != name {
				changed[n] = v
			}
		}
		return changed
	}
	for _, c := range []struct {
		body        any
		status      int
		code, field string
	}{
		{map[string]any{"package": "standard"}, 422, "api_required", "service_version"},
		{with("package", "golden"), 422, "api_choice", "package"},
		{with("units", 0), 422, "api_too_small", "units"},
		{with("units", "two"), 422, "api_integer", "units"},
		{with("colour", "red"), 422, "api_unknown_field", "colour"},
		{with("options", []map[string]any{{"code": "gold", "quantity": 1}}), 422, "option_unknown", ""},
		{with("total_shown", map[string]any{"minor": 1, "currency": "EUR"}), 422, "api_currency", "total_shown"},
		{with("total_shown", sum(-1)), 422, "amount_negative", "total_shown"},
		{with("total_shown", sum(1)), 409, "price_changed", ""},
		{with("service_version", id.Order{1}.String()), 404, "not_found", ""},
		{`{"package":`, 422, "api_body", ""},
	} {
		got := buyer.post("/orders", c.body)
		if c.field == "" && got.status == c.status && got.value().at("code").text() == c.code {
			continue
		}
		got.refused(c.status, c.code, c.field)
	}
	if n := len(buyer.get("/orders").ok().at("items").list()); n != 0 {
		t.Errorf("%d orders were placed all the same", n)
	}
}

func TestSomeoneElsesOrderLooksLikeNone(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	theirs := w.placed()
	stranger, none := w.as(w.Stranger), id.Order{1}.String()
	for _, tail := range []string{"", "/timeline", "/brief", "/files"} {
		same(t, stranger.get("/orders/"+theirs+tail), stranger.get("/orders/"+none+tail))
		same(t, stranger.get("/orders/"+theirs+tail), stranger.get("/orders/nonsense"+tail))
	}
	for _, noun := range []string{"start", "acceptance", "cancellation", "messages"} {
		body := map[string]any{"text": "x"}
		if noun == "cancellation" {
			body = map[string]any{"reason": "by_mistake"}
		}
		same(t, stranger.post("/orders/"+theirs+"/"+noun, body), stranger.post("/orders/"+none+"/"+noun, body))
	}
}

// same fails unless two answers are equal to the byte and say that there is
// nothing.
func same(t *testing.T, a, b reply) {
	t.Helper()
	a.refused(http.StatusNotFound, "not_found", "")
	if a.status != b.status || !bytes.Equal(a.body, b.body) {
		t.Errorf("%d %s\n%d %s", a.status, a.body, b.status, b.body)
	}
}

func TestAnActionDrawnFromAnOlderVersionIsRefused(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	path := "/orders/" + w.placed()
	version := w.as(w.Buyer).get(path).ok().at("version").number()
	w.as(w.Seller).post(path+"/start", map[string]any{"version": version}).ok()
	w.as(w.Buyer).post(path+"/cancellation", map[string]any{"reason": "by_mistake", "version": version}).
		refused(http.StatusConflict, "order_moved_on", "")
}

func TestListsArePagedByCursor(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		buyer, wish := w.as(w.Buyer), w.wish()
		for range 5 {
			clock.Advance(time.Second)
			buyer.post("/orders", wish).ok()
		}
		seen, after, pages := map[string]bool{}, "", 0
		for pages == 0 || after != "" {
			page := buyer.get("/orders?limit=2&after=" + after).ok()
			for _, o := range page.at("items").list() {
				seen[o.at("id").text()] = true
			}
			after = page.at("next").text()
			pages++
		}
		if len(seen) != 5 || pages != 3 {
			t.Errorf("%d orders on %d pages", len(seen), pages)
		}
		buyer.get("/orders?after=elsewhere").refused(http.StatusUnprocessableEntity, "api_cursor", "after")
		buyer.get("/orders?limit=1000").refused(http.StatusUnprocessableEntity, "api_too_large", "limit")
	})
}

func TestABriefTakesOnlyFilesOfItsOwnOrder(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	buyer, wish := w.as(w.Buyer), w.wish()
	first := "/orders/" + buyer.post("/orders", wish).ok().at("id").text()
	second := "/orders/" + buyer.post("/orders", wish).ok().at("id").text()
	file := buyer.upload(first+"/files", "front.png").ok().at("id").text()
	brief := map[string]any{"answers": []map[string]any{{"question": "photo", "text": "The south side", "file": file}}}
	buyer.post(second+"/brief", brief).refused(http.StatusNotFound, "not_found", "")
	buyer.post(first+"/brief", brief).ok()
	wish["brief"] = brief["answers"]
	buyer.post("/orders", wish).refused(http.StatusNotFound, "not_found", "")
}

func TestOrdersAreDownloadedAsOneFile(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		number := w.as(w.Buyer).get("/orders/" + w.placed()).ok().at("number").text()
		for query, want := range map[string]string{
			"":                              `"with":"sam"`,
			"?side=seller&form=jsonl":       `"with":"bea"`,
			"?form=csv&tab=placed&find=ink": number + ",",
		} {
			caller := w.as(w.Buyer)
			if query[:min(len(query), 12)] == "?side=seller" {
				caller = w.as(w.Seller)
			}
			got := caller.get("/orders/download" + query)
			if got.status != http.StatusOK || bytes.Count(got.body, []byte(want)) != 1 || !bytes.Contains(got.body, []byte(number)) {
				t.Errorf("%q answered %d %s", query, got.status, got.body)
			}
		}
		w.as(w.Buyer).get("/orders/download?tab=lost").refused(http.StatusUnprocessableEntity, "api_choice", "tab")
		if got := w.as(w.Stranger).get("/orders/download"); len(got.body) > 0 {
			t.Errorf("a stranger got %s", got.body)
		}
	})
}
