package order

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// nearest is the way to a state in which the row would be open but for its
// conditions, so that one sees which of them is never true.
func (g *graph) nearest(row *Row) []string {
	for n, made := range g.nodes {
		if !slices.Contains(row.From, made.o.State) {
			continue
		}
		c := inputs(&made.o, Command{Verb: row.Verb, Reason: row.Reason, Side: row.Who[0], Deadline: row.Deadline})[0]
		c.At = made.o.LastEventAt
		var shut []string
		for _, guard := range row.If {
			if guard.Test(&made.o, &c, g.p) != nil {
				shut = append(shut, guard.Name)
			}
		}
		if row.Layer.refuses(&made.o, &c) == nil {
			return append(g.path(n), "and there it is shut by: "+strings.Join(shut, ", "))
		}
	}
	return nil
}

// wanderMost bounds the random lives that look for a row which the search told
// states apart too roughly to come by.
const wanderMost = 20_000

// wander lives random lives until every row that the policy has a use for was
// taken, or the lives are used up. The seed is fixed: the same table and policy
// always give the same answer.
func (g *graph) wander() {
	chance := rand.New(rand.NewPCG(1, 2))
	starts := startingOrders(g.p)
	for n := 0; n < wanderMost && g.untaken() != nil; n++ {
		o := starts[n%len(starts)]
		if out, err := g.life.Decide(o, Command{Side: Buyer, Verb: PlaceOrder, At: checkStart}, g.p); err == nil {
			g.live(out.After, chance)
		}
	}
}

// live takes random steps until the order has ended or lived long enough.
func (g *graph) live(o Order, chance *rand.Rand) {
	for range 60 {
		switch chance.IntN(24) {
		case 0:
			if out, ok := g.ring(o); ok {
				g.taken[out.Row.ID]++
				o = out.After
			}
		case 1, 2, 3, 4:
			at := o.LastEventAt.Add(g.spans[chance.IntN(len(g.spans))])
			if _, next := o.Clocks.Next(); next.IsZero() || at.Before(next) {
				o.LastEventAt = at
			}
		default:
			choices := inputs(&o, g.moves[chance.IntN(len(g.moves))])
			c := choices[chance.IntN(len(choices))]
			c.At = o.LastEventAt
			if out, err := g.life.Decide(o, c, g.p); err == nil && (!out.After.State.Ended() || chance.IntN(8) == 0) {
				g.taken[out.Row.ID]++
				o = out.After
			}
		}
	}
}

// untaken lists rows that the policy has a use for and nothing has taken.
func (g *graph) untaken() []*Row {
	var list []*Row
	for i := range g.life.Rows {
		if row := &g.life.Rows[i]; g.taken[row.ID] == 0 && !row.off(g.p) {
			list = append(list, row)
		}
	}
	return list
}
