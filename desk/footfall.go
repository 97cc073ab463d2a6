package desk

import (
	"net/http"
	"net/url"
	"strings"

	"guildhall/catalogue"
	"guildhall/footfall"
)

// Looked notes that the asker sees the page of a service (CAT-28), as long as
// it is a person and not its seller. Nothing waits for it to be written down.
func (v *Visit) Looked(s catalogue.Service) {
	if !v.person() || v.Member.ID == s.Seller {
		return
	}
	look := footfall.Look{
		Member: v.Member.ID,
		View:   catalogue.View{Service: s.ID, Viewer: v.Member.ID.String(), At: v.At, Opened: v.cameFromList()},
	}
	if !v.SignedIn() {
		look.Viewer, look.Address = v.Address()+" "+v.R.UserAgent(), v.Address()
	}
	v.Footfall.Look(look)
}

// Listed notes that a list shows the services to the asker, the first of them
// at a place counted from 1. One's own stand there uncounted.
func (v *Visit) Listed(shown []footfall.Shown, first int) {
	if v.person() {
		v.Footfall.List(v.Member.ID, shown, first, v.At)
	}
}

// person tells people who look from programs, and from browsers that fetch a
// page before anybody asked for it.
func (v *Visit) person() bool {
	return v.R.Method == http.MethodGet && v.R.Header.Get("Sec-Purpose") == "" &&
		(v.SignedIn() || !footfall.Robot(v.R.UserAgent()))
}

// cameFromList tells whether the page before was one of those that count what
// they show (Listed): only then is "opened" a part of "shown".
func (v *Visit) cameFromList() bool {
	from, err := url.Parse(v.R.Referer())
	if err != nil || from.Host != v.R.Host {
		return false
	}
	return from.Path == "/services" || strings.HasPrefix(from.Path, "/categories/")
}
