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
	{Method: "GET", Pattern: "/services/feed.atom", Right: account.Anyone, Handle: Feed},
	{Method: "GET", Pattern: "/categories/{slug}/feed.atom", Right: account.Anyone, Handle: CategoryFeed},
	{Method: "GET", Pattern: "/services/preview.png", Right: account.Anyone, Handle: ListPicture},
	{Method: "GET", Pattern: "/categories/{slug}/preview.png", Right: account.Anyone, Handle: CategoryPicture},
	{Method: "GET", Pattern: "/services/{slug}/preview.png", Right: account.Anyone, Handle: Picture},
	{Method: "GET", Pattern: "/sitemap.xml", Right: account.Anyone, Handle: SiteIndex},
	{Method: "GET", Pattern: "/sitemaps/{part}", Right: account.Anyone, Handle: SitePart},
	{Method: "GET", Pattern: "/robots.txt", Right: account.Anyone, Handle: Robots},
	{Method: "GET", Pattern: "/suggestions", Right: account.Anyone, Handle: Suggest},
	{Method: "GET", Pattern: "/members", Right: account.Anyone, Handle: Members},
	{Method: "GET", Pattern: "/staff/synonyms", Right: account.Rule, Whose: desk.Staffs, Handle: ShowSynonyms},
	{Method: "POST", Pattern: "/staff/synonyms", Right: account.Rule, Whose: desk.Staffs, Handle: AddSynonyms},
	{Method: "POST", Pattern: "/staff/synonyms/{id}", Right: account.Rule, Whose: desk.Staffs, Handle: ChangeSynonyms},
	{Method: "POST", Pattern: "/staff/synonyms/{id}/removal", Right: account.Rule, Whose: desk.Staffs, Handle: DropSynonyms},
	{Method: "GET", Pattern: "/services/{slug}", Right: account.Anyone, Handle: Show},
	{Method: "GET", Pattern: "/services/{slug}/report", Right: account.SignedIn, Handle: ReportForm},
	{Method: "POST", Pattern: "/services/{slug}/report", Right: account.SignedIn, Handle: Report},
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
