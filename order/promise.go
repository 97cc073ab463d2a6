package order

import (
	"slices"
	"time"

	"guildhall/money"
	"guildhall/policy"
)

// Kind names one sort of consequence.
type Kind string

// What an act can lead to (ORD-30). `say` turns each into a sentence, the API
// gives it as data, tests compare it with what then stands in the database.
const (
	PaysSeller     Kind = "pays_seller"    // Amount, of it Commission; the seller gets Net
	RefundsBuyer   Kind = "refunds_buyer"  // Amount with the fee's part
	HoldsMoney     Kind = "holds_money"    // Amount with the fee, taken from the buyer
	TipsSeller     Kind = "tips_seller"    // Amount, of it Commission
	MarksSeller    Kind = "marks_seller"   // Cause: lowers responsibility
	MarksLate      Kind = "marks_late"     // the order counts as not on time
	Unmarks        Kind = "unmarks"        // the order counts no longer
	OpensFeedback  Kind = "opens_feedback" // Who may judge, until Until
	ClosesFeedback Kind = "closes_feedback"
	MustAnswer     Kind = "must_answer" // Who, until Until; else Then
	WillHappen     Kind = "will_happen" // nobody need act: at Until, Then
	Becomes        Kind = "becomes"     // the State the order is in afterwards
)

// Consequence is one thing that an act does, in data.
type Consequence struct {
	Kind       Kind
	Who        Side
	Amount     money.Amount
	Fee        money.Amount
	Commission money.Amount
	Net        money.Amount
	Cause      Cause
	State      State
	Until      time.Time
	Deadline   Deadline
	Then       string // the row that the clock takes
	Note       string // "objectable" where the mark can still be objected to (ORD-39)
}

// Promise tells what an outcome does, computed from the outcome itself, so that
// it is true whatever the table says.
func (out Outcome) Promise(p *policy.Policy) []Consequence {
	var list []Consequence
	for _, posting := range out.Postings {
		list = append(list, posting.consequence())
	}
	list = append(list, marks(out.Before, out.After)...)
	if out.After.State != out.Before.State {
		list = append(list, Consequence{Kind: Becomes, State: out.After.State})
	}
	return append(list, out.After.Ahead(p)...)
}

func (posting Posting) consequence() Consequence {
	made := Consequence{Amount: posting.Sum, Fee: posting.Fee, Commission: posting.Commission}
	switch posting.Kind {
	case HoldPosting:
		made.Kind, made.Who = HoldsMoney, Buyer
	case RefundPosting:
		made.Kind, made.Who = RefundsBuyer, Buyer
	case TipPosting:
		made.Kind, made.Who, made.Net = TipsSeller, Seller, posting.Sum.Minus(posting.Commission)
	case ReleasePosting:
		made.Kind, made.Who, made.Net = PaysSeller, Seller, posting.Sum.Minus(posting.Commission)
	}
	return made
}

func marks(was, is Order) []Consequence {
	var list []Consequence
	if is.Cause != was.Cause && is.Cause != NotCounted {
		mark := Consequence{Kind: MarksSeller, Who: Seller, Cause: is.Cause}
		if is.Objection == ObjectionPossible {
			mark.Note = "objectable"
		}
		list = append(list, mark)
	}
	if is.Cause == NotCounted && was.Cause != NotCounted {
		list = append(list, Consequence{Kind: Unmarks, Who: Seller})
	}
	if is.Lateness == LateCounts && was.Lateness != LateCounts {
		list = append(list, Consequence{Kind: MarksLate, Who: Seller})
	}
	if is.FeedbackOpen && !was.FeedbackOpen {
		list = append(list, Consequence{Kind: OpensFeedback, Who: Buyer, Until: is.FeedbackUntil})
	}
	if !is.FeedbackOpen && was.FeedbackOpen {
		list = append(list, Consequence{Kind: ClosesFeedback, Who: Buyer})
	}
	return list
}

// Ahead lists the running deadlines in the order they take effect: who must
// act by then, and which row follows if nobody does.
func (o Order) Ahead(p *policy.Policy) []Consequence {
	var list []Consequence
	clocks := o.Clocks
	for {
		d, at := clocks.Next()
		if d == NoDeadline {
			return list
		}
		clocks[d] = time.Time{}
		list = append(list, o.ahead(d, at, p))
	}
}

func (o Order) ahead(d Deadline, at time.Time, p *policy.Policy) Consequence {
	c := Consequence{Kind: WillHappen, Until: at, Deadline: d}
	if who := o.mustAct(d); who != Nobody {
		c.Kind, c.Who = MustAnswer, who
	}
	if out, err := Decide(o, Command{Side: Clock, Verb: RingClock, Deadline: d, At: at}, p); err == nil {
		c.Then = out.Row.ID
	}
	return c
}

// mustAct is who can keep a deadline from taking effect by doing their part;
// Nobody where nothing is asked of one side in particular.
func (o Order) mustAct(d Deadline) Side {
	switch d {
	case AnswerDeadline:
		return o.AskedBy.Other()
	case BanDeadline:
		return o.BannedSide.Other()
	case ExtraDeadline, CheckDeadline, PreparedDeadline:
		return Buyer
	case DateDeadline:
		return o.DateBy.Other()
	case StartDeadline, DueDeadline, ObjectionDeadline, HandBackDeadline:
		return Seller
	case IdleDeadline:
		return Seller
	case StatementDeadline:
		return o.unstated()
	case ReminderDeadline, LimitDeadline:
		return Arbiter
	}
	return Nobody
}

func (o Order) unstated() Side {
	switch {
	case !o.BuyerStated && o.SellerStated:
		return Buyer
	case !o.SellerStated && o.BuyerStated:
		return Seller
	}
	return Nobody
}

// Option is something a side can do now, or the reason why not yet.
type Option struct {
	Row     *Row
	Verb    Verb
	Reason  Reason
	Outcome Outcome // what it would do with the least input
	Promise []Consequence
	Refused error // set where the facts do not allow it yet; the page says why
}

// Options lists what a side can do with the order at a moment, in the order of
// the table, each with what it does. Rows that never fit this state are left
// out; rows that would fit but for a condition come with the condition's fault.
func Options(o Order, side Side, at time.Time, p *policy.Policy) []Option {
	var list []Option
	seen := map[string]bool{}
	for i := range Table.Rows {
		row := &Table.Rows[i]
		key := string(row.Verb) + "/" + string(row.Reason)
		if seen[key] || !row.concerns(o, side) {
			continue
		}
		seen[key] = true
		list = append(list, o.option(row, side, at, p))
	}
	return list
}

func (o Order) option(row *Row, side Side, at time.Time, p *policy.Policy) Option {
	option := Option{Row: row, Verb: row.Verb, Reason: row.Reason}
	option.Outcome, option.Refused = Decide(o, o.sample(row, side, at), p)
	if option.Refused == nil {
		option.Row, option.Promise = option.Outcome.Row, option.Outcome.Promise(p)
	}
	return option
}

// concerns reports whether a row could be for this side in this state.
func (row *Row) concerns(o Order, side Side) bool {
	if row.Verb == PlaceOrder || row.Verb == RingClock || row.Verb == MoveClocks || row.Verb == PartyBanned {
		return false
	}
	c := Command{Verb: row.Verb, Reason: row.Reason, Side: side}
	if !row.asks(&o, &c) || !slices.Contains(row.From, o.State) {
		return false
	}
	refused := row.Layer.refuses(&o, &c)
	return refused == nil || refused.Code == "order_request_waits"
}

// sample is a command for a row with the least that makes it possible, to find
// out what the row would do before anyone has typed anything.
func (o Order) sample(row *Row, side Side, at time.Time) Command {
	c := Command{Side: side, Verb: row.Verb, Reason: row.Reason, At: at, Files: 1, Sum: 1, Complete: true, Due: later(o.Due, at).Add(24 * time.Hour)}
	switch row.Verb {
	case DecideCase, OfferSplit:
		c.Sum = o.Held.Part(1, 2)
	case HandBrief:
		c.Complete = !o.BriefComplete
	}
	return c
}
