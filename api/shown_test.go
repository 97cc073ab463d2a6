package api_test

import (
	"net/http"
	"testing"
	"time"

	"guildhall/cart"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
	"guildhall/reputation"
	"guildhall/testkit"
)

// judgedShop sells a drawing of Sam's to Bea, who likes it, and answers the
// service.
func (w *world) judgedShop() (service string) {
	w.t.Helper()
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
	return buyer.get(path).ok().at("service").text()
}

// TestAListTellsWhatItsTilesShow reads every list of services: each tells stars,
// verdicts, the asker's heart and what is on sale, as the tiles of pages do.
func TestAListTellsWhatItsTilesShow(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		service := w.judgedShop()
		other := w.rival()
		which, err := id.Parse[id.ServiceKind](service)
		if err != nil {
			t.Fatal(err)
		}
		bea := w.as(w.Buyer)
		bea.send("PUT", "/account/favourites/"+service, "", nil).ok()
		w.Write(func(tx *db.Tx) error { return cart.Saw(tx, w.Buyer.ID, which, clock.Now()) })
		for where, card := range map[string]value{
			"search":     bea.get("/services?seller=sam").ok().at("items", "0"),
			"front page": cardOf(bea.get("/front").ok().at("popular"), service),
			"favourites": bea.get("/account/favourites").ok().at("items", "0", "card"),
			"seen":       bea.get("/account/seen").ok().at("services", "0"),
			"similar":    bea.get("/services/"+other.ID.String()+"/similar").ok().at("items", "0"),
		} {
			if card.at("service").text() != service || card.at("stars").number() != 5 || card.at("feedback").number() != 1 ||
				card.at("top_rated").v != false || card.at("favourite").v != true || card.at("seller").text() != w.Seller.Login ||
				card.at("price_from", "minor").number() != 20_00 || card.at("title").text() == "" {
				t.Errorf("%s: %v", where, card.v)
			}
		}
		if hearts := w.visitor().get("/services?seller=sam").ok().at("items", "0", "favourite").v; hearts != nil {
			t.Errorf("a visitor keeps it: %v", hearts)
		}
		open := w.visitor().get("/services/" + service).ok()
		if open.at("stars").number() != 5 || open.at("orderable").v != true || open.at("path", "1").text() != "illustration" {
			t.Errorf("the service itself: %v", open.v)
		}
		front := w.visitor().get("/front").ok()
		if front.at("services").number() != 2 || front.at("last_order").text() == "" || front.at("online").number() < 1 {
			t.Errorf("the front page tells %v", front.v)
		}
	})
}

func cardOf(cards value, service string) value {
	for _, card := range cards.list() {
		if card.at("service").text() == service {
			return card
		}
	}
	return value{cards.t, map[string]any{}}
}

// TestWhatWasTakenAwayIsNotRepeated keeps the card of a paused favourite, and
// not of one that staff removed (CAT-25).
func TestWhatWasTakenAwayIsNotRepeated(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		service := w.Shop()
		bea, path := w.as(w.Buyer), "/services/"+service.ID.String()
		bea.send("PUT", "/account/favourites/"+service.ID.String(), "", nil).ok()
		w.as(w.Seller).post(path+"/pause", nil).ok()
		kept := func() value { return bea.get("/account/favourites").ok().at("items", "0") }
		if got := kept(); got.at("state").text() != "paused" || got.at("orderable").v != false || got.at("card", "title").text() == "" {
			t.Errorf("paused: %v", got.v)
		}
		w.as(w.Seller).post(path+"/activation", nil).ok()
		w.as(w.Arbiter).post(path+"/removal", map[string]any{"reasons": []string{"copy"}}).ok()
		if got := kept(); got.at("state").text() != "removed" || got.at("card").v != nil {
			t.Errorf("removed: %v", got.v)
		}
		mine := w.as(w.Seller).get("/account/decisions").ok().at("items", "0")
		if mine.at("outcome").text() != "removed" || mine.at("subject_id").text() != service.ID.String() || mine.at("reasons", "0").text() != "copy" {
			t.Errorf("the decision reads %v", mine.v)
		}
	})
}

// TestASellersServicesComeInPages reads them two at a time, with all that their
// owner may know of each.
func TestASellersServicesComeInPages(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		service := w.Shop()
		w.Sell(w.Seller.ID, w.Offer())
		w.Prepare(w.Seller.ID, w.Offer())
		w.Write(func(tx *db.Tx) error {
			return catalogue.WithholdService(tx, service.ID, catalogue.CauseUnlisted, "conduct", time.Time{})
		})
		seller, met := w.as(w.Seller), map[string]value{}
		for after := ""; ; {
			page := seller.get("/account/services?limit=2&after=" + after).ok()
			for _, one := range page.at("items").list() {
				met[one.at("id").text()] = one
			}
			if after = page.at("next").text(); after == "" {
				break
			}
		}
		own := met[service.ID.String()]
		if len(met) != 3 || own.at("causes", "0").text() != "unlisted" || own.at("state").text() != "unlisted" || own.at("offer", "title").text() == "" {
			t.Errorf("%d services; %v", len(met), own.v)
		}
		seller.get("/account/services?after=nonsense").refused(http.StatusUnprocessableEntity, "api_cursor", "after")
	})
}

// TestMembersAreFoundWithWhatTheyOffer counts what is on show, and nothing else.
func TestMembersAreFoundWithWhatTheyOffer(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		w.Shop()
		w.Prepare(w.Seller.ID, w.Offer())
		offered := func() int64 {
			for _, m := range w.visitor().get("/members?find=sam").ok().at("items").list() {
				if m.at("login").text() == w.Seller.Login {
					return m.at("services").number()
				}
			}
			return -1
		}
		if got := offered(); got != 1 {
			t.Errorf("%d are on show, want 1", got)
		}
		w.Write(func(tx *db.Tx) error {
			return catalogue.Withhold(tx, w.Seller.ID, catalogue.CauseIgnored, "", time.Time{})
		})
		if got := offered(); got != 0 {
			t.Errorf("%d are on show while all are hidden", got)
		}
	})
}

// TestASellerIsAskedFromTheirProfile asks one who sells, and one who does not.
func TestASellerIsAskedFromTheirProfile(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		w.Shop()
		bea, question := w.as(w.Buyer), map[string]any{"text": "Do you draw dogs?"}
		bea.post("/members/stig/questions", question).refused(http.StatusNotFound, "not_found", "")
		bea.post("/members/nobody/questions", question).refused(http.StatusNotFound, "not_found", "")
		talk := bea.post("/members/sam/questions", question).ok().at("conversation").text()
		if line := w.as(w.Seller).get("/conversations").ok().at("items", "0"); line.at("id").text() != talk || line.at("with").text() != w.Buyer.Login {
			t.Errorf("the seller's list: %v", line.v)
		}
	})
}
