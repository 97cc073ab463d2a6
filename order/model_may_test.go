package order_test

import (
	"slices"
	"time"

	"guildhall/order"
	"guildhall/policy"
)

func (m *story) in(states ...order.State) bool { return slices.Contains(states, m.state) }

func (m *story) running() bool {
	return m.in(order.Placed, order.InWork, order.Late, order.Delivered)
}

func (m *story) over() bool { return m.in(order.Completed, order.Cancelled) }

func since(then time.Time, span time.Duration, at time.Time) bool {
	return !then.IsZero() && at.Sub(then) >= span
}

func other(side order.Side) order.Side {
	if side == order.Buyer {
		return order.Seller
	}
	return order.Buyer
}

// may answers whether orders.md lets somebody do this now.
func (m *story) may(c order.Command) bool {
	switch c.Side {
	case order.Staff:
		return m.staffMay(c)
	case order.Arbiter:
		return m.arbiterMay(c)
	case order.Buyer:
		return !m.requestBars(c) && (m.eitherMay(c) || m.buyerMay(c))
	case order.Seller:
		return !m.requestBars(c) && (m.eitherMay(c) || m.sellerMay(c))
	}
	return false
}

// requestBars is ORD-28: what a pending request leaves to each side.
func (m *story) requestBars(c order.Command) bool {
	if m.asker == order.Nobody {
		return false
	}
	switch c.Verb {
	case order.Say, order.HandBrief, order.NotePaid, order.NoteReceived, order.ContestPayment, order.ChooseFinish, order.ChooseCancel:
		return false
	case order.TakeBackCancel, order.Accept, order.SendBack, order.Start, order.Deliver:
		return c.Side != m.asker
	case order.AcceptCancel, order.RefuseCancel, order.AskArbitration:
		return c.Side == m.asker
	case order.Cancel:
		return c.Side == m.asker || m.needsConsent(c.Reason)
	}
	return true
}

// eitherMay is what both sides can do.
func (m *story) eitherMay(c order.Command) bool {
	working := m.in(order.InWork, order.Late)
	agreed := m.p.Extension == policy.ExtensionAgreed
	switch c.Verb {
	case order.Say: // ORD-23
		return !m.over() || c.At.Sub(m.ended) < m.p.TalkAfter
	case order.Cancel:
		return m.reasonOpen(c) && (!m.needsConsent(c.Reason) || m.mayAsk(c))
	case order.AcceptCancel, order.RefuseCancel, order.TakeBackCancel: // ORD-25
		return m.asker != order.Nobody
	case order.AskArbitration:
		return m.mayGoToArbitration(c)
	case order.ProposeDate: // ORD-13
		return agreed && working && m.date == nil && c.Due.After(c.At) && c.Due.After(m.due)
	case order.AcceptDate, order.RefuseDate:
		return agreed && working && m.date != nil && m.date.by != c.Side
	case order.WithdrawDate:
		return agreed && working && m.date != nil && m.date.by == c.Side
	case order.ContestPayment: // ORD-5
		noted := (c.Side == order.Seller && m.paid) || (c.Side == order.Buyer && m.received)
		return m.paymentIsTalkedOf() && noted && !m.contested
	case order.ChooseFinish, order.ChooseCancel: // ORD-61
		_, waits := m.until["ban"]
		return m.running() && waits && m.banned == other(c.Side)
	}
	return m.mayInCase(c)
}

func (m *story) paymentIsTalkedOf() bool { return !m.escrow && m.state != order.Cancelled }

func (m *story) buyerMay(c order.Command) bool {
	before := m.in(order.Placed, order.InWork, order.Late)
	switch c.Verb {
	case order.HandBrief: // ORD-16
		return before
	case order.Accept: // ORD-19
		return m.state == order.Delivered
	case order.SendBack: // ORD-20
		return m.state == order.Delivered && (m.rounds < 0 || int64(m.sentBack) < m.rounds)
	case order.BuyMore: // ORD-21
		return m.in(order.InWork, order.Late, order.Delivered) && c.Sum > 0 && c.Lead >= 0
	case order.AcceptExtra, order.RefuseExtra: // ORD-22
		return before && m.extra != nil
	case order.AgreePortfolio: // ORD-26
		return m.state == order.Completed && m.shown == ""
	case order.RefusePortfolio:
		return m.state == order.Completed && m.shown != "refused"
	case order.Tip: // ORD-27
		return m.escrow && m.state == order.Completed && c.Sum > 0
	case order.NotePaid:
		return m.paymentIsTalkedOf() && !m.paid
	}
	return false
}

func (m *story) sellerMay(c order.Command) bool {
	working := m.in(order.InWork, order.Late)
	before := working || m.state == order.Placed
	switch c.Verb {
	case order.Start: // ORD-17
		return m.state == order.Placed
	case order.Deliver: // ORD-18
		return working && (c.Files > 0 || !m.p.DeliveryNeedsFile)
	case order.MarkNoTime: // ORD-59
		return m.state == order.Placed && !m.noTime
	case order.AskBrief: // ORD-60
		return m.in(order.Placed, order.InWork) && !m.complete && m.askedFor.IsZero()
	case order.HandBack: // ORD-21
		return working && m.added != nil
	case order.ProposeExtra: // ORD-22
		return before && m.extra == nil && c.Sum > 0
	case order.WithdrawExtra:
		return before && m.extra != nil
	case order.NoteReceived:
		return m.paymentIsTalkedOf() && !m.received
	case order.Object: // ORD-39
		return m.state == order.Cancelled && m.objection == "possible"
	}
	return false
}

// needsConsent is the table of reasons: its columns on consent.
func (m *story) needsConsent(reason order.Reason) bool {
	late := m.state == order.Late && m.late == "late"
	switch reason {
	case order.ByMistake, order.NotOnTime:
		return false
	case order.SellerSilent, order.NotAsAgreed:
		return !m.escrow || !late
	case order.SellerMisunderstood, order.NoTimeForIt, order.CannotDoIt, order.SellerOther:
		return !m.escrow
	}
	return true
}

// reasonOpen is the table of reasons: who, and when it can be chosen.
func (m *story) reasonOpen(c order.Command) bool {
	before := m.in(order.Placed, order.InWork, order.Late)
	byBuyer, bySeller := c.Side == order.Buyer, c.Side == order.Seller
	silent := since(m.buyerOpen, m.p.NoContact, c.At)
	switch c.Reason {
	case order.ByMistake:
		early := c.At.Sub(m.placed) <= m.p.FreeCancel && m.delivered == 0
		return byBuyer && early && (m.state == order.Placed || (m.escrow && m.state == order.InWork))
	case order.NotOnTime:
		return byBuyer && m.state == order.Late && m.late == "late"
	case order.BuyerMisunderstood, order.BuyerOther:
		return byBuyer && m.running()
	case order.SellerSilent:
		return byBuyer && before && silent
	case order.NotAsAgreed:
		return byBuyer && (m.in(order.Delivered, order.Late) || (m.state == order.InWork && m.sentBack > 0))
	case order.SellerBusy:
		return byBuyer && m.state == order.Placed && (silent || m.noTime)
	case order.DoesNotMatch:
		return bySeller && m.state == order.Placed
	case order.BriefMissing:
		return bySeller && m.state == order.Placed && !m.complete && since(m.askedFor, m.p.BriefAskWait, c.At)
	case order.BuyerSilent:
		return bySeller && m.in(order.InWork, order.Late) && since(m.sellerOpen, m.p.NoContact, c.At)
	case order.SellerMisunderstood, order.NoTimeForIt, order.CannotDoIt:
		return bySeller && before
	case order.SellerOther:
		return bySeller && m.running()
	}
	return false
}

// mayAsk is ORD-28's last sentence.
func (m *story) mayAsk(c order.Command) bool {
	return m.asked[c.Side] < m.p.CancelRequests && !m.refused[c.Reason]
}

// mayGoToArbitration is ORD-24.
func (m *story) mayGoToArbitration(c order.Command) bool {
	refused := m.refusals > 0 || m.asker == other(c.Side)
	switch m.state {
	case order.Placed:
		return refused
	case order.InWork, order.Late, order.Delivered:
		noRound := c.Side == order.Buyer && m.state == order.Delivered && m.rounds >= 0 && int64(m.sentBack) >= m.rounds
		return refused || m.sentBack > 0 || noRound
	case order.Completed:
		return !m.escrow && !m.received && m.kase == nil && c.At.Sub(m.ended) < m.p.ArbitrationAfter
	}
	return false
}

// mayInCase is what parties do while their case is looked at (ORD-49, TRU-22, TRU-23).
func (m *story) mayInCase(c order.Command) bool {
	if m.state != order.Disputed {
		return false
	}
	k := m.kase
	switch c.Verb {
	case order.StateCase:
		return !k.decided
	case order.WithdrawCase:
		return !k.decided && k.by == c.Side && !k.stated[other(c.Side)]
	case order.OfferGoOn:
		return !k.decided && k.goOn == order.Nobody
	case order.AcceptGoOn:
		return !k.decided && k.goOn == other(c.Side)
	case order.OfferSplit:
		return m.escrow && !k.decided && c.Sum <= m.held
	case order.AcceptSplit:
		return m.escrow && !k.decided && k.split == other(c.Side)
	case order.AcceptDecision:
		return k.decided && !k.appealed && (!k.agreed[c.Side] || k.agreed[other(c.Side)])
	case order.AppealDecision:
		return k.decided && !k.appealed && !k.agreed[c.Side]
	}
	return false
}

func (m *story) arbiterMay(c order.Command) bool {
	if m.state != order.Disputed {
		return false
	}
	k := m.kase
	switch c.Verb {
	case order.DecideCase:
		another := k.judge != c.Actor.String() || since(k.appealedWhen, m.p.SecondLook, c.At)
		return c.Sum <= m.held && (!k.decided || (k.appealed && another))
	case order.DecideBack:
		return !k.decided && k.from != order.Completed && c.Due.After(c.At)
	}
	return false
}

func (m *story) staffMay(c order.Command) bool {
	switch c.Verb {
	case order.StaffCancel: // ORD-31
		return m.running() || m.state == order.Disputed
	case order.PartyBanned: // ORD-61
		return m.running() && m.banned == order.Nobody
	case order.UpholdObjection, order.RejectObjection: // ORD-39
		return m.state == order.Cancelled && m.objection == "made"
	}
	return false
}
