package bench_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"guildhall/bench"
	"guildhall/testkit"
)

func TestPagesAreMeasuredBesideFilesOfTheirSize(t *testing.T) {
	store, _ := testkit.SQLite(t)
	var asked sync.Map
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Store(r.URL.RequestURI(), true)
		fmt.Fprint(w, strings.Repeat(`<li class="tile">`, 24))
	}))
	defer site.Close()
	var out strings.Builder
	err := bench.Pages(context.Background(), bench.PagesOptions{
		Out: &out, Store: store, Address: site.URL, Paths: []string{"/same", "/other?n={n}"}, Clients: 4, Span: 200 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	addresses := 0
	asked.Range(func(any, any) bool { addresses++; return true })
	if addresses < 10 || strings.Count(out.String(), "24 cards") != 2 || strings.Count(out.String(), "at least 0.25") != 4 {
		t.Errorf("%d addresses were asked for:\n%s", addresses, &out)
	}
}

func TestAPageThatFailsEndsTheMeasurement(t *testing.T) {
	store, _ := testkit.SQLite(t)
	site := httptest.NewServer(http.NotFoundHandler())
	defer site.Close()
	err := bench.Pages(context.Background(), bench.PagesOptions{
		Out: &strings.Builder{}, Store: store, Address: site.URL, Paths: []string{"/"}, Clients: 1, Span: time.Second,
	})
	if err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("got %v", err)
	}
}
