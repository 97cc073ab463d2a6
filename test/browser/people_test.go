package browser_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/file"
	"guildhall/id"
	"guildhall/mail"
	"guildhall/notification"
	"guildhall/sweep"
	"guildhall/test/browser"
	"guildhall/testkit"
	"guildhall/town"
	"guildhall/web"
)

// hallOf is a town with every page open and a shop in it.
func hallOf(t *testing.T) *stage {
	t.Helper()
	store, clock := testkit.SQLite(t)
	place := town.New(t, store, clock)
	files, err := file.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d := desk.New(store, files, desk.Config{URL: &url.URL{Scheme: "http", Host: "127.0.0.1"}})
	server := httptest.NewServer(web.Handler(d))
	t.Cleanup(server.Close)
	return &stage{Town: place, t: t, url: server.URL, service: place.Shop()}
}

// mailed is the newest letter of a kind to an address.
func (s *stage) mailed(address, kind string) mail.Message {
	s.t.Helper()
	var found mail.Message
	s.Read(func(tx *db.Tx) error {
		list, err := mail.To(tx, address, 20)
		for _, m := range list {
			if m.Kind == kind && (found.ID.IsZero() || m.Queued.After(found.Queued)) {
				found = m
			}
		}
		return err
	})
	if found.ID.IsZero() {
		s.t.Fatalf("no mail %s to %s", kind, address)
	}
	return found
}

// fact is one of a letter's facts.
func fact(m mail.Message, name string) string {
	for i := 0; i+1 < len(m.Args); i += 2 {
		if m.Args[i] == name {
			return m.Args[i+1].(string)
		}
	}
	return ""
}

func TestWhoChoosesFirstComesBackToItAfterSigningUp(t *testing.T) {
	for name, look := range map[string]browser.Look{"script": {}, "no script": {NoScript: true, Width: 390}} {
		t.Run(name, func(t *testing.T) {
			s := hallOf(t)
			chosen := "/members/sam?from=choice"
			tab := browser.Open(t, s.url+"/register?next="+url.QueryEscape(chosen), look)
			tab.Fill("email", "nobody")
			tab.Fill("login", "admin")
			tab.Fill("password", "four dull brown hens")
			tab.Fill("of_age", "yes")
			tab.Fill("terms", "yes")
			tab.Fill("email", "anna@example.org")
			tab.Press("Create my account")
			tab.See("kept for the site itself")
			if tab.Typed("email") != "anna@example.org" || tab.Typed("password") != "" {
				t.Errorf("typed stays %q, the password does not: %q", tab.Typed("email"), tab.Typed("password"))
			}
			tab.Fill("login", "anna")
			tab.Fill("password", "four dull brown hens")
			tab.Press("Create my account")
			tab.See("We sent a code to anna@example.org")

			tab.Fill("code", "000000")
			tab.Press("Confirm")
			tab.See("not the code we sent")
			tab.Fill("code", fact(s.mailed("anna@example.org", "account.mail.confirm"), "code"))
			tab.Press("Confirm")
			if !strings.HasSuffix(tab.Address(), chosen) {
				t.Errorf("led to %s, want %s", tab.Address(), chosen)
			}
			tab.See("Your address is confirmed")
		})
	}
}

func TestSecondPressAndBackButtonMakeNoSecondAccount(t *testing.T) {
	s := hallOf(t)
	form := url.Values{"email": {"anna@example.org"}, "login": {"anna"}, "password": {"four dull brown hens"}, "of_age": {"yes"}, "terms": {"yes"}, "_key": {"one-intention"}}
	visitor := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for range 2 {
		answer, err := visitor.PostForm(s.url+"/register", form)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusSeeOther || len(answer.Cookies()) == 0 {
			t.Errorf("answered %d, want on to the code, signed in", answer.StatusCode)
		}
	}
	form.Set("password", "another password than that")
	answer, err := visitor.PostForm(s.url+"/register", form)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusConflict || len(answer.Cookies()) != 0 {
		t.Errorf("another password with the same key got in: %d", answer.StatusCode)
	}
	tab := browser.Open(t, s.url+"/register", browser.Look{})
	for range 2 {
		tab.Fill("email", "otto@example.org")
		tab.Fill("login", "otto")
		tab.Fill("password", "four dull brown hens")
		tab.Fill("of_age", "yes")
		tab.Fill("terms", "yes")
		tab.Press("Create my account")
		tab.See("We sent a code to otto@example.org")
		tab.Back()
	}
	s.Read(func(tx *db.Tx) error {
		n, err := account.Count(tx)
		if n != 9 { // the town's seven, Anna, Otto
			t.Errorf("%d accounts", n)
		}
		return err
	})
}

func TestForgottenPasswordIsSetByMailAndEndsOtherSessions(t *testing.T) {
	s := hallOf(t)
	other := s.open(s.Buyer, "/settings/security", browser.Look{})
	other.See("Where you are signed in")

	tab := browser.Open(t, s.url+"/sign-in/forgotten", browser.Look{})
	tab.Fill("login", "bea")
	tab.Press("Send me the link")
	tab.See("If there is an account with this name")
	reset := s.mailed("bea@town.example", "account.mail.reset").Path

	tab.Go(s.url + reset)
	tab.Fill("password", "password1")
	tab.Press("Set the password and sign in")
	tab.See("Many people use this password")
	tab.Fill("password", "grey cats like warm roofs")
	tab.Press("Set the password and sign in")
	tab.See("Your new password is set")

	other.Reload()
	other.See("Sign in")
	other.Fill("login", "Bea")
	other.Fill("password", "wrong one entirely")
	other.Press("Sign me in")
	other.See("do not belong together")
	other.Fill("password", "grey cats like warm roofs")
	other.Press("Sign me in")
	other.See("Where you are signed in")

	tab.Go(s.url + reset)
	tab.See("This link has done its work")
}

func TestWrongAddressIsCorrectedFromTheConfirmationPage(t *testing.T) {
	s := hallOf(t)
	tab := s.open(s.Newcomer, "/confirm", browser.Look{})
	tab.Fill("email", "nora@right.example")
	tab.Press("Send it there")
	tab.See("We sent a code to nora@right.example")
	link := s.mailed("nora@right.example", "account.mail.confirm").Path
	tab.Go(s.url + link)
	tab.Press("Confirm my address")
	tab.See("Your address is confirmed")
	tab.Go(s.url + link)
	tab.Press("Confirm my address")
	tab.See("This link has done its work")
}

func TestTokenIsShownOnceAndWithdrawn(t *testing.T) {
	s := hallOf(t)
	tab := s.open(s.Buyer, "/settings/tokens", browser.Look{})
	tab.Fill("name", " ")
	tab.Press("Make a token")
	tab.See("Give the token a name", "Choose at least one thing")
	tab.Fill("name", "my script")
	tab.Fill("scopes", "orders")
	tab.Press("Make a token")
	tab.See("Copy it now", account.TokenPrefix)
	tab.Go(s.url + "/settings/tokens")
	tab.Miss(account.TokenPrefix)
	tab.Press("Withdraw")
	tab.See("The token no longer works")
}

func TestPagesAboutPeopleFitAndCanBeReadByAll(t *testing.T) {
	s := hallOf(t)
	s.Write(func(tx *db.Tx) error {
		return account.SetProfile(tx, s.Seller.ID, account.Profile{
			DisplayName: "Sam Sailer", Headline: "Ink drawings of houses and boats", City: "Lübeck", Country: "DE",
			Description: "I draw by hand, from photographs, on heavy paper.\n\nTwelve years of it, and I still like roofs best.",
			Occupation:  "Draughtsman", Languages: []string{"German", "English"}, Skills: []string{"Ink", "Watercolour"},
		})
	})
	pages := map[string]string{
		"register": "/register?next=/orders/new", "sign-in": "/sign-in", "forgotten": "/sign-in/forgotten",
		"member": "/members/sam", "terms": "/terms", "confirm": "/confirm", "settings": "/settings",
		"profile": "/settings/profile", "private": "/settings/private", "security": "/settings/security",
		"tokens": "/settings/tokens",
	}
	for _, look := range []browser.Look{{}, {Width: 390, Dark: true}, {Width: 320}} {
		for name, path := range pages {
			who := s.Newcomer
			if name == "register" || name == "sign-in" || name == "forgotten" {
				tab := browser.Open(t, s.url+path, look)
				tab.Judge()
				tab.Shot("people-" + name)
				continue
			}
			tab := s.open(who, path, look)
			tab.Judge()
			tab.Shot("people-" + name)
		}
	}
}

func TestBellShowsWhatHappenedAndEmptiesWhenRead(t *testing.T) {
	s := hallOf(t)
	s.place()
	s.tell()
	tab := s.open(s.Seller, "/notifications", browser.Look{})
	tab.See("New order: Ink drawing of your house", "waits for you")
	tab.Judge()
	tab.Shot("people-notices")
	tab.Press("Mark all as read")
	tab.Miss("waits for you")

	of := s.place()
	s.tell()
	var news []notification.Notice
	s.Read(func(tx *db.Tx) (err error) {
		news, err = notification.List(tx, s.Seller.ID, true, id.Notification{}, 5)
		return err
	})
	if len(news) != 1 {
		t.Fatalf("%d unread, want the second order", len(news))
	}
	tab.Go(s.url + "/notifications/" + news[0].ID.String())
	if !strings.HasSuffix(tab.Address(), path(of)) {
		t.Errorf("the notice led to %s", tab.Address())
	}
	tab.Go(s.url + "/notifications?only=unread")
	tab.See("Nothing here yet")
}

func TestAdminReadsTheOutboxWhereThereIsNoMailServer(t *testing.T) {
	s := hallOf(t)
	for _, look := range []browser.Look{{}, {Width: 390, Dark: true}} {
		tab := s.open(s.Admin, "/staff/mail", look)
		tab.See("No mail server is set up", "nora@town.example", "123456 is your code")
		tab.Judge()
		tab.Shot("people-outbox")
		tab.Press("123456 is your code for Guildhall")
		tab.See("please confirm that this address is yours")
		tab.Judge()
		tab.Shot("people-letter")
	}
}

func TestMailsOfOneKindStopWithOnePressAndComeBackInTheSettings(t *testing.T) {
	s := hallOf(t)
	s.place()
	s.tell()
	letter := s.mailed(s.Seller.Email, "notice.order.place.seller")
	tab := browser.Open(t, s.url+"/unsubscribe/"+letter.Unsubscribe, browser.Look{})
	tab.Judge()
	tab.Press("Stop these mails")
	tab.See("It still stands under the bell")
	own := s.open(s.Seller, "/settings/notifications", browser.Look{Width: 390, Dark: true})
	own.Judge()
	own.Shot("people-topics")
	own.Fill("topics", "orders")
	own.Press("Save")
	own.See("Saved")
}

// tell lets the notification reader read the diary to its end.
func (s *stage) tell() {
	s.t.Helper()
	duty := sweep.Reader{Name: notification.Reader, Take: notification.Take}.Duty()
	if err := duty.Run(context.Background(), s.Store); err != nil {
		s.t.Fatal(err)
	}
}
