package order_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"guildhall/id"
	"guildhall/money"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/testkit"
)

// rules is a preset of the policy.
func rules(t testing.TB, name string) policy.Policy {
	t.Helper()
	p, err := policy.Preset(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The people of an order that lives on the pure table alone.
var (
	pureBuyer, pureSeller  = id.Member{1}, id.Member{2}
	pureArbiter, pureOther = id.Member{3}, id.Member{4}
)

// prepared is an order as it stands before it is placed.
func prepared(p *policy.Policy, brief bool, rounds int64) order.Order {
	o := order.Order{ID: id.Order{9}, Buyer: pureBuyer, Seller: pureSeller, State: order.Prepared, Custody: p.Custody}
	o.Terms = order.Terms{Units: 1, Lead: 3 * 24 * time.Hour, Rounds: rounds, RevisionTime: p.RevisionTime, BriefNeeded: brief}
	o.Price = 100_01
	if p.Custody == policy.CustodyEscrow {
		o.Commission, o.FeeRate, o.Fee = p.Commission, p.BuyerFee, o.Price.Share(p.BuyerFee)
	}
	return o
}

// placed is the same order, placed when every test begins.
func placed(t testing.TB, p *policy.Policy, brief bool, rounds int64) order.Order {
	t.Helper()
	c := order.Command{Side: order.Buyer, Actor: pureBuyer, Verb: order.PlaceOrder, At: testkit.Start}
	out, err := order.Decide(prepared(p, brief, rounds), c, p)
	if err != nil {
		t.Fatalf("placing: %v", err)
	}
	return out.After
}

// ask is something that somebody could want of an order.
type ask struct {
	verb     order.Verb
	reason   order.Reason
	deadline order.Deadline
}

func (a ask) String() string {
	switch {
	case a.reason != "":
		return fmt.Sprintf("%s %s", a.verb, a.reason)
	case a.deadline != order.NoDeadline:
		return fmt.Sprintf("%s %s", a.verb, a.deadline)
	}
	return string(a.verb)
}

// asks lists everything that can be asked, in the order of the table.
func asks() []ask {
	var list []ask
	known := map[ask]bool{}
	for _, row := range order.Table.Rows {
		a := ask{row.Verb, row.Reason, row.Deadline}
		if !known[a] {
			known[a] = true
			list = append(list, a)
		}
	}
	return list
}

// wanderer makes up what people do, by a seeded chance.
type wanderer struct {
	chance *rand.Rand
	judges [2]id.Member
	wishes []order.Command // what each side could ask for, without its inputs
}

func newWanderer(seed uint64) *wanderer {
	w := &wanderer{chance: rand.New(rand.NewPCG(seed, 7)), judges: [2]id.Member{pureArbiter, pureOther}}
	known := map[string]bool{}
	for _, row := range order.Table.Rows {
		if row.Verb == order.RingClock || row.Verb == order.PlaceOrder || row.Verb == order.MoveClocks {
			continue
		}
		for _, side := range row.Who {
			if key := fmt.Sprint(row.Verb, row.Reason, side); !known[key] {
				known[key] = true
				w.wishes = append(w.wishes, order.Command{Verb: row.Verb, Reason: row.Reason, Side: side})
			}
		}
	}
	return w
}

// wish is a random command with random inputs, sensible more often than not.
func (w *wanderer) wish(o order.Order, at time.Time) order.Command {
	return w.filled(o, w.wishes[w.chance.IntN(len(w.wishes))], at)
}

func (w *wanderer) filled(o order.Order, c order.Command, at time.Time) order.Command {
	c.Order, c.At, c.Actor = o.ID, at, o.Member(c.Side)
	if c.Side == order.Arbiter || c.Side == order.Staff {
		c.Actor = w.judges[w.chance.IntN(2)]
	}
	if w.chance.IntN(10) > 0 {
		c.Files = 1
	}
	c.Complete, c.Point = w.chance.IntN(2) == 0, w.chance.IntN(2) == 0
	c.Sum = w.sum(o, c.Verb)
	c.Lead = time.Duration(w.chance.IntN(5)-1) * 12 * time.Hour
	c.Due = at.Add(time.Duration(w.chance.IntN(120)-10) * time.Hour)
	c.Blame = []order.Blame{order.BlameNobody, order.BlameSeller, order.BlameBuyer, order.BlameOverreach}[w.chance.IntN(4)]
	c.Banned = []order.Side{order.Buyer, order.Seller}[w.chance.IntN(2)]
	return c
}

// sum is an amount that fits the verb: all, nothing or a part of what is held
// when a pot is split.
func (w *wanderer) sum(o order.Order, verb order.Verb) money.Amount {
	if verb != order.DecideCase && verb != order.OfferSplit {
		return money.Amount(w.chance.IntN(60_00))
	}
	switch w.chance.IntN(5) {
	case 0:
		return 0
	case 1:
		return o.Held
	case 2:
		return o.Held.Plus(1)
	}
	return money.Amount(w.chance.Int64N(int64(o.Held) + 1))
}

// span is how long nothing happens: minutes or hours, or up to two days.
func (w *wanderer) span(slow bool) time.Duration {
	spans := []time.Duration{time.Minute, 15 * time.Minute, 2 * time.Hour, 5 * time.Hour}
	if slow {
		spans = []time.Duration{15 * time.Minute, 5 * time.Hour, 27 * time.Hour, 48 * time.Hour}
	}
	span := spans[w.chance.IntN(len(spans))]
	return time.Duration(1 + w.chance.Int64N(int64(span))).Round(time.Microsecond)
}

// ringing is the command by which the clock lets a deadline take effect.
func ringing(o order.Order, d order.Deadline, at time.Time) order.Command {
	if at.Before(o.LastEventAt) {
		at = o.LastEventAt
	}
	return order.Command{Order: o.ID, Side: order.Clock, Verb: order.RingClock, Deadline: d, At: at}
}
