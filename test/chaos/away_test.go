package chaos

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/api"
	"guildhall/db"
	"guildhall/deadline"
	"guildhall/desk"
	"guildhall/file"
	"guildhall/hall"
	"guildhall/order"
	"guildhall/testkit"
	"guildhall/town"
)

// wired is a marketplace whose wire to PostgreSQL can be cut.
type wired struct {
	*town.Town
	t       *testing.T
	wire    *testkit.Wire
	url     string
	session string // Bea's browser
	token   string // Bea's program
	wish    url.Values
}

func newWired(t *testing.T) *wired {
	t.Helper()
	wire, through := testkit.NewWire(t, testkit.PostgresURL(t))
	clock := testkit.NewClock()
	w := &wired{Town: town.New(t, testkit.Open(t, through, clock), clock), t: t, wire: wire}
	service := w.Shop()
	files, err := file.OpenStore(t.TempDir())
	must(t, err)
	h, err := hall.Start(ctx, w.Store, files, hall.Options{
		Listen: "127.0.0.1:0", Preset: "services", Log: slog.New(slog.DiscardHandler),
	})
	must(t, err)
	t.Cleanup(func() { h.Close() })
	w.url, w.session, w.token = h.URL, account.NewToken(), account.NewToken()
	w.Write(func(tx *db.Tx) error {
		_, err := account.SignIn(tx, account.SigningIn{Member: w.Buyer.ID, Token: w.session, Device: "test"})
		if err != nil {
			return err
		}
		_, err = account.MakeToken(tx, w.Buyer.ID, "test", w.token, account.Scopes, time.Time{})
		return err
	})
	w.wish = url.Values{"version": {service.Live.String()}, "package": {"economy"}, "units": {"1"}, "shown": {"2000"}}
	return w
}

// answer is a status and what came with it.
type answer struct {
	code int
	head http.Header
	body string
}

// asks goes to a page as Bea's browser, or to the API as her program; a form
// is sent, and what it leads to is not followed.
func (w *wired) asks(path string, form url.Values) answer {
	w.t.Helper()
	method, body := http.MethodGet, io.Reader(http.NoBody)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	r, err := http.NewRequest(method, w.url+path, body)
	must(w.t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if strings.HasPrefix(path, api.Base) {
		r.Header.Set("Authorization", "Bearer "+account.TokenPrefix+w.token)
	} else {
		r.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: w.session})
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	got, err := client.Do(r)
	must(w.t, err)
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	must(w.t, err)
	return answer{got.StatusCode, got.Header, string(text)}
}

// places sends the placing form under a key; a placed order's path is answered.
func (w *wired) places(key string) (answer, string) {
	w.t.Helper()
	form := url.Values{"_key": {key}}
	for name, values := range w.wish {
		form[name] = values
	}
	got := w.asks("/orders", form)
	return got, got.head.Get("Location")
}

const awaySentence = "The database cannot be reached at the moment. Nothing was lost; please try again in a minute."

var pageTag = regexp.MustCompile(`<[^>]*>`)

// away wants a page to say so, and the API to answer with a problem document.
func (w *wired) away(path string, got answer) {
	w.t.Helper()
	if got.code != http.StatusServiceUnavailable {
		w.t.Errorf("%s answered %d without its database:\n%s", path, got.code, got.body)
	}
	if !strings.HasPrefix(path, api.Base) {
		if !strings.Contains(pageTag.ReplaceAllString(got.body, " "), awaySentence) {
			w.t.Errorf("%s does not say what is wrong:\n%s", path, got.body)
		}
		return
	}
	var problem struct {
		Code   string
		Status int
		Detail string
	}
	if err := json.Unmarshal([]byte(got.body), &problem); err != nil || problem.Code != "database_away" ||
		problem.Status != http.StatusServiceUnavailable || problem.Detail != awaySentence ||
		got.head.Get("Content-Type") != "application/problem+json" {
		w.t.Errorf("%s: no problem document of database_away (%v):\n%s", path, err, got.body)
	}
}

// well wants the same request to succeed by itself.
func (w *wired) well(path string) {
	w.t.Helper()
	var got answer
	if !awaits(backWithin, func() bool { got = w.asks(path, nil); return got.code == http.StatusOK }) {
		w.t.Errorf("%s still answers %d with its database back", path, got.code)
	}
}

// placedNow counts Bea's orders in a state.
func (w *wired) placedNow(state order.State) (n int64) {
	w.t.Helper()
	w.Read(func(tx *db.Tx) (err error) {
		n, err = db.Value[int64](tx, `SELECT count(*) FROM orders WHERE buyer = $1 AND state = $2`, w.Buyer.ID, state)
		return err
	})
	return n
}

// Pages and API say that the database is away and lose nothing: when it is
// back, the same requests succeed, a form that was refused takes effect once,
// and deadlines go on.
func TestAMarketplaceOutlivesItsDatabaseBeingAway(t *testing.T) {
	w := newWired(t)
	first, placed := w.places("before")
	if first.code != http.StatusSeeOther || !strings.HasPrefix(placed, "/orders/") {
		t.Fatalf("placing answered %d:\n%s", first.code, first.body)
	}
	paths := []string{"/", "/services", placed, "/balance", api.Base + placed, api.Base + "/orders"}
	for round, key := range []string{"first outage", "second outage"} {
		w.wire.Cut()
		for _, path := range paths {
			w.away(path, w.asks(path, nil))
		}
		refused, _ := w.places(key)
		w.away("/orders", refused)
		w.wire.Mend()
		for _, path := range paths {
			w.well(path)
		}
		once, path := w.places(key)
		again, same := w.places(key)
		if once.code != http.StatusSeeOther || again.code != http.StatusSeeOther || path != same || path == placed {
			t.Errorf("the form answered %d %q and %d %q after the outage", once.code, path, again.code, same)
		}
		if n := w.placedNow(order.Placed); n != int64(round+2) {
			t.Errorf("%d orders are placed after outage %d", n, round+1)
		}
	}
	w.Clock.Advance(25 * time.Hour)
	w.Write(func(tx *db.Tx) error { return deadline.Skip(tx, tx.Now()) })
	if !awaits(backWithin, func() bool { return w.placedNow(order.Cancelled) == 3 }) {
		t.Errorf("%d of 3 orders were cancelled by the clock after the outages", w.placedNow(order.Cancelled))
	}
}
