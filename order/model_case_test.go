package order_test

import (
	"time"

	"guildhall/money"
	"guildhall/order"
)

// inCase is what parties do about arbitration.
func (m *story) inCase(c order.Command) {
	k := m.kase
	switch c.Verb {
	case order.AskArbitration:
		m.openCase(c)
	case order.StateCase:
		k.stated[c.Side] = true
		if k.stated[order.Buyer] && k.stated[order.Seller] {
			m.drop("statement")
		}
	case order.WithdrawCase, order.AcceptGoOn:
		m.leaveCase(k.from, c.At)
	case order.OfferGoOn:
		k.goOn = c.Side
	case order.OfferSplit:
		k.split, k.splitTo = c.Side, c.Sum
	case order.AcceptSplit:
		m.endCase(k.splitTo, order.BlameNobody, c.At)
	case order.AcceptDecision:
		k.agreed[c.Side] = true
		if k.agreed[other(c.Side)] {
			m.endCase(k.to, k.blame, c.At)
		}
	case order.AppealDecision:
		k.appealed, k.appealedWhen = true, c.At
		m.drop("effect")
		m.until["reminder"] = c.At.Add(m.p.ArbitrationTarget)
		m.until["limit"] = c.At.Add(m.p.ArbitrationLimit)
	}
}

func (m *story) openCase(c order.Command) {
	if m.asker != order.Nobody {
		m.refusals++
		m.refused[m.reason] = true
		m.requestGone(c.At)
	}
	m.proposalsGone(c.At)
	m.added = nil
	m.drop("hand_back", "ban")
	m.kase = &kase{by: c.Side, from: m.state, stated: map[order.Side]bool{c.Side: true}, agreed: map[order.Side]bool{}}
	m.freeze(c.At)
	m.hold("start", c.At)
	m.hold("check", c.At)
	m.state = order.Disputed
	m.until["statement"] = c.At.Add(m.p.CaseStatement)
	m.until["reminder"] = c.At.Add(m.p.ArbitrationTarget)
	m.until["limit"] = c.At.Add(m.p.ArbitrationLimit)
}

// leaveCase goes back to a state with the time that was left.
func (m *story) leaveCase(state order.State, at time.Time) {
	m.kase, m.state = nil, state
	m.drop("statement", "reminder", "limit", "effect")
	m.thaw(at)
	m.letRun("start", at, 0)
	m.letRun("check", at, 0)
	if state == order.Completed {
		m.until = map[string]time.Time{}
	}
}

// endCase splits the escrow (ORD-49); ORD-32 on feedback.
func (m *story) endCase(to money.Amount, blame order.Blame, at time.Time) {
	state := order.Completed
	if m.escrow && to == 0 {
		state = order.Cancelled
	}
	if !m.escrow && m.kase.from != order.Completed && (blame == order.BlameSeller || m.delivered == 0) {
		state = order.Cancelled
	}
	if m.escrow {
		m.pay(to)
		m.back(m.held)
	}
	if blame == order.BlameSeller {
		m.cause = "fault"
	}
	m.feedback = blame != order.BlameOverreach
	m.finish(state, at)
}

func (m *story) arbiterDoes(c order.Command) {
	k := m.kase
	if c.Verb == order.DecideBack {
		m.leaveCase(order.InWork, c.At)
		m.drop("start", "check")
		m.due, m.rest, m.started = c.Due, nil, true
		return
	}
	if k.appealed {
		m.endCase(c.Sum, c.Blame, c.At)
		return
	}
	k.decided, k.to, k.blame, k.judge = true, c.Sum, c.Blame, c.Actor.String()
	m.drop("statement", "reminder", "limit")
	m.until["effect"] = c.At.Add(m.p.CaseAppeal)
}

func (m *story) staffDoes(c order.Command) {
	switch c.Verb {
	case order.StaffCancel:
		m.cancel(c.At)
	case order.PartyBanned:
		m.banned = c.Banned
		m.until["ban"] = c.At.Add(m.p.BanChoice)
	case order.UpholdObjection:
		m.objection, m.cause, m.feedback = "upheld", "", false
	case order.RejectObjection:
		m.objection = "rejected"
	}
}

// rings is what orders.md says each deadline does when nobody acts.
func (m *story) rings(name string, at time.Time) {
	switch name {
	case "start": // ORD-6
		m.cancel(at)
		m.cause = "not_started"
	case "due": // ORD-7, ORD-12
		m.becomeLate(at)
	case "check": // ORD-8
		m.payAndEnd(at)
	case "idle": // ORD-9
		excused := !m.sellerOpen.IsZero() && (m.lateAt.IsZero() || m.sellerLast.Before(m.lateAt))
		m.cancel(at)
		if !excused {
			m.cause, m.feedback = "idle", true
		}
	case "answer": // ORD-10
		reason := m.reason
		m.cancel(at)
		m.count(reason, true, at)
	case "extra": // ORD-22
		m.extraGone(at)
	case "date": // ORD-13
		m.date = nil
		m.drop("date")
	case "hand_back": // ORD-21
		m.added = nil
		m.drop("hand_back")
	case "ban": // ORD-61
		if m.banned == order.Buyer && m.state == order.Delivered {
			m.payAndEnd(at)
			return
		}
		m.cancel(at)
	default:
		m.caseRings(name, at)
	}
}

func (m *story) becomeLate(at time.Time) {
	if !m.askedFor.IsZero() && !m.complete {
		if m.late == "" {
			m.late = "excused"
		}
	} else {
		m.late = "late"
	}
	m.state, m.lateAt = order.Late, at
}

// caseRings is ORD-11, ORD-49 and ORD-39.
func (m *story) caseRings(name string, at time.Time) {
	switch name {
	case "statement":
		m.drop("statement")
	case "reminder":
		m.until["reminder"] = at.Add(m.p.ArbitrationNag)
	case "effect":
		m.endCase(m.kase.to, m.kase.blame, at)
	case "limit":
		m.limit(at)
	case "objection":
		m.objection = ""
		m.drop("objection")
	}
}

func (m *story) limit(at time.Time) {
	switch {
	case m.kase.appealed:
		m.endCase(m.kase.to, m.kase.blame, at)
	case m.delivered == 0:
		m.endCase(0, order.BlameNobody, at)
	case m.firstOnTime && !m.point:
		m.endCase(m.held, order.BlameNobody, at)
	default:
		m.endCase(halfEven(int64(m.held), 2), order.BlameNobody, at)
	}
}

// outage moves what ended in it or within the hour after it (ORD-15).
func (m *story) outage(from, until time.Time) (moved bool) {
	for name, at := range m.deadlines() {
		if !at.After(from) || !at.Before(until.Add(m.p.OutageFloor)) {
			continue
		}
		to := at.Add(until.Sub(from))
		if least := until.Add(m.p.OutageFloor); to.Before(least) {
			to = least
		}
		switch name {
		case "due":
			m.due = to
		case "idle":
			m.grace += to.Sub(at)
		default:
			m.until[name] = to
		}
		moved = true
	}
	return moved
}
