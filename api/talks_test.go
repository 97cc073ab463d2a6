package api_test

import (
	"net/http"
	"testing"

	"guildhall/db"
	"guildhall/testkit"
)

func TestASellerKeepsAndSettlesWhatIsAsked(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		buyer, seller := w.as(w.Buyer), w.as(w.Seller)
		asked := buyer.post("/services/"+w.Shop().ID.String()+"/questions", map[string]any{"text": "Can you draw a café?"}).ok()
		talk := "/conversations/" + asked.at("conversation").text()
		lines := func(query string) []value { return seller.get("/conversations" + query).ok().at("items").list() }

		waits := lines("?shelf=waiting")
		if len(waits) != 1 || waits[0].at("answer_by").text() == "" || waits[0].at("waits_for_you").v != true {
			t.Errorf("what waits for an answer: %v", waits)
		}
		if len(lines("?q=CAFE")) != 1 || len(lines("?q=tower")) != 0 || len(lines("?shelf=archived")) != 0 {
			t.Error("the search finds something else")
		}
		seller.send("PUT", talk+"/star", "", nil).ok()
		seller.send("PUT", talk+"/archiving", "", nil).ok()
		if len(lines("?shelf=starred")) != 1 || len(lines("?shelf=archived")) != 1 || len(lines("")) != 0 {
			t.Error("it is on other shelves")
		}
		seller.send("DELETE", talk+"/star", "", nil).ok()
		seller.send("DELETE", talk+"/archiving", "", nil).ok()
		if len(lines("?shelf=starred")) != 0 || len(lines("")) != 1 {
			t.Error("it is still on other shelves")
		}
		buyer.send("PUT", talk+"/no-answer", "", nil).refused(http.StatusNotFound, "not_found", "")
		seller.send("PUT", talk+"/no-answer", "", nil).ok()
		if len(lines("?shelf=waiting")) != 0 {
			t.Error("it still waits for an answer")
		}
		seller.get("/conversations?shelf=attic").refused(http.StatusUnprocessableEntity, "api_choice", "shelf")
	})
}

func TestAMessageIsReportedAndRepliesAreSaved(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := newWorld(t, store, clock)
		buyer, seller := w.as(w.Buyer), w.as(w.Seller)
		asked := buyer.post("/services/"+w.Shop().ID.String()+"/questions", map[string]any{"text": "Buy my shoes"}).ok()
		report := "/messages/" + asked.at("message", "id").text() + "/report"
		seller.post(report, map[string]any{"reason": "unclear"}).refused(http.StatusUnprocessableEntity, "choice_unknown", "reason")
		buyer.post(report, map[string]any{"reason": "spam"}).refused(http.StatusForbidden, "report_own", "")
		seller.post(report, map[string]any{"reason": "spam", "remark": "Not even a question"}).ok()
		if waits := seller.get("/conversations?shelf=waiting").ok().at("items").list(); len(waits) != 0 {
			t.Error("what was reported still waits for an answer")
		}

		said := "/orders/" + w.placed()
		seller.post(said+"/messages", map[string]any{"text": "Pay me beside the site"}).ok()
		words := buyer.get(said+"/messages").ok().at("items", "0", "id").text()
		seller.post("/messages/"+words+"/report", map[string]any{"reason": "spam"}).refused(http.StatusForbidden, "report_own", "")
		w.as(w.Stranger).post("/messages/"+words+"/report", map[string]any{"reason": "spam"}).refused(http.StatusNotFound, "not_found", "")
		buyer.post("/messages/"+words+"/report", map[string]any{"reason": "spam"}).ok()

		seller.get("/conversations?after=elsewhere").refused(http.StatusUnprocessableEntity, "api_cursor", "after")
		seller.get(said+"/messages?after=elsewhere").refused(http.StatusUnprocessableEntity, "api_cursor", "after")

		reply := seller.post("/replies", map[string]any{"title": "Thanks", "text": "Thank you."}).ok().at("id").text()
		seller.send("PUT", "/replies/"+reply, "", map[string]any{"title": "Thanks", "text": "Many thanks."}).ok()
		saved := seller.get("/replies").ok().at("items").list()
		if len(saved) != 1 || saved[0].at("text").text() != "Many thanks." {
			t.Errorf("saved: %v", saved)
		}
		seller.send("DELETE", "/replies/"+reply, "", nil).ok()
		if len(seller.get("/replies").ok().at("items").list()) != 0 {
			t.Error("a deleted reply is still there")
		}
	})
}
