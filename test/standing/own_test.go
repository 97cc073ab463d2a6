// Package standing tests what a seller reads of their own figures, over HTTP.
package standing

import (
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
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
	"guildhall/order"
	"guildhall/reputation"
	"guildhall/testkit"
	"guildhall/town"
	"guildhall/web"
)

// stage is the town with its pages open and a service that sells.
type stage struct {
	*town.Town
	url     string
	service catalogue.Service
}

func eachStage(t *testing.T, fn func(s *stage)) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		place := town.New(t, store, clock)
		files, err := file.OpenStore(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(web.Handler(desk.New(store, files, desk.Config{Provider: "sandbox"})))
		t.Cleanup(server.Close)
		fn(&stage{place, server.URL, place.Shop()})
	})
}

// order lives an order through, two hours a step.
func (s *stage) order(verbs ...order.Verb) id.Order {
	s.T.Helper()
	which := id.New[id.OrderKind](s.Clock.Now())
	s.Write(func(tx *db.Tx) error {
		if err := town.Fund(tx, s.Buyer.ID, 20_00); err != nil {
			return err
		}
		_, err := order.Place(tx, order.Placing{ID: which, Buyer: s.Buyer.ID, Version: s.service.Live, Units: 1, Package: "economy", At: tx.Now()})
		return err
	})
	for _, verb := range verbs {
		s.Clock.Advance(2 * time.Hour)
		s.Write(func(tx *db.Tx) error {
			c := order.Command{Order: which, Actor: s.Buyer.ID, Side: order.Buyer, Verb: verb, At: tx.Now(), Text: "see https://example.org/work"}
			if verb != order.Accept {
				c.Actor, c.Side = s.Seller.ID, order.Seller
			}
			if verb == order.Cancel {
				c.Reason = order.NoTimeForIt
			}
			_, err := order.Act(tx, c)
			return err
		})
	}
	s.follow()
	return which
}

func (s *stage) follow() {
	s.T.Helper()
	s.Follow(reputation.Take)
	s.Write(func(tx *db.Tx) error {
		_, err := reputation.RankDue(tx, 100)
		return err
	})
}

func (s *stage) leave(which id.Order, liked bool) {
	s.T.Helper()
	s.Write(func(tx *db.Tx) error {
		_, err := reputation.Leave(tx, reputation.Leaving{
			Order: which, Author: s.Buyer.ID, At: tx.Now(), Verdict: reputation.Verdict{Liked: liked, Text: "So it was."}})
		return err
	})
	s.follow()
}

var tags = regexp.MustCompile(`(?s)<(script|style|svg).*?</(script|style|svg)>|<[^>]*>`)

// reads is the text of a page as a member sees it, and its status.
func (s *stage) reads(m account.Member, path string) (string, int) {
	s.T.Helper()
	token := account.NewToken()
	s.Write(func(tx *db.Tx) error {
		_, err := account.SignIn(tx, account.SigningIn{Member: m.ID, Token: token, Device: "test"})
		return err
	})
	r, err := http.NewRequest("GET", s.url+path, nil)
	if err != nil {
		s.T.Fatal(err)
	}
	r.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: token})
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		s.T.Fatal(err)
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		s.T.Fatal(err)
	}
	text := html.UnescapeString(tags.ReplaceAllString(string(page), " "))
	return strings.Join(strings.Fields(text), " "), answer.StatusCode
}

func (s *stage) sees(path string, words ...string) {
	s.T.Helper()
	page, status := s.reads(s.Seller, path)
	if status != http.StatusOK {
		s.T.Fatalf("%s answered %d", path, status)
	}
	for _, w := range words {
		if !strings.Contains(page, w) {
			s.T.Errorf("%s does not say %q", path, w)
		}
	}
}

func TestWhoSoldNothingHasNoFiguresInsteadOfZeros(t *testing.T) {
	eachStage(t, func(s *stage) {
		s.sees("/reputation", "Level Newbie", "Orders completed 0", "Stars Nothing yet", "Successfully completed Nothing yet",
			"On time Nothing yet", "Usual reply time Nothing yet")
		s.sees("/reputation/stars", "No order says anything about it yet.")
	})
}

func TestASellerReadsWhatEveryFigureComesFrom(t *testing.T) { // REP-15, REP-9
	eachStage(t, func(s *stage) {
		s.leave(s.order(order.Start, order.Deliver, order.Accept), true)
		s.answers(3 * time.Hour)
		last := s.order(order.Start, order.Cancel)
		s.sees("/reputation",
			"Orders completed 1", "Stars 5.0 of 5", "Successfully completed 50%", "Without the last change: 100%",
			"On time 100%", "Average lead time 2 h", "Average time until start 2 h", "Usual reply time 3 h", "The 1 answer behind it",
			"The last change: order "+s.number(last), "sam cancelled: no time for it.",
			"not met Completed orders with positive feedback: 1 of at least 20", "met Negative feedback: 0, and none is allowed",
			"met Of your last 80 orders 0% have no feedback, and at most 10% may", "not met Of your last 80 orders none was late and none failed")
		s.sees("/reputation/responsibility", "50%", s.number(last), "cancelled for a reason that counts: counts 100%", "counts nothing against you")
		s.sees("/reputation/successful", "completed · positive feedback", "cancelled for a reason that counts · no feedback")
		s.sees("/reputation/lead", "2 h")
		s.sees("/reputation/overall", "Quantity", "As it enters")
		s.sees("/reputation/reply", "Answered after", "3 h")
		s.sees("/reputation/service?service="+s.service.ID.String(), s.service.Title, s.number(last))
		for path, want := range map[string]int{
			"/reputation/nothing":                      http.StatusNotFound,
			"/reputation/level":                        http.StatusNotFound,
			"/reputation/stars?after=x":                http.StatusNotFound,
			"/reputation/service?service=x":            http.StatusNotFound,
			"/reputation/stars?after=" + last.String(): http.StatusNotFound,
		} {
			if _, status := s.reads(s.Buyer, path); status != want {
				t.Errorf("%s answers the buyer %d", path, status)
			}
		}
		if _, status := s.reads(s.Buyer, "/reputation/service?service="+s.service.ID.String()); status != http.StatusNotFound {
			t.Errorf("another's service answers %d", status)
		}
	})
}

// answers asks the seller something new, who takes so long to answer.
func (s *stage) answers(after time.Duration) {
	s.T.Helper()
	var talk conversation.Conversation
	s.Write(func(tx *db.Tx) (err error) {
		talk, err = conversation.Start(tx, conversation.Starting{
			Author: s.Buyer.ID, Seller: s.Seller.ID, From: event.Of("service", s.service.ID)})
		if err == nil {
			_, err = conversation.Write(tx, conversation.Writing{Conversation: talk.ID, Author: s.Buyer.ID, Text: "Do you draw cats?"})
		}
		return err
	})
	s.Clock.Advance(after)
	s.Write(func(tx *db.Tx) error {
		_, err := conversation.Write(tx, conversation.Writing{Conversation: talk.ID, Author: s.Seller.ID, Text: "Yes."})
		return err
	})
}

func (s *stage) number(which id.Order) (number string) {
	s.T.Helper()
	s.Read(func(tx *db.Tx) error {
		o, err := order.Get(tx, which)
		number = o.Number
		return err
	})
	return number
}
