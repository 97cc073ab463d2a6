package order

import (
	"time"

	"guildhall/deadline"
	"guildhall/policy"
)

// Deadline is one of the clocks an order can have running. Where two fall due
// at the same moment the one listed first takes effect, so that a member's
// request goes before completion by the clock (ORD-15).
type Deadline int

// The deadlines, each with the rule that makes it.
const (
	NoDeadline        Deadline = iota
	PreparedDeadline           // ORD-57
	AnswerDeadline             // ORD-10
	BanDeadline                // ORD-61
	ExtraDeadline              // ORD-22
	DateDeadline               // ORD-13
	HandBackDeadline           // ORD-21
	StartDeadline              // ORD-6
	DueDeadline                // ORD-7
	CheckDeadline              // ORD-8
	IdleDeadline               // ORD-9
	StatementDeadline          // ORD-11
	ReminderDeadline           // ORD-11
	LimitDeadline              // ORD-11
	EffectDeadline             // ORD-49
	ObjectionDeadline          // ORD-39
	deadlineCount
)

var deadlineNames = [deadlineCount]string{
	"", "prepared", "answer", "ban", "extra", "date", "hand_back", "start", "due", "check",
	"idle", "statement", "reminder", "limit", "effect", "objection",
}

// String is the deadline's stored name.
func (d Deadline) String() string { return deadlineNames[d] }

// ParseDeadline reads a stored name; NoDeadline for anything else.
func ParseDeadline(name string) Deadline {
	for d, known := range deadlineNames {
		if known == name {
			return Deadline(d)
		}
	}
	return NoDeadline
}

// Deadlines lists every deadline there is.
func Deadlines() []Deadline {
	list := make([]Deadline, 0, deadlineCount-1)
	for d := NoDeadline + 1; d < deadlineCount; d++ {
		list = append(list, d)
	}
	return list
}

// Clocks holds the moment of each running deadline, zero where none runs.
type Clocks [deadlineCount]time.Time

// Spans holds what is left of each deadline that stands still.
type Spans [deadlineCount]time.Duration

// Next is the running deadline that takes effect first; NoDeadline when none
// runs.
func (c Clocks) Next() (Deadline, time.Time) {
	next, at := NoDeadline, time.Time{}
	for d := NoDeadline + 1; d < deadlineCount; d++ {
		if !c[d].IsZero() && (next == NoDeadline || c[d].Before(at)) {
			next, at = d, c[d]
		}
	}
	return next, at
}

// stop takes a clock out for good.
func (o *Order) stop(deadlines ...Deadline) {
	for _, d := range deadlines {
		o.Clocks[d], o.Left[d] = time.Time{}, 0
	}
}

// pause keeps what is left of a running clock.
func (o *Order) pause(d Deadline, at time.Time) {
	if running := o.Clocks[d]; !running.IsZero() {
		o.Clocks[d], o.Left[d] = time.Time{}, atLeastATick(running.Sub(at))
	}
}

// resume lets a paused clock run on with what was left, at least the floor.
func (o *Order) resume(d Deadline, at time.Time, floor time.Duration) {
	if left := o.Left[d]; left != 0 {
		o.Clocks[d], o.Left[d] = at.Add(max(left, floor)), 0
	}
}

// pauseWork lets the work clock stand still (ORD-12). A late order's due time
// has passed and stays.
func (o *Order) pauseWork(at time.Time) {
	if o.State != Late && !o.Due.IsZero() {
		o.Due, o.Left[DueDeadline] = time.Time{}, atLeastATick(o.Due.Sub(at))
	}
}

// resumeWork lets it run on, where the work is the seller's again.
func (o *Order) resumeWork(at time.Time) {
	if left := o.Left[DueDeadline]; left != 0 && (o.State == Placed || o.State == InWork) {
		o.Due, o.Left[DueDeadline] = at.Add(left), 0
	}
}

// workLeft is how much of the lead time the seller still has.
func (o *Order) workLeft(at time.Time) time.Duration {
	if o.Due.IsZero() {
		return o.Left[DueDeadline]
	}
	return max(0, o.Due.Sub(at))
}

// atLeastATick keeps "nothing left" apart from "not paused".
func atLeastATick(left time.Duration) time.Duration { return max(left, time.Microsecond) }

// wind sets the clocks that follow from where the order stands; all others are
// set by the row that starts them.
func (o *Order) wind(p *policy.Policy) {
	o.Clocks[DueDeadline], o.Clocks[IdleDeadline] = time.Time{}, time.Time{}
	switch {
	case o.State.Ended():
		objection := o.Clocks[ObjectionDeadline]
		o.Clocks, o.Left = Clocks{}, Spans{}
		o.Clocks[ObjectionDeadline] = objection
	case o.AskedBy != Nobody:
		// ORD-28: lateness is judged at the request's end, and its answer has a clock of its own.
	case o.State == InWork || o.State == Late:
		if o.State == InWork {
			o.Clocks[DueDeadline] = o.Due
		}
		o.Clocks[IdleDeadline] = later(o.LastActAt, o.Due).Add(p.IdleCancel + o.IdleGrace)
	}
	o.turn()
}

// turn works out for whom the order waits. What waits for nobody in particular,
// such as the idle clock, makes it nobody's turn.
func (o *Order) turn() {
	o.Turn = Turn{}
	for d, at := range o.Clocks {
		if at.IsZero() || Deadline(d) == HandBackDeadline || Deadline(d) == ObjectionDeadline {
			continue // a chance, not a duty
		}
		switch o.mustAct(Deadline(d)) {
		case Buyer:
			o.WaitsForBuyer = true
		case Seller:
			o.WaitsForSeller = true
		}
	}
}

// WarnBefore is when the reminder of a deadline goes out (ORD-14): a share of
// the span ahead, at least the floor; zero where less than that was given.
func WarnBefore(from, until time.Time, p *policy.Policy) time.Time {
	span := until.Sub(from)
	ahead := deadline.Ahead(span, p)
	if ahead >= span {
		return time.Time{}
	}
	return until.Add(-ahead)
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
