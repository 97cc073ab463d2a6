package order

import (
	"guildhall/order"
	"guildhall/web/parts"
)

// next are the deadlines ahead in words, the nearest first. The long stop of an
// order left alone is told only when nothing nearer runs.
func (p *page) next() []told {
	var list []told
	for _, c := range p.Ahead {
		if c.Deadline == order.IdleDeadline && len(p.Ahead) > 1 {
			continue
		}
		list = append(list, p.deadline(c, p.Order))
	}
	return list
}

// mine tells whether the reader is the one who has to act.
func (p *page) mine() bool {
	return (p.Side == order.Buyer && p.Order.WaitsForBuyer) || (p.Side == order.Seller && p.Order.WaitsForSeller) ||
		(p.Side == order.Arbiter && !p.Order.WaitsForBuyer && !p.Order.WaitsForSeller)
}

// turn names whose turn it is.
func (p *page) turn() string {
	switch {
	case p.mine():
		return p.v.Say.T("orderpage.your_turn")
	case p.Order.WaitsForBuyer:
		return p.v.Say.T("orderpage.their_turn", "name", p.Buyer.Name())
	case p.Order.WaitsForSeller:
		return p.v.Say.T("orderpage.their_turn", "name", p.Seller.Name())
	}
	return ""
}

func (p *page) turnMood() string {
	if p.mine() {
		return "wanted"
	}
	return ""
}

// waiting is a request or a proposal that lies over the state.
type waiting struct{ Icon, Title, Text string }

// waits lists what lies over the state: a request to cancel, proposals, a case
// and its offers.
func (p *page) waits() []waiting {
	o := p.Order
	var list []waiting
	if o.AskedBy != order.Nobody {
		list = append(list, p.wait("question", "orderpage.request", o.AskedBy, "reason", p.reasonWord(o.AskedReason)))
	}
	if o.ExtraOpen {
		extra := p.wait("plus", "orderpage.extra", order.Seller, "sum", o.ExtraSum)
		extra.Text = p.extraLead()
		list = append(list, extra)
	}
	if o.DateBy != order.Nobody {
		list = append(list, p.wait("calendar", "orderpage.date", o.DateBy, "due", o.DateDue))
	}
	if o.State == order.Disputed {
		list = append(list, p.caseWaits()...)
	}
	if o.BannedSide != order.Nobody && !o.State.Ended() {
		list = append(list, waiting{"flag", p.v.Say.T("orderpage.banned", "name", p.name(o.BannedSide)), p.v.Say.T("orderpage.banned.text")})
	}
	return list
}

func (p *page) caseWaits() []waiting {
	o, s := p.Order, p.v.Say
	list := []waiting{{"scales", s.T("orderpage.case"), s.T("orderpage.case.text")}}
	if o.SplitBy != order.Nobody && !o.Decided {
		list = append(list, p.wait("scales", "orderpage.split", o.SplitBy, "sum", o.SplitToSeller, "seller", p.Seller.Name()))
	}
	if o.GoOnBy != order.Nobody && !o.Decided {
		list = append(list, p.wait("handshake", "orderpage.go_on", o.GoOnBy))
	}
	if o.Decided {
		title := s.T("orderpage.decision", "seller", p.Seller.Name(), "sum", o.DecidedTo, "held", o.Held)
		list = append(list, waiting{"scales", title, s.T("orderpage.decision.text")})
	}
	return list
}

// wait puts a proposal of a side into words: mine or theirs.
func (p *page) wait(icon, key string, by order.Side, args ...any) waiting {
	whose := ".theirs"
	if by == p.Side {
		whose = ".mine"
	}
	made := waiting{Icon: icon, Title: p.v.Say.T(key+whose, append(args, "name", p.name(by))...)}
	if p.v.Say.Has(key + ".text") {
		made.Text = p.v.Say.T(key + ".text")
	}
	return made
}

func (p *page) extraLead() string {
	if p.Order.ExtraLead <= 0 {
		return p.v.Say.T("orderpage.extra.plain")
	}
	return p.v.Say.T("orderpage.extra.lead", "lead", p.Order.ExtraLead)
}

// steps is how far the order is on its usual way, or where it left it.
func (p *page) steps() []parts.Step {
	way := []order.State{order.Placed, order.InWork, order.Delivered, order.Completed}
	at := p.reached()
	var steps []parts.Step
	for i, state := range way {
		step := parts.Step{Label: p.v.Say.T("orderpage.step." + string(state))}
		switch {
		case i < at || p.Order.State == order.Completed:
			step.State = "done"
		case i == at && p.Order.State != order.Cancelled && p.Order.State != order.Disputed:
			step.State = "now"
		}
		steps = append(steps, step)
		if i == at && (p.Order.State == order.Cancelled || p.Order.State == order.Disputed) {
			steps[i].State = "done"
			steps = append(steps, parts.Step{Label: p.v.Say.T("orderpage.step." + string(p.Order.State)), State: "stopped"})
			if p.Order.State == order.Cancelled {
				return steps
			}
		}
	}
	return steps
}

// reached is how many steps of the usual way the order has behind it.
func (p *page) reached() int {
	switch o := p.Order; {
	case o.State == order.Completed:
		return 3
	case o.State == order.Delivered, o.Deliveries > 0 && o.State != order.InWork && o.State != order.Late:
		return 2
	case o.State == order.InWork, o.State == order.Late, !o.StartedAt.IsZero():
		return 1
	}
	return 0
}
