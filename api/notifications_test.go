package api_test

import (
	"testing"

	"guildhall/db"
	"guildhall/event"
	"guildhall/id"
	"guildhall/notification"
	"guildhall/testkit"
)

// tell lets everyone know what the diary says so far.
func (w *world) tell() {
	w.t.Helper()
	w.Write(func(tx *db.Tx) error {
		entries, err := event.After(tx, 0, 1000)
		for _, e := range entries {
			if err == nil {
				err = notification.Take(tx, e)
			}
		}
		return err
	})
}

func TestWhatOneWasToldIsListedUntilItIsRead(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	order := w.placed()
	w.tell()
	seller := w.as(w.Seller)
	var told value
	for _, one := range seller.get("/notifications?unread=true").ok().at("items").list() {
		if one.at("link").text() == "http://localhost/orders/"+order {
			told = one
		}
	}
	if told.at("subject").text() == "" || told.at("text").text() == "" {
		t.Fatalf("the seller was told nothing of the order: %v", told.v)
	}
	path := "/notifications/" + told.at("id").text() + "/reading"
	same(t, w.as(w.Stranger).send("PUT", path, "", nil), w.as(w.Stranger).send("PUT", "/notifications/"+id.Notification{1}.String()+"/reading", "", nil))
	seller.send("PUT", path, "", nil).ok()
	seller.send("PUT", "/notifications/reading", "", nil).ok()
	if n := len(seller.get("/notifications?unread=true").ok().at("items").list()); n != 0 {
		t.Errorf("%d are still unread", n)
	}
}

func TestTopicsOfMailAreChosen(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	buyer := w.as(w.Buyer)
	buyer.send("PUT", "/account/mail-topics", "", map[string]any{"topics": []map[string]any{{"topic": "messages", "mail": false}}}).ok()
	for _, one := range buyer.get("/account/mail-topics").ok().at("topics").list() {
		if one.at("mail").v != (one.at("topic").text() != "messages") {
			t.Errorf("topic: %v", one.v)
		}
	}
	buyer.send("PUT", "/account/mail-topics", "", map[string]any{"topics": []map[string]any{{"topic": "safety", "mail": false}}}).
		refused(422, "choice", "topic")
}
