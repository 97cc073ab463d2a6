package order_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"guildhall/money"
	"guildhall/order"
	"guildhall/policy"
)

// livesOnTheTable is how many orders live beside the naive model.
const (
	livesOnTheTable = 20_000
	stepsOfALife    = 40
	takenAtLeast    = 100
)

// twin is one order that lives twice: by the table and by the model.
type twin struct {
	t     testing.TB
	w     *wanderer
	p     *policy.Policy
	o     order.Order
	m     *story
	at    time.Time
	told  []string
	taken map[string]int
}

func TestTheTableAndANaiveModelTellTheSameLives(t *testing.T) {
	lives := livesOnTheTable
	if testing.Short() {
		lives /= 4
	}
	taken := map[string]int{}
	w := newWanderer(1)
	p := walkedPolicies(t)
	for n := range lives {
		tw := &twin{t: t, w: w, p: &p[n%len(p)], taken: taken}
		tw.live(n%3 > 0, int64(n%5)-1)
	}
	if len(p) > 0 && lives == livesOnTheTable {
		eachTakenOften(t, taken)
	}
}

// walkedPolicies are the presets that run, and the services with a buyer's fee
// and agreed dates, for what the presets leave switched off.
func walkedPolicies(t testing.TB) []policy.Policy {
	t.Helper()
	fees := rules(t, "services")
	fees.BuyerFee, fees.TipCommission, fees.DeliveryNeedsFile = 5_00, 10_00, false
	fees.Extension = policy.ExtensionAgreed
	return []policy.Policy{rules(t, "services"), rules(t, "direct"), fees}
}

func eachTakenOften(t *testing.T, taken map[string]int) {
	t.Helper()
	var report []string
	for _, row := range order.Table.Rows {
		if slices.Equal(row.From, []order.State{order.Prepared}) && row.Verb != order.PlaceOrder {
			continue // a checkout's, before there is an order
		}
		n, known := taken[row.ID]
		if known {
			report = append(report, fmt.Sprintf("%s %d", row.ID, n))
			taken[row.ID+"*"], known = n, false
		}
		if n < takenAtLeast {
			t.Errorf("row %s was taken %d times, want at least %d", row.ID, n, takenAtLeast)
		}
	}
	t.Logf("rows taken: %s", strings.Join(report, ", "))
}

func (tw *twin) live(brief bool, rounds int64) {
	tw.o = placed(tw.t, tw.p, brief, rounds)
	tw.at, tw.taken["place"] = tw.o.PlacedAt, tw.taken["place"]+1
	tw.m = begin(tw.p, tw.o, tw.at)
	tw.compare()
	for range stepsOfALife {
		switch tw.w.chance.IntN(40) {
		case 0:
			tw.outage()
		case 1, 2, 3, 4, 5:
			tw.silence()
		default:
			tw.pass(tw.w.span())
			tw.act()
		}
		if tw.o.State.Ended() && tw.w.chance.IntN(6) == 0 {
			return
		}
	}
}

// pass lets time go by, and the deadlines in it take effect.
func (tw *twin) pass(span time.Duration) {
	until := tw.at.Add(span)
	for {
		d, at := tw.o.Clocks.Next()
		if d == order.NoDeadline || !at.Before(until) {
			break
		}
		tw.ring(d, at)
	}
	if tw.at.Before(until) {
		tw.at = until
	}
}

// silence waits for the next deadline.
func (tw *twin) silence() {
	if d, at := tw.o.Clocks.Next(); d != order.NoDeadline {
		tw.ring(d, at)
	}
}

func (tw *twin) ring(d order.Deadline, at time.Time) {
	for name, other := range tw.m.deadlines() {
		if other.Before(at) {
			tw.fail("%s rings at %v, the model's %s is earlier (%v)", d, at, name, other)
		}
	}
	c := ringing(tw.o, d, at)
	tw.at = c.At
	tw.m.rings(d.String(), c.At)
	tw.take(c)
}

func (tw *twin) outage() {
	from := tw.at
	c := order.Command{Side: order.Clock, Verb: order.MoveClocks, At: from.Add(tw.w.span() * 3)}
	c.Outage = order.Outage{From: from, Until: c.At}
	moved := tw.m.outage(from, c.At)
	tw.at = c.At
	if _, err := order.Decide(tw.o, c, tw.p); (err == nil) != moved {
		tw.fail("outage: table says %v, model moved %v", err, moved)
	}
	if moved {
		tw.take(c)
	}
}

// act does something allowed nine times in ten, else whatever comes to mind.
func (tw *twin) act() {
	c := tw.w.wish(tw.o, tw.at)
	if tw.w.chance.IntN(10) > 0 {
		c = tw.allowed()
	}
	may := tw.m.may(c)
	if _, err := order.Decide(tw.o, c, tw.p); (err == nil) != may {
		tw.fail("%s by %s: the table says %v, the model %v", c.Verb, c.Side, err, may)
	}
	if may {
		tw.m.does(c)
		tw.take(c)
	}
}

// allowed looks for a wish that the model grants; those that end the order
// less often than others, so that lives are long.
func (tw *twin) allowed() order.Command {
	c := tw.w.wish(tw.o, tw.at)
	for range 200 {
		if tw.m.may(c) {
			after := tw.m.copied()
			after.does(c)
			if !after.over() || tw.o.State.Ended() || tw.w.chance.IntN(4) == 0 {
				return c
			}
		}
		c = tw.w.wish(tw.o, tw.at)
	}
	return c
}

func (tw *twin) take(c order.Command) {
	out, err := order.Decide(tw.o, c, tw.p)
	if err != nil {
		tw.fail("%s %s %s by %s: %v", c.Verb, c.Reason, c.Deadline, c.Side, err)
	}
	tw.taken[out.Row.ID]++
	tw.told = append(tw.told, fmt.Sprintf("%s %s -> %s", c.At.Format("02 15:04:05"), out.Row.ID, out.After.State))
	tw.o = out.After
	tw.compare()
}

func (tw *twin) fail(format string, args ...any) {
	tw.t.Helper()
	tw.t.Fatalf("%s\n  custody %s, rounds %d, brief %v\n  %s",
		fmt.Sprintf(format, args...), tw.p.Custody, tw.o.Rounds, tw.o.BriefNeeded, strings.Join(tw.told, "\n  "))
}

// facet is one thing that both tell of.
type facet struct {
	name         string
	table, model any
}

func (tw *twin) compare() {
	tw.t.Helper()
	o, m := tw.o, tw.m
	fee := money.Amount(0)
	if m.escrow {
		fee = m.heldFee
	}
	for _, f := range []facet{
		{"state", o.State, m.state}, {"price", o.Price, m.price}, {"held", o.Held, m.held}, {"fee held", o.FeeHeld, fee},
		{"to the seller", o.ToSeller, m.toSeller}, {"to the buyer", o.ToBuyer, m.toBuyer}, {"tips", o.Tipped, m.tips},
		{"cause", string(o.Cause), m.cause}, {"lateness", string(o.Lateness), m.late}, {"feedback", o.FeedbackOpen, m.feedback},
		{"objection", string(o.Objection), m.objection}, {"portfolio", string(o.Portfolio), m.shown},
		{"asked by", o.AskedBy, m.asker}, {"paid", o.PaidNoted, m.paid}, {"received", o.ReceivedNoted, m.received},
	} {
		if f.table != f.model {
			tw.fail("%s: the table says %v, the model %v", f.name, f.table, f.model)
		}
	}
	running := map[string]time.Time{}
	for _, d := range order.Deadlines() {
		if at := o.Clocks[d]; !at.IsZero() {
			running[d.String()] = at
		}
	}
	if model := m.deadlines(); !maps.EqualFunc(running, model, time.Time.Equal) {
		tw.fail("deadlines: the table says %v, the model %v", running, model)
	}
}
