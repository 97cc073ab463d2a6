package parts

import (
	"net/http"
	"slices"

	"guildhall/account"
	"guildhall/desk"
)

// ThemeCookie remembers whether a reader chose light or dark colours. Script
// sets it too, so that the choice is seen at once.
const ThemeCookie = "theme"

// rightToLeft lists the languages that are written from the right.
var rightToLeft = []string{"ar", "fa", "he", "ur"}

// ChromeOf is the frame for a visit: the site's face, who is signed in, and the
// sentences about what was just done, which it takes.
func ChromeOf(v *desk.Visit) Chrome {
	c := Chrome{
		Say: v.Say, Site: v.Site.Name, Lang: v.Say.Language(), Dir: direction(v.Say.Language()),
		Theme: theme(v.R), Path: v.R.URL.Path, Now: v.At, Notices: v.Notices(), Demo: v.Config.Demo,
		Visitor: !v.SignedIn(), ThemeSheet: v.Site.ThemeSheet(),
	}
	if c.Path == "/services" {
		c.Query = v.Query("q")
	}
	if c.Visitor {
		return c
	}
	c.Person = PersonOf(v.Member)
	c.Selling = v.Member.Side == account.Selling
	c.Bell, c.Cart, c.Balance, c.Staff = v.Bell, v.Cart, v.Balance, v.Member.Staff()
	return c
}

// PersonOf is how a member is shown.
func PersonOf(m account.Member) Person { return Person{Login: m.Login, Name: m.Name()} }

func direction(language string) string {
	if slices.Contains(rightToLeft, language) {
		return "rtl"
	}
	return "ltr"
}

func theme(r *http.Request) string {
	cookie, err := r.Cookie(ThemeCookie)
	if err != nil || (cookie.Value != "light" && cookie.Value != "dark") {
		return ""
	}
	return cookie.Value
}
