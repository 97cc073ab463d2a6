package desk

import (
	"net/http"
	"net/url"
	"strings"

	"guildhall/catalogue"
	"guildhall/footfall"
	"guildhall/id"
)

// Looked notes that the asker sees the page of a service (CAT-28), as long as
// it is a person and not its seller. Nothing waits for it to be written down.
func (v *Visit) Looked(s catalogue.Service) {
	if !v.person() || v.Member.ID == s.Seller {
		return
	}
	viewer := v.Member.ID.String()
	if !v.SignedIn() {
		viewer = v.Address() + " " + v.R.UserAgent()
	}
	v.Footfall.Look(footfall.Look{
		Member: v.Member.ID,
		View:   catalogue.View{Service: s.ID, Viewer: viewer, At: v.At, Opened: v.cameFromList()},
	})
}

// Listed notes that a list shows the services to the asker, the first of them
// at a place counted from 1.
func (v *Visit) Listed(services []id.Service, first int) {
	if v.person() {
		v.Footfall.List(services, first, v.At)
	}
}

// person tells people who look from programs, and from browsers that fetch a
// page before anybody asked for it.
func (v *Visit) person() bool {
	return v.R.Method == http.MethodGet && v.R.Header.Get("Sec-Purpose") == "" &&
		(v.SignedIn() || !footfall.Robot(v.R.UserAgent()))
}

// lists are where services stand beside each other.
var lists = []string{"/services", "/categories", "/favourites"}

// cameFromList tells whether the page before was a list of ours.
func (v *Visit) cameFromList() bool {
	from, err := url.Parse(v.R.Referer())
	if err != nil || from.Host != v.R.Host {
		return false
	}
	for _, list := range lists {
		if from.Path == list || strings.HasPrefix(from.Path, "/categories/") {
			return true
		}
	}
	return from.Path == "/"
}
