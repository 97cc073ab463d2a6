package order

import (
	"time"

	"guildhall/money"
	"guildhall/policy"
)

// Effect is one named thing a row does to the order and its money.
type Effect struct {
	Name  string
	Apply func(t *turn)
}

func effects(list ...Effect) []Effect { return list }

// turn is one row being carried out.
type turn struct {
	was      Order
	o        Order
	c        Command
	p        *policy.Policy
	row      *Row
	postings []Posting

	feedbackShut bool // by an arbiter's finding
}

// PostingKind is what a movement of money is for.
type PostingKind string

// The four movements an order can cause.
const (
	HoldPosting    PostingKind = "hold"    // buyer -> escrow: Sum and Fee
	ReleasePosting PostingKind = "release" // escrow -> seller: Sum gross, of it Commission, and Fee to the marketplace
	RefundPosting  PostingKind = "refund"  // escrow -> buyer: Sum and Fee
	TipPosting     PostingKind = "tip"     // buyer -> seller: Sum gross, of it Commission
)

// Posting is one movement that the door hands to the ledger.
type Posting struct {
	Kind       PostingKind
	Sum        money.Amount
	Fee        money.Amount
	Commission money.Amount
}

// settleLayer ends a pending request where the row overrides, takes back or
// refuses it (ORD-28), before the row itself is carried out.
func (t *turn) settleLayer() {
	if t.o.AskedBy == Nobody {
		return
	}
	switch t.row.Layer {
	case TakesBack, Overrides:
		t.dropRequest()
	case Refuses:
		t.markRefused()
		t.dropRequest()
	}
}

// finish keeps the facts that every act changes, then winds the clocks.
func (t *turn) finish() {
	o, at := &t.o, t.c.At
	o.LastEventAt = at
	if t.c.Side == Buyer || t.c.Side == Seller {
		o.LastActAt, o.IdleGrace = at, 0
	}
	switch t.c.Side {
	case Buyer:
		o.SellerWaitsSince = time.Time{}
	case Seller:
		o.BuyerWaitsSince = time.Time{}
	}
	if o.State.Ended() && o.EndedAt.IsZero() {
		t.end()
	}
	o.wind(t.p)
}

// end closes what waited for an answer; a completed order opens feedback,
// except where an arbiter found that the buyer asked for more than was ordered
// (ORD-32).
func (t *turn) end() {
	o := &t.o
	o.EndedAt, o.EndedBy = t.c.At, t.row.ID
	o.Request, o.ExtraOpen, o.DateBy, o.AddedFrom = endedRequest(o.Request), false, Nobody, ""
	if o.State == Completed && !t.feedbackShut {
		t.feedback()
	}
}

func endedRequest(r Request) Request {
	r.AskedBy, r.AskedReason = Nobody, ""
	return r
}

// feedback opens the time in which the order can be judged (REP-1).
func (t *turn) feedback() {
	if !t.o.FeedbackOpen {
		t.o.FeedbackOpen = true
		t.o.FeedbackUntil = t.c.At.Add(time.Duration(t.p.FeedbackDays) * 24 * time.Hour)
	}
}

func (t *turn) post(posting Posting) { t.postings = append(t.postings, posting) }

// Money.
var (
	holdPrice = Effect{"hold_price", func(t *turn) { t.hold(t.o.Price, t.o.Fee) }}
	payAll    = Effect{"pay_all", func(t *turn) { t.release(t.o.Held) }}
	refundAll = Effect{"refund_all", func(t *turn) { t.refund(t.o.Held) }}
	tip       = Effect{"tip", func(t *turn) {
		t.o.Tipped = t.o.Tipped.Plus(t.c.Sum)
		t.post(Posting{Kind: TipPosting, Sum: t.c.Sum, Commission: t.c.Sum.Share(t.p.TipCommission)})
	}}
	endQuietly = Effect{"end_quietly", func(*turn) {}}
)

func (t *turn) hold(sum, fee money.Amount) {
	if !t.o.escrow() {
		return
	}
	t.o.Held, t.o.FeeHeld = t.o.Held.Plus(sum), t.o.FeeHeld.Plus(fee)
	t.post(Posting{Kind: HoldPosting, Sum: sum, Fee: fee})
}

func (t *turn) release(sum money.Amount) {
	if sum == 0 || !t.o.escrow() {
		return
	}
	fee := t.feePart(sum)
	t.take(sum, fee)
	t.o.ToSeller = t.o.ToSeller.Plus(sum)
	t.post(Posting{Kind: ReleasePosting, Sum: sum, Fee: fee, Commission: sum.Share(t.o.Commission)})
}

func (t *turn) refund(sum money.Amount) {
	if sum == 0 || !t.o.escrow() {
		return
	}
	fee := t.feePart(sum)
	t.take(sum, fee)
	t.o.ToBuyer = t.o.ToBuyer.Plus(sum)
	t.post(Posting{Kind: RefundPosting, Sum: sum, Fee: fee})
}

// feePart is the buyer's fee that goes with a part of the price (MON-3,
// MON-18): in proportion, half-even, and the last part takes the rest.
func (t *turn) feePart(sum money.Amount) money.Amount {
	if sum == t.o.Held || t.o.Held == 0 {
		return t.o.FeeHeld
	}
	return t.o.FeeHeld.Part(int64(sum), int64(t.o.Held))
}

func (t *turn) take(sum, fee money.Amount) {
	t.o.Held, t.o.FeeHeld = t.o.Held.Minus(sum), t.o.FeeHeld.Minus(fee)
}

// Work.
var (
	startPlaced = Effect{"start_placed", func(t *turn) {
		o, at := &t.o, t.c.At
		o.PlacedAt = at
		o.stop(PreparedDeadline)
		o.Clocks[StartDeadline] = at.Add(t.p.StartWithin)
		if !o.BriefNeeded {
			o.BriefComplete = true
		}
		if o.BriefComplete {
			t.startClock()
		}
	}}
	noteWord = Effect{"note_word", func(t *turn) {
		switch o, at := &t.o, t.c.At; {
		case t.c.Side == Seller:
			o.SellerSaidAt = at
			if o.SellerWaitsSince.IsZero() {
				o.SellerWaitsSince = at
			}
		case o.BuyerWaitsSince.IsZero():
			o.BuyerWaitsSince = at
		}
	}}
	completeBrief = Effect{"complete_brief", func(t *turn) {
		t.o.BriefComplete = true
		t.startClock()
	}}
	startWork = Effect{"start_work", func(t *turn) {
		t.o.StartedAt = t.c.At
		t.o.stop(StartDeadline)
		t.startClock()
		t.o.resumeWork(t.c.At)
	}}
	markNoTime = Effect{"mark_no_time", func(t *turn) { t.o.NoTime = true }}
	askBrief   = Effect{"ask_brief", func(t *turn) { t.o.BriefAskedAt = t.c.At }}

	deliverWork = Effect{"deliver_work", func(t *turn) {
		o, at := &t.o, t.c.At
		if o.Deliveries == 0 {
			o.FirstOnTime = o.Lateness != LateCounts
		}
		o.Deliveries, o.DeliveredAt, o.Refused = o.Deliveries+1, at, 0
		t.dropProposals()
		o.AddedFrom = "" // what was worked on is not handed back
		o.stop(HandBackDeadline)
		o.State = t.was.State // the clock stands still as the work stood
		o.pauseWork(at)
		o.Due, o.State = time.Time{}, Delivered
		o.Clocks[CheckDeadline] = at.Add(t.p.CheckWithin)
	}}
	sendBack = Effect{"send_back", func(t *turn) {
		o, at := &t.o, t.c.At
		o.SentBack++
		o.SentBackPoint = o.SentBackPoint || t.c.Point
		o.stop(CheckDeadline)
		o.resumeWork(at)
		o.Due = later(o.Due, at.Add(t.revisionTime()))
	}}
	becomeLate = Effect{"become_late", func(t *turn) {
		t.o.Lateness, t.o.LateAt = LateCounts, t.c.At
	}}
	becomeLateExcused = Effect{"become_late_excused", func(t *turn) {
		if t.o.Lateness == OnTime {
			t.o.Lateness = LateExcused
		}
		t.o.LateAt = t.c.At
	}}
)

// startClock starts the work clock where it has not started (ORD-12). While the
// buyer's request waits it stands still from its first moment (ORD-28).
func (t *turn) startClock() {
	o := &t.o
	switch {
	case !o.Due.IsZero() || o.Left[DueDeadline] != 0:
	case o.AskedBy == Buyer:
		o.Left[DueDeadline] = o.Lead
	default:
		o.Due = t.c.At.Add(o.Lead)
	}
	o.beginByDue()
}

// beginByDue lets an order that is not begun by its due time lapse then (ORD-6).
func (o *Order) beginByDue() {
	if start := o.Clocks[StartDeadline]; !start.IsZero() && !o.Due.IsZero() {
		o.Clocks[StartDeadline] = earlier(start, o.Due)
	}
}

func (t *turn) revisionTime() time.Duration {
	if t.o.RevisionTime > 0 {
		return t.o.RevisionTime
	}
	return t.p.RevisionTime
}

// Additions, extras and dates.
var (
	buyMore = Effect{"buy_more", func(t *turn) {
		o, at := &t.o, t.c.At
		if o.AddedFrom == "" {
			o.AddedFrom, o.AddedSum, o.AddedLeft, o.AddedCheck = t.was.State, 0, t.was.workLeft(at), 0
		}
		if t.was.State == Delivered {
			o.AddedCheck = atLeastATick(o.Clocks[CheckDeadline].Sub(at))
			o.stop(CheckDeadline)
		}
		o.AddedSum = o.AddedSum.Plus(t.c.Sum)
		t.add(t.c.Sum, t.c.Lead)
		o.Clocks[HandBackDeadline] = at.Add(t.p.HandBackWithin)
	}}
	handBack = Effect{"hand_back", func(t *turn) {
		o, at := &t.o, t.c.At
		t.undoAddition()
		o.State = o.AddedFrom
		t.dropProposals()
		t.restoreWork(at)
		o.AddedFrom = ""
		o.stop(HandBackDeadline)
	}}
	keepAddition = Effect{"keep_addition", func(t *turn) {
		t.o.AddedFrom = ""
		t.o.stop(HandBackDeadline)
	}}
	proposeExtra = Effect{"propose_extra", func(t *turn) {
		o, at := &t.o, t.c.At
		o.ExtraOpen, o.ExtraSum, o.ExtraLead = true, t.c.Sum, t.c.Lead
		o.Clocks[ExtraDeadline] = at.Add(t.p.ExtraAnswer)
		o.pause(StartDeadline, at)
	}}
	acceptExtra = Effect{"accept_extra", func(t *turn) {
		o := &t.o
		sum, lead := o.ExtraSum, o.ExtraLead
		t.closeExtra()
		o.stop(StartDeadline)
		t.startClock()
		o.AddedFrom = ""
		o.stop(HandBackDeadline)
		t.add(sum, lead)
		if o.StartedAt.IsZero() {
			o.StartedAt = t.c.At
		}
	}}
	closeExtra  = Effect{"close_extra", func(t *turn) { t.closeExtra() }}
	proposeDate = Effect{"propose_date", func(t *turn) {
		t.o.DateBy, t.o.DateDue = t.c.Side, t.c.Due
		t.o.Clocks[DateDeadline] = t.c.At.Add(t.p.ExtensionAnswer)
	}}
	acceptDate = Effect{"accept_date", func(t *turn) {
		t.o.Due = later(t.o.DateDue, t.c.At)
		t.o.closeDate()
	}}
	closeDate = Effect{"close_date", func(t *turn) { t.o.closeDate() }}
)

// add puts more money into the same pot and more time on the clock (ORD-21).
func (t *turn) add(sum money.Amount, lead time.Duration) {
	o, at := &t.o, t.c.At
	fee := sum.Share(o.FeeRate)
	o.Price, o.Fee = o.Price.Plus(sum), o.Fee.Plus(fee)
	o.Additions++
	t.hold(sum, fee)
	o.Due = at.Add(o.workLeft(at)).Add(lead)
	o.Left[DueDeadline] = 0
	t.dropProposals()
}

// undoAddition gives the addition's money back as if it had never been bought:
// the order's price and fee are again what they were.
func (t *turn) undoAddition() {
	o := &t.o
	fee, back := o.FeeHeld, o.ToBuyer
	t.refund(o.AddedSum)
	o.Price, o.Fee = o.Price.Minus(o.AddedSum), o.Fee.Minus(fee.Minus(o.FeeHeld))
	o.ToBuyer = back
}

// restoreWork puts the clock back to where the addition found it, so that
// handing it back costs nobody time.
func (t *turn) restoreWork(at time.Time) {
	o := &t.o
	switch o.AddedFrom {
	case InWork:
		o.Due = at.Add(o.AddedLeft)
	case Late:
		o.Due = at
	case Delivered:
		o.Due, o.Left[DueDeadline] = time.Time{}, o.AddedLeft
		o.Clocks[CheckDeadline] = at.Add(max(o.AddedCheck, t.p.CheckFloor))
	}
}

func (t *turn) closeExtra() {
	t.o.ExtraOpen, t.o.ExtraSum, t.o.ExtraLead = false, 0, 0
	t.o.stop(ExtraDeadline)
	t.o.resume(StartDeadline, t.c.At, 0)
}

func (o *Order) closeDate() {
	o.DateBy, o.DateDue = Nobody, time.Time{}
	o.stop(DateDeadline)
}

// dropProposals closes what waited for an answer and fits no longer.
func (t *turn) dropProposals() {
	if t.o.ExtraOpen {
		t.closeExtra()
	}
	if t.o.DateBy != Nobody {
		t.o.closeDate()
	}
}
