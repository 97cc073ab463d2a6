package api

import (
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/file"
	"guildhall/id"
	"guildhall/order"
)

// act is one verb of the lifecycle table as an operation: POST
// /orders/{order}/{noun}, with the body that the verb asks for.
type act struct {
	verb order.Verb
	noun string
	name string
	body shape
}

// shape is the body of an action.
type shape int

// The shapes, from the one that says least.
const (
	plain shape = iota // an optional word
	words              // a word that is needed
	work               // words and files
	point              // words, files, and whether a named point is not met
	reason
	extra
	date
	split
	decision
	sum
)

// acts is the literal table; its nouns are those of the pages. Every verb that
// people use has a row but those with an operation of their own: placing and
// the brief.
var acts = []act{
	{order.Say, "messages", "sayInOrder", work},
	{order.Start, "start", "startWork", plain},
	{order.MarkNoTime, "busyness", "markNoTime", plain},
	{order.AskBrief, "brief-request", "askForBrief", words},
	{order.Deliver, "delivery", "deliverWork", work},
	{order.Accept, "acceptance", "acceptWork", plain},
	{order.SendBack, "revision", "sendBack", point},
	{order.HandBack, "addition-return", "handAdditionBack", plain},
	{order.ProposeExtra, "extra", "proposeExtra", extra},
	{order.AcceptExtra, "extra-acceptance", "acceptExtra", plain},
	{order.RefuseExtra, "extra-refusal", "refuseExtra", plain},
	{order.WithdrawExtra, "extra-withdrawal", "withdrawExtra", plain},
	{order.ProposeDate, "date", "proposeDate", date},
	{order.AcceptDate, "date-acceptance", "acceptDate", plain},
	{order.RefuseDate, "date-refusal", "refuseDate", plain},
	{order.WithdrawDate, "date-withdrawal", "withdrawDate", plain},
	{order.Cancel, "cancellation", "cancelOrder", reason},
	{order.AcceptCancel, "cancellation-acceptance", "acceptCancellation", plain},
	{order.RefuseCancel, "cancellation-refusal", "refuseCancellation", plain},
	{order.TakeBackCancel, "cancellation-withdrawal", "takeBackCancellation", plain},
	{order.AskArbitration, "arbitration", "askForArbitration", words},
	{order.StateCase, "statement", "stateCase", work},
	{order.WithdrawCase, "arbitration-withdrawal", "withdrawCase", plain},
	{order.OfferGoOn, "continuation", "offerToGoOn", plain},
	{order.AcceptGoOn, "continuation-acceptance", "acceptToGoOn", plain},
	{order.OfferSplit, "split", "offerSplit", split},
	{order.AcceptSplit, "split-acceptance", "acceptSplit", plain},
	{order.AcceptDecision, "decision-acceptance", "acceptDecision", plain},
	{order.AppealDecision, "appeal", "appealDecision", words},
	{order.Tip, "tip", "tipSeller", sum},
	{order.AgreePortfolio, "portfolio-consent", "agreeToPortfolio", plain},
	{order.RefusePortfolio, "portfolio-refusal", "refusePortfolio", plain},
	{order.NotePaid, "payment", "notePaid", plain},
	{order.NoteReceived, "receipt", "noteReceived", plain},
	{order.ContestPayment, "payment-contest", "contestPayment", words},
	{order.ChooseFinish, "completion-choice", "chooseToFinish", plain},
	{order.ChooseCancel, "ban-cancellation", "chooseToCancel", plain},
	{order.Object, "objection", "objectToMark", words},
}

// staffActs are the verbs of arbiters and moderators.
var staffActs = []act{
	{order.DecideCase, "decision", "decideCase", decision},
	{order.DecideBack, "return-to-work", "sendCaseBack", date},
	{order.UpholdObjection, "objection-approval", "upholdObjection", words},
	{order.RejectObjection, "objection-rejection", "rejectObjection", words},
	{order.StaffCancel, "staff-cancellation", "cancelByStaff", words},
}

// nounOf is the last part of the address of a verb; empty for those without
// one.
func nounOf(verb order.Verb) string {
	switch verb {
	case order.HandBrief:
		return "brief"
	case order.BuyMore:
		return "addition"
	}
	for _, table := range [][]act{acts, staffActs} {
		for _, a := range table {
			if a.verb == verb {
				return a.noun
			}
		}
	}
	return ""
}

func orderActions() []Operation {
	list := make([]Operation, 0, len(acts))
	for _, a := range acts {
		list = append(list, a.operation(account.Deal, desk.OrderParty))
	}
	return list
}

func staffOrderActions() []Operation {
	list := make([]Operation, 0, len(staffActs))
	for _, a := range staffActs {
		right := account.Moderate
		if a.verb == order.DecideCase || a.verb == order.DecideBack {
			right = account.Arbitrate
		}
		list = append(list, a.operation(right, desk.Staffs))
	}
	return list
}

func (a act) operation(right account.Right, whose desk.Object) Operation {
	route := "POST /orders/{order}/" + a.noun
	switch a.body {
	case words:
		return op(route, a.name, right, whose, acted[wordsSent](a.verb))
	case work:
		return op(route, a.name, right, whose, acted[Work](a.verb))
	case point:
		return op(route, a.name, right, whose, acted[pointSent](a.verb))
	case reason:
		return op(route, a.name, right, whose, acted[reasonSent](a.verb))
	case extra:
		return op(route, a.name, right, whose, acted[extraSent](a.verb))
	case date:
		return op(route, a.name, right, whose, acted[dateSent](a.verb))
	case split:
		return op(route, a.name, right, whose, acted[splitSent](a.verb))
	case decision:
		return op(route, a.name, right, whose, acted[decisionSent](a.verb))
	case sum:
		return op(route, a.name, right, whose, acted[sumSent](a.verb))
	default:
		return op(route, a.name, right, whose, acted[plainSent](a.verb))
	}
}

// filler is a body that can be put into a command.
type filler interface {
	fill(*Call, *order.Command) error
}

// acted is the handler of a verb: the command is filled from the body and goes
// through the door; the answer is the order as it then stands.
func acted[B filler](verb order.Verb) func(*Call, *sent[B]) (Order, error) {
	return func(c *Call, in *sent[B]) (Order, error) {
		return once(c, func(tx *db.Tx) (Order, error) {
			o, side, err := c.open(tx)
			if err != nil {
				return Order{}, err
			}
			command := c.command(o, side, verb)
			if err := in.Body.fill(c, &command); err != nil {
				return Order{}, err
			}
			if _, err := file.Held(tx, file.HolderOf("order", o.ID), c.Member.ID, command.Attachments); err != nil {
				return Order{}, err
			}
			out, err := order.Act(tx, command)
			if err != nil {
				return Order{}, err
			}
			return c.whole(tx, out.After, side)
		})
	}
}

// sent is a request with a body.
type sent[B any] struct{ Body B }

// Seen is the order's version the asker looked at: where it is sent and the
// order has moved on since, the action is refused (ORD-35).
type Seen struct {
	Version int64 `json:"version,omitempty" minimum:"0"`
}

type plainSent struct {
	Seen
	Text string `json:"text,omitempty" maxLength:"10000"`
}

func (b plainSent) fill(_ *Call, command *order.Command) error {
	command.Version, command.Text = b.Version, b.Text
	return nil
}

type wordsSent struct {
	Seen
	Text string `json:"text" minLength:"1" maxLength:"10000"`
}

func (b wordsSent) fill(_ *Call, command *order.Command) error {
	command.Version, command.Text = b.Version, b.Text
	return nil
}

// Work is what is handed over with an action: words and files.
type Work struct {
	Seen
	Text  string   `json:"text" minLength:"1" maxLength:"10000"`
	Files []string `json:"files,omitempty" maxItems:"20"`
}

func (b Work) fill(_ *Call, command *order.Command) error {
	command.Version, command.Text = b.Version, b.Text
	for _, name := range b.Files {
		file, err := id.Parse[id.FileKind](name)
		if err != nil {
			return err
		}
		command.Attachments = append(command.Attachments, file)
	}
	command.Files = len(command.Attachments)
	return nil
}

type pointSent struct {
	Work
	Point bool `json:"point_not_met,omitempty"`
}

func (b pointSent) fill(c *Call, command *order.Command) error {
	command.Point = b.Point
	return b.Work.fill(c, command)
}

type reasonSent struct {
	Seen
	Reason string `json:"reason" maxLength:"40"`
	Text   string `json:"text,omitempty" maxLength:"10000"`
}

func (b reasonSent) fill(_ *Call, command *order.Command) error {
	command.Version, command.Reason, command.Text = b.Version, order.Reason(b.Reason), b.Text
	return nil
}

type extraSent struct {
	Seen
	Sum  Money  `json:"sum"`
	Lead int64  `json:"lead_seconds,omitempty" minimum:"-31536000" maximum:"31536000"`
	Text string `json:"text" minLength:"1" maxLength:"10000"`
}

func (b extraSent) fill(c *Call, command *order.Command) error {
	command.Version, command.Text, command.Lead = b.Version, b.Text, time.Duration(b.Lead)*time.Second
	var err error
	command.Sum, err = c.amount(b.Sum, "sum")
	return err
}

type dateSent struct {
	Seen
	Due  time.Time `json:"due"`
	Text string    `json:"text,omitempty" maxLength:"10000"`
}

func (b dateSent) fill(_ *Call, command *order.Command) error {
	command.Version, command.Due, command.Text = b.Version, b.Due.UTC().Truncate(time.Microsecond), b.Text
	return nil
}

type splitSent struct {
	Seen
	ToSeller Money  `json:"to_seller"`
	Text     string `json:"text,omitempty" maxLength:"10000"`
}

func (b splitSent) fill(c *Call, command *order.Command) error {
	command.Version, command.Text = b.Version, b.Text
	var err error
	command.Sum, err = c.amount(b.ToSeller, "to_seller")
	return err
}

type decisionSent struct {
	Seen
	ToSeller Money  `json:"to_seller"`
	Blame    string `json:"blame,omitempty" enum:"seller,buyer,overreach"`
	Text     string `json:"text" minLength:"1" maxLength:"10000"`
}

func (b decisionSent) fill(c *Call, command *order.Command) error {
	command.Version, command.Text, command.Blame = b.Version, b.Text, order.Blame(b.Blame)
	var err error
	command.Sum, err = c.amount(b.ToSeller, "to_seller")
	return err
}

type sumSent struct {
	Seen
	Sum Money `json:"sum"`
}

func (b sumSent) fill(c *Call, command *order.Command) error {
	command.Version = b.Version
	var err error
	command.Sum, err = c.amount(b.Sum, "sum")
	return err
}
