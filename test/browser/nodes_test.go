package browser_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/deadline"
	"guildhall/file"
	"guildhall/hall"
	"guildhall/test/browser"
	"guildhall/testkit"
	"guildhall/town"
)

// node is one of two programs over one PostgreSQL.
type node struct {
	*stage
	hall *hall.Hall
}

// twoNodes peoples a database and opens two marketplaces over it, with one
// folder of files. Both clocks stand at the same moment.
func twoNodes(t *testing.T) (node, node) {
	t.Helper()
	url, clock, folder := testkit.PostgresURL(t), testkit.NewClock(), t.TempDir()
	place := town.New(t, testkit.Open(t, url, clock), clock)
	service := place.Shop()
	open := func() node {
		files, err := file.OpenStore(folder)
		if err != nil {
			t.Fatal(err)
		}
		return openNode(t, place, url, files, service)
	}
	return open(), open()
}

func openNode(t *testing.T, place *town.Town, url string, files *file.Store, service catalogue.Service) node {
	t.Helper()
	own := *place
	own.Store = testkit.Open(t, url, place.Clock)
	h, err := hall.Start(context.Background(), own.Store, files, hall.Options{
		Listen: "127.0.0.1:0", Preset: "services", Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	return node{&stage{Town: &own, t: t, url: h.URL, service: service}, h}
}

// skip moves the clock of all nodes, and says that it was no outage (ORD-15).
func (n node) skip(span time.Duration) {
	n.t.Helper()
	n.Write(func(tx *db.Tx) error { return deadline.Skip(tx, tx.Now().Add(span)) })
	n.Clock.Advance(span)
}

// onBoth is a tab of a member who is signed in once, seen by both nodes.
func onBoth(a, b node, m account.Member) (onA, onB *browser.Tab) {
	onA = a.open(m, "/orders", browser.Look{})
	onB = browser.Open(a.t, b.url+"/", browser.Look{})
	b.signIn(onB, m)
	return onA, onB
}

// What one node does is read on the other at once; when one goes away, the
// other lets its deadlines take effect.
func TestTwoNodesAreOneMarketplace(t *testing.T) {
	a, b := twoNodes(t)
	buyer, elsewhere := onBoth(a, b, a.Buyer)
	a.placeByHand(buyer)
	path := "/orders/" + lastPart(buyer.Address())

	seller := b.open(b.Seller, path, browser.Look{})
	do(seller, browser.Look{}, "Start working")
	buyer.Go(a.url + path)
	buyer.See("sam started working.")
	do(seller, browser.Look{}, "Deliver the work", "text", "Here it is: https://files.example/house.pdf")
	buyer.Go(a.url + path)
	buyer.See("https://files.example/house.pdf", "Your turn")
	elsewhere.Go(b.url + path)
	elsewhere.See("Your turn")

	if err := a.hall.Close(); err != nil {
		t.Fatal(err)
	}
	b.skip(3*24*time.Hour + time.Minute) // the time to check is over, and so is the session
	b.signIn(elsewhere, b.Buyer)
	elsewhere.Go(b.url + path)
	until(t, elsewhere, "sam was paid $32.00")
	b.clean()
}
