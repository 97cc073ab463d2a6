package order

import (
	"fmt"
	"slices"
	"strings"

	"guildhall/money"
	"guildhall/policy"
)

// Flaw is one thing that is wrong with a policy and the lifecycle table under
// it (ORD-37), and how an order gets there.
type Flaw struct {
	Letter string // which of ORD-37's promises: a to f, or "row" for a row that can never be taken
	State  State
	What   string
	Path   []string // the rows from placing to the bad state, with who and when
}

// String is one readable paragraph.
func (f Flaw) String() string {
	text := fmt.Sprintf("(%s) %s", f.Letter, f.What)
	if f.State != "" {
		text += fmt.Sprintf(" [state %s]", f.State)
	}
	if len(f.Path) > 0 {
		text += "\n    " + strings.Join(f.Path, "\n    ")
	}
	return text
}

// Search is what a check found and how far it looked.
type Search struct {
	Flaws  []Flaw
	States int            // told apart by their facts
	Steps  int            // taken between them
	Taken  map[string]int // how often each row was taken
}

// Check searches every state that an order can get into under a policy and
// proves the promises of ORD-37, or says which state fails them and how one
// gets there. It knows no rule by name: it only asks Decide.
func Check(p policy.Policy) Search { return Table.Check(p) }

// Check searches this table.
func (l *Lifecycle) Check(p policy.Policy) Search {
	if err := p.Check(); err != nil {
		return Search{Flaws: []Flaw{{Letter: "policy", What: err.Error()}}}
	}
	g := explore(l, &p)
	for _, check := range []func(*graph){
		(*graph).checkSilence, (*graph).checkCents, (*graph).checkWarnings, (*graph).checkAlone, (*graph).checkRows,
	} {
		check(g)
	}
	if flaw := checkShare(&p); flaw != nil {
		g.flaws = append(g.flaws, *flaw)
	}
	return Search{Flaws: g.flaws, States: len(g.nodes), Steps: g.steps, Taken: g.taken}
}

// flawMost bounds how many examples of one promise are told.
const flawMost = 3

func (g *graph) flaw(letter string, n int, what string) {
	told := 0
	for _, f := range g.flaws {
		if f.Letter == letter {
			told++
		}
	}
	if told < flawMost {
		g.flaws = append(g.flaws, Flaw{Letter: letter, State: g.nodes[n].o.State, What: what, Path: g.path(n)})
	}
}

// silentMost bounds the deadlines that may follow each other before a silent
// order ends; a case reminds staff daily, so there are some.
const silentMost = 200

// checkSilence is (a) and (b): from every state the clock alone leads to an
// end, so no way out hangs on anybody's optional act.
func (g *graph) checkSilence() {
	for n := range g.nodes {
		if ended := g.silence(g.nodes[n].o); !ended {
			g.flaw("a", n, "if both sides are silent here, no deadline ever ends the order")
		}
	}
}

func (g *graph) silence(o Order) bool {
	for range silentMost {
		if o.State.Ended() {
			return true
		}
		out, rung := g.ring(o)
		if !rung {
			return false
		}
		o = out.After
	}
	return false
}

// checkCents is (c): what came into escrow is what went out when an order
// ends, and what is held in between is the difference.
func (g *graph) checkCents() {
	for n, node := range g.nodes {
		switch held := node.in.Minus(node.out); {
		case held != node.o.Held.Plus(node.o.FeeHeld):
			g.flaw("c", n, fmt.Sprintf("the order says it holds %d, its movements leave %d", node.o.Held+node.o.FeeHeld, held))
		case node.o.State.Ended() && held != 0:
			g.flaw("c", n, fmt.Sprintf("the order has ended and %d of its money belongs to nobody", held))
		}
	}
}

// checkWarnings is (d): whoever loses money, a mark or a choice by a deadline
// is warned before it.
func (g *graph) checkWarnings() {
	for n, node := range g.nodes {
		out, rung := g.ring(node.o)
		if !rung {
			continue
		}
		for _, hurt := range hurtBy(out) {
			if !slices.Contains(out.Row.Warns, hurt) {
				g.flaw("d", n, fmt.Sprintf("the deadline of row %s hurts the %s, who is not warned of it", out.Row.ID, hurt))
			}
		}
		if len(out.Row.Warns) == 0 {
			g.flaw("d", n, fmt.Sprintf("the deadline of row %s warns nobody", out.Row.ID))
		}
	}
}

func hurtBy(out Outcome) []Side {
	var hurt []Side
	for _, posting := range out.Postings {
		switch posting.Kind {
		case RefundPosting:
			hurt = append(hurt, Seller)
		case ReleasePosting:
			hurt = append(hurt, Buyer)
		}
	}
	if out.After.Cause != out.Before.Cause || (out.After.Lateness == LateCounts && out.Before.Lateness != LateCounts) {
		hurt = append(hurt, Seller)
	}
	return hurt
}

// checkAlone is (f): whatever the other side does, each side can bring every
// order to an end by its own acts and the clock.
func (g *graph) checkAlone() {
	for _, side := range []Side{Buyer, Seller} {
		wins := g.canEnd(side)
		for n, node := range g.nodes {
			if !wins[n] && !node.o.State.Ended() {
				g.flaw("f", n, fmt.Sprintf("the %s can keep the order open for ever; the %s has no way out", side.Other(), side))
			}
		}
	}
}

// checkRows finds rows that no order can ever take, such as one whose
// condition is never true.
func (g *graph) checkRows() {
	g.wander()
	for _, row := range g.untaken() {
		g.flaws = append(g.flaws, Flaw{Letter: "row", What: fmt.Sprintf("row %s (%s) can never be taken", row.ID, row.Rule), Path: g.nearest(row)})
	}
}

// off reports whether this policy has no use for the row.
func (row *Row) off(p *policy.Policy) bool {
	if row.Custody != "" && row.Custody != p.Custody {
		return true
	}
	for _, guard := range row.If {
		if guard.Switch && guard.Test(nil, nil, p) != nil {
			return true
		}
	}
	return slices.Equal(row.From, []State{Prepared}) // prepared orders are a checkout's; only place leads on
}

// checkShare is (e): commission in its lowest tier covers what is paid out of
// it to referrers on both sides. Promo credit is spent from the bonus balance,
// on which no referral share is earned (MON-13), so it never adds to the mix.
func checkShare(p *policy.Policy) *Flaw {
	if p.PlatformMayPay || p.Custody == policy.CustodyNone {
		return nil
	}
	lowest := p.Commission
	for _, tier := range p.CommissionTiers {
		lowest = min(lowest, tier.Rate)
	}
	price := money.Amount(money.Whole)
	income := price.Share(lowest).Plus(price.Share(p.BuyerFee))
	paid := price.Share(p.ReferralSale).Plus(price.Share(p.ReferralPurchase))
	if income >= paid {
		return nil
	}
	return &Flaw{Letter: "e", What: fmt.Sprintf(
		"of 100.00 the marketplace takes %s in the lowest tier and pays %s to referrers; raise commission, lower referral, or set platform_may_pay",
		money.Currency("USD").Decimal(income), money.Currency("USD").Decimal(paid))}
}
