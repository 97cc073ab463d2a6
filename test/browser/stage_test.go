package browser_test

import (
	"net/http/httptest"
	"net/url"
	"os"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/deadline"
	"guildhall/desk"
	"guildhall/file"
	"guildhall/id"
	"guildhall/order"
	"guildhall/test/browser"
	"guildhall/testkit"
	"guildhall/town"
	"guildhall/web"
)

func TestMain(m *testing.M) { os.Exit(browser.Run(m)) }

// stage is a town with its pages open, and a clock the test moves.
type stage struct {
	*town.Town
	t       *testing.T
	url     string
	service catalogue.Service
	files   *file.Store // set where files are uploaded
}

func newStage(t *testing.T) *stage {
	t.Helper()
	store, clock := testkit.SQLite(t)
	place := town.New(t, store, clock)
	files, err := file.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d := desk.New(store, files, desk.Config{URL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, Demo: true})
	server := httptest.NewServer(web.Handler(d))
	t.Cleanup(server.Close)
	return &stage{Town: place, t: t, url: server.URL, service: place.Shop()}
}

// open is a tab in which the member is signed in.
func (s *stage) open(m account.Member, path string, look browser.Look) *browser.Tab {
	s.t.Helper()
	tab := browser.Open(s.t, s.url+"/style", look)
	s.signIn(tab, m)
	tab.Go(s.url + path)
	return tab
}

// signIn gives the tab a session of the member, as the sign-in page does.
func (s *stage) signIn(tab *browser.Tab, m account.Member) {
	s.t.Helper()
	token := id.New[id.TokenKind](s.Clock.Now()).String() + m.Login
	s.Write(func(tx *db.Tx) error {
		_, err := account.SignIn(tx, account.SigningIn{Member: m.ID, Token: token, Device: "test"})
		return err
	})
	tab.Cookie(s.url, desk.SessionCookie, token)
}

// place has Bea order Sam's standard package with an option.
func (s *stage) place() id.Order {
	s.t.Helper()
	placing := order.Placing{
		ID: id.New[id.OrderKind](s.Clock.Now()), Buyer: s.Buyer.ID, Version: s.service.Live, Units: 1,
		Package: string(catalogue.Standard), Options: []catalogue.OptionChoice{{Code: "colour", Quantity: 1}}, At: s.Clock.Now(),
	}
	s.Write(func(tx *db.Tx) error {
		_, err := order.Place(tx, placing)
		return err
	})
	return placing.ID
}

// act carries a command out after some time has passed.
func (s *stage) act(of id.Order, after time.Duration, side order.Side, verb order.Verb, with func(*order.Command)) {
	s.t.Helper()
	s.Clock.Advance(after)
	c := order.Command{Order: of, Side: side, Verb: verb, At: s.Clock.Now()}
	switch side {
	case order.Buyer:
		c.Actor = s.Buyer.ID
	case order.Seller:
		c.Actor = s.Seller.ID
	case order.Arbiter, order.Staff:
		c.Actor = s.Arbiter.ID
	}
	if with != nil {
		with(&c)
	}
	s.Write(func(tx *db.Tx) error {
		_, err := order.Act(tx, c)
		return err
	})
}

// say writes on the order page.
func (s *stage) say(of id.Order, after time.Duration, side order.Side, text string) {
	s.t.Helper()
	s.act(of, after, side, order.Say, func(c *order.Command) { c.Text = text })
}

// brief hands Bea's brief over.
func (s *stage) brief(of id.Order, after time.Duration) {
	s.t.Helper()
	s.Clock.Advance(after)
	c := order.Command{Order: of, Actor: s.Buyer.ID, Side: order.Buyer, At: s.Clock.Now()}
	s.Write(func(tx *db.Tx) error {
		_, err := order.HandOver(tx, c, []order.Answer{{Question: "photo", Text: "The side with the green door, please."}})
		return err
	})
}

// sweep lets what fell due take effect, as the sweeper does.
func (s *stage) sweep() {
	s.t.Helper()
	s.Write(func(tx *db.Tx) error {
		due, err := deadline.Due(tx, s.Clock.Now(), 100)
		if err != nil {
			return err
		}
		for _, c := range due {
			if c.Subject.Kind != "order" {
				continue
			}
			if err := order.Ring(tx, c); err != nil {
				return err
			}
		}
		return nil
	})
}

func path(of id.Order) string { return "/orders/" + of.String() }

// openCase is Ada's tab on an order under arbitration, after she said why she
// looks at it.
func (s *stage) openCase(of id.Order, look browser.Look) *browser.Tab {
	s.t.Helper()
	tab := s.open(s.Arbiter, "/staff/cases", look)
	tab.Press("Ink drawing of your house")
	tab.Fill("reason", "case")
	tab.Press("Open the order")
	tab.See("You judge between bea and sam")
	return tab
}
