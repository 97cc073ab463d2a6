// Package order is the pages of an agreement: the order page itself, the page
// that tells what an action will do before it is done, placing an order, and
// the list of one's orders.
//
// What can be done, what it does and what happens next all come from the
// lifecycle table in guildhall/order; this package only gives each verb its
// address and the fields it asks for.
package order

import (
	"guildhall/account"
	"guildhall/desk"
	"guildhall/order"
)

// Action gives a verb of the lifecycle table its place on the pages.
type Action struct {
	Verb order.Verb
	Noun string // its address: POST /orders/{id}/{noun}
	Icon string
	Mood string // of its button: "primary", "wanted", "danger" or "" for quiet
	Rank Rank
	Asks []Ask
}

// Rank is where an action is offered.
type Rank int

// First actions stand as buttons in the panel, more behind a line, and those
// at a place of their own are left out of the panel.
const (
	First Rank = iota
	More
	OwnPlace
)

// Ask is one thing an action wants to know.
type Ask string

// What actions ask for. Those that change the consequences (sum, lead, due,
// to the seller, blame) are asked before the page tells what will happen.
const (
	AsksText   Ask = "text"      // optional words
	AsksWords  Ask = "words"     // words that are needed
	AsksFiles  Ask = "files"     // files
	AsksWork   Ask = "work"      // files or links of a delivery
	AsksPoint  Ask = "point"     // which point of the agreement is not met
	AsksReason Ask = "reason"    // why one cancels
	AsksSum    Ask = "sum"       // an amount of money
	AsksLead   Ask = "lead"      // days added
	AsksDue    Ask = "due"       // a moment
	AsksSplit  Ask = "to_seller" // the seller's part
	AsksBlame  Ask = "blame"     // an arbiter's finding
)

// Actions is the literal table of what people can do on an order page, in the
// order it is offered.
var Actions = []Action{
	{order.AcceptCancel, "cancellation-acceptance", "check", "", First, nil},
	{order.RefuseCancel, "cancellation-refusal", "cross", "", First, []Ask{AsksText}},
	{order.TakeBackCancel, "cancellation-withdrawal", "return", "", First, nil},
	{order.ChooseFinish, "completion-choice", "check", "", First, nil},
	{order.ChooseCancel, "ban-cancellation", "cross", "", First, nil},

	{order.Accept, "acceptance", "check", "primary", First, nil},
	{order.SendBack, "revision", "return", "", First, []Ask{AsksPoint, AsksWords, AsksFiles}},
	{order.Start, "start", "play", "primary", First, nil},
	{order.Deliver, "delivery", "box", "primary", First, []Ask{AsksWords, AsksWork}},
	{order.HandBrief, "brief", "edit", "primary", OwnPlace, nil},
	{order.AskBrief, "brief-request", "question", "", First, []Ask{AsksWords}},
	{order.MarkNoTime, "busyness", "clock", "", More, nil},

	{order.AcceptExtra, "extra-acceptance", "check", "primary", First, nil},
	{order.RefuseExtra, "extra-refusal", "cross", "", First, nil},
	{order.WithdrawExtra, "extra-withdrawal", "return", "", First, nil},
	{order.AcceptDate, "date-acceptance", "check", "primary", First, nil},
	{order.RefuseDate, "date-refusal", "cross", "", First, nil},
	{order.WithdrawDate, "date-withdrawal", "return", "", First, nil},
	{order.BuyMore, "addition", "plus", "", More, nil},
	{order.HandBack, "addition-return", "return", "", More, nil},
	{order.ProposeExtra, "extra", "plus", "", More, []Ask{AsksSum, AsksLead, AsksWords}},
	{order.ProposeDate, "date", "calendar", "", More, []Ask{AsksDue, AsksText}},

	{order.AcceptDecision, "decision-acceptance", "check", "primary", First, nil},
	{order.AppealDecision, "appeal", "flag", "", First, []Ask{AsksWords}},
	{order.StateCase, "statement", "edit", "primary", First, []Ask{AsksWords, AsksFiles}},
	{order.AcceptSplit, "split-acceptance", "check", "", First, nil},
	{order.AcceptGoOn, "continuation-acceptance", "check", "", First, nil},
	{order.OfferSplit, "split", "scales", "", More, []Ask{AsksSplit, AsksText}},
	{order.OfferGoOn, "continuation", "handshake", "", More, nil},
	{order.WithdrawCase, "arbitration-withdrawal", "return", "", More, nil},
	{order.DecideCase, "decision", "scales", "primary", First, []Ask{AsksSplit, AsksBlame, AsksWords}},
	{order.DecideBack, "return-to-work", "return", "", First, []Ask{AsksDue, AsksWords}},

	{order.Tip, "tip", "heart", "", More, []Ask{AsksSum}},
	{order.AgreePortfolio, "portfolio-consent", "eye", "", More, nil},
	{order.RefusePortfolio, "portfolio-refusal", "lock", "", More, nil},
	{order.NotePaid, "payment", "coin", "", First, nil},
	{order.NoteReceived, "receipt", "coin", "", First, nil},
	{order.ContestPayment, "payment-contest", "flag", "", More, []Ask{AsksWords}},
	{order.Object, "objection", "flag", "", First, []Ask{AsksWords}},
	{order.UpholdObjection, "objection-approval", "check", "", First, []Ask{AsksWords}},
	{order.RejectObjection, "objection-rejection", "cross", "", First, []Ask{AsksWords}},

	{order.AskArbitration, "arbitration", "scales", "", More, []Ask{AsksWords}},
	{order.Cancel, "cancellation", "cross", "danger", More, []Ask{AsksReason, AsksText}},
	{order.StaffCancel, "staff-cancellation", "cross", "danger", More, []Ask{AsksWords}},
	{order.Say, "messages", "message", "primary", OwnPlace, []Ask{AsksWords, AsksFiles}},
}

// byVerb finds an action; the table has every verb that people use.
func byVerb(verb order.Verb) (Action, bool) {
	for _, a := range Actions {
		if a.Verb == verb {
			return a, true
		}
	}
	return Action{}, false
}

// has tells whether the action asks for this.
func (a Action) has(ask Ask) bool {
	for _, one := range a.Asks {
		if one == ask {
			return true
		}
	}
	return false
}

// looksFirst tells whether what will happen hangs on what is typed, so that
// the page asks first and tells then.
func (a Action) looksFirst() bool {
	return a.has(AsksSum) || a.has(AsksSplit) || a.has(AsksReason)
}

// uploads tells whether its form takes files.
func (a Action) uploads() bool { return a.has(AsksFiles) || a.has(AsksWork) }

// formBytesMax bounds a form with files; each file has the policy's own bound.
const formBytesMax = 128 << 20

// Routes are the rows of this package for the table of pages, one pair for each
// action: what it will do, and doing it.
func Routes() []desk.Route {
	rows := []desk.Route{
		{Method: "GET", Pattern: "/orders", Right: account.SignedIn, Whose: desk.Own, Handle: List},
		{Method: "GET", Pattern: "/orders/download", Right: account.SignedIn, Whose: desk.Own, Handle: Download},
		{Method: "GET", Pattern: "/orders/new", Right: account.Anyone, Handle: New},
		{Method: "POST", Pattern: "/orders", Right: account.Buy, Whose: desk.Own, Handle: Place, BodyBytesMax: formBytesMax},
		{Method: "POST", Pattern: "/checkouts", Right: account.Buy, Whose: desk.Own, Handle: CheckOut, BodyBytesMax: formBytesMax},
		{Method: "GET", Pattern: "/orders/{id}", Right: account.Deal, Whose: desk.OrderParty, Handle: Show},
		{Method: "GET", Pattern: "/orders/{id}/evidence", Right: account.Deal, Whose: desk.OrderParty, Handle: Evidence},
		{Method: "POST", Pattern: "/orders/{id}/feedback", Right: account.Deal, Whose: desk.OrderParty, Handle: leaveFeedback},
		{Method: "POST", Pattern: "/orders/{id}/response", Right: account.Deal, Whose: desk.OrderParty, Handle: answerFeedback},
	}
	for _, a := range Actions {
		if a.Verb != order.Say {
			rows = append(rows, desk.Route{Method: "GET", Pattern: "/orders/{id}/" + a.Noun, Right: account.Deal, Whose: desk.OrderParty, Handle: a.confirm})
		}
		row := desk.Route{Method: "POST", Pattern: "/orders/{id}/" + a.Noun, Right: account.Deal, Whose: desk.OrderParty, Handle: a.carryOut}
		if a.uploads() || a.Verb == order.HandBrief {
			row.BodyBytesMax = formBytesMax
		}
		rows = append(rows, row)
	}
	return rows
}
