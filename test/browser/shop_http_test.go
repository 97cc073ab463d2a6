package browser_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/event"
	"guildhall/file"
	"guildhall/id"
	"guildhall/policy"
	"guildhall/rulebook"
)

// get asks for a page as the member, or as a visitor when there is none.
func (s *stage) get(m account.Member, path string) (status int, head http.Header, body string) {
	s.t.Helper()
	asked, err := http.NewRequest(http.MethodGet, s.url+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	if !m.IsZero() {
		token := id.New[id.TokenKind](s.Clock.Now()).String()
		s.Write(func(tx *db.Tx) error {
			_, err := account.SignIn(tx, account.SigningIn{Member: m.ID, Token: token, Device: "test"})
			return err
		})
		asked.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: token})
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(asked)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer.StatusCode, answer.Header, string(content)
}

// under publishes a policy changed by fn, valid at once.
func (s *stage) under(fn func(*policy.Policy)) {
	s.t.Helper()
	s.Write(func(tx *db.Tx) error {
		rules, err := rulebook.Current(tx)
		if err != nil {
			return err
		}
		changed := rules.Policy
		fn(&changed)
		_, err = rulebook.Publish(tx, changed, s.Admin.ID, "test", tx.Now())
		return err
	})
}

func TestTheTreeIsShownDownToTheLevelOfThePolicy(t *testing.T) {
	s := newShop(t)
	for level, shown := range map[int]bool{2: true, 1: false} {
		if level != 2 {
			s.under(func(p *policy.Policy) { p.CategoryLevels = level })
		}
		_, _, page := s.get(account.Member{}, "/categories")
		if strings.Contains(page, "/categories/illustration") != shown || !strings.Contains(page, "/categories/design") {
			t.Errorf("with %d levels the second is shown: %t, want %t", level, !shown, shown)
		}
	}
}

func TestASentenceInvitesWhereNothingIsOffered(t *testing.T) {
	s := newShop(t)
	if _, _, page := s.get(account.Member{}, "/services?q=submarine"); !strings.Contains(page, "Try fewer or other words") {
		t.Error("a search without hits says nothing about it")
	}
	s.Write(func(tx *db.Tx) error {
		_, err := catalogue.Act(tx, catalogue.Command{Service: s.service.ID, Actor: s.Seller.ID, Verb: catalogue.Pause})
		return err
	})
	invites := func(n int) bool { // by ever other addresses: one is drawn for all visitors once in a while
		_, _, page := s.get(account.Member{}, fmt.Sprintf("/services?visit=%d", n))
		return strings.Contains(page, "Be the first")
	}
	n := 0
	for ; n < 100 && !invites(n); n++ {
		time.Sleep(50 * time.Millisecond) // the search hears of it by itself
	}
	if n == 100 {
		t.Error("an empty marketplace does not invite")
	}
}

// kept attaches a small picture to a holder, as an upload does.
func (s *stage) kept(store *file.Store, holder file.Holder, owner id.Member) file.File {
	s.t.Helper()
	var drawn bytes.Buffer
	if err := png.Encode(&drawn, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		s.t.Fatal(err)
	}
	taken, err := store.Take(&drawn, "house.png", s.Clock.Now(), file.Limits{BytesMax: 1 << 20, Types: []string{"png"}})
	if err != nil {
		s.t.Fatal(err)
	}
	var f file.File
	s.Write(func(tx *db.Tx) error {
		f, err = file.Attach(tx, taken, holder, owner)
		return err
	})
	return f
}

func TestAFileIsReadByThePeopleOfItsHolderOnly(t *testing.T) {
	s := newShop(t)
	draft := s.Prepare(s.Seller.ID, s.Offer())
	order := s.place()
	var talk conversation.Conversation
	s.Write(func(tx *db.Tx) (err error) {
		talk, err = conversation.Start(tx, conversation.Starting{Author: s.Buyer.ID, Seller: s.Seller.ID, From: event.Of("service", s.service.ID)})
		return err
	})
	_, _, nowhere := s.get(s.Stranger, "/files/"+id.New[id.FileKind](s.Clock.Now()).String())
	visitor := account.Member{}
	cases := []struct {
		name    string
		holder  file.Holder
		readers []account.Member
		others  []account.Member
	}{
		{"live service", file.HolderOf("service", s.service.ID), []account.Member{visitor, s.Stranger, s.Buyer}, nil},
		{"draft", file.HolderOf("service", draft.ID), []account.Member{s.Seller, s.Arbiter}, []account.Member{s.Stranger, s.Buyer}},
		{"conversation", conversation.In(talk.ID).Files(), []account.Member{s.Seller, s.Buyer}, []account.Member{s.Stranger, s.Arbiter, s.Admin}},
		{"order", file.HolderOf("order", order), []account.Member{s.Seller, s.Buyer}, []account.Member{s.Stranger, s.Finance}},
	}
	for _, c := range cases {
		path := "/files/" + s.kept(s.files, c.holder, s.Seller.ID).ID.String()
		for _, reader := range c.readers {
			s.mustRead(c.name, reader, path)
		}
		for _, other := range c.others {
			if status, _, body := s.get(other, path); status != http.StatusNotFound || anonymous(body) != anonymous(nowhere) {
				t.Errorf("%s as %s: status %d, or the page differs from that of a file that is not there", c.name, other.Login, status)
			}
		}
	}
}

// mustRead fetches a file and its thumbnail and looks at how they are handed out.
func (s *stage) mustRead(name string, reader account.Member, path string) {
	s.t.Helper()
	for _, form := range []string{"", "/thumb"} {
		status, head, body := s.get(reader, path+form)
		if status != http.StatusOK || len(body) == 0 {
			s.t.Errorf("%s%s as %q: status %d", name, form, reader.Login, status)
		}
		if !strings.HasPrefix(head.Get("Content-Disposition"), "attachment") || !strings.Contains(head.Get("Content-Security-Policy"), "sandbox") {
			s.t.Errorf("%s%s: handed out as %q under %q", name, form, head.Get("Content-Disposition"), head.Get("Content-Security-Policy"))
		}
	}
}

// anonymous takes out of a page what differs by reader and by request.
func anonymous(page string) string {
	if at := strings.Index(page, "<main"); at >= 0 {
		page = page[at:]
	}
	page, _, _ = strings.Cut(page, "</main>")
	return url.QueryEscape(page)
}
