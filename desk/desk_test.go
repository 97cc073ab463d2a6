package desk_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/testkit"
	"guildhall/town"
)

// hall is a small marketplace behind a desk, with routes of the test's own.
type hall struct {
	*town.Town
	desk    *desk.Desk
	handler http.Handler
}

func open(t *testing.T, store *db.Store, clock *testkit.Clock, routes ...desk.Route) *hall {
	t.Helper()
	d := desk.New(store, nil, desk.Config{Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	d.Wrong = func(v *desk.Visit, status int, f *fault.Fault) templ.Component { return text(v.Say.Fault(f)) }
	return &hall{Town: town.New(t, store, clock), desk: d, handler: d.Handler(routes)}
}

func text(s string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	})
}

// cookie signs the member in.
func (h *hall) cookie(m account.Member) *http.Cookie {
	token := account.NewToken()
	h.Write(func(tx *db.Tx) error {
		_, err := account.SignIn(tx, account.SigningIn{Member: m.ID, Token: token})
		return err
	})
	return &http.Cookie{Name: desk.SessionCookie, Value: token}
}

func (h *hall) get(path string, cookies ...*http.Cookie) *http.Response {
	return h.send(httptest.NewRequest(http.MethodGet, path, nil), cookies...)
}

func (h *hall) post(path string, form url.Values, cookies ...*http.Cookie) *http.Response {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return h.send(r, cookies...)
}

func (h *hall) send(r *http.Request, cookies ...*http.Cookie) *http.Response {
	for _, c := range cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	read, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(read)
}

func greet(v *desk.Visit) error { return v.Render(text("hello " + v.Member.Login)) }

func TestARouteOpensToWhoHasItsRight(t *testing.T) {
	store, clock := testkit.SQLite(t)
	h := open(t, store, clock,
		desk.Route{Method: "GET", Pattern: "/open", Right: account.Anyone, Handle: greet},
		desk.Route{Method: "GET", Pattern: "/mine", Right: account.SignedIn, Whose: desk.Own, Handle: greet},
		desk.Route{Method: "GET", Pattern: "/sell", Right: account.Sell, Whose: desk.Own, Handle: greet},
		desk.Route{Method: "GET", Pattern: "/staff", Right: account.Operate, Whose: desk.Staffs, Handle: greet})
	buyer, newcomer, admin := h.cookie(h.Buyer), h.cookie(h.Newcomer), h.cookie(h.Admin)
	for _, c := range []struct {
		path   string
		cookie *http.Cookie
		status int
	}{
		{"/open", &http.Cookie{Name: "x"}, 200},
		{"/mine", &http.Cookie{Name: "x"}, 303},
		{"/mine", &http.Cookie{Name: desk.SessionCookie, Value: "made up"}, 303},
		{"/mine", buyer, 200},
		{"/sell", newcomer, 403},
		{"/sell", buyer, 200},
		{"/staff", buyer, 404},
		{"/staff", admin, 200},
		{"/nowhere", buyer, 404},
	} {
		if got := h.get(c.path, c.cookie).StatusCode; got != c.status {
			t.Errorf("GET %s with %s: %d, want %d", c.path, c.cookie.Name, got, c.status)
		}
	}
}

func TestAVisitorComesBackAfterSigningIn(t *testing.T) {
	store, clock := testkit.SQLite(t)
	h := open(t, store, clock, desk.Route{Method: "GET", Pattern: "/mine", Right: account.SignedIn, Handle: greet})
	if got := h.get("/mine?a=1&b=2").Header.Get("Location"); got != "/sign-in?next=%2Fmine%3Fa%3D1%26b%3D2" {
		t.Errorf("sent to %s", got)
	}
	for path, want := range map[string]string{"/orders": "/orders", "//evil.example": "/", "https://evil.example": "/", "/\\evil": "/", "": "/"} {
		if got := desk.LocalPath(path); got != want {
			t.Errorf("LocalPath(%q) = %q, want %q", path, got, want)
		}
	}
}

func TestAnIntentionHasOneEffect(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		ran := 0
		h := open(t, store, clock, desk.Route{Method: "POST", Pattern: "/act", Right: account.SignedIn, Handle: func(v *desk.Visit) error {
			answer, err := v.Once(func(tx *db.Tx) (string, error) {
				if v.Form().Value("wish") == "refuse" {
					return "", fault.Conflict("busy_try_again")
				}
				ran++
				return v.Form().Value("wish") + "!", nil
			})
			if err != nil {
				return err
			}
			return v.Render(text(answer))
		}})
		buyer, seller := h.cookie(h.Buyer), h.cookie(h.Seller)
		form := func(key, wish string) url.Values { return url.Values{"_key": {key}, "wish": {wish}} }
		steps := []struct {
			what   string
			form   url.Values
			who    *http.Cookie
			status int
			ran    int
		}{
			{"first", form("k1", "tea"), buyer, 200, 1},
			{"again", form("k1", "tea"), buyer, 200, 1},
			{"other body", form("k1", "coffee"), buyer, 409, 1},
			{"other person", form("k1", "tea"), seller, 200, 2},
			{"refused", form("k2", "refuse"), buyer, 409, 2},
			{"mended", form("k2", "tea"), buyer, 200, 3},
			{"no key", form("", "tea"), buyer, 422, 3},
		}
		for _, step := range steps {
			if got := h.post("/act", step.form, step.who).StatusCode; got != step.status || ran != step.ran {
				t.Errorf("%s: status %d, ran %d times; want %d, %d", step.what, got, ran, step.status, step.ran)
			}
		}
	})
}

func TestAnErrorOfOursTellsNothing(t *testing.T) {
	store, clock := testkit.SQLite(t)
	h := open(t, store, clock,
		desk.Route{Method: "GET", Pattern: "/error", Handle: func(*desk.Visit) error { return io.ErrUnexpectedEOF }},
		desk.Route{Method: "GET", Pattern: "/panic", Handle: func(*desk.Visit) error { panic("the secret of the books") }})
	for _, path := range []string{"/error", "/panic"} {
		answer := h.get(path)
		if page := body(t, answer); answer.StatusCode != 500 || strings.Contains(page, "secret") || strings.Contains(page, "EOF") {
			t.Errorf("GET %s: %d %q", path, answer.StatusCode, page)
		}
		if answer.Header.Get("X-Request-Id") == "" {
			t.Errorf("GET %s: no request id to tell us", path)
		}
	}
}

func TestAFormFromAnotherSiteIsRefused(t *testing.T) {
	store, clock := testkit.SQLite(t)
	h := open(t, store, clock, desk.Route{Method: "POST", Pattern: "/act", Handle: greet})
	for site, status := range map[string]int{"cross-site": 403, "same-origin": 200} {
		r := httptest.NewRequest(http.MethodPost, "/act", nil)
		r.Header.Set("Sec-Fetch-Site", site)
		if got := h.send(r).StatusCode; got != status {
			t.Errorf("a %s form: %d, want %d", site, got, status)
		}
	}
}

func TestEveryAnswerIsGuarded(t *testing.T) {
	store, clock := testkit.SQLite(t)
	h := open(t, store, clock, desk.Route{Method: "GET", Pattern: "/open", Handle: greet})
	for _, path := range []string{"/open", "/nowhere"} {
		header := h.get(path).Header
		csp := header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("GET %s: headers %v", path, header)
		}
	}
}

func TestANoticeIsSaidOnce(t *testing.T) {
	store, clock := testkit.SQLite(t)
	h := open(t, store, clock,
		desk.Route{Method: "POST", Pattern: "/act", Handle: func(v *desk.Visit) error {
			v.Notice("fault.insufficient_funds", "short", town.BuyersMoney)
			return v.Redirect("/done")
		}},
		desk.Route{Method: "GET", Pattern: "/done", Handle: func(v *desk.Visit) error {
			return v.Render(text(strings.Join(v.Notices(), "|")))
		}})
	left := h.post("/act", nil).Cookies()
	shown := h.get("/done", left...)
	if page := body(t, shown); !strings.Contains(page, "$1,000.00 short") {
		t.Errorf("said %q", page)
	}
	if after := shown.Cookies(); len(after) != 1 || after[0].MaxAge >= 0 {
		t.Errorf("the notice stays: %v", after)
	}
}

func TestOneAddressIsHeldBack(t *testing.T) {
	store, clock := testkit.SQLite(t)
	h := open(t, store, clock)
	d := desk.New(store, nil, desk.Config{AddressRate: 1})
	h.handler = d.Handler([]desk.Route{{Method: "GET", Pattern: "/open", Handle: greet}})
	refused := 0
	for range 30 {
		if got := h.get("/open"); got.StatusCode == http.StatusTooManyRequests && got.Header.Get("Retry-After") == "1" {
			refused++
		}
	}
	clock.Advance(time.Minute)
	if again := h.get("/open").StatusCode; refused != 19 || again != 200 {
		t.Errorf("%d of 30 refused, want 19; a minute later %d, want 200", refused, again)
	}
}
