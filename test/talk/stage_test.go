// Package talk tests over HTTP what members say to each other: the pages and the
// operations of conversations.
package talk

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/api"
	"guildhall/catalogue"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/event"
	"guildhall/file"
	"guildhall/id"
	"guildhall/order"
	"guildhall/testkit"
	"guildhall/town"
	"guildhall/web"
)

// stage is a town with a shop, behind its pages and its API.
type stage struct {
	*town.Town
	t       *testing.T
	handler http.Handler
	service catalogue.Service
}

func eachStage(t *testing.T, fn func(t *testing.T, s *stage)) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		place := town.New(t, store, clock)
		files, err := file.OpenStore(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		d := desk.New(store, files, desk.Config{Provider: "sandbox"})
		fn(t, &stage{Town: place, t: t, handler: web.Handler(d, api.Mount(d)), service: place.Shop()})
	})
}

// talk is a member's conversation with Sam.
func (s *stage) talk(with account.Member) (c conversation.Conversation) {
	s.Write(func(tx *db.Tx) (err error) {
		c, err = conversation.Start(tx, conversation.Starting{Author: with.ID, Seller: s.Seller.ID, From: event.Of("service", s.service.ID)})
		return err
	})
	return c
}

func (s *stage) say(c conversation.Conversation, author account.Member, text string) (m conversation.Message) {
	s.Clock.Advance(time.Second)
	s.Write(func(tx *db.Tx) (err error) {
		m, err = conversation.Write(tx, conversation.Writing{Conversation: c.ID, Author: author.ID, Text: text})
		return err
	})
	return m
}

// placed is an order that Bea placed with Sam.
func (s *stage) placed() id.Order {
	placed := id.New[id.OrderKind](s.Clock.Now())
	s.Write(func(tx *db.Tx) error {
		if err := town.Fund(tx, s.Buyer.ID, 100_00); err != nil {
			return err
		}
		_, err := order.Place(tx, order.Placing{ID: placed, Buyer: s.Buyer.ID, Version: s.service.Live, Units: 1, Package: "economy", At: tx.Now()})
		return err
	})
	return placed
}

// sayIn has Sam say something on the page of an order.
func (s *stage) sayIn(which id.Order, text string) {
	s.Clock.Advance(time.Second)
	s.Write(func(tx *db.Tx) error {
		_, err := order.Act(tx, order.Command{Order: which, Actor: s.Seller.ID, Side: order.Seller, Verb: order.Say, Text: text, At: tx.Now()})
		return err
	})
}

// person is a member at a browser without script, or their program.
type person struct {
	s       *stage
	session string
	secret  string
	page    string
	code    int
	at      string
}

func (s *stage) enter(m account.Member) *person {
	s.t.Helper()
	p := &person{s: s, session: account.NewToken(), secret: account.NewToken()}
	s.Write(func(tx *db.Tx) error {
		if _, err := account.SignIn(tx, account.SigningIn{Member: m.ID, Token: p.session, Device: "test"}); err != nil {
			return err
		}
		_, err := account.MakeToken(tx, m.ID, "test", p.secret, account.Scopes, time.Time{})
		return err
	})
	return p
}

func (p *person) do(r *http.Request) *person {
	p.s.t.Helper()
	r.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: p.session})
	w := httptest.NewRecorder()
	p.s.handler.ServeHTTP(w, r)
	text, err := io.ReadAll(w.Body)
	if err != nil {
		p.s.t.Fatal(err)
	}
	p.page, p.code, p.at = string(text), w.Code, r.URL.RequestURI()
	if to := w.Header().Get("Location"); to != "" && w.Code == http.StatusSeeOther {
		return p.goes(to)
	}
	return p
}

func (p *person) goes(path string) *person {
	p.s.t.Helper()
	path, _, _ = strings.Cut(path, "#") // browsers keep it to themselves
	return p.do(httptest.NewRequest(http.MethodGet, path, nil))
}

var keyField = regexp.MustCompile(`name="_key" value="([^"]+)"`)

// sends posts fields with the key of the page that was read last.
func (p *person) sends(path string, fields url.Values) *person {
	p.s.t.Helper()
	if key := keyField.FindStringSubmatch(p.page); key != nil {
		fields.Set("_key", key[1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "http://"+r.Host)
	return p.do(r)
}

// sees wants an answer of that status with all the words.
func (p *person) sees(code int, words ...string) *person {
	p.s.t.Helper()
	if p.code != code {
		p.s.t.Errorf("%s: status %d, want %d", p.at, p.code, code)
	}
	for _, word := range words {
		if !strings.Contains(p.page, word) {
			p.s.t.Errorf("%s does not say %q", p.at, word)
		}
	}
	return p
}

// asks asks the API and reads its answer.
func (p *person) asks(path string, answer any) {
	p.s.t.Helper()
	r := httptest.NewRequest(http.MethodGet, api.Base+path, nil)
	r.Header.Set("Authorization", "Bearer "+account.TokenPrefix+p.secret)
	w := httptest.NewRecorder()
	p.s.handler.ServeHTTP(w, r)
	if err := json.Unmarshal(w.Body.Bytes(), answer); err != nil || w.Code != http.StatusOK {
		p.s.t.Fatalf("%s: status %d, %v: %s", path, w.Code, err, w.Body)
	}
}

func address(c id.Conversation) string { return "/conversations/" + c.String() }
