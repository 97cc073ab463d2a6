package desk_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/a-h/templ"

	"guildhall/account"
	"guildhall/desk"
	"guildhall/testkit"
)

// TestVisitorsShareAPageForAMoment asks for a page that shows how often it was
// drawn.
func TestVisitorsShareAPageForAMoment(t *testing.T) {
	store, clock := testkit.SQLite(t)
	var drawn, seen atomic.Int64
	list := func(v *desk.Visit) error {
		return desk.Shared(v, func() (templ.Component, int64, error) {
			n := drawn.Add(1)
			return text(fmt.Sprintf("%d for %q", n, v.Member.Login)), n, nil
		}, func(int64) { seen.Add(1) })
	}
	h := open(t, store, clock, desk.Route{Method: "GET", Pattern: "/list", Right: account.Anyone, Handle: list})
	ask := func(path string, cookies ...*http.Cookie) string { return body(t, h.get(path, cookies...)) }

	var crowd sync.WaitGroup
	for range 20 {
		crowd.Go(func() { ask("/list") })
	}
	crowd.Wait()
	first := ask("/list")
	if drawn.Load() > 5 || seen.Load() != 21 { // more than one when the crowd takes longer than the moment
		t.Errorf("21 visitors: drawn %d times, seen %d times", drawn.Load(), seen.Load())
	}
	if other := ask("/list?page=2"); other == first {
		t.Error("another address got the same page")
	}
	if mine := ask("/list", h.cookie(h.Buyer)); mine != fmt.Sprintf("%d for %q", drawn.Load(), h.Buyer.Login) {
		t.Errorf("a member got %s", mine)
	}
	before := drawn.Load()
	if ask("/list", &http.Cookie{Name: "theme", Value: "dark"}); drawn.Load() != before+1 {
		t.Error("a visitor with colours of their own got the page of the others")
	}
	time.Sleep(600 * time.Millisecond)
	if later := ask("/list"); later != fmt.Sprintf("%d for %q", drawn.Load(), "") || later == first {
		t.Errorf("after the moment a visitor still got %s", later)
	}
}

// stalled is a visitor who asks and then does not read.
type stalled struct {
	http.ResponseWriter
	writing, goOn chan struct{}
}

func (s *stalled) Write(part []byte) (int, error) {
	s.writing <- struct{}{}
	<-s.goOn
	return len(part), nil
}

func TestAVisitorWhoDoesNotReadHoldsUpNobody(t *testing.T) {
	store, clock := testkit.SQLite(t)
	h := open(t, store, clock, desk.Route{Method: "GET", Pattern: "/list", Right: account.Anyone, Handle: func(v *desk.Visit) error {
		return desk.Shared(v, func() (templ.Component, int, error) { return text("the list"), 0, nil }, func(int) {})
	}})
	slow := &stalled{httptest.NewRecorder(), make(chan struct{}), make(chan struct{})}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		h.handler.ServeHTTP(slow, httptest.NewRequest(http.MethodGet, "/list", nil))
	}()
	<-slow.writing
	answered := make(chan string)
	go func() { answered <- body(t, h.get("/list")) }()
	select {
	case got := <-answered:
		if got != "the list" {
			t.Errorf("the other visitor got %q", got)
		}
	case <-time.After(10 * time.Second):
		t.Error("the other visitor waits for the one who does not read")
	}
	close(slow.goOn)
	<-ended
}
