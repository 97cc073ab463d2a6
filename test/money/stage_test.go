// Package money tests the pages about money on a running marketplace: over
// HTTP, with its sweeper, and in a browser.
package money

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/deadline"
	"guildhall/desk"
	"guildhall/file"
	"guildhall/hall"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/test/browser"
	"guildhall/testkit"
	"guildhall/town"
)

func TestMain(m *testing.M) { os.Exit(browser.Run(m)) }

// stage is a town whose marketplace runs.
type stage struct {
	*town.Town
	t       *testing.T
	url     string
	service catalogue.Service
}

func eachStage(t *testing.T, fn func(t *testing.T, s *stage)) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) { fn(t, newStage(t, store, clock)) })
}

func newStage(t *testing.T, store *db.Store, clock *testkit.Clock) *stage {
	t.Helper()
	return newStageUnder(t, store, clock, "services")
}

func newStageUnder(t *testing.T, store *db.Store, clock *testkit.Clock, preset string) *stage {
	t.Helper()
	place := town.Under(t, store, clock, preset)
	s := &stage{Town: place, t: t, service: place.Shop()}
	files, err := file.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	h, err := hall.Start(context.Background(), store, files, hall.Options{
		Listen: "127.0.0.1:0", Preset: preset, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	s.url = h.URL
	return s
}

// person is a member with a browser of plain HTTP.
type person struct {
	s     *stage
	m     account.Member
	token string
	at    string // the last page's path
	page  string // and text
	code  int
	head  http.Header
}

func (s *stage) enter(m account.Member) *person {
	s.t.Helper()
	p := &person{s: s, m: m, token: s.session(m)}
	return p
}

func (s *stage) session(m account.Member) string {
	s.t.Helper()
	token := account.NewToken()
	s.Write(func(tx *db.Tx) error {
		_, err := account.SignIn(tx, account.SigningIn{Member: m.ID, Token: token, Device: "test"})
		return err
	})
	return token
}

func (p *person) do(method, path string, form url.Values) *person {
	p.s.t.Helper()
	if form == nil {
		return p.sent(method, path, "", nil)
	}
	return p.sent(method, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (p *person) sent(method, path, kind string, body io.Reader) *person {
	p.s.t.Helper()
	r, err := http.NewRequest(method, p.s.url+path, body)
	if err != nil {
		p.s.t.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	r.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: p.token})
	client := http.Client{CheckRedirect: func(next *http.Request, _ []*http.Request) error {
		next.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: p.token})
		return nil
	}}
	answer, err := client.Do(r)
	if err != nil {
		p.s.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		p.s.t.Fatal(err)
	}
	p.at, p.page, p.code, p.head = answer.Request.URL.Path, string(text), answer.StatusCode, answer.Header
	return p
}

func (p *person) goes(path string) *person { return p.do("GET", path, nil) }

var keyField = regexp.MustCompile(`name="_key" value="([^"]+)"`)

// sends posts fields, alternating name and value, with the key of the page
// that was read last.
func (p *person) sends(path string, fields ...string) *person {
	p.s.t.Helper()
	form := url.Values{}
	if key := keyField.FindStringSubmatch(p.page); key != nil {
		form.Set("_key", key[1])
	}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return p.do("POST", path, form)
}

// sees wants a status and words on the page.
func (p *person) sees(code int, words ...string) *person {
	p.s.t.Helper()
	if p.code != code {
		p.s.t.Fatalf("%s answered %d, want %d:\n%s", p.at, p.code, code, p.text())
	}
	for _, w := range words {
		if !strings.Contains(p.text(), w) {
			p.s.t.Errorf("%s does not say %q:\n%s", p.at, w, p.text())
		}
	}
	return p
}

// misses wants words not to be there.
func (p *person) misses(words ...string) *person {
	p.s.t.Helper()
	for _, w := range words {
		if strings.Contains(p.text(), w) {
			p.s.t.Errorf("%s says %q", p.at, w)
		}
	}
	return p
}

var tag = regexp.MustCompile(`<[^>]*>`)

// text is the page without its markup, with single spaces.
func (p *person) text() string {
	_, main, _ := strings.Cut(p.page, "<main")
	if main == "" {
		main = p.page
	}
	plain := strings.NewReplacer("&#39;", "'", "&#34;", `"`, "&amp;", "&", "\u00a0", " ", "&nbsp;", " ").Replace(tag.ReplaceAllString(main, " "))
	return strings.Join(strings.Fields(plain), " ")
}

// waits loads the page again until it says the words, as its Refresh does.
func (p *person) waits(words string) *person {
	p.s.t.Helper()
	for range 60 {
		if p.goes(p.at); strings.Contains(p.text(), words) {
			return p
		}
		time.Sleep(100 * time.Millisecond)
	}
	p.s.t.Fatalf("%s never says %q:\n%s", p.at, words, p.text())
	return p
}

// advance moves the clock, says that this is no outage, and lets the sweeper
// come by.
func (s *stage) advance(by time.Duration) {
	s.t.Helper()
	s.Clock.Advance(by)
	s.Write(func(tx *db.Tx) error { return deadline.Skip(tx, tx.Now()) })
	time.Sleep(1200 * time.Millisecond)
}

// has wants a member's balances.
func (s *stage) has(m account.Member, main money.Amount) {
	s.t.Helper()
	s.Read(func(tx *db.Tx) error {
		got, err := ledger.Balance(tx, m.ID)
		if got.Main != main {
			s.t.Errorf("%s has %d, want %d", m.Login, got.Main, main)
		}
		findings, wrong := ledger.Verify(tx)
		if len(findings) > 0 || wrong != nil {
			s.t.Errorf("the books: %v %v", findings, wrong)
		}
		return err
	})
}

// leave tips a member's money away until this much is left.
func (s *stage) leave(m account.Member, left money.Amount) {
	s.t.Helper()
	s.Write(func(tx *db.Tx) error {
		has, err := ledger.Balance(tx, m.ID)
		if err != nil || has.Main == left {
			return err
		}
		none := id.New[id.OrderKind](tx.Now())
		return ledger.Tip(tx, none, m.ID, s.Stranger.ID, has.Main-left, 0, "left "+none.String())
	})
}
