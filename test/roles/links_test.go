package roles

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"guildhall/account"
	"guildhall/desk"
	"guildhall/id"
)

// pagesMost bounds a walk; a marketplace of one service has far fewer pages.
const pagesMost = 400

var hrefs = regexp.MustCompile(`<a[^>]* href="([^"]+)"`)

// links lists the pages of ours that a page leads to.
func links(page string) []string {
	var found []string
	for _, match := range hrefs.FindAllStringSubmatch(page, -1) {
		to, err := url.Parse(html.UnescapeString(match[1]))
		if err != nil || to.IsAbs() || to.Host != "" || to.Path == "" {
			continue
		}
		to.Fragment = ""
		found = append(found, to.String())
	}
	return found
}

// TestNoLinkLeadsNowhere walks from the first page over every link that each
// of them is shown.
func TestNoLinkLeadsNowhere(t *testing.T) {
	c := found(t)
	for _, who := range []who{{"visitor", account.Member{}}, {"buyer", c.Buyer}, {"seller", c.Seller}, {"admin", c.Admin}, {"arbiter", c.Arbiter}} {
		t.Run(who.name, func(t *testing.T) {
			enter := c.enter(route{}, who.member)
			seen, waiting := map[string]string{"/": "the address"}, []string{"/"}
			for len(waiting) > 0 && len(seen) < pagesMost {
				path := waiting[0]
				waiting = waiting[1:]
				answer, page := c.send(route{method: http.MethodGet}, enter, path)
				if answer.StatusCode >= 400 {
					t.Errorf("%s, linked from %s: %d", path, seen[path], answer.StatusCode)
				}
				if to := answer.Header.Get("Location"); to != "" {
					page += `<a x href="` + html.EscapeString(to) + `"`
				}
				for _, next := range links(page) {
					if _, known := seen[next]; !known && worthIt(next) {
						seen[next] = path
						waiting = append(waiting, next)
					}
				}
			}
			t.Logf("%d pages", len(seen))
		})
	}
}

// worthIt leaves out the same page in another order, and what only looks at
// other days.
func worthIt(path string) bool {
	return strings.Count(path, "?") == 0 || strings.Count(path, "=") <= 1
}

func TestNothingIsAtAMadeUpAddress(t *testing.T) {
	c := found(t)
	for _, path := range []string{"/nowhere", "/services/nothing-" + id.New[id.ServiceKind](c.Clock.Now()).String(), "/members/nobody-at-all", "/files/x", "/orders/1", desk.ThemeAddress(400, 1), "/api/v1/nowhere"} {
		answer, _ := c.send(route{method: http.MethodGet}, c.enter(route{}, c.Buyer), path)
		if answer.StatusCode != http.StatusNotFound {
			t.Errorf("GET %s: %d", path, answer.StatusCode)
		}
	}
}
