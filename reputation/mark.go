package reputation

import (
	"time"

	"guildhall/id"
	"guildhall/money"
	"guildhall/order"
	"guildhall/policy"
)

// Share is a part of a whole in millionths, and so is what is made of shares:
// weights, ratings, ranks.
type Share int64

// Whole is all of it.
const Whole Share = 1_000_000

// shareOf is part / all; 0 where there is nothing.
func shareOf(part, all int64) Share {
	if all == 0 {
		return 0
	}
	return Share(int64(Whole) * part / all)
}

// OfRate turns a number of the policy into a share.
func OfRate(r money.Rate) Share { return Share(int64(r) * int64(Whole) / int64(money.Whole)) }

// times is a share of a share.
func (s Share) times(other Share) Share { return s * other / Whole }

// Mark is what an ended order leaves on its seller's record: the facts all
// figures come from (REP-3 to REP-9, REP-14).
type Mark struct {
	Order   id.Order
	Seller  id.Member
	Buyer   id.Member
	Service id.Service
	EndedAt time.Time
	Work
	Outcome
}

// Work is how the order was done.
type Work struct {
	Late      bool // past its due time, and that counts (ORD-7, ORD-12)
	Delivered bool
	OnTime    bool // the first delivery was (ORD-29)
	Started   bool
	Wait      time.Duration // from placing until the start of work
	Lead      time.Duration // from there to the last delivery
}

// Outcome is what can still change after the end: by an objection, a case, a
// feedback. The zero outcome leaves no mark.
type Outcome struct {
	Ended     bool
	Completed bool
	Cause     order.Cause // why it counts against the seller
	Judged    bool        // a feedback of the buyer's counts
	Liked     bool
	Stars     int64
}

// markOf is the mark of an order as it stands, with what its buyer said, if
// anything.
func markOf(o order.Order, said *Feedback) Mark {
	m := Mark{Order: o.ID, Seller: o.Seller, Buyer: o.Buyer, Service: o.Service, EndedAt: o.EndedAt}
	if !o.State.Ended() {
		return m
	}
	m.Work = Work{
		Late: o.Lateness == order.LateCounts, Delivered: o.Deliveries > 0, OnTime: o.FirstOnTime, Started: !o.StartedAt.IsZero(),
	}
	if m.Started {
		m.Wait = o.StartedAt.Sub(o.PlacedAt)
	}
	if m.Started && m.Delivered {
		m.Lead = o.DeliveredAt.Sub(o.StartedAt)
	}
	m.Outcome = Outcome{Ended: true, Completed: o.State == order.Completed, Cause: counted(o)}
	if said != nil && said.Counts && said.RemovedAt.IsZero() {
		m.Judged, m.Liked, m.Stars = true, said.Liked, said.Stars
	}
	return m
}

// counted is an order's cause, once nobody can object to it any more (ORD-39).
func counted(o order.Order) order.Cause {
	if o.Objection == order.ObjectionPossible || o.Objection == order.ObjectionMade {
		return order.NotCounted
	}
	return o.Cause
}

// Failed reports whether the order ended by a cancellation that counts or by
// an arbiter against the seller.
func (m Mark) Failed() bool { return m.Cause != order.NotCounted }

// Disliked reports whether a negative feedback counts.
func (m Mark) Disliked() bool { return m.Judged && !m.Liked }

// Burden is how much the order lowers responsibility: once, by its heaviest
// cause (REP-4).
func (m Mark) Burden(p *policy.Policy) Share {
	switch {
	case m.Failed():
		return Whole
	case m.Late:
		return OfRate(p.LateWeight)
	}
	return 0
}

// Loss is how much it counts against the level: as a burden, and a negative
// feedback as a failure (REP-8).
func (m Mark) Loss(p *policy.Policy) Share {
	if m.Disliked() {
		return Whole
	}
	return m.Burden(p)
}

// Totals add up marks over all time.
type Totals struct {
	Ended     int64
	Completed int64
	Failed    int64 // ended by what counts
	Delivered int64
	OnTime    int64
	Started   int64
	Led       int64 // completed after a delivery: what Lead is made of
	Lead      time.Duration
	Wait      time.Duration
	Tally
}

// With is the totals with a mark more.
func (t Totals) With(m Mark) Totals { return t.plus(m, 1) }

// Without is the totals with a mark less.
func (t Totals) Without(m Mark) Totals { return t.plus(m, -1) }

func (t Totals) plus(m Mark, sign int64) Totals {
	if !m.Ended {
		return t
	}
	count := func(field *int64, counts bool) {
		if counts {
			*field += sign
		}
	}
	count(&t.Ended, true)
	count(&t.Completed, m.Completed)
	count(&t.Failed, m.Failed())
	count(&t.Delivered, m.Delivered)
	count(&t.OnTime, m.Delivered && m.OnTime)
	count(&t.Started, m.Started)
	count(&t.Led, m.Completed && m.Lead > 0)
	count(&t.Liked, m.Judged && m.Liked)
	count(&t.Disliked, m.Disliked())
	if m.Started {
		t.Wait += time.Duration(sign) * m.Wait
	}
	if m.Completed {
		t.Lead += time.Duration(sign) * m.Lead
	}
	if m.Judged {
		t.StarSum += sign * m.Stars
	}
	return t
}

// MeanLead is the average lead time over completed orders (REP-6).
func (t Totals) MeanLead() time.Duration { return mean(t.Lead, t.Led) }

// MeanWait is the average time until start (REP-6).
func (t Totals) MeanWait() time.Duration { return mean(t.Wait, t.Started) }

func mean(sum time.Duration, n int64) time.Duration {
	if n == 0 {
		return 0
	}
	return sum / time.Duration(n)
}

// Successful is the share of orders completed among those that were completed
// or failed (REP-14); an order that ended by nobody's fault is neither.
func (t Totals) Successful() Share { return shareOf(t.Completed, t.Completed+t.Failed) }

// Punctual is the share of delivered orders whose first delivery was on time
// (REP-14).
func (t Totals) Punctual() Share { return shareOf(t.OnTime, t.Delivered) }
