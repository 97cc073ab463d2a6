package order_test

import (
	"maps"
	"time"

	"guildhall/money"
	"guildhall/order"
	"guildhall/policy"
)

// story is the NAIVE MODEL of an order: what orders.md says, written down once
// more by hand, with none of the table's guards and effects. It borrows the
// words of package order (verbs, reasons, states) and nothing else.
type story struct {
	p      *policy.Policy
	escrow bool
	lead   time.Duration
	rounds int64

	state    order.State
	lastAct  time.Time // of either party
	grace    time.Duration
	placed   time.Time
	ended    time.Time
	started  bool
	due      time.Time      // of the work; zero while its clock has not started or stands still
	rest     *time.Duration // what is left of it while it stands still
	until    map[string]time.Time
	still    map[string]time.Duration // deadlines that stand still, with what is left
	complete bool                     // the brief
	askedFor time.Time

	delivered, sentBack   int
	firstOnTime, point    bool
	late                  string // "", "excused", "late"
	lateAt                time.Time
	buyerOpen, sellerOpen time.Time // first word that the other has not reacted to
	sellerLast            time.Time
	noTime                bool

	asker    order.Side
	reason   order.Reason
	asked    map[order.Side]int
	refused  map[order.Reason]bool
	refusals int
	floored  bool

	extra *extra
	added *added
	date  *date
	kase  *kase

	held, heldFee, toSeller, toBuyer, price, tips money.Amount

	cause     string
	feedback  bool
	objection string
	shown     string
	banned    order.Side
	paid      bool
	received  bool
	contested bool
}

// tick is what stays of a deadline that stands still at its last moment.
const tick = time.Microsecond

type extra struct {
	sum  money.Amount
	lead time.Duration
}

type added struct {
	sum        money.Amount
	from       order.State
	work       time.Duration
	check      time.Duration
	checkGoing bool
}

type date struct {
	by  order.Side
	due time.Time
}

type kase struct {
	by           order.Side
	from         order.State
	stated       map[order.Side]bool
	goOn, split  order.Side
	splitTo      money.Amount
	decided      bool
	to           money.Amount
	blame        order.Blame
	judge        string
	agreed       map[order.Side]bool
	appealed     bool
	appealedWhen time.Time
}

// begin tells of an order that has just been placed.
func begin(p *policy.Policy, o order.Order, at time.Time) *story {
	m := &story{
		p: p, escrow: p.Custody == policy.CustodyEscrow, lead: o.Lead, rounds: o.Rounds, state: order.Placed,
		placed: at, lastAct: at, price: o.Price, complete: !o.BriefNeeded || o.BriefComplete,
		until: map[string]time.Time{"start": at.Add(p.StartWithin)}, still: map[string]time.Duration{},
		asked: map[order.Side]int{}, refused: map[order.Reason]bool{},
	}
	if m.escrow {
		m.held, m.heldFee = o.Price, o.Fee
	}
	if m.complete {
		m.startWorkClock(at)
	}
	return m
}

// copied is a story that can be tried out on.
func (m *story) copied() *story {
	c := *m
	c.until, c.still = maps.Clone(m.until), maps.Clone(m.still)
	c.asked, c.refused = maps.Clone(m.asked), maps.Clone(m.refused)
	if m.kase != nil {
		k := *m.kase
		k.stated, k.agreed = maps.Clone(k.stated), maps.Clone(k.agreed)
		c.kase = &k
	}
	return &c
}

// ORD-6, ORD-12: what starts the work clock, and that an order must be begun by
// its due time.
func (m *story) startWorkClock(at time.Time) {
	if !m.due.IsZero() || m.rest != nil {
		return
	}
	if m.asker == order.Buyer { // ORD-28: it stands still meanwhile
		lead := m.lead
		m.rest = &lead
		return
	}
	m.due = at.Add(m.lead)
	m.startByDue()
}

func (m *story) startByDue() {
	if by, runs := m.until["start"]; runs && m.due.Before(by) {
		m.until["start"] = m.due
	}
}

func (m *story) freeze(at time.Time) {
	if !m.due.IsZero() && m.state != order.Late {
		rest := max(tick, m.due.Sub(at))
		m.rest, m.due = &rest, time.Time{}
	}
}

func (m *story) thaw(at time.Time) {
	if m.rest != nil && (m.state == order.Placed || m.state == order.InWork) {
		m.due, m.rest = at.Add(*m.rest), nil
	}
}

func (m *story) workLeft(at time.Time) time.Duration {
	switch {
	case m.rest != nil:
		return *m.rest
	case m.due.After(at):
		return m.due.Sub(at)
	}
	return 0
}

func (m *story) hold(name string, at time.Time) {
	if when, runs := m.until[name]; runs {
		m.still[name] = max(tick, when.Sub(at))
		delete(m.until, name)
	}
}

func (m *story) letRun(name string, at time.Time, atLeast time.Duration) {
	if left, stands := m.still[name]; stands {
		m.until[name] = at.Add(max(left, atLeast))
		delete(m.still, name)
	}
}

func (m *story) drop(names ...string) {
	for _, name := range names {
		delete(m.until, name)
		delete(m.still, name)
	}
}

// deadlines are the ones that run: those kept, and those that follow from where
// the order stands (ORD-7, ORD-9).
func (m *story) deadlines() map[string]time.Time {
	running := maps.Clone(m.until)
	if m.asker != order.Nobody {
		return running
	}
	if m.state == order.InWork {
		running["due"] = m.due
	}
	if m.state == order.InWork || m.state == order.Late {
		from := m.lastAct
		if m.due.After(from) {
			from = m.due
		}
		running["idle"] = from.Add(m.p.IdleCancel + m.grace)
	}
	return running
}

// pay, back and their fee: MON-3, MON-18.
func (m *story) pay(sum money.Amount) {
	m.takeFee(sum)
	m.held, m.toSeller = m.held-sum, m.toSeller+sum
}

func (m *story) back(sum money.Amount) {
	m.takeFee(sum)
	m.held, m.toBuyer = m.held-sum, m.toBuyer+sum
}

func (m *story) takeFee(sum money.Amount) {
	if m.held > 0 {
		m.heldFee -= halfEven(int64(m.heldFee)*int64(sum), int64(m.held))
	}
}

func halfEven(dividend, divisor int64) money.Amount {
	whole, rest := dividend/divisor, dividend%divisor
	if 2*rest > divisor || (2*rest == divisor && whole%2 == 1) {
		whole++
	}
	return money.Amount(whole)
}

// finish ends the order, in whatever way it ended.
func (m *story) finish(state order.State, at time.Time) {
	m.state = state
	if m.ended.IsZero() {
		m.ended = at
	}
	m.asker, m.extra, m.date, m.added = order.Nobody, nil, nil, nil
	objection, runs := m.until["objection"]
	m.until, m.still, m.rest = map[string]time.Time{}, map[string]time.Duration{}, nil
	if runs {
		m.until["objection"] = objection
	}
}

func (m *story) payAndEnd(at time.Time) {
	m.pay(m.held)
	m.feedback = true
	m.finish(order.Completed, at)
}

func (m *story) cancel(at time.Time) {
	m.back(m.held)
	m.finish(order.Cancelled, at)
}
