package hall_test

import (
	"io"
	"log/slog"
	"testing"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/file"
	"guildhall/hall"
	"guildhall/search"
	"guildhall/testkit"
	"guildhall/town"
)

// awaited is far longer than news takes to reach a node; how long that is the
// log says.
const awaited = 20 * time.Second

// TestEveryNodeFindsWhatOneChanged pauses and resumes a service through one of
// two nodes over one PostgreSQL and looks for it on both (CAT-12, CAT-22).
func TestEveryNodeFindsWhatOneChanged(t *testing.T) {
	clock := testkit.NewClock()
	url := testkit.PostgresURL(t)
	here := testkit.Open(t, url, clock)
	place := town.New(t, here, clock)
	service := place.Shop()
	halls := []*hall.Hall{node(t, here), node(t, testkit.Open(t, url, clock))}
	both := func(shown bool, since time.Time) {
		t.Helper()
		for n, h := range halls {
			for !finds(t, here, h.Desk.Finder, shown) {
				if time.Since(since) > awaited {
					t.Fatalf("node %d never had shown=%v", n+1, shown)
				}
				time.Sleep(time.Millisecond)
			}
			t.Logf("node %d has shown=%v after %v", n+1, shown, time.Since(since))
		}
	}
	both(true, time.Now())
	for _, verb := range []catalogue.Verb{catalogue.Pause, catalogue.Resume} {
		place.Write(func(tx *db.Tx) error {
			_, err := catalogue.Act(tx, catalogue.Command{Service: service.ID, Actor: place.Seller.ID, Verb: verb})
			return err
		})
		both(verb == catalogue.Resume, time.Now())
	}
}

func node(t *testing.T, store *db.Store) *hall.Hall {
	t.Helper()
	files, err := file.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	h, err := hall.Start(t.Context(), store, files, hall.Options{
		Listen: "127.0.0.1:0", Preset: "services", Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	return h
}

func finds(t *testing.T, store *db.Store, finder *search.Finder, shown bool) bool {
	t.Helper()
	var result search.Result
	err := store.Read(t.Context(), func(tx *db.Tx) (err error) {
		result, err = finder.Find(tx, search.Query{Words: "ink drawing"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return (result.Total == 1) == shown
}
