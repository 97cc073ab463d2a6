package order

import (
	"time"

	"guildhall/money"
	"guildhall/policy"
)

// Cancelling and its layer (ORD-28).
var (
	askCancel = Effect{"ask_cancel", func(t *turn) {
		o, at := &t.o, t.c.At
		t.dropProposals()
		o.AskedBy, o.AskedReason = t.c.Side, t.c.Reason
		o.Clocks[AnswerDeadline] = at.Add(t.p.CancelAnswer)
		if t.c.Side == Buyer {
			o.BuyerAsks++
			o.pauseWork(at)
			o.pause(CheckDeadline, at)
			return
		}
		o.SellerAsks++
		o.pause(StartDeadline, at)
	}}
	endRequest    = Effect{"end_request", func(t *turn) { t.dropRequest() }}
	refuseRequest = Effect{"refuse_request", func(t *turn) {
		t.markRefused()
		t.dropRequest()
		t.floorCheck()
	}}
	countByReason = Effect{"count_by_reason", func(t *turn) { t.countReason(t.c.Reason) }}
	countAsAsked  = Effect{"count_as_asked", func(t *turn) { t.countReason(t.was.AskedReason) }}
	countsNoStart = Effect{"counts_no_start", func(t *turn) { t.o.Cause = CountsNoStart }}
	countsIdle    = Effect{"counts_idle", func(t *turn) { t.o.Cause = CountsIdle }}
	openFeedback  = Effect{"open_feedback", func(t *turn) { t.feedback() }}
)

// dropRequest ends the layer and lets the clocks run on that stood still.
func (t *turn) dropRequest() {
	o, at := &t.o, t.c.At
	asker := o.AskedBy
	o.Request = endedRequest(o.Request)
	o.stop(AnswerDeadline)
	if asker == Seller {
		o.resume(StartDeadline, at, t.p.StartFloor)
		return
	}
	o.resumeWork(at)
	o.resume(CheckDeadline, at, 0)
	o.beginByDue()
}

func (t *turn) markRefused() {
	t.o.EverRefused = true
	t.o.Refused = t.o.Refused.With(t.o.AskedReason)
}

// floorCheck leaves the buyer time to check after a refusal, once.
func (t *turn) floorCheck() {
	o := &t.o
	if o.State != Delivered || o.CheckFloorUsed {
		return
	}
	o.CheckFloorUsed = true
	o.Clocks[CheckDeadline] = later(o.Clocks[CheckDeadline], t.c.At.Add(t.p.CheckFloor))
}

// countReason lowers the seller's responsibility and opens feedback: one rule.
// The other side can object where the buyer chose the reason and the clock did
// not settle it (ORD-39).
func (t *turn) countReason(reason Reason) {
	if !counts[reason] {
		return
	}
	t.o.Cause = CountsCancelled
	t.feedback()
	agreed := t.row.Verb == AcceptCancel
	if objectable(reason) && !agreed {
		t.o.Objection = ObjectionPossible
		t.o.Clocks[ObjectionDeadline] = t.c.At.Add(t.p.Objection)
	}
}

// objectable are the reasons a buyer chooses; being late is the clock's own
// fact and cannot be objected to.
func objectable(reason Reason) bool {
	return reason == SellerSilent || reason == NotAsAgreed || reason == SellerBusy
}

// The case (ORD-11, ORD-24, ORD-49).
var (
	openCase = Effect{"open_case", func(t *turn) {
		o, at := &t.o, t.c.At
		t.dropProposals()
		o.Dispute = Dispute{CaseBy: t.c.Side, CaseFrom: t.was.State, CaseOpenedAt: at}
		o.AddedFrom = ""
		o.stop(HandBackDeadline, BanDeadline)
		o.State = t.was.State
		o.pauseWork(at)
		o.State = Disputed
		o.pause(StartDeadline, at)
		o.pause(CheckDeadline, at)
		t.stated(t.c.Side)
		o.Clocks[StatementDeadline] = at.Add(t.p.CaseStatement)
		o.Clocks[ReminderDeadline] = at.Add(t.p.ArbitrationTarget)
		o.Clocks[LimitDeadline] = at.Add(t.p.ArbitrationLimit)
	}}
	stateCase = Effect{"state_case", func(t *turn) {
		t.stated(t.c.Side)
		if t.o.BuyerStated && t.o.SellerStated {
			t.o.stop(StatementDeadline)
		}
	}}
	endStatements = Effect{"end_statements", func(t *turn) { t.o.stop(StatementDeadline) }}
	remindStaff   = Effect{"remind_staff", func(t *turn) {
		t.o.Clocks[ReminderDeadline] = t.c.At.Add(t.p.ArbitrationNag)
	}}
	returnFromCase = Effect{"return_from_case", func(t *turn) {
		t.o.State = t.o.CaseFrom
		t.leaveCase()
	}}
	offerGoOn  = Effect{"offer_go_on", func(t *turn) { t.o.GoOnBy = t.c.Side }}
	offerSplit = Effect{"offer_split", func(t *turn) { t.o.SplitBy, t.o.SplitToSeller = t.c.Side, t.c.Sum }}
	endBySplit = Effect{"end_by_split", func(t *turn) { t.endCase(t.o.SplitToSeller, BlameNobody) }}

	announceDecision = Effect{"announce_decision", func(t *turn) {
		o, at := &t.o, t.c.At
		o.Decided, o.DecidedTo, o.DecidedBlame, o.DecidedBy = true, t.c.Sum, t.c.Blame, t.c.Actor
		o.stop(StatementDeadline, ReminderDeadline, LimitDeadline)
		o.Clocks[EffectDeadline] = at.Add(t.p.CaseAppeal)
	}}
	acceptDecision = Effect{"accept_decision", func(t *turn) {
		if t.c.Side == Buyer {
			t.o.BuyerAccepted = true
			return
		}
		t.o.SellerAccepted = true
	}}
	appealDecision = Effect{"appeal_decision", func(t *turn) {
		o, at := &t.o, t.c.At
		o.Appealed, o.AppealedAt = true, at
		o.stop(EffectDeadline)
		o.Clocks[ReminderDeadline] = at.Add(t.p.ArbitrationTarget)
		o.Clocks[LimitDeadline] = at.Add(t.p.ArbitrationLimit)
	}}
	endByDecision = Effect{"end_by_decision", func(t *turn) { t.endCase(t.o.DecidedTo, t.o.DecidedBlame) }}
	endByAppeal   = Effect{"end_by_appeal", func(t *turn) {
		t.o.DecidedTo, t.o.DecidedBlame, t.o.DecidedBy = t.c.Sum, t.c.Blame, t.c.Actor
		t.endCase(t.c.Sum, t.c.Blame)
	}}
	endByLog       = Effect{"end_by_log", func(t *turn) { t.endCase(t.o.logSplit(), BlameNobody) }}
	sendBackToWork = Effect{"send_back_to_work", func(t *turn) {
		t.leaveCase()
		t.o.stop(StartDeadline, CheckDeadline)
		t.o.Left[DueDeadline], t.o.Due = 0, t.c.Due
		if t.o.StartedAt.IsZero() {
			t.o.StartedAt = t.c.At
		}
	}}
)

func (t *turn) stated(side Side) {
	if side == Buyer {
		t.o.BuyerStated = true
		return
	}
	t.o.SellerStated = true
}

// leaveCase lets the clocks run on with the time that was left.
func (t *turn) leaveCase() {
	o, at := &t.o, t.c.At
	o.Dispute = Dispute{}
	o.stop(StatementDeadline, ReminderDeadline, LimitDeadline, EffectDeadline)
	o.resumeWork(at)
	o.resume(StartDeadline, at, 0)
	o.resume(CheckDeadline, at, 0)
}

// endCase splits the escrow: nothing for the seller is a cancellation,
// anything else a completion (ORD-49). With custody `none` only the finding
// is recorded.
func (t *turn) endCase(toSeller money.Amount, blame Blame) {
	o := &t.o
	o.State = o.caseEnd(toSeller, blame)
	rest := o.Held.Minus(toSeller)
	t.release(toSeller)
	t.refund(rest)
	if blame == BlameSeller {
		o.Cause = CountsFault
	}
	if blame == BlameOverreach {
		o.FeedbackOpen, o.FeedbackUntil, t.feedbackShut = false, time.Time{}, true
		return
	}
	t.feedback()
}

func (o *Order) caseEnd(toSeller money.Amount, blame Blame) State {
	nothing := toSeller == 0
	if !o.escrow() {
		nothing = o.CaseFrom != Completed && (blame == BlameSeller || o.Deliveries == 0)
	}
	if nothing {
		return Cancelled
	}
	return Completed
}

// logSplit is ORD-11's rule for a case that nobody decided.
func (o *Order) logSplit() money.Amount {
	switch {
	case o.Deliveries == 0:
		return 0
	case o.FirstOnTime && !o.SentBackPoint:
		return o.Held
	}
	return o.Held.Part(1, 2)
}

// After the end, and staff.
var (
	agreePortfolio  = Effect{"agree_portfolio", func(t *turn) { t.o.Portfolio = ConsentAgreed }}
	refusePortfolio = Effect{"refuse_portfolio", func(t *turn) { t.o.Portfolio = ConsentRefused }}
	notePaid        = Effect{"note_paid", func(t *turn) { t.o.PaidNoted, t.o.PaymentContested = true, false }}
	noteReceived    = Effect{"note_received", func(t *turn) { t.o.ReceivedNoted, t.o.PaymentContested = true, false }}
	contestPayment  = Effect{"contest_payment", func(t *turn) { t.o.PaymentContested = true }}
	object          = Effect{"object", func(t *turn) {
		t.o.Objection = ObjectionMade
		t.o.stop(ObjectionDeadline)
	}}
	closeObjection = Effect{"close_objection", func(t *turn) {
		t.o.Objection = ObjectionNone
		t.o.stop(ObjectionDeadline)
	}}
	// One rule for both: what counts no longer opens no feedback either.
	upholdObjection = Effect{"uphold_objection", func(t *turn) {
		t.o.Objection, t.o.Cause = ObjectionUpheld, NotCounted
		t.o.FeedbackOpen, t.o.FeedbackUntil = false, time.Time{}
	}}
	rejectObjection = Effect{"reject_objection", func(t *turn) { t.o.Objection = ObjectionRejected }}

	banParty = Effect{"ban_party", func(t *turn) {
		t.o.BannedSide = t.c.Banned
		t.o.Clocks[BanDeadline] = t.c.At.Add(t.p.BanChoice)
	}}
	goOnDespiteBan = Effect{"go_on_despite_ban", func(t *turn) { t.o.stop(BanDeadline) }}
	moveClocks     = Effect{"move_clocks", func(t *turn) {
		for d := range t.o.Clocks {
			t.moveClock(Deadline(d))
		}
	}}
)

// moveClock gives back the time of an outage, and at least a while of working
// site (ORD-15).
func (t *turn) moveClock(d Deadline) {
	o, out := &t.o, t.c.Outage
	running := o.Clocks[d]
	if !touched(running, out, t.p) {
		return
	}
	moved := later(running.Add(out.Until.Sub(out.From)), out.Until.Add(t.p.OutageFloor))
	switch d {
	case DueDeadline:
		o.Due = moved
	case IdleDeadline:
		o.IdleGrace += moved.Sub(running)
	}
	o.Clocks[d] = moved
}

// touched reports whether a deadline ended in the outage or shortly after.
func touched(deadline time.Time, out Outage, p *policy.Policy) bool {
	return !deadline.IsZero() && deadline.After(out.From) && deadline.Before(out.Until.Add(p.OutageFloor))
}
