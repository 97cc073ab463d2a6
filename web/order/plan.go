package order

import (
	"strings"
	"time"

	"guildhall/desk"
	"guildhall/fault"
	"guildhall/money"
	"guildhall/order"
)

// plan is an action about to be confirmed: what it will do, or what has to be
// known first.
type plan struct {
	Action
	Form    *desk.Form
	Option  order.Option
	Refused *fault.Fault // why it is not possible now; nil when it is
	Ready   bool         // what it will do is known
	Tells   []told
	Reasons []reason // of a cancellation
}

// reason is one way to cancel, with what it would do.
type reason struct {
	order.Option
	Tells   []told
	Refused *fault.Fault
	Better  string // a better way, offered first (ORD-30); empty where there is none
	Instead string // its address
}

// plan works out what the action will do with what is known so far.
func (p *page) plan(a Action, f *desk.Form) plan {
	made := plan{Action: a, Form: f}
	option, possible := p.option(a.Verb)
	made.Option = option
	if !possible {
		made.Refused = whyNot(option)
	}
	switch {
	case a.has(AsksReason):
		made.Reasons, made.Ready = p.reasons(), true
	case a.looksFirst():
		made.Tells, made.Ready = p.look(a, f)
	default:
		made.Tells, made.Ready = p.tell(option.Promise, option.Outcome.After), true
	}
	return made
}

// whyNot is the refusal of an option; one that is not in the table for this
// state says so.
func whyNot(option order.Option) *fault.Fault {
	if refused, ok := fault.As(option.Refused); ok {
		return refused
	}
	return fault.Conflict("order_not_for_you")
}

// look asks the table with the sums that were typed. While they are missing or
// wrong there is nothing to tell.
func (p *page) look(a Action, f *desk.Form) ([]told, bool) {
	if f == nil || !f.Has(string(a.first())) {
		return nil, false
	}
	c := order.Command{Side: p.Side, Verb: a.Verb, At: p.Now, Actor: p.v.Member.ID}
	for _, ask := range a.Asks {
		if ask == AsksSum || ask == AsksSplit || ask == AsksLead || ask == AsksBlame {
			p.readAsk(ask, f, &c)
		}
	}
	if f.Bad() && f.Wrong("text") == nil {
		return nil, false
	}
	out, err := order.Decide(p.Order, c, &p.Rules.Policy)
	if refused, ok := fault.As(err); ok {
		f.Add(refused)
		return nil, false
	}
	return p.tell(out.Promise(&p.Rules.Policy), out.After), true
}

// first is the field by which a looked-at form is told from a fresh one.
func (a Action) first() Ask {
	if a.has(AsksSplit) {
		return AsksSplit
	}
	return AsksSum
}

// reasons lists every way the reader could cancel in this state, those that
// the facts do not allow with the reason why (ORD-39).
func (p *page) reasons() []reason {
	var list []reason
	for _, o := range p.Options {
		if o.Verb != order.Cancel {
			continue
		}
		made := reason{Option: o, Tells: p.tell(o.Promise, o.Outcome.After)}
		if o.Refused != nil {
			made.Refused = whyNot(o)
		}
		made.Better, made.Instead = p.better(o.Reason)
		list = append(list, made)
	}
	return list
}

// better is the kinder way than cancelling for a reason, where there is one.
func (p *page) better(why order.Reason) (words, instead string) {
	switch why {
	case order.DoesNotMatch:
		instead = p.path("/extra")
	case order.SellerMisunderstood:
		if p.Order.Deliveries == 0 {
			return "", ""
		}
		instead = p.path("/arbitration")
	case order.NoTimeForIt:
		instead = "/services/mine"
	case order.SellerBusy:
	default:
		return "", ""
	}
	return p.v.Say.T("orderpage.better." + string(why)), instead
}

// split reads how much of the escrow goes to the seller.
func (p *page) split(f *desk.Form) money.Amount {
	sum := f.Amount("to_seller")
	if sum > p.Order.Held {
		f.Add(fault.Invalid("order_split_too_much").At("to_seller"))
	}
	return sum
}

// links counts the addresses in a text: a delivery may consist of them.
func links(text string) int {
	return min(strings.Count(text, "https://")+strings.Count(text, "http://"), linksMax)
}

// localMoment writes a moment as a datetime-local field wants it.
func (p *page) localMoment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(p.v.Say.Zone()).Format("2006-01-02T15:04")
}
