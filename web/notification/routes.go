package notification

import (
	"guildhall/account"
	"guildhall/desk"
)

// Routes are the pages of the bell and of the outbox.
var Routes = []desk.Route{
	{Method: "GET", Pattern: "/notifications", Right: account.SignedIn, Whose: desk.Own, Handle: Show},
	{Method: "POST", Pattern: "/notifications/reading", Right: account.SignedIn, Whose: desk.Own, Handle: ReadAll},
	{Method: "GET", Pattern: "/notifications/{id}", Right: account.SignedIn, Whose: desk.NotificationOwner, Handle: Open},
	{Method: "GET", Pattern: "/staff/mail", Right: account.Operate, Whose: desk.Staffs, Handle: Outbox},
	{Method: "GET", Pattern: "/staff/mail/{id}", Right: account.Operate, Whose: desk.Staffs, Handle: Letter},
	{Method: "POST", Pattern: "/staff/mail/{id}/sending", Right: account.Operate, Whose: desk.Staffs, Handle: Again},
}
