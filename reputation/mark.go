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

// takenBack is the row of an order placed by mistake. It leaves no mark: it was
// over within minutes and before anything was delivered, at no cost to anybody
// (ORD-40), so that a friend's thirty of them would wash all failures out of a
// seller's last orders (REP-4, REP-8) and raise their rating besides.
const takenBack = "cancel_" + string(order.ByMistake)

// markOf is the mark of an order as it stands, with what its buyer said, if
// anything.
func markOf(o order.Order, said *Feedback) Mark {
	m := Mark{Order: o.ID, Seller: o.Seller, Buyer: o.Buyer, Service: o.Service, EndedAt: o.EndedAt}
	if !o.State.Ended() || o.EndedBy == takenBack {
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
	if objectable(o) {
		return order.NotCounted
	}
	return o.Cause
}

// objectable reports whether the seller can still object, or waits for staff.
func objectable(o order.Order) bool {
	return o.Objection == order.ObjectionPossible || o.Objection == order.ObjectionMade
}

// counts reports whether a verdict on an order gives stars. On a cancelled
// order a dislike does, a like does not (REP-3). What opened feedback there is
// the same rule as the cause: while that can be objected to, a dislike waits
// with it, and where the objection was upheld neither counts (ORD-39).
func counts(o order.Order, liked bool) bool {
	return o.FeedbackOpen && !objectable(o) && (o.State != order.Cancelled || !liked)
}

// Failed reports whether the order ended by a cancellation that counts or by
// an arbiter against the seller.
func (m Mark) Failed() bool { return m.Cause != order.NotCounted }

// Cancelled reports whether it came to nothing by the seller's fault. An order
// for which an arbiter blames the seller and pays them a part is completed: it
// failed, and was not cancelled (REP-14).
func (m Mark) Cancelled() bool { return m.Failed() && !m.Completed }

// Timed reports whether the order says anything about being on time: it was
// delivered, or it was late, and then it counts whether or not anything came
// (ORD-7).
func (m Mark) Timed() bool { return m.Delivered || m.Late }

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
	Cancelled int64 // of them, those that were not completed all the same
	Timed     int64 // delivered, or late as it counts: what OnTime is a part of
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
	count(&t.Cancelled, m.Cancelled())
	count(&t.Timed, m.Timed())
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
		t.StarSum += sign * inStars(m.Liked, m.Stars)
	}
	return t
}

// inStars is what a verdict adds to the sum of stars. One that was left as a
// like or a dislike has its place in it too, so that a marketplace can change
// how it rates and nobody's stars are gone.
func inStars(liked bool, stars int64) int64 {
	switch {
	case stars > 0:
		return stars
	case liked:
		return 5
	}
	return 1
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

// Concluded is how many orders Successful looks at.
func (t Totals) Concluded() int64 { return t.Completed + t.Cancelled }

// Successful is the share of orders completed among those that were completed
// or cancelled by the seller's fault (REP-14); an order that ended by nobody's
// fault is neither.
func (t Totals) Successful() Share { return shareOf(t.Completed, t.Concluded()) }

// Punctual is the share of orders whose first delivery was on time among those
// delivered or late (REP-14).
func (t Totals) Punctual() Share { return shareOf(t.OnTime, t.Timed) }
