package cart

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"guildhall/cart"
	"guildhall/catalogue"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/file"
	"guildhall/hall"
	"guildhall/testkit"
	"guildhall/town"
)

// patience is how long what happens by itself may take here.
const patience = 20 * time.Second

// TestARunningMarketplaceHandsTheBriefAndWritesLooksDown: nobody flushes and
// nobody reads the diary but the marketplace itself.
func TestARunningMarketplaceHandsTheBriefAndWritesLooksDown(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		place := town.New(t, store, clock)
		files, err := file.OpenStore(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		h, err := hall.Start(context.Background(), store, files, hall.Options{
			Listen: "127.0.0.1:0", Preset: "services", Log: slog.New(slog.DiscardHandler),
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { h.Close() })
		s := &stage{Town: place, t: t, desk: h.Desk, url: h.URL, service: place.Shop()}
		offer := s.Offer()
		offer.Questions = nil // who asks nothing reads the brief in the conversation
		other := s.Sell(s.Stranger.ID, offer)
		bea := s.enter(s.Buyer)
		for _, service := range []catalogue.Service{s.service, other} {
			bea.sends("/cart", "version", service.Live.String(), "package", "economy").sees(200)
		}
		bea.goes("/comparisons/new").sees(200, "The same work from several sellers")
		fields := []string{"brief", "Our house from the street"}
		for _, line := range lineField.FindAllStringSubmatch(bea.page, -1) {
			fields = append(fields, "line", line[1], "shown."+line[1], "2000")
		}
		bea.sends("/comparisons", fields...).sees(200, "Side by side", "Our house from the street")
		s.visitor(firefox).goes(s.path()).sees(200)
		until := time.Now().Add(patience)
		for !s.handed() || s.looks() != 1 {
			if time.Now().After(until) {
				t.Fatalf("after %s the brief was handed: %v, looks: %d", patience, s.handed(), s.looks())
			}
			time.Sleep(20 * time.Millisecond)
		}
	})
}

// handed reports whether the seller who asks nothing was told the brief.
func (s *stage) handed() (told bool) {
	s.t.Helper()
	s.Read(func(tx *db.Tx) error {
		mine, err := cart.Comparisons(tx, s.Buyer.ID, 1)
		if err != nil {
			return err
		}
		_, results, err := mine[0].Results(tx)
		for _, r := range results {
			said, wrong := conversation.OfOrder(tx, r.Order)
			if wrong != nil {
				return wrong
			}
			told = told || r.Now.Seller == s.Stranger.ID && len(said) == 1 && said[0].Text == "Our house from the street"
		}
		return err
	})
	return told
}

func (s *stage) looks() (n int64) {
	s.t.Helper()
	s.Read(func(tx *db.Tx) error {
		v, err := catalogue.Views(tx, s.service.ID, s.Clock.Now())
		n = v.Views
		return err
	})
	return n
}
