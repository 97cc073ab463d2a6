package footfall_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"guildhall/cart"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/footfall"
	"guildhall/id"
	"guildhall/order"
	"guildhall/testkit"
	"guildhall/town"
)

// hall is the town with Sam's service and a book of who looks at it.
type hall struct {
	*town.Town
	t       *testing.T
	service catalogue.Service
	book    *footfall.Book
}

func in(t *testing.T, fn func(t *testing.T, h *hall)) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		place := town.New(t, store, clock)
		fn(t, &hall{Town: place, t: t, service: place.Shop(), book: footfall.NewBook()})
	})
}

func (h *hall) look(viewer string, opened bool) {
	h.book.Look(footfall.Look{View: catalogue.View{Service: h.service.ID, Viewer: viewer, At: h.Clock.Now(), Opened: opened}})
}

func (h *hall) shown() footfall.Shown {
	return footfall.Shown{Service: h.service.ID, Seller: h.service.Seller}
}

func (h *hall) flush() {
	h.t.Helper()
	if err := h.book.Flush(context.Background(), h.Store); err != nil {
		h.t.Fatal(err)
	}
}

func (h *hall) views(since time.Time) (v catalogue.Viewed) {
	h.t.Helper()
	h.Read(func(tx *db.Tx) (err error) {
		v, err = catalogue.Views(tx, h.service.ID, since)
		return err
	})
	return v
}

func TestAViewerCountsOnceADayOnEveryNode(t *testing.T) {
	in(t, func(t *testing.T, h *hall) {
		since := h.Clock.Now()
		h.look("ada", true)
		h.look("ada", false)
		h.look("bob", false)
		h.flush()
		h.book = footfall.NewBook() // another node, or this one after a restart
		h.look("ada", true)
		h.flush()
		if v := h.views(since); v.Views != 2 || v.Opened != 1 {
			t.Errorf("%d views, %d opened from lists", v.Views, v.Opened)
		}
		h.Clock.Advance(24 * time.Hour)
		h.look("ada", false)
		h.flush()
		if v := h.views(since); v.Views != 3 {
			t.Errorf("%d views on two days", v.Views)
		}
		if v := h.views(h.Clock.Now()); v.Views != 1 {
			t.Errorf("%d views today", v.Views)
		}
	})
}

func TestListsCountTimesAndPlaces(t *testing.T) {
	in(t, func(t *testing.T, h *hall) {
		other := id.New[id.ServiceKind](h.Clock.Now())
		h.book.List(id.Member{}, []footfall.Shown{{Service: other, Seller: h.Buyer.ID}, h.shown()}, 1, h.Clock.Now())
		h.flush()
		h.book.List(id.Member{}, []footfall.Shown{h.shown()}, 25, h.Clock.Now())
		h.flush()
		if v := h.views(h.Clock.Now()); v.Shown != 2 || v.Place() != 13.5 {
			t.Errorf("shown %d times, at place %v", v.Shown, v.Place())
		}
	})
}

func TestWhatMembersSawIsRemembered(t *testing.T) {
	in(t, func(t *testing.T, h *hall) {
		h.book.Look(footfall.Look{Member: h.Buyer.ID, View: catalogue.View{Service: h.service.ID, Viewer: "bea", At: h.Clock.Now()}})
		h.flush()
		h.Read(func(tx *db.Tx) error {
			seen, err := cart.Seen(tx, h.Buyer.ID, 5)
			if len(seen) != 1 || seen[0] != h.service.ID {
				t.Errorf("Bea saw %v", seen)
			}
			return err
		})
	})
}

func TestWhoWasCountedIsForgottenAndTheFiguresStay(t *testing.T) {
	in(t, func(t *testing.T, h *hall) {
		since := h.Clock.Now()
		h.look("ada", false)
		h.flush()
		h.Clock.Advance(48 * time.Hour)
		h.Write(catalogue.ForgetViewers)
		h.Read(func(tx *db.Tx) error {
			for _, table := range []string{"service_viewers", "viewer_salts"} {
				n, err := db.Value[int](tx, `SELECT count(*) FROM `+table)
				if err != nil || n != 0 {
					t.Errorf("%s keeps %d rows (%v)", table, n, err)
				}
			}
			return nil
		})
		if v := h.views(since); v.Views != 1 {
			t.Errorf("%d views are left", v.Views)
		}
	})
}

// TestNothingIsLostWhileTheDatabaseIsAway: what could not be written stays and
// is written with the next news.
func TestNothingIsLostWhileTheDatabaseIsAway(t *testing.T) {
	in(t, func(t *testing.T, h *hall) {
		h.look("ada", false)
		h.book.List(id.Member{}, []footfall.Shown{h.shown()}, 1, h.Clock.Now())
		away, cancel := context.WithCancel(context.Background())
		cancel()
		if h.book.Flush(away, h.Store) == nil {
			t.Fatal("a cancelled context wrote something")
		}
		h.book.List(id.Member{}, []footfall.Shown{h.shown()}, 3, h.Clock.Now())
		h.flush()
		if v := h.views(h.Clock.Now()); v.Views != 1 || v.Shown != 2 || v.PlaceSum != 4 {
			t.Errorf("written down: %+v", v)
		}
	})
}

func TestTheKeeperWritesNewsDownAndTheRestAtTheEnd(t *testing.T) {
	in(t, func(t *testing.T, h *hall) {
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan struct{})
		go func() {
			h.book.Keep(ctx, h.Store, slog.New(slog.DiscardHandler))
			close(ended)
		}()
		h.look("ada", false)
		for h.views(h.Clock.Now()).Views == 0 {
			time.Sleep(5 * time.Millisecond)
		}
		h.look("bob", false)
		stop()
		<-ended
		if v := h.views(h.Clock.Now()); v.Views != 2 {
			t.Errorf("%d views after the end", v.Views)
		}
	})
}

func TestProgramsAreNotPeople(t *testing.T) {
	for agent, want := range map[string]bool{
		"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)": true,
		"curl/8.5.0": true, "": true, "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/120.0 Safari/537.36": true,
		"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0":                                              false,
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1": false,
	} {
		if footfall.Robot(agent) != want {
			t.Errorf("%q: a program = %v", agent, !want)
		}
	}
}

func TestStatisticsAddUpWeeks(t *testing.T) {
	in(t, func(t *testing.T, h *hall) {
		h.look("ada", true)
		h.book.List(id.Member{}, []footfall.Shown{h.shown()}, 2, h.Clock.Now())
		h.flush()
		h.Clock.Advance(8 * 24 * time.Hour)
		for n := range 4 {
			h.look(fmt.Sprint("viewer ", n), n == 0)
		}
		h.flush()
		h.buy()
		var s footfall.Statistics
		read := func() {
			h.Read(func(tx *db.Tx) (err error) {
				s, err = footfall.Of(tx, h.service.ID)
				return err
			})
		}
		read()
		last, before := s.Weeks[footfall.Weeks-1], s.Weeks[footfall.Weeks-2]
		if last.Views != 4 || last.Orders != 1 || before.Views != 1 || before.Orders != 0 {
			t.Errorf("the last weeks: %+v, %+v", before, last)
		}
		if s.Sum.Views != 5 || s.Orders != 1 || s.Conversion() != 0.2 || s.Opening() != 2 {
			t.Errorf("in all: %+v, conversion %v, opening %v", s.Sum, s.Conversion(), s.Opening())
		}
		h.Clock.Advance(footfall.Span)
		if read(); s.Sum.Views != 0 || s.Orders != 0 || s.Conversion() != 0 {
			t.Errorf("after the span: %+v", s)
		}
	})
}

func (h *hall) buy() {
	h.t.Helper()
	h.Write(func(tx *db.Tx) error {
		_, err := order.Place(tx, order.Placing{
			ID: id.New[id.OrderKind](tx.Now()), Buyer: h.Buyer.ID, Version: h.service.Live, Units: 1, Package: "economy", At: tx.Now(),
		})
		return err
	})
}
