package catalogue

import (
	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/desk"
)

// Routes are the pages of what is offered, for the table of all pages.
var Routes = []desk.Route{
	{Method: "GET", Pattern: "/services", Right: account.Anyone, Handle: List},
	{Method: "GET", Pattern: "/categories", Right: account.Anyone, Handle: Categories},
	{Method: "GET", Pattern: "/categories/{slug}", Right: account.Anyone, Handle: InCategory},
	{Method: "GET", Pattern: "/services/{slug}", Right: account.Anyone, Handle: Show},
	{Method: "GET", Pattern: "/services/new", Right: account.Sell, Handle: New},
	{Method: "POST", Pattern: "/services", Right: account.Sell, Whose: desk.Own, Handle: Begin},
	{Method: "GET", Pattern: "/services/mine", Right: account.SignedIn, Whose: desk.Own, Handle: Mine},
	{Method: "GET", Pattern: "/services/{id}/edit", Right: account.Sell, Whose: desk.ServiceOwner, Handle: Edit},
	{Method: "POST", Pattern: "/services/{id}/edit", Right: account.Sell, Whose: desk.ServiceOwner, Handle: Save, BodyBytesMax: UploadsBytesMax},
	{Method: "GET", Pattern: "/services/{id}/preview", Right: account.Sell, Whose: desk.ServiceOwner, Handle: Preview},
	{Method: "POST", Pattern: "/services/{id}/withdrawal", Right: account.Sell, Whose: desk.ServiceOwner, Handle: act(catalogue.Withdraw)},
	{Method: "POST", Pattern: "/services/{id}/pause", Right: account.Sell, Whose: desk.ServiceOwner, Handle: act(catalogue.Pause)},
	{Method: "POST", Pattern: "/services/{id}/resumption", Right: account.Sell, Whose: desk.ServiceOwner, Handle: act(catalogue.Resume)},
	{Method: "POST", Pattern: "/services/{id}/discarding", Right: account.Sell, Whose: desk.ServiceOwner, Handle: act(catalogue.Discard)},
}
