// Package home holds the front page and what belongs to no subject: the choice
// of colours and, in the demo, the style guide.
package home

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"guildhall/desk"
	"guildhall/fault"
	"guildhall/web/parts"
)

// themeKeptFor is how long a choice of colours is remembered.
const themeKeptFor = 365 * 24 * time.Hour

// Appearance remembers the choice of colours and goes back to the page it was
// made on. The cookie is no secret: script writes it too.
func Appearance(v *desk.Visit) error {
	f := v.Form()
	theme := f.Choice("theme", "light", "dark", "auto")
	if err := f.Err(); err != nil {
		return err
	}
	cookie := &http.Cookie{Name: parts.ThemeCookie, Value: theme, Path: "/", MaxAge: int(themeKeptFor.Seconds()), Secure: v.Secure(), SameSite: http.SameSiteLaxMode}
	http.SetCookie(v.W, cookie)
	return v.Redirect(cameFrom(v.R))
}

// cameFrom is the page of ours that the request was made from, else the front.
func cameFrom(r *http.Request) string {
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host != r.Host || !strings.HasPrefix(from.Path, "/") || strings.HasPrefix(from.Path, "//") {
		return "/"
	}
	return from.RequestURI()
}

// Style shows the style guide; outside the demo it is not there.
func Style(v *desk.Visit) error {
	if !v.Config.Demo {
		return fault.Missing()
	}
	return v.Render(parts.StyleGuide(parts.ChromeOf(v)))
}
