package web

import (
	"guildhall/account"
	"guildhall/desk"
	"guildhall/web/home"
)

// Routes is the one table of pages: method, pattern, the right it needs, whose
// thing it is about, and who answers. The mux, the role test and the site map
// are made from it. State changes are nouns: POST /orders/{id}/acceptance.
//
// One section a subject, in the order a person meets them.
var Routes = []desk.Route{
	// front
	{Method: "POST", Pattern: "/appearance", Right: account.Anyone, Handle: home.Appearance},
	{Method: "GET", Pattern: "/style", Right: account.Anyone, Handle: home.Style},

	// account

	// catalogue

	// conversation

	// order

	// dispute

	// money

	// notification

	// staff
}
