package order_test

import (
	"testing"
	"time"

	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
	"guildhall/order"
	"guildhall/policy"
)

// tale is one order told step by step, for tests that state a fact of
// orders.md. Its order costs 100.01 and takes three days.
type tale struct {
	t    *testing.T
	p    policy.Policy
	o    order.Order
	at   time.Time
	last order.Outcome
}

const day = 24 * time.Hour

// tell begins under a preset; brief says whether answers are required.
func tell(t *testing.T, preset string, brief bool) *tale {
	t.Helper()
	p := rules(t, preset)
	o := placed(t, &p, brief, -1)
	return &tale{t: t, p: p, o: o, at: o.PlacedAt}
}

// passes lets time go by; deadlines in it take effect.
func (tl *tale) passes(span time.Duration) *tale {
	until := tl.at.Add(span)
	for {
		d, at := tl.o.Clocks.Next()
		if d == order.NoDeadline || !at.Before(until) {
			break
		}
		tl.take(ringing(tl.o, d, at))
	}
	tl.at = until
	return tl
}

// does carries out what must be possible.
func (tl *tale) does(side order.Side, verb order.Verb, with ...func(*order.Command)) *tale {
	tl.t.Helper()
	tl.take(tl.command(side, verb, with))
	return tl
}

// cannot sees it refused with a code.
func (tl *tale) cannot(code string, side order.Side, verb order.Verb, with ...func(*order.Command)) *tale {
	tl.t.Helper()
	out, err := order.Decide(tl.o, tl.command(side, verb, with), &tl.p)
	refused, _ := fault.As(err)
	if refused == nil {
		tl.t.Fatalf("%s by the %s was let through by row %s, want %s", verb, side, out.Row.ID, code)
	}
	if refused.Code != code {
		tl.t.Fatalf("%s by the %s was refused with %s, want %s", verb, side, refused.Code, code)
	}
	return tl
}

func (tl *tale) command(side order.Side, verb order.Verb, with []func(*order.Command)) order.Command {
	c := order.Command{Side: side, Verb: verb, At: tl.at, Actor: tl.o.Member(side), Files: 1, Sum: 10_00, Complete: true}
	if side == order.Arbiter || side == order.Staff {
		c.Actor = pureArbiter
	}
	for _, change := range with {
		change(&c)
	}
	return c
}

func (tl *tale) take(c order.Command) {
	tl.t.Helper()
	out, err := order.Decide(tl.o, c, &tl.p)
	if err != nil {
		tl.t.Fatalf("%s %s by the %s in %s: %v", c.Verb, c.Reason, c.Side, tl.o.State, err)
	}
	tl.o, tl.last, tl.at = out.After, out, c.At
}

// What can be given with a command.
func because(reason order.Reason) func(*order.Command) {
	return func(c *order.Command) { c.Reason = reason }
}
func sum(amount money.Amount) func(*order.Command) { return func(c *order.Command) { c.Sum = amount } }
func lead(span time.Duration) func(*order.Command) { return func(c *order.Command) { c.Lead = span } }
func due(at time.Time) func(*order.Command)        { return func(c *order.Command) { c.Due = at } }
func point(c *order.Command)                       { c.Point = true }
func blames(whom order.Blame) func(*order.Command) {
	return func(c *order.Command) { c.Blame = whom }
}
func judge(who id.Member) func(*order.Command) { return func(c *order.Command) { c.Actor = who } }
func bans(side order.Side) func(*order.Command) {
	return func(c *order.Command) { c.Banned = side }
}

// What must be so.
func (tl *tale) is(state order.State) *tale {
	tl.t.Helper()
	return tl.same("state", tl.o.State, state)
}

func (tl *tale) same(what string, got, want any) *tale {
	tl.t.Helper()
	if got != want {
		tl.t.Fatalf("%s is %v, want %v", what, got, want)
	}
	return tl
}

// ends sees who got what, whether it counts and whether it can be judged.
func (tl *tale) ends(state order.State, toSeller, toBuyer money.Amount, cause order.Cause, feedback bool) *tale {
	tl.t.Helper()
	tl.is(state)
	tl.same("to the seller", tl.o.ToSeller, toSeller)
	tl.same("to the buyer", tl.o.ToBuyer, toBuyer)
	tl.same("cause", tl.o.Cause, cause)
	return tl.same("feedback", tl.o.FeedbackOpen, feedback)
}

// runsOut sees when a deadline takes effect; zero is that it does not run.
func (tl *tale) runsOut(d order.Deadline, at time.Time) *tale {
	tl.t.Helper()
	if got := tl.o.Clocks[d]; !got.Equal(at) {
		tl.t.Fatalf("%s runs out at %v, want %v", d, got, at)
	}
	return tl
}

// took sees which row was taken last.
func (tl *tale) took(row string) *tale {
	tl.t.Helper()
	return tl.same("row", tl.last.Row.ID, row)
}
