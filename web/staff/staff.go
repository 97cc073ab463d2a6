// Package staff holds the staff's frame, their first page, the set-up of a new
// marketplace, its theme and the health of the system. Other staff pages
// (moderation, cases, finance) live with their subjects and use the frame.
package staff

import (
	"strings"

	"guildhall/account"
	"guildhall/desk"
	"guildhall/web/parts"
)

// Place is one of the staff's desks: where it is, who may go there.
type Place struct {
	Path, Key, Icon string
	Right           account.Right
}

// Places are all of them, in the order of the menu.
var Places = []Place{
	{"/staff", "staff.home", "home", account.Assist},
	{"/staff/moderation", "staff.moderation", "eye", account.Moderate},
	{"/staff/responses", "moderation.responses", "message", account.Moderate},
	{"/staff/works", "moderation.works", "play", account.Moderate},
	{"/staff/cases", "staff.cases", "scales", account.Arbitrate},
	{"/staff/objections", "dispute.objections", "flag", account.Moderate},
	{"/staff/finance", "staff.finance", "coin", account.Settle},
	{"/staff/identity", "identity.staff", "lock", account.Settle},
	{"/staff/categories", "staff.categories", "tag", account.Rule},
	{"/staff/synonyms", "synonyms.menu", "search", account.Rule},
	{"/staff/policy", "staff.policy", "book", account.Rule},
	{"/staff/documents", "staff.documents", "file", account.Rule},
	{"/staff/roles", "staff.roles", "person", account.Appoint},
	{"/staff/mail", "staff.mail", "mail", account.Operate},
	{"/staff/health", "staff.health", "chart", account.Operate},
	{"/staff/set-up", "staff.set_up", "gear", account.Operate},
}

// menu is what of them the asker may see, with the one they are at marked.
func menu(v *desk.Visit, here string) []parts.Link {
	var links []parts.Link
	for _, place := range Places {
		if v.May(place.Right) {
			at := place.Path == here || here != "/staff" && place.Path != "/staff" && strings.HasPrefix(here, place.Path+"/")
			links = append(links, parts.Link{Href: place.Path, Label: v.Say.T(place.Key), Icon: place.Icon, Here: at})
		}
	}
	return links
}
