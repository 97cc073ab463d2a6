// Package parts is the box of bricks that all pages are laid from: the frame,
// fields, buttons, money, moments, tables, drawings. A part is a templ
// component; it takes what it shows and, where it speaks, the speaker.
//
// Parts carry classes and presentation attributes only, never a style or a
// script of their own, so that the Content-Security-Policy stays strict.
package parts

import (
	"time"

	"guildhall/money"
	"guildhall/say"
)

// Chrome is what the frame around every page shows.
type Chrome struct {
	Say         *say.Speaker
	Site        string // the marketplace's name
	Lang, Dir   string // of the page: "en", "ltr"
	Theme       string // "light", "dark"; empty follows the device
	ThemeSheet  string // address of the operator's own style sheet; may be empty
	Path        string // of this page, to mark the link that leads here
	Query       string // what stands in the search field
	Description string // one sentence for search engines and link previews
	Canonical   string // the page's one address; may be empty
	Feed        string // of what is new on this page; may be empty
	Image       string // for link previews, 1200 by 630; may be empty
	Now         time.Time
	Visitor     bool
	Person      Person // who is signed in
	Selling     bool   // the side the member looks at (ACC-16)
	Bell        int    // unread notifications
	Cart        int    // services in the cart
	Balance     *money.Amount
	Notices     []string // sentences about what was just done
	Staff       bool     // shows the way to the staff's desks
	Demo        bool     // shows the bar that says this is a try-out
	Top         string   // a sentence across the top of every page; may be empty
}

// Person is how a member is shown: a name that leads to the profile.
type Person struct {
	Login string
	Name  string // display name; the login where there is none
	About string // a short line under the name; may be empty
}

// Label is the name to show.
func (p Person) Label() string {
	if p.Name != "" {
		return p.Name
	}
	return p.Login
}

// Link is a named address.
type Link struct {
	Href, Label, Icon string
	Count             int  // shown beside the label; 0 shows nothing
	Here              bool // this is the page one is on
}
