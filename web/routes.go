package web

import (
	"slices"

	"guildhall/account"
	"guildhall/desk"
	people "guildhall/web/account"
	carts "guildhall/web/cart"
	offers "guildhall/web/catalogue"
	talks "guildhall/web/conversation"
	"guildhall/web/demo"
	"guildhall/web/dispute"
	"guildhall/web/files"
	"guildhall/web/home"
	judging "guildhall/web/moderation"
	purse "guildhall/web/money"
	bell "guildhall/web/notification"
	orders "guildhall/web/order"
	works "guildhall/web/portfolio"
	standing "guildhall/web/reputation"
	"guildhall/web/staff"
)

// Routes is the one table of pages: method, pattern, the right it needs, whose
// thing it is about, and who answers. The mux, the role test and the site map
// are made from it. State changes are nouns: POST /orders/{id}/acceptance.
//
// One section a subject, in the order a person meets them.
var Routes = slices.Concat(rows, orders.Routes(), offers.Routes, carts.Routes, files.Routes, talks.Routes, works.Routes, bell.Routes, judging.Routes, demo.Routes)

var rows = []desk.Route{
	// front
	{Method: "GET", Pattern: "/{$}", Right: account.Anyone, Handle: home.Show},
	{Method: "GET", Pattern: "/selling", Right: account.SignedIn, Whose: desk.Own, Handle: home.Selling},
	{Method: "POST", Pattern: "/appearance", Right: account.Anyone, Handle: home.Appearance},
	{Method: "GET", Pattern: "/style", Right: account.Anyone, Handle: home.Style},

	// account
	{Method: "GET", Pattern: "/register", Right: account.Anyone, Handle: people.ShowRegister},
	{Method: "POST", Pattern: "/register", Right: account.Anyone, Handle: people.Register},
	{Method: "GET", Pattern: "/sign-in", Right: account.Anyone, Handle: people.ShowSignIn},
	{Method: "POST", Pattern: "/sign-in", Right: account.Anyone, Handle: people.SignIn},
	{Method: "POST", Pattern: "/sign-out", Right: account.SignedIn, Whose: desk.Own, Handle: people.SignOut},
	{Method: "GET", Pattern: "/sign-in/forgotten", Right: account.Anyone, Handle: people.ShowForgotten},
	{Method: "POST", Pattern: "/sign-in/forgotten", Right: account.Anyone, Handle: people.Forgotten},
	{Method: "GET", Pattern: "/sign-in/mailed", Right: account.Anyone, Handle: people.Mailed},
	{Method: "GET", Pattern: "/reset/{link}", Right: account.Anyone, Handle: people.ShowReset},
	{Method: "POST", Pattern: "/reset/{link}", Right: account.Anyone, Handle: people.Reset},
	{Method: "GET", Pattern: "/confirm", Right: account.SignedIn, Whose: desk.Own, Handle: people.ShowConfirm},
	{Method: "POST", Pattern: "/confirm", Right: account.SignedIn, Whose: desk.Own, Handle: people.ConfirmCode},
	{Method: "POST", Pattern: "/confirm/mail", Right: account.SignedIn, Whose: desk.Own, Handle: people.SendAgain},
	{Method: "POST", Pattern: "/confirm/address", Right: account.SignedIn, Whose: desk.Own, Handle: people.CorrectEmail},
	{Method: "GET", Pattern: "/confirm/{link}", Right: account.Anyone, Handle: people.ShowConfirmLink},
	{Method: "POST", Pattern: "/confirm/{link}", Right: account.Anyone, Handle: people.ConfirmLink},
	{Method: "POST", Pattern: "/side", Right: account.SignedIn, Whose: desk.Own, Handle: people.Side},
	{Method: "GET", Pattern: "/settings", Right: account.SignedIn, Whose: desk.Own, Handle: people.ShowSettings},
	{Method: "POST", Pattern: "/settings/place", Right: account.SignedIn, Whose: desk.Own, Handle: people.SavePlace},
	{Method: "GET", Pattern: "/settings/profile", Right: account.SignedIn, Whose: desk.Own, Handle: people.ShowProfileEdit},
	{Method: "POST", Pattern: "/settings/profile", Right: account.SignedIn, Whose: desk.Own, Handle: people.SaveProfile, BodyBytesMax: people.PictureBodyMax},
	{Method: "GET", Pattern: "/settings/private", Right: account.SignedIn, Whose: desk.Own, Handle: people.ShowPrivate},
	{Method: "POST", Pattern: "/settings/private", Right: account.SignedIn, Whose: desk.Own, Handle: people.SavePrivate},
	{Method: "GET", Pattern: "/settings/identity", Right: account.SignedIn, Whose: desk.Own, Handle: people.ShowIdentity},
	{Method: "POST", Pattern: "/settings/identity", Right: account.SignedIn, Whose: desk.Own, Handle: people.AskIdentity, BodyBytesMax: people.IdentityBodyMax},
	{Method: "GET", Pattern: "/settings/security", Right: account.SignedIn, Whose: desk.Own, Handle: people.ShowSecurity},
	{Method: "POST", Pattern: "/settings/password", Right: account.SignedIn, Whose: desk.Own, Handle: people.ChangePassword},
	{Method: "POST", Pattern: "/settings/sessions/ending", Right: account.SignedIn, Whose: desk.Own, Handle: people.EndOtherSessions},
	{Method: "POST", Pattern: "/settings/sessions/{id}/ending", Right: account.SignedIn, Whose: desk.SessionOwner, Handle: people.EndSession},
	{Method: "GET", Pattern: "/settings/tokens", Right: account.SignedIn, Whose: desk.Own, Handle: people.ShowTokens},
	{Method: "POST", Pattern: "/settings/tokens", Right: account.SignedIn, Whose: desk.Own, Handle: people.MakeToken},
	{Method: "POST", Pattern: "/settings/tokens/{id}/withdrawal", Right: account.SignedIn, Whose: desk.TokenOwner, Handle: people.WithdrawToken},
	{Method: "GET", Pattern: "/settings/notifications", Right: account.SignedIn, Whose: desk.Own, Handle: people.ShowNotices},
	{Method: "POST", Pattern: "/settings/notifications", Right: account.SignedIn, Whose: desk.Own, Handle: people.SaveNotices},
	{Method: "GET", Pattern: "/unsubscribe/{token}/{topic}", Right: account.Anyone, Handle: people.ShowUnsubscribe},
	{Method: "POST", Pattern: "/unsubscribe/{token}/{topic}", Right: account.Anyone, Handle: people.Unsubscribe},
	{Method: "GET", Pattern: "/members/{login}", Right: account.Anyone, Handle: people.ShowMember},
	{Method: "GET", Pattern: "/members/{login}/picture", Right: account.Anyone, Handle: people.Picture},
	{Method: "POST", Pattern: "/members/{login}/block", Right: account.SignedIn, Handle: people.Block},
	{Method: "POST", Pattern: "/members/{login}/block/lifting", Right: account.SignedIn, Handle: people.Unblock},
	{Method: "GET", Pattern: "/terms", Right: account.Anyone, Handle: people.ShowDocument(account.Terms)},
	{Method: "GET", Pattern: "/privacy", Right: account.Anyone, Handle: people.ShowDocument(account.Privacy)},
	{Method: "GET", Pattern: "/rules", Right: account.Anyone, Handle: people.ShowDocument(account.RuleSet)},

	// catalogue

	// conversation

	// order: one pair of rows for each action stands in web/order/actions.go

	// dispute
	{Method: "GET", Pattern: "/staff/cases", Right: account.Arbitrate, Whose: desk.Staffs, Handle: dispute.ShowCases},
	{Method: "GET", Pattern: "/staff/objections", Right: account.Moderate, Whose: desk.Staffs, Handle: dispute.ShowObjections},
	{Method: "GET", Pattern: "/staff/orders/{id}/look", Right: account.Assist, Whose: desk.Staffs, Handle: dispute.ShowLook},
	{Method: "POST", Pattern: "/staff/orders/{id}/look", Right: account.Assist, Whose: desk.Staffs, Handle: dispute.Look},

	// reputation
	{Method: "GET", Pattern: "/services/{slug}/why", Right: account.Anyone, Handle: offers.ShowWhy},
	{Method: "GET", Pattern: "/how-ranking-works", Right: account.Anyone, Handle: standing.ShowRanking},
	{Method: "GET", Pattern: "/how-ratings-work", Right: account.Anyone, Handle: standing.ShowRatings},
	{Method: "GET", Pattern: "/fees-and-deadlines", Right: account.Anyone, Handle: standing.ShowFees},
	{Method: "GET", Pattern: "/reputation", Right: account.SignedIn, Whose: desk.Own, Handle: standing.ShowOwn},
	{Method: "GET", Pattern: "/reputation/{figure}", Right: account.SignedIn, Whose: desk.Own, Handle: standing.ShowFigure},

	// money
	{Method: "GET", Pattern: "/balance", Right: account.Money, Whose: desk.Own, Handle: purse.Show},
	{Method: "GET", Pattern: "/balance/top-ups/new", Right: account.Money, Whose: desk.Own, Handle: purse.NewTopUp},
	{Method: "POST", Pattern: "/balance/top-ups", Right: account.Money, Whose: desk.Own, Handle: purse.TopUp},
	{Method: "GET", Pattern: "/top-ups/{id}", Right: account.Money, Whose: desk.TopUpOwner, Handle: purse.ShowTopUp},
	{Method: "GET", Pattern: "/payments/sandbox/{id}", Right: account.Money, Whose: desk.TopUpOwner, Handle: purse.ShowSandbox},
	{Method: "POST", Pattern: "/payments/sandbox/{id}", Right: account.Money, Whose: desk.TopUpOwner, Handle: purse.PaySandbox},
	{Method: "POST", Pattern: "/payments/sandbox/messages", Right: account.Anyone, Handle: purse.SandboxMessage},
	{Method: "GET", Pattern: "/checkouts/{id}", Right: account.Money, Whose: desk.CheckoutOwner, Handle: purse.ShowCheckout},
	{Method: "POST", Pattern: "/checkouts/{id}/attempt", Right: account.Buy, Whose: desk.CheckoutOwner, Handle: purse.TryAgain},
	{Method: "POST", Pattern: "/checkouts/{id}/payment", Right: account.Buy, Whose: desk.CheckoutOwner, Handle: purse.PayAgain},
	{Method: "POST", Pattern: "/checkouts/{id}/ending", Right: account.Money, Whose: desk.CheckoutOwner, Handle: purse.EndCheckout},
	{Method: "GET", Pattern: "/withdrawals/new", Right: account.Money, Whose: desk.Own, Handle: purse.NewWithdrawal},
	{Method: "POST", Pattern: "/withdrawals", Right: account.Money, Whose: desk.Own, Handle: purse.Withdraw},
	{Method: "GET", Pattern: "/withdrawals/details", Right: account.Money, Whose: desk.Own, Handle: purse.ShowDetails},
	{Method: "POST", Pattern: "/withdrawals/details", Right: account.Money, Whose: desk.Own, Handle: purse.SaveDetails},
	{Method: "GET", Pattern: "/withdrawals/{id}", Right: account.Money, Whose: desk.WithdrawalOwner, Handle: purse.ShowWithdrawal},
	{Method: "POST", Pattern: "/withdrawals/{id}/cancellation", Right: account.Money, Whose: desk.WithdrawalOwner, Handle: purse.CancelWithdrawal},
	{Method: "GET", Pattern: "/statement", Right: account.Money, Whose: desk.Own, Handle: purse.Statement},
	{Method: "GET", Pattern: "/statement.csv", Right: account.Money, Whose: desk.Own, Handle: purse.Download},
	{Method: "GET", Pattern: "/staff/finance", Right: account.Settle, Whose: desk.Staffs, Handle: purse.Finance},
	{Method: "GET", Pattern: "/staff/finance/payouts.csv", Right: account.Settle, Whose: desk.Staffs, Handle: purse.Payouts},
	{Method: "POST", Pattern: "/staff/finance/withdrawals", Right: account.Settle, Whose: desk.Staffs, Handle: purse.MarkWithdrawals},
	{Method: "POST", Pattern: "/staff/finance/top-ups/{id}", Right: account.Settle, Whose: desk.Staffs, Handle: purse.MarkTopUp},
	{Method: "POST", Pattern: "/balance/settlement", Right: account.Money, Whose: desk.Own, Handle: purse.SettleClaims},
	{Method: "GET", Pattern: "/staff/finance/claims", Right: account.Settle, Whose: desk.Staffs, Handle: purse.Claims},
	{Method: "POST", Pattern: "/staff/finance/claims/{id}", Right: account.Settle, Whose: desk.Staffs, Handle: purse.DecideClaim},
	{Method: "GET", Pattern: "/staff/finance/releases", Right: account.Settle, Whose: desk.Staffs, Handle: purse.Releases},
	{Method: "POST", Pattern: "/staff/finance/releases", Right: account.Settle, Whose: desk.Staffs, Handle: purse.ReleaseCards},
	{Method: "GET", Pattern: "/staff/finance/holds", Right: account.Settle, Whose: desk.Staffs, Handle: purse.Holds},
	{Method: "POST", Pattern: "/staff/finance/holds", Right: account.Settle, Whose: desk.Staffs, Handle: purse.PlaceHold},
	{Method: "POST", Pattern: "/staff/finance/holds/{login}/ending", Right: account.Settle, Whose: desk.Staffs, Handle: purse.EndHold},
	{Method: "GET", Pattern: "/staff/identity", Right: account.Settle, Whose: desk.Staffs, Handle: people.Identities},
	{Method: "GET", Pattern: "/staff/identity/{login}", Right: account.Settle, Whose: desk.Staffs, Handle: people.Identity},
	{Method: "POST", Pattern: "/staff/identity/{login}", Right: account.Settle, Whose: desk.Staffs, Handle: people.JudgeIdentity},

	// staff
	{Method: "GET", Pattern: "/set-up/{token}", Right: account.Anyone, Handle: staff.First},
	{Method: "POST", Pattern: "/set-up/{token}", Right: account.Anyone, Handle: staff.BecomeFirst},
	{Method: "GET", Pattern: "/theme/{hue}/{accent}", Right: account.Anyone, Handle: staff.Theme},
	{Method: "GET", Pattern: "/staff", Right: account.Assist, Whose: desk.Staffs, Handle: staff.Home},
	{Method: "POST", Pattern: "/staff/opening", Right: account.Operate, Whose: desk.Staffs, Handle: staff.Tick},
	{Method: "GET", Pattern: "/staff/policy", Right: account.Rule, Whose: desk.Staffs, Handle: staff.Policy},
	{Method: "GET", Pattern: "/staff/policy/{name}", Right: account.Rule, Whose: desk.Staffs, Handle: staff.Value},
	{Method: "POST", Pattern: "/staff/policy/{name}", Right: account.Rule, Whose: desk.Staffs, Handle: staff.SetValue},
	{Method: "GET", Pattern: "/staff/roles", Right: account.Appoint, Whose: desk.Staffs, Handle: staff.Roles},
	{Method: "POST", Pattern: "/staff/roles", Right: account.Appoint, Whose: desk.Staffs, Handle: staff.ChangeRole},
	{Method: "GET", Pattern: "/staff/documents", Right: account.Rule, Whose: desk.Staffs, Handle: people.Documents},
	{Method: "GET", Pattern: "/staff/documents/{kind}", Right: account.Rule, Whose: desk.Staffs, Handle: people.EditDocument},
	{Method: "POST", Pattern: "/staff/documents/{kind}", Right: account.Rule, Whose: desk.Staffs, Handle: people.PublishDocument, BodyBytesMax: people.DocumentBodyBytesMax},
	{Method: "GET", Pattern: "/staff/health", Right: account.Operate, Whose: desk.Staffs, Handle: staff.Health},
	{Method: "GET", Pattern: "/staff/set-up", Right: account.Operate, Whose: desk.Staffs, Handle: staff.SetUp},
	{Method: "GET", Pattern: "/staff/set-up/{step}", Right: account.Operate, Whose: desk.Staffs, Handle: staff.SetUpStep},
	{Method: "POST", Pattern: "/staff/set-up/{step}", Right: account.Operate, Whose: desk.Staffs, Handle: staff.TakeStep},
	{Method: "POST", Pattern: "/staff/set-up/mail-test", Right: account.Operate, Whose: desk.Staffs, Handle: staff.TestMail},
}
