package order

import (
	"fmt"
	"slices"
	"time"

	"guildhall/id"
	"guildhall/money"
	"guildhall/policy"
)

// graph is every state that orders can get into under a policy. Two orders are
// the same state when each side has the same choices, the same deadlines run
// with the same one next, and the same side's request waits.
type graph struct {
	life  *Lifecycle
	p     *policy.Policy
	nodes []node
	known map[string]int
	flaws []Flaw
	steps int
	taken map[string]int
	moves []Command // one for each verb, reason and side that the table names
	spans []time.Duration

	groups groups
}

type node struct {
	o       Order
	in, out money.Amount // into and out of escrow so far
	from    int
	how     string
	edges   []edge
	silent  []silent
}

// edge is an act that leads on. Kept are the deadlines it leaves as they are,
// in the same state: taking it gains its actor no time against them.
type edge struct {
	side Side
	to   int
	kept uint32
}

// silent is where the order stands once a deadline has rung and nobody acted;
// NoDeadline is time going by.
type silent struct {
	d  Deadline
	to int
}

// statesMost bounds the search; the real tables need a tenth of it.
const statesMost = 200_000

var checkStart = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func explore(l *Lifecycle, p *policy.Policy) *graph {
	g := &graph{life: l, p: p, known: map[string]int{}, taken: map[string]int{}, moves: l.moves(), groups: l.groups(), spans: []time.Duration{p.FreeCancel + time.Minute, p.BriefAskWait, p.NoContact}}
	for _, o := range startingOrders(p) {
		out, err := l.Decide(o, Command{Side: Buyer, Verb: PlaceOrder, At: checkStart}, p)
		if err != nil {
			g.flaws = append(g.flaws, Flaw{Letter: "row", What: "no order can be placed: " + err.Error()})
			return g
		}
		g.visit(out, node{from: -1})
	}
	for n := 0; n < len(g.nodes) && len(g.nodes) < statesMost; n++ {
		g.expand(n)
	}
	if len(g.nodes) >= statesMost {
		g.flaws = append(g.flaws, Flaw{Letter: "a", What: fmt.Sprintf("more than %d states: the search was not finished", statesMost)})
	}
	return g
}

// startingOrders are the kinds of orders that terms make different: with and
// without a brief, with unlimited and with one round.
func startingOrders(p *policy.Policy) []Order {
	var list []Order
	for _, brief := range []bool{true, false} {
		for _, rounds := range []int64{-1, 1} {
			o := Order{Buyer: id.Member{1}, Seller: id.Member{2}, State: Prepared, Custody: p.Custody}
			o.Terms = Terms{Units: 1, Lead: 3 * 24 * time.Hour, Rounds: rounds, RevisionTime: p.RevisionTime, BriefNeeded: brief}
			o.Price = 100_01
			if p.Custody == policy.CustodyEscrow {
				o.Commission, o.FeeRate, o.Fee = p.Commission, p.BuyerFee, o.Price.Share(p.BuyerFee)
			}
			list = append(list, o)
		}
	}
	return list
}

// moves lists the commands that the table's rows can be asked with.
func (l *Lifecycle) moves() []Command {
	var list []Command
	seen := map[string]bool{}
	for _, row := range l.Rows {
		if row.Verb == PlaceOrder || row.Verb == RingClock {
			continue
		}
		for _, side := range row.Who {
			key := fmt.Sprint(row.Verb, row.Reason, side)
			if !seen[key] {
				seen[key] = true
				list = append(list, Command{Verb: row.Verb, Reason: row.Reason, Side: side})
			}
		}
	}
	return list
}

// inputs fills a command with what a person could type; different inputs lead
// to different states.
func inputs(o *Order, c Command) []Command {
	full, bare, most := fullInput(o, c), c, c
	bare.Banned, bare.Blame, bare.Due = Seller, BlameOverreach, full.Due
	most.Sum, most.Files, most.Due = o.Held, 1, full.Due
	if c.Side == Arbiter {
		bare.Actor, most.Actor = id.Member{4}, id.Member{4}
	}
	return []Command{full, bare, most}
}

func fullInput(o *Order, c Command) Command {
	at := o.LastEventAt
	c.Files, c.Complete, c.Point = 1, true, true
	c.Sum, c.Banned, c.Blame = 50_00, Buyer, BlameSeller
	c.Due, c.Lead = later(o.Due, at).Add(48*time.Hour), 24*time.Hour
	c.Outage = Outage{From: at, Until: at.Add(30 * time.Hour)}
	if c.Side == Arbiter {
		c.Actor = id.Member{3}
	}
	return c
}

func (g *graph) expand(n int) {
	o := g.nodes[n].o
	for _, move := range g.moves {
		if move.Verb == MoveClocks && o.State.Ended() {
			continue
		}
		g.try(n, o, move)
	}
	if o.State.Ended() && o.Objection != ObjectionPossible {
		return
	}
	g.letRing(n, o)
	g.letPass(n, o)
}

func (g *graph) try(n int, o Order, move Command) {
	var last Order
	for _, c := range inputs(&o, move) {
		c.At = o.LastEventAt
		out, err := g.life.Decide(o, c, g.p)
		if err != nil || out.After == last {
			continue
		}
		last = out.After
		g.step(n, out, c.Side)
	}
}

func (g *graph) step(n int, out Outcome, side Side) {
	g.steps++
	g.taken[out.Row.ID]++
	to := g.visit(out, node{in: g.nodes[n].in, out: g.nodes[n].out, from: n})
	g.nodes[n].edges = append(g.nodes[n].edges, edge{side, to, kept(&out)})
}

func kept(out *Outcome) uint32 {
	var bits uint32
	for d, at := range out.Before.Clocks {
		if !at.IsZero() && at.Equal(out.After.Clocks[d]) && out.Before.State == out.After.State {
			bits |= 1 << d
		}
	}
	return bits
}

// letRing lets the deadlines take effect one after the other, as they do when
// nobody acts, and remembers where the order stands after each.
func (g *graph) letRing(n int, o Order) {
	in, out := g.nodes[n].in, g.nodes[n].out
	for range silentMost {
		rung, ok := g.ring(o)
		if !ok {
			return
		}
		g.taken[rung.Row.ID]++
		g.steps++
		d, _ := o.Clocks.Next()
		to := g.visit(rung, node{in: in, out: out, from: n})
		g.nodes[n].silent = append(g.nodes[n].silent, silent{d, to})
		if o = rung.After; o.State.Ended() || o.State != rung.Before.State {
			return
		}
	}
}

func (g *graph) ring(o Order) (Outcome, bool) {
	d, at := o.Clocks.Next()
	if d == NoDeadline {
		return Outcome{}, false
	}
	out, err := g.life.Decide(o, Command{Side: Clock, Verb: RingClock, Deadline: d, At: later(at, o.LastEventAt)}, g.p)
	return out, err == nil
}

// letPass lets time go by without anything happening, so that conditions with
// a span of their own can become true.
func (g *graph) letPass(n int, o Order) {
	_, next := o.Clocks.Next()
	for _, span := range g.spans {
		if at := o.LastEventAt.Add(span); next.IsZero() || at.Before(next) {
			passed := o
			passed.LastEventAt = at
			to := g.visit(Outcome{After: passed}, node{in: g.nodes[n].in, out: g.nodes[n].out, from: n})
			g.nodes[n].silent = append(g.nodes[n].silent, silent{NoDeadline, to})
		}
	}
}

// visit finds or adds the state that an outcome leads to.
func (g *graph) visit(out Outcome, made node) int {
	made.o = out.After
	made.how = "time goes by"
	if out.Row != nil {
		made.how = out.Row.ID
	}
	for _, posting := range out.Postings {
		switch posting.Kind {
		case HoldPosting:
			made.in = made.in.Plus(posting.Sum).Plus(posting.Fee)
		case ReleasePosting, RefundPosting:
			made.out = made.out.Plus(posting.Sum).Plus(posting.Fee)
		}
	}
	key := g.key(&made.o)
	if made.astray() {
		key += "/astray" // else a state like it with its cents in order would stand for it
	}
	if n, ok := g.known[key]; ok {
		return n
	}
	g.known[key] = len(g.nodes)
	g.nodes = append(g.nodes, made)
	return len(g.nodes) - 1
}

// astray reports whether cents are missing or left over.
func (made *node) astray() bool {
	held := made.in.Minus(made.out)
	return held != made.o.Held.Plus(made.o.FeeHeld) || (made.o.State.Ended() && held != 0)
}

// key tells states apart.
func (g *graph) key(o *Order) string {
	text := make([]byte, 0, 96)
	text = append(text, o.State...)
	text = append(text, '/')
	text = append(text, o.AskedBy...)
	if counts[o.AskedReason] {
		text = append(text, '!')
	}
	text = append(text, '/')
	text = append(text, o.CaseFrom...)
	text = append(text, '/')
	text = append(text, o.AddedFrom...)
	text = g.answers(text, o)
	for d, at := range o.Clocks {
		if !at.IsZero() {
			text = append(text, byte('a'+d))
		}
	}
	next, _ := o.Clocks.Next()
	return string(append(text, byte('A'+next)))
}

// answers writes down what each side may do: for every verb and where it leads,
// whether some row is open.
func (g *graph) answers(text []byte, o *Order) []byte {
	open := make([]byte, len(g.groups.names)/8+1)
	for _, side := range Sides {
		c := fullInput(o, Command{Side: side, At: o.LastEventAt})
		for i := range g.life.Rows {
			row := &g.life.Rows[i]
			if row.Verb == RingClock || row.Verb == MoveClocks || !slices.Contains(row.Who, side) {
				continue
			}
			c.Verb, c.Reason = row.Verb, row.Reason
			if row.asks(o, &c) && row.refuses(o, &c, g.p) == nil {
				group := g.groups.of(row, side)
				open[group/8] |= 1 << (group % 8)
			}
		}
	}
	return append(text, open...)
}

// groups numbers the rows that are one choice to a side: the same verb leading
// to the same states.
type groups struct{ names map[groupName]int }

type groupName struct {
	verb Verb
	side Side
	ends bool
}

func (s groups) of(row *Row, side Side) int {
	return s.names[groupName{row.Verb, side, len(row.To) > 0}]
}

func (l *Lifecycle) groups() groups {
	numbered := groups{map[groupName]int{}}
	for _, row := range l.Rows {
		for _, side := range row.Who {
			name := groupName{row.Verb, side, len(row.To) > 0}
			if _, known := numbered.names[name]; !known {
				numbered.names[name] = len(numbered.names)
			}
		}
	}
	return numbered
}

// canEnd finds the states from which a side can end the order whatever the
// other does: those that are ended; those with an own act that leads to such a
// state; and those where waiting for a deadline leads to one and nothing that
// the other side does gets away from it.
func (g *graph) canEnd(side Side) []bool {
	wins := make([]bool, len(g.nodes))
	for changed := true; changed; {
		changed = false
		for n := len(g.nodes) - 1; n >= 0; n-- {
			if !wins[n] && g.endsFrom(n, side, wins) {
				wins[n], changed = true, true
			}
		}
	}
	return wins
}

func (g *graph) endsFrom(n int, side Side, wins []bool) bool {
	if g.nodes[n].o.State.Ended() {
		return true
	}
	for _, e := range g.nodes[n].edges {
		if e.side == side && wins[e.to] {
			return true
		}
	}
	for _, s := range g.nodes[n].silent {
		if wins[s.to] && g.cannotBeKeptFrom(n, s.d, side, wins) {
			return true
		}
	}
	return false
}

// cannotBeKeptFrom reports whether no act of the other side gets the order away
// from a deadline that this side waits for. What staff do is not that side's.
func (g *graph) cannotBeKeptFrom(n int, d Deadline, side Side, wins []bool) bool {
	for _, e := range g.nodes[n].edges {
		if e.side == side.Other() && !wins[e.to] && e.kept&(1<<d) == 0 {
			return false
		}
	}
	return true
}

// path tells how one gets to a state.
func (g *graph) path(n int) []string {
	var steps []string
	for ; n >= 0; n = g.nodes[n].from {
		made := g.nodes[n]
		steps = append(steps, fmt.Sprintf("after %s: %s -> %s", made.o.LastEventAt.Sub(checkStart), made.how, made.o.State))
	}
	slices.Reverse(steps)
	return steps
}
