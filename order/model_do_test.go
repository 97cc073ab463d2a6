package order_test

import (
	"time"

	"guildhall/money"
	"guildhall/order"
)

// does carries out what may be done, and what any act of a party means for the
// facts that other rules ask for.
func (m *story) does(c order.Command) {
	if c.Side == order.Buyer || c.Side == order.Seller {
		m.lastAct, m.grace = c.At, 0
	}
	switch c.Side {
	case order.Buyer:
		m.sellerOpen = time.Time{}
		m.buyerDoes(c)
	case order.Seller:
		m.buyerOpen = time.Time{}
		m.sellerDoes(c)
	case order.Arbiter:
		m.arbiterDoes(c)
	case order.Staff:
		m.staffDoes(c)
	}
}

func (m *story) buyerDoes(c order.Command) {
	switch c.Verb {
	case order.Say:
		if m.buyerOpen.IsZero() {
			m.buyerOpen = c.At
		}
	case order.HandBrief:
		if c.Complete && !m.complete {
			m.complete = true
			m.startWorkClock(c.At)
		}
	case order.Accept:
		m.payAndEnd(c.At)
	case order.SendBack:
		m.requestGone(c.At)
		m.sendBack(c)
	case order.BuyMore:
		m.buyMore(c)
	case order.AcceptExtra:
		m.acceptExtra(c.At)
	case order.RefuseExtra:
		m.extraGone(c.At)
	case order.AgreePortfolio:
		m.shown = "agreed"
	case order.RefusePortfolio:
		m.shown = "refused"
	case order.Tip:
		m.tips += c.Sum
	case order.NotePaid:
		m.paid, m.contested = true, false
	default:
		m.eitherDoes(c)
	}
}

func (m *story) sellerDoes(c order.Command) {
	switch c.Verb {
	case order.Say:
		m.sellerLast = c.At
		if m.sellerOpen.IsZero() {
			m.sellerOpen = c.At
		}
	case order.Start:
		m.requestGone(c.At)
		m.startWorkClock(c.At)
		m.drop("start")
		m.state, m.started = order.InWork, true
		m.thaw(c.At)
	case order.Deliver:
		m.requestGone(c.At)
		m.deliver(c.At)
	case order.MarkNoTime:
		m.noTime = true
	case order.AskBrief:
		m.askedFor = c.At
	case order.HandBack:
		m.handBack(c.At)
	case order.ProposeExtra:
		m.extra = &extra{c.Sum, c.Lead}
		m.until["extra"] = c.At.Add(m.p.ExtraAnswer)
		m.hold("start", c.At)
	case order.WithdrawExtra:
		m.extraGone(c.At)
	case order.NoteReceived:
		m.received, m.contested = true, false
	case order.Object:
		m.objection = "made"
		m.drop("objection")
	default:
		m.eitherDoes(c)
	}
}

// deliver is ORD-18, and ORD-12: while the work is with the buyer its clock
// stands still.
func (m *story) deliver(at time.Time) {
	if m.delivered == 0 {
		m.firstOnTime = m.late != "late"
	}
	m.delivered++
	clear(m.refused)
	m.proposalsGone(at)
	m.added = nil
	m.drop("hand_back")
	m.freeze(at)
	m.state, m.due = order.Delivered, time.Time{}
	m.until["check"] = at.Add(m.p.CheckWithin)
}

// sendBack is ORD-20 and ORD-29.
func (m *story) sendBack(c order.Command) {
	m.sentBack++
	m.point = m.point || c.Point
	m.drop("check")
	m.state = order.InWork
	m.thaw(c.At)
	if least := c.At.Add(m.p.RevisionTime); m.due.Before(least) {
		m.due = least
	}
}

// buyMore is ORD-21: of several additions, all that can still be handed back
// are handed back together.
func (m *story) buyMore(c order.Command) {
	more := added{from: m.state, work: m.workLeft(c.At)}
	if check, runs := m.until["check"]; runs {
		more.check, more.checkGoing = check.Sub(c.At), true
	}
	if m.added != nil {
		more = *m.added
	}
	more.sum += c.Sum
	m.added = &more
	m.drop("check")
	m.grow(c.Sum, c.Lead, c.At)
	m.until["hand_back"] = c.At.Add(m.p.HandBackWithin)
}

func (m *story) grow(sum money.Amount, lead time.Duration, at time.Time) {
	m.price += sum
	if m.escrow {
		m.held += sum
		m.heldFee += halfEven(int64(sum)*int64(m.p.BuyerFee), 10_000)
	}
	m.due = at.Add(m.workLeft(at)).Add(lead)
	m.rest, m.state = nil, order.InWork
	m.proposalsGone(at)
}

// handBack gives its sum back, and nobody loses time by it.
func (m *story) handBack(at time.Time) {
	a := m.added
	m.price -= a.sum
	if m.escrow {
		m.takeFee(a.sum)
		m.held -= a.sum
	}
	m.added = nil
	m.drop("hand_back")
	m.proposalsGone(at)
	m.state = a.from
	switch a.from {
	case order.InWork:
		m.due = at.Add(a.work)
	case order.Late:
		m.due = at
	default:
		work := a.work
		m.due, m.rest = time.Time{}, nil
		if work > 0 {
			m.rest = &work
		}
		m.until["check"] = at.Add(max(a.check, m.p.CheckFloor))
	}
}

func (m *story) acceptExtra(at time.Time) {
	e := *m.extra
	m.extraGone(at)
	m.drop("start", "hand_back")
	m.added = nil
	if m.state == order.Placed {
		m.startWorkClock(at)
	}
	m.started = true
	m.grow(e.sum, e.lead, at)
}

func (m *story) extraGone(at time.Time) {
	m.extra = nil
	m.drop("extra")
	m.letRun("start", at, 0)
}

func (m *story) proposalsGone(at time.Time) {
	if m.extra != nil {
		m.extraGone(at)
	}
	m.date = nil
	m.drop("date")
}

func (m *story) eitherDoes(c order.Command) {
	switch c.Verb {
	case order.Cancel:
		m.cancelFor(c)
	case order.AcceptCancel:
		reason := m.reason
		m.cancel(c.At)
		m.count(reason, false, c.At)
	case order.RefuseCancel:
		m.refuseRequest(c.At)
	case order.TakeBackCancel:
		m.requestGone(c.At)
	case order.ProposeDate:
		m.date = &date{c.Side, c.Due}
		m.until["date"] = c.At.Add(m.p.ExtensionAnswer)
	case order.AcceptDate:
		m.state, m.due = order.InWork, m.date.due
		if m.due.Before(c.At) {
			m.due = c.At
		}
		m.date = nil
		m.drop("date")
	case order.RefuseDate, order.WithdrawDate:
		m.date = nil
		m.drop("date")
	case order.ContestPayment:
		m.contested = true
	case order.ChooseFinish:
		m.drop("ban")
	case order.ChooseCancel:
		m.cancel(c.At)
	default:
		m.inCase(c)
	}
}

func (m *story) cancelFor(c order.Command) {
	if !m.needsConsent(c.Reason) {
		m.cancel(c.At)
		m.count(c.Reason, true, c.At)
		return
	}
	m.proposalsGone(c.At)
	m.asker, m.reason = c.Side, c.Reason
	m.asked[c.Side]++
	m.until["answer"] = c.At.Add(m.p.CancelAnswer)
	if c.Side == order.Seller {
		m.hold("start", c.At)
		return
	}
	m.freeze(c.At)
	m.hold("check", c.At)
}

// requestGone lets the clocks of ORD-28 run on.
func (m *story) requestGone(at time.Time) {
	asker := m.asker
	m.asker, m.reason = order.Nobody, ""
	m.drop("answer")
	switch asker {
	case order.Seller:
		m.letRun("start", at, m.p.StartFloor)
	case order.Buyer:
		m.thaw(at)
		m.letRun("check", at, 0)
		if m.state == order.Placed && !m.due.IsZero() {
			m.startByDue()
		}
	}
}

func (m *story) refuseRequest(at time.Time) {
	m.refusals++
	m.refused[m.reason] = true
	m.requestGone(at)
	if m.state != order.Delivered || m.floored {
		return
	}
	m.floored = true
	if least := at.Add(m.p.CheckFloor); m.until["check"].Before(least) {
		m.until["check"] = least
	}
}

// count is the column "counts", with ORD-39's objection where it was not the
// clock's own fact, nor the seller's choice or agreement.
func (m *story) count(reason order.Reason, objectable bool, at time.Time) {
	switch reason {
	case order.SellerSilent, order.NotAsAgreed, order.SellerBusy:
		if objectable {
			m.objection = "possible"
			m.until["objection"] = at.Add(m.p.Objection)
		}
	case order.NotOnTime, order.SellerMisunderstood, order.NoTimeForIt, order.CannotDoIt, order.SellerOther:
	default:
		return
	}
	m.cause, m.feedback = "cancelled", true
}
