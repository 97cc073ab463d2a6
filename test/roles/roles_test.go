// Package roles tries every route as every role, from the tables of pages and
// operations themselves: a row that is added is tried without a word here.
package roles

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/api"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/web"
)

// route is a row of either table, as this test sees it.
type route struct {
	method, pattern string
	right           account.Right
	whose           desk.Object
	program         bool // an operation of the API
}

func routes() []route {
	var all []route
	for _, r := range web.Routes {
		all = append(all, route{r.Method, r.Pattern, r.Right, r.Whose, false})
	}
	for _, o := range api.Operations() {
		all = append(all, route{o.Method, api.Base + o.Path, o.Right, o.Whose, true})
	}
	return all
}

// who is one of the people that try, as they are in the database now.
type who struct {
	name   string
	member account.Member
}

func (c *city) everyone() []who {
	suspended, banned := c.Join("sue"), c.Join("ben")
	people := []who{
		{"visitor", account.Member{}}, {"newcomer", c.Newcomer}, {"buyer", c.Buyer}, {"seller", c.Seller}, {"stranger", c.Stranger},
		{"moderator", c.Join("mod", account.Moderator)}, {"arbiter", c.Join("arb", account.Arbiter)},
		{"support", c.Join("sup", account.Support)}, {"finance", c.Finance}, {"admin", c.Admin},
	}
	c.Write(func(tx *db.Tx) error {
		if err := account.SetStanding(tx, suspended.ID, account.Suspended, tx.Now().Add(24*time.Hour), "TRU-11", c.Admin.ID); err != nil {
			return err
		}
		return account.SetStanding(tx, banned.ID, account.Banned, time.Time{}, "TRU-11", c.Admin.ID)
	})
	c.Read(func(tx *db.Tx) error {
		var err error
		if suspended, err = account.Get(tx, suspended.ID); err != nil {
			return err
		}
		banned, err = account.Get(tx, banned.ID)
		return err
	})
	return append(people, who{"suspended", suspended}, who{"banned", banned})
}

var named = regexp.MustCompile(`\{[^}]+\}`)

// at writes the address out: the first name in it is the thing's, others get
// values that name nothing.
func (r route) at(thing string) string {
	first := true
	return named.ReplaceAllStringFunc(r.pattern, func(string) string {
		if first && thing != "" {
			first = false
			return thing
		}
		return id.New[id.EventKind](time.UnixMilli(0)).String()
	})
}

// try asks for the route as the member, about the thing.
func (c *city) try(r route, m account.Member, thing string) (*http.Response, string) {
	return c.send(r, c.enter(r, m), r.at(thing))
}

// enter makes the member's way in for the route: a session's cookie, or for
// programs a token with every scope. A visitor has none.
func (c *city) enter(r route, m account.Member) func(*http.Request) {
	if m.IsZero() {
		return func(*http.Request) {}
	}
	c.Clock.Advance(time.Millisecond) // the oldest session goes when there are many
	token := account.NewToken()
	c.Write(func(tx *db.Tx) error {
		if !r.program {
			_, err := account.SignIn(tx, account.SigningIn{Member: m.ID, Token: token})
			return err
		}
		held, err := account.Tokens(tx, m.ID)
		if err != nil {
			return err
		}
		for _, old := range held {
			if old.Name == "tried" {
				if err := account.WithdrawToken(tx, m.ID, old.ID); err != nil {
					return err
				}
			}
		}
		_, err = account.MakeToken(tx, m.ID, "tried", token, account.Scopes, tx.Now().Add(time.Hour))
		return err
	})
	if r.program {
		return func(req *http.Request) { req.Header.Set("Authorization", "Bearer "+account.TokenPrefix+token) }
	}
	return func(req *http.Request) { req.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: token}) }
}

func (c *city) send(r route, enter func(*http.Request), address string) (*http.Response, string) {
	var body io.Reader
	kind := "application/x-www-form-urlencoded"
	if r.method != http.MethodGet {
		body = strings.NewReader("")
		if r.program {
			kind, body = c.bodies.of(r.method, r.pattern)
		}
	}
	req := httptest.NewRequest(r.method, address, body)
	req.Header.Set("Content-Type", kind)
	if r.method != http.MethodGet {
		req.Header.Set("Idempotency-Key", desk.NewKey())
	}
	enter(req)
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, req)
	return w.Result(), w.Body.String()
}

// refusal is what someone without the right is told.
func (r route) refusal(m account.Member) []int {
	switch {
	case m.IsZero() && r.program:
		return []int{http.StatusUnauthorized}
	case m.IsZero() && r.method == http.MethodGet:
		return []int{http.StatusSeeOther}
	case m.IsZero():
		return []int{http.StatusUnauthorized}
	case r.whose == desk.Staffs:
		return []int{http.StatusNotFound, http.StatusForbidden}
	default:
		return []int{http.StatusForbidden}
	}
}

func TestEveryRouteForEveryRole(t *testing.T) {
	c := found(t)
	tried := 0
	for _, who := range c.everyone() {
		for _, r := range routes() {
			answer, _ := c.try(r, who.member, c.things[r.whose])
			tried++
			status := answer.StatusCode
			if status >= 500 {
				t.Errorf("%s %s as %s: %d", r.method, r.pattern, who.name, status)
			}
			if who.member.May(r.right) {
				if status == http.StatusUnauthorized {
					t.Errorf("%s %s as %s: %d, though it has the right %q", r.method, r.pattern, who.name, status, r.right)
				}
				continue
			}
			if want := r.refusal(who.member); !contains(want, status) {
				t.Errorf("%s %s as %s: %d, want one of %v: no right %q", r.method, r.pattern, who.name, status, want, r.right)
			}
		}
	}
	t.Logf("%d routes x roles", tried)
}

func contains(list []int, n int) bool {
	for _, one := range list {
		if one == n {
			return true
		}
	}
	return false
}

// theirs are the kinds of things that belong to someone.
func theirs(o desk.Object) bool { return o != desk.Nobodys && o != desk.Own && o != desk.Staffs }

func TestNotYoursIsNotThere(t *testing.T) {
	c := found(t)
	nothing := id.New[id.EventKind](c.Clock.Now()).String()
	for _, r := range routes() {
		if !theirs(r.whose) || !named.MatchString(r.pattern) {
			continue
		}
		thing := c.things[r.whose]
		if thing == "" {
			t.Errorf("%s %s is about a %q: make one in objects_test.go", r.method, r.pattern, r.whose)
			continue
		}
		enter := c.enter(r, c.Stranger)
		c.send(r, enter, r.at(nothing)) // that the way in was used is noted, once a minute
		before := c.contents()
		anothers, said := c.send(r, enter, r.at(thing))
		missing, saidOf := c.send(r, enter, r.at(nothing))
		if anothers.StatusCode != http.StatusNotFound || missing.StatusCode != http.StatusNotFound {
			t.Errorf("%s %s: another's answers %d, none %d; want 404: %.300s", r.method, r.pattern, anothers.StatusCode, missing.StatusCode, said)
		}
		if said != saidOf {
			t.Errorf("%s %s tells another's from none:\n%s\n%s", r.method, r.pattern, said, saidOf)
		}
		if after := c.contents(); before != after {
			t.Errorf("%s %s wrote something for a stranger", r.method, r.pattern)
		}
	}
}

func TestYoursIsThere(t *testing.T) {
	c := found(t)
	for _, r := range routes() {
		if !theirs(r.whose) || r.method != http.MethodGet || !named.MatchString(r.pattern) {
			continue
		}
		owner := c.Buyer
		if r.whose == desk.ServiceOwner || r.whose == desk.NotificationOwner {
			owner = c.Seller
		}
		if strings.Count(r.pattern, "{") > 1 {
			continue // a thing within the thing: its owner's own tests
		}
		answer, said := c.try(r, owner, c.things[r.whose])
		if answer.StatusCode >= 400 && answer.StatusCode != http.StatusConflict {
			t.Errorf("GET %s as its owner: %d %.200s", r.pattern, answer.StatusCode, said)
		}
	}
}
