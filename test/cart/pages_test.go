// Package cart tests the pages of what one means to buy over HTTP, as visitors
// and members meet them.
package cart

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/file"
	"guildhall/testkit"
	"guildhall/town"
	"guildhall/web"
)

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"

// stage is the town with its pages open.
type stage struct {
	*town.Town
	t       *testing.T
	desk    *desk.Desk
	url     string
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
		server := httptest.NewServer(web.Handler(d))
		t.Cleanup(server.Close)
		fn(t, &stage{Town: place, t: t, desk: d, url: server.URL, service: place.Shop()})
	})
}

func (s *stage) path() string {
	return "/services/" + catalogue.Slug(s.service.Title) + "-" + s.service.ID.String()
}

// person has a browser of plain HTTP that keeps its cookies.
type person struct {
	s      *stage
	client http.Client
	agent  string
	from   string // the page before
	page   string
	at     string
	code   int
}

// visitor is somebody nobody knows.
func (s *stage) visitor(agent string) *person {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &person{s: s, client: http.Client{Jar: jar}, agent: agent}
}

// enter is a member with a session.
func (s *stage) enter(m account.Member) *person {
	s.t.Helper()
	p, token := s.visitor(firefox), account.NewToken()
	s.Write(func(tx *db.Tx) error {
		_, err := account.SignIn(tx, account.SigningIn{Member: m.ID, Token: token, Device: "test"})
		return err
	})
	home, err := url.Parse(s.url)
	if err != nil {
		s.t.Fatal(err)
	}
	p.client.Jar.SetCookies(home, []*http.Cookie{{Name: desk.SessionCookie, Value: token, Path: "/"}})
	return p
}

func (p *person) do(method, path string, form url.Values) *person {
	p.s.t.Helper()
	r, err := http.NewRequest(method, p.s.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		p.s.t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("User-Agent", p.agent)
	if p.from != "" {
		r.Header.Set("Referer", p.s.url+p.from)
	}
	answer, err := p.client.Do(r)
	if err != nil {
		p.s.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		p.s.t.Fatal(err)
	}
	p.page, p.at, p.code = string(text), answer.Request.URL.RequestURI(), answer.StatusCode
	p.from = p.at
	return p
}

func (p *person) goes(path string) *person { return p.do("GET", path, nil) }

var (
	keyField  = regexp.MustCompile(`name="_key" value="([^"]+)"`)
	lineField = regexp.MustCompile(`name="line" value="([^"]+)"`)
)

// sends posts fields, alternating name and value, with the key of the page that
// was read last.
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

func (p *person) sees(code int, words ...string) *person {
	p.s.t.Helper()
	if p.code != code {
		p.s.t.Fatalf("%s answered %d, want %d: %.600s", p.at, p.code, code, p.page)
	}
	for _, w := range words {
		if !strings.Contains(p.page, w) {
			p.s.t.Errorf("%s does not say %q", p.at, w)
		}
	}
	return p
}

func (p *person) misses(words string) {
	p.s.t.Helper()
	if strings.Contains(p.page, words) {
		p.s.t.Errorf("%s says %q", p.at, words)
	}
}

func (p *person) line() string {
	p.s.t.Helper()
	found := lineField.FindStringSubmatch(p.page)
	if found == nil {
		p.s.t.Fatalf("%s has no line", p.at)
	}
	return found[1]
}

func (s *stage) figures() (v catalogue.Viewed) {
	s.t.Helper()
	if err := s.desk.Footfall.Flush(s.t.Context(), s.Store); err != nil {
		s.t.Fatal(err)
	}
	s.Read(func(tx *db.Tx) (err error) {
		v, err = catalogue.Views(tx, s.service.ID, s.Clock.Now())
		return err
	})
	return v
}

func TestPeopleAreCountedAndProgramsAndTheSellerAreNot(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		s.visitor("Googlebot/2.1").goes(s.path()).sees(200)
		s.visitor("").goes(s.path()).sees(200)
		s.enter(s.Seller).goes(s.path()).sees(200, "Statistics")
		if v := s.figures(); v.Views != 0 {
			t.Errorf("%d views by programs and the seller", v.Views)
		}
		bea := s.enter(s.Buyer)
		bea.goes("/services").goes(s.path()).goes(s.path())
		s.visitor(firefox).goes(s.path())
		s.visitor(firefox).goes(s.path()) // the same browser at the same address
		s.visitor(firefox + " other").goes(s.path())
		if v := s.figures(); v.Views != 3 || v.Opened != 1 {
			t.Errorf("%d views, %d opened from lists; want 3 and 1", v.Views, v.Opened)
		}
	})
}

func TestNothingIsWrittenWhileAPageIsRead(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		s.visitor(firefox).goes(s.path()).sees(200)
		s.Read(func(tx *db.Tx) error {
			n, err := db.Value[int](tx, `SELECT count(*) FROM service_days`)
			if n != 0 {
				t.Errorf("%d rows before anything was flushed", n)
			}
			return err
		})
		if s.figures().Views != 1 {
			t.Error("the look is lost")
		}
	})
}

func TestAVisitorsLooksStayInTheirBrowser(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		v := s.visitor(firefox)
		v.goes("/").misses("Recently seen")
		v.goes(s.path()).misses("Recently seen") // the page itself is no news
		v.goes("/").sees(200, "Recently seen", s.service.Title)
		s.visitor(firefox).goes("/").misses("Recently seen")
		v.goes("/seen").sends("/seen/clearing").sees(200, "is forgotten")
		v.goes("/").misses("Recently seen")
		v.goes("/seen").sends("/seen/switch", "remember", "no").sees(200, "Remember again")
		v.goes(s.path())
		v.goes("/").misses("Recently seen")
		v.sends("/seen/switch", "remember", "yes").sees(200, "Do not remember")
		v.goes(s.path())
		v.goes("/").sees(200, "Recently seen")
	})
}

func TestAMembersLooksComeBackOnEveryDevice(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		s.enter(s.Buyer).goes(s.path())
		s.figures()
		s.enter(s.Buyer).goes("/").sees(200, "Recently seen", s.service.Title)
		s.enter(s.Buyer).goes("/seen").sends("/seen/switch", "remember", "no").sees(200, "is not remembered")
		s.enter(s.Buyer).goes("/").misses("Recently seen")
	})
}

func TestAVisitorsChoiceWaitsForSigningIn(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		chosen := "/cart/new?version=" + s.service.Live.String() + "&package=economy&units=2&option.colour=1"
		s.visitor(firefox).goes(chosen).sees(200, "next=")
		bea := s.enter(s.Buyer)
		bea.goes(chosen).sees(200, "2 × Economy · Coloured by hand")
		bea.sends("/cart", "version", s.service.Live.String(), "package", "economy", "units", "2", "option.colour", "1")
		bea.sees(200, "It is in your cart.", "$50.00", "Your cart: 1 service")
		s.visitor(firefox).goes(s.path()).sees(200, `formaction="/cart/new"`, `href="/favourites/new?`)
	})
}

func TestADoubleClickOrdersOnceAndASecondTabIsTold(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		bea := s.enter(s.Buyer)
		bea.sends("/cart", "version", s.service.Live.String(), "package", "economy").sees(200)
		bea.goes("/cart/checkout").sees(200, "Place the order for $20.00")
		line, first := bea.line(), bea.page
		fields := []string{"line", line, "shown." + line, "2000"}
		bea.sends("/cart/checkout", fields...).sees(200, s.service.Title)
		placed := bea.at
		bea.page = first // the same button once more
		if bea.sends("/cart/checkout", fields...); bea.at != placed {
			t.Errorf("the second click led to %s, the first to %s", bea.at, placed)
		}
		bea.page = "" // another tab, with a key of its own
		bea.sends("/cart/checkout", append(fields, "_key", "tab")...).sees(409, "no longer in your cart")
		bea.sends("/cart/removals", "line", line).sees(409, "no longer in your cart")
		s.Read(func(tx *db.Tx) error {
			n, err := db.Value[int](tx, `SELECT count(*) FROM orders`)
			if n != 1 {
				t.Errorf("%d orders", n)
			}
			return err
		})
	})
}

func TestWhatChangedMeanwhileIsShownAndNothingIsLost(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		bea := s.enter(s.Buyer)
		bea.sends("/cart", "version", s.service.Live.String(), "package", "economy").sees(200)
		bea.goes("/cart/checkout")
		line := bea.line()
		s.Write(func(tx *db.Tx) error {
			_, err := catalogue.Act(tx, catalogue.Command{Service: s.service.ID, Actor: s.Seller.ID, Verb: catalogue.Pause})
			return err
		})
		answer := "answer.photo." + line
		bea.sends("/cart/checkout", "line", line, "shown."+line, "2000", answer, "The south side")
		bea.sees(409, "not on sale at the moment").misses("Place the order")
		bea.goes("/cart").sees(200, "Not now", s.service.Title)
		s.Write(func(tx *db.Tx) error {
			_, err := catalogue.Act(tx, catalogue.Command{Service: s.service.ID, Actor: s.Seller.ID, Verb: catalogue.Resume})
			return err
		})
		bea.goes("/cart/checkout").sends("/cart/checkout", "line", line, "shown."+line, "2000", answer, "The south side").sees(200)
		bea.goes("/orders").sees(200, s.service.Title)
	})
}

func TestWhatIsWrongStandsOnTopAlsoWhenItsFieldIsFoldedAway(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		bea := s.enter(s.Buyer)
		bea.sends("/cart", "version", s.service.Live.String(), "package", "golden").sees(422, "Please choose one of the packages.")
		bea.sends("/cart", "version", s.service.Live.String(), "package", "economy").sees(200)
		line := bea.line()
		bea.sends("/cart/changes", "line", line, "package", "economy", "units", "many").sees(422, `role="alert"`)
		bea.goes(s.path()).sends("/favourites", "service", s.service.ID.String(), "keep", "yes")
		bea.goes("/favourites").sends("/favourites/lists", "name", " ").sees(422, "Please give the list a name.")
		bea.goes("/cart").sends("/favourites/comparison", "service", s.service.ID.String()).sees(200, "This cannot be compared yet", "each by another seller")
	})
}

func TestAnEmptyCartAndAShortOneSayWhatToDo(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		stig := s.enter(s.Stranger) // who has no money
		stig.goes("/cart").sees(200, "Your cart is empty", "14 days")
		if stig.goes("/cart/checkout"); stig.at != "/cart" {
			t.Errorf("an empty checkout leads to %s", stig.at)
		}
		stig.sends("/cart/checkout", "_key", "none").sees(422)
		stig.sends("/cart", "version", s.service.Live.String(), "package", "standard").sees(200)
		stig.goes("/cart/checkout").sees(200, "Top up $40.00 and order", "24 h")
		line := stig.line()
		stig.sends("/cart/checkout", "line", line, "shown."+line, "4000").sees(200)
		if !strings.HasPrefix(stig.at, "/top-ups/") {
			t.Errorf("a short balance leads to %s", stig.at)
		}
		stig.goes("/cart").sees(200, "These wait for your payment")
	})
}

func TestFavouritesThatArePausedOrGoneSaySo(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		bea := s.enter(s.Buyer)
		bea.goes(s.path()).sends("/favourites", "service", s.service.ID.String(), "keep", "yes")
		if bea.at != s.path() {
			t.Errorf("the heart leads to %s", bea.at)
		}
		bea.sees(200, `aria-pressed="true"`)
		act := func(c catalogue.Command) {
			c.Service = s.service.ID
			s.Write(func(tx *db.Tx) error { _, err := catalogue.Act(tx, c); return err })
		}
		bea.goes("/favourites").sees(200, s.service.Title).misses("Paused by its seller")
		act(catalogue.Command{Actor: s.Seller.ID, Verb: catalogue.Pause})
		bea.goes("/favourites").sees(200, "Paused by its seller", s.service.Title)
		act(catalogue.Command{Actor: s.Arbiter.ID, Verb: catalogue.Remove, Reason: "prohibited"})
		bea.goes("/favourites").sees(200, "No longer offered").misses(s.service.Title)
		bea.sends("/favourites", "service", s.service.ID.String(), "keep", "no").sees(200, "No favourites yet")
	})
}
