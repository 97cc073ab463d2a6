package api_test

import (
	"net/http"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/moderation"
	"guildhall/testkit"
)

// drawingOffer is a free-priced offer in packages, as a program sends it.
func (w *world) drawingOffer() map[string]any {
	var category string
	for _, top := range w.visitor().get("/categories").ok().at("items").list() {
		for _, below := range top.at("below").list() {
			if below.at("slug").text() == "illustration" {
				category = below.at("id").text()
			}
		}
	}
	tier := func(name string, price int64) map[string]any {
		return map[string]any{"tier": name, "description": "A drawing in ink, " + name, "price": sum(price), "lead_seconds": 172800, "revisions": 2}
	}
	return map[string]any{
		"category": category, "language": "en", "rights": true, "title": "Map of your favourite walk",
		"description": "I draw a map of a walk that matters to you, by hand, with the places you name on it.",
		"volume":      "One map, A3, as a file ready for print.", "tags": []string{"map", "ink"},
		"packages":  []map[string]any{tier("economy", 30_00), tier("standard", 60_00), tier("business", 120_00)},
		"questions": []map[string]any{{"code": "walk", "text": "Which walk is it?", "kind": "text", "required": true}},
	}
}

func TestAServiceGoesFromDraftToSale(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		w.Plant()
		seller, offer := w.as(w.Seller), w.drawingOffer()
		draft := seller.post("/services", map[string]any{"offer": map[string]any{"title": "Map", "rights": false}}).ok()
		path := "/services/" + draft.at("id").text()
		seller.post(path+"/submission", nil).refused(http.StatusUnprocessableEntity, "required", "category")
		w.visitor().get(path).refused(http.StatusNotFound, "not_found", "")

		guard := seller.get(path + "/draft").ok().at("guard").number()
		saved := seller.send("PUT", path+"/draft", "", map[string]any{"offer": offer, "guard": guard}).ok()
		if got := saved.at("offer", "packages", "1", "price", "minor").number(); got != 60_00 {
			t.Errorf("saved at %d", got)
		}
		handed := seller.post(path+"/submission", nil).ok()
		if handed.at("state").text() != "in_moderation" {
			t.Fatalf("handed in: %v", handed.at("state").v)
		}
		waiting := w.as(w.Arbiter).get("/staff/services").ok().at("items", "0", "service")
		w.as(w.Arbiter).post(path+"/approval", map[string]any{"service_version": waiting.at("pending_version").text()}).ok()

		seen := w.visitor().get(path).ok()
		if seen.at("state").text() != "live" || seen.at("offer", "title").text() != "Map of your favourite walk" {
			t.Errorf("seen: %v", seen.v)
		}
		hits := w.visitor().get("/services?find=walks&category=illustration").ok()
		if hits.at("total").number() != 1 || hits.at("items", "0", "price_from", "minor").number() != 30_00 {
			t.Errorf("found: %v", hits.v)
		}
		if paused := seller.post(path+"/pause", nil).ok(); paused.at("state").text() != "paused" {
			t.Errorf("paused: %v", paused.at("state").v)
		}
		if n := w.visitor().get("/services?find=walk").ok().at("total").number(); n != 0 {
			t.Errorf("%d found while paused", n)
		}
	})
}

func TestAnothersServiceLooksLikeNone(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	w.Plant()
	draft := w.as(w.Seller).post("/services", map[string]any{"offer": map[string]any{"title": "Mine", "rights": false}}).ok().at("id").text()
	stranger, none := w.as(w.Stranger), id.Service{1}.String()
	same(t, stranger.get("/services/"+draft), stranger.get("/services/"+none))
	same(t, stranger.get("/services/"+draft+"/draft"), stranger.get("/services/"+none+"/draft"))
	for _, noun := range []string{"submission", "pause", "disposal"} {
		same(t, stranger.post("/services/"+draft+"/"+noun, nil), stranger.post("/services/"+none+"/"+noun, nil))
	}
	// What is staff's looks like nothing to others, whatever it is about.
	same(t, stranger.post("/services/"+draft+"/approval", map[string]any{}), stranger.post("/services/"+none+"/approval", map[string]any{}))
	same(t, stranger.get("/staff/services"), stranger.get("/staff/nothing"))
}

func TestACategoryTellsWhatAnOfferNeeds(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	w.Plant()
	rules := w.visitor().get("/categories/illustration").ok()
	if rules.at("slug").text() != "illustration" || rules.at("price_rule").text() == "" || len(rules.at("path").list()) != 2 {
		t.Errorf("rules: %v", rules.v)
	}
	w.visitor().get("/categories/sorcery").refused(http.StatusNotFound, "not_found", "")
}

func TestABuyerAsksBeforeOrdering(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		buyer, seller, service := w.as(w.Buyer), w.as(w.Seller), w.Shop()
		asked := buyer.post("/services/"+service.ID.String()+"/questions", map[string]any{"text": "Can it be A2?"}).ok()
		path := "/conversations/" + asked.at("conversation").text()
		line := seller.get("/conversations").ok().at("items", "0")
		if line.at("unread").number() != 1 || line.at("with").text() != w.Buyer.Login {
			t.Errorf("the seller's list: %v", line.v)
		}
		seller.send("PUT", path+"/reading", "", nil).ok()
		clock.Advance(time.Minute)
		seller.post(path+"/messages", map[string]any{"text": "Yes, for ten more."}).ok()
		said := buyer.get(path).ok().at("items").list()
		if len(said) != 2 || said[1].at("author").text() != w.Seller.Login {
			t.Errorf("said: %v", said)
		}
		buyer.post(path+"/messages", map[string]any{"text": "Write to bea@example.org"}).
			refused(http.StatusUnprocessableEntity, "contact_details", "text")
		stranger := w.as(w.Stranger)
		same(t, stranger.get(path), stranger.get("/conversations/"+id.Conversation{1}.String()))
		theirs := asked.at("message", "id").text()
		same(t, seller.send("DELETE", "/messages/"+theirs, "", nil), seller.send("DELETE", "/messages/"+id.Message{1}.String(), "", nil))
		if gone := buyer.send("DELETE", "/messages/"+theirs, "", nil).ok(); gone.at("deleted").text() == "" {
			t.Errorf("deleted: %v", gone.v)
		}
	})
}

func TestWordsOfAnOrderStayWithIt(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	path := "/orders/" + w.placed()
	w.as(w.Buyer).post(path+"/messages", map[string]any{"text": "My number is 0171 2345678"}).ok()
	said := w.as(w.Seller).get(path+"/messages").ok().at("items", "0")
	if said.at("contacts").v != true || said.at("author").text() != w.Buyer.Login {
		t.Errorf("said: %v", said.v)
	}
	agreed := w.as(w.Seller).get(path + "/agreement").ok()
	if agreed.at("offer", "title").text() != "Ink drawing of your house" {
		t.Errorf("agreed: %v", agreed.v)
	}
}

func TestMoreIsBoughtAtTheOrdersPrices(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	path := "/orders/" + w.placed()
	w.as(w.Seller).post(path+"/start", map[string]any{}).ok()
	more := w.as(w.Buyer).post(path+"/addition", map[string]any{"units": 1}).ok()
	if got := more.at("money", "held", "minor").number(); got != 90_00 {
		t.Errorf("held: %d", got)
	}
	back := w.as(w.Seller).post(path+"/addition-return", map[string]any{}).ok()
	if got := back.at("money", "held", "minor").number(); got != 50_00 {
		t.Errorf("held after it was handed back: %d", got)
	}
}

func TestADraftShowsOnlyPicturesOfItsOwnService(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	secret := w.as(w.Buyer).upload("/orders/"+w.placed()+"/files", "secret.png").ok().at("id").text()
	seller := w.as(w.Seller)
	path := "/services/" + seller.post("/services", map[string]any{"offer": map[string]any{"rights": false}}).ok().at("id").text()
	with := func(picture string) map[string]any {
		return map[string]any{"offer": map[string]any{"rights": false, "images": []string{picture}}}
	}
	seller.send("PUT", path+"/draft", "", with(secret)).refused(http.StatusNotFound, "not_found", "")
	seller.post("/services", with(secret)).refused(http.StatusNotFound, "not_found", "")
	own := seller.upload(path+"/files", "cover.png").ok().at("id").text()
	if got := seller.send("PUT", path+"/draft", "", with(own)).ok().at("offer", "images", "0").text(); got != own {
		t.Errorf("kept %q", got)
	}
}

func TestStaffSeeWhoSendsContactDetailsAgainAndAgain(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	service := w.Shop()
	for range 3 {
		w.as(w.Buyer).post("/services/"+service.ID.String()+"/questions", map[string]any{"text": "Write to bea@example.org"}).
			refused(http.StatusUnprocessableEntity, "contact_details", "text")
	}
	w.Read(func(tx *db.Tx) error {
		raised, err := moderation.Open(tx)
		if len(raised) != 1 || raised[0].Member != w.Buyer.ID {
			t.Errorf("raised: %+v", raised)
		}
		return err
	})
}
