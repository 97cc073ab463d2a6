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
	livesOnTheTable = 40_000
	stepsOfALife    = 60
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
	slow  bool // days pass between what happens, not minutes
	told  []string
	taken map[string]int
	did   []order.Command
	ways  map[string][]order.Command // nil, or the shortest way to each row so far
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
		tw := &twin{t: t, w: w, p: &p[n%len(p)], taken: taken, slow: n%2 == 0}
		tw.live(placed(t, tw.p, n%3 > 0, int64(n%5)-1))
	}
	if lives == livesOnTheTable {
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
		report = append(report, fmt.Sprintf("%s %d", row.ID, taken[row.ID]))
		if taken[row.ID] < takenAtLeast {
			t.Errorf("row %s was taken %d times, want at least %d", row.ID, taken[row.ID], takenAtLeast)
		}
	}
	slices.Sort(report)
	t.Logf("rows taken: %s", strings.Join(slices.Compact(report), ", "))
}

// live lives an order from its placing on.
func (tw *twin) live(o order.Order) {
	tw.o = o
	tw.at, tw.taken["place"] = tw.o.PlacedAt, tw.taken["place"]+1
	tw.m = begin(tw.p, tw.o, tw.at)
	tw.compare()
	if tw.w.chance.IntN(2) == 0 {
		tw.scene(tw.w.chance.IntN(5))
	}
	for range stepsOfALife {
		switch tw.w.chance.IntN(40) {
		case 0:
			tw.outage()
		case 1, 2, 3, 4, 5:
			tw.silence(1 + 60*(tw.w.chance.IntN(4)/3))
		case 6, 7:
			tw.unanswered()
		case 8:
			tw.scene(tw.w.chance.IntN(len(scenes)))
		default:
			tw.pass(tw.w.span(tw.slow))
			tw.act()
		}
		settled := tw.o.Objection == order.ObjectionNone || tw.w.chance.IntN(4) == 0
		if tw.o.State.Ended() && settled && tw.w.chance.IntN(3) == 0 {
			return
		}
	}
}

// scenes are what chance alone would seldom lead to.
var scenes = [][]order.Command{
	{{Side: order.Seller, Verb: order.Start}},
	{{Side: order.Seller, Verb: order.Start}, {Side: order.Seller, Verb: order.Deliver}},
	{{Side: order.Seller, Verb: order.AskBrief}, {Side: order.Seller, Verb: order.Start}},
	{{Side: order.Seller, Verb: order.Start}, {Side: order.Staff, Verb: order.PartyBanned}, {Side: order.Seller, Verb: order.Deliver}, {Side: order.Clock}},
	{{Side: order.Seller, Verb: order.AskBrief}, {Side: order.Seller, Verb: order.Cancel, Reason: order.BriefMissing}},
	{{Side: order.Arbiter, Verb: order.DecideCase}, {Side: order.Buyer, Verb: order.AcceptDecision}, {Side: order.Seller, Verb: order.AcceptDecision}},
	{{Side: order.Arbiter, Verb: order.DecideCase}, {Side: order.Seller, Verb: order.AppealDecision}, {Side: order.Clock}},
	{{Side: order.Seller, Verb: order.Object}, {Side: order.Staff, Verb: order.UpholdObjection}},
	{{Side: order.Seller, Verb: order.Object}, {Side: order.Staff, Verb: order.RejectObjection}},
}

// scene plays as much of one as is allowed; its clock waits for the end.
func (tw *twin) scene(n int) {
	for _, c := range scenes[n] {
		if c.Side == order.Clock {
			tw.silence(60)
			return
		}
		tw.pass(tw.w.span(tw.slow))
		if !tw.try(tw.w.filled(tw.o, c, tw.at)) {
			return
		}
	}
}

// try does what is allowed, and nothing else.
func (tw *twin) try(c order.Command) bool {
	may := tw.m.may(c)
	if may {
		tw.m.does(c)
		tw.take(c)
	}
	return may
}

// unanswered lets one side write and the other say nothing for a day or weeks,
// often until the work is late.
func (tw *twin) unanswered() {
	side := []order.Side{order.Buyer, order.Seller}[tw.w.chance.IntN(2)]
	tw.try(tw.w.filled(tw.o, order.Command{Verb: order.Say, Side: side}, tw.at))
	days := []int{1, 1, 4, 40}[tw.w.chance.IntN(4)]
	tw.pass(time.Duration(days)*24*time.Hour + time.Hour)
	reason := order.SellerSilent
	if side == order.Seller {
		reason = order.BuyerSilent
	}
	tw.try(tw.w.filled(tw.o, order.Command{Verb: order.Cancel, Reason: reason, Side: side}, tw.at))
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

// silence waits for so many deadlines, or until none runs.
func (tw *twin) silence(deadlines int) {
	for range deadlines {
		if d, at := tw.o.Clocks.Next(); d != order.NoDeadline {
			tw.ring(d, at)
		}
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
	c := order.Command{Order: tw.o.ID, Side: order.Clock, Verb: order.MoveClocks, At: from.Add(3 * tw.w.span(true))}
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

// allowed looks for wishes that the model grants: the first, or of several the
// one whose row was taken least so far. Those that end the order are left out
// more often than not, so that lives are long.
func (tw *twin) allowed() order.Command {
	tries := []int{40, 1}[tw.w.chance.IntN(2)]
	best, least := tw.w.wish(tw.o, tw.at), -1
	for n := 0; n < tries || (least < 0 && n < 100); n++ {
		c := tw.w.wish(tw.o, tw.at)
		may := tw.m.may(c)
		if !may && n > 3 {
			continue
		}
		out, err := order.Decide(tw.o, c, tw.p)
		if (err == nil) != may {
			return c // which act will find fault with
		}
		if !may || (tw.ends(c) && tw.w.chance.IntN(4) > 0) {
			continue
		}
		if least < 0 || tw.taken[out.Row.ID] < least {
			best, least = c, tw.taken[out.Row.ID]
		}
	}
	return best
}

// ends reports whether a command ends the order by what it is.
func (tw *twin) ends(c order.Command) bool {
	switch c.Verb {
	case order.Cancel:
		return !tw.m.needsConsent(c.Reason)
	case order.Accept, order.AcceptCancel, order.StaffCancel, order.ChooseCancel:
		return true
	}
	return false
}

func (tw *twin) take(c order.Command) {
	out, err := order.Decide(tw.o, c, tw.p)
	if err != nil {
		tw.fail("%s %s %s by %s: %v", c.Verb, c.Reason, c.Deadline, c.Side, err)
	}
	tw.taken[out.Row.ID]++
	tw.remember(out.Row.ID, c)
	tw.told = append(tw.told, fmt.Sprintf("%s %s -> %s", c.At.Format("02 15:04:05"), out.Row.ID, out.After.State))
	tw.o = out.After
	tw.compare()
}

// remember keeps the shortest way to a row.
func (tw *twin) remember(row string, c order.Command) {
	if tw.ways == nil {
		return
	}
	tw.did = append(tw.did, c)
	if way, known := tw.ways[row]; !known || len(tw.did) < len(way) {
		tw.ways[row] = slices.Clone(tw.did)
	}
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
