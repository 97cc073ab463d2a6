package order_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"guildhall/fault"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/testkit"
)

var update = flag.Bool("update", false, "write the golden files anew")

const decisions = "testdata/decisions.golden"

// TestDecisionsAreAsWrittenDown asks the table everything that anybody could
// ask: each state x side x verb (x reason, x deadline) x custody. What no row
// of the state is about is told in one line for a side. For the rest there is
// one line with all conditions of the row true, one line for each condition
// false alone (all combinations of them would be millions, and each is tested
// apart from the others anyway), and the lines under a pending request of
// either side (ORD-28). `-update` writes the file anew; read the difference.
func TestDecisionsAreAsWrittenDown(t *testing.T) {
	product := &product{t: t, services: rules(t, "services"), direct: rules(t, "direct"), failed: map[string]bool{}}
	product.services.Extension = policy.ExtensionAgreed
	answers := product.answers()
	if *update {
		if err := os.WriteFile(decisions, []byte(answers), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	product.eachConditionDecidesOnce()
	golden, err := os.ReadFile(decisions)
	if err != nil {
		t.Fatal(err)
	}
	was, is := strings.Split(string(golden), "\n"), strings.Split(answers, "\n")
	told := 0
	for n := 0; n < max(len(was), len(is)) && told < 10; n++ {
		var before, now string
		if n < len(was) {
			before = was[n]
		}
		if n < len(is) {
			now = is[n]
		}
		if before != now {
			told++
			t.Errorf("%s line %d\n  was %.200s\n  is  %.200s", decisions, n+1, before, now)
		}
	}
}

// product is everything that can be asked, and the conditions that refused.
type product struct {
	t                testing.TB
	services, direct policy.Policy
	failed           map[string]bool
	text             strings.Builder
	last             string
}

// moment is when everything in the golden file is asked.
var moment = testkit.Start.Add(10 * 24 * time.Hour)

// scene is one order with one question.
type scene struct {
	o order.Order
	c order.Command
	p policy.Policy
}

func (x *product) answers() string {
	x.text.WriteString("# state | side | what | custody | given => row taken: state after, money, marks | or why not\n")
	for _, state := range order.States {
		for _, side := range order.Sides {
			x.stateAndSide(state, side)
		}
	}
	return x.text.String()
}

func (x *product) stateAndSide(state order.State, side order.Side) {
	refused := map[string][]string{}
	for _, a := range asks() {
		if rows := rowsFor(a, state, side); len(rows) > 0 {
			x.asked(a, rows, state, side)
			continue
		}
		s := x.scene(a, state, side, policy.CustodyEscrow)
		answer := s.answer()
		refused[answer] = append(refused[answer], a.String())
	}
	for _, code := range []string{"order_not_in_state", "order_not_for_you"} {
		if len(refused[code]) > 0 {
			fmt.Fprintf(&x.text, "%s | %s | %s: %s\n", state, side, code, strings.Join(refused[code], ", "))
		}
		delete(refused, code)
	}
	for code, what := range refused {
		x.t.Errorf("%s, %s: %v has no row and answers %s", state, side, what, code)
	}
}

// rowsFor are the rows about what is asked by a side in a state.
func rowsFor(a ask, state order.State, side order.Side) []*order.Row {
	var rows []*order.Row
	for i := range order.Table.Rows {
		row := &order.Table.Rows[i]
		if a == (ask{row.Verb, row.Reason, row.Deadline}) && slices.Contains(row.From, state) && slices.Contains(row.Who, side) {
			rows = append(rows, row)
		}
	}
	return rows
}

// asked writes the lines of one question, those that are the same under both
// kinds of custody once.
func (x *product) asked(a ask, rows []*order.Row, state order.State, side order.Side) {
	escrow, none := x.lines(a, rows, state, side, policy.CustodyEscrow), x.lines(a, rows, state, side, policy.CustodyNone)
	for _, line := range escrow {
		custody := "escrow"
		if slices.Contains(none, line) {
			custody = "any"
		}
		x.write(state, side, a, custody, line)
	}
	for _, line := range none {
		if !slices.Contains(escrow, line) {
			x.write(state, side, a, "none", line)
		}
	}
}

func (x *product) write(state order.State, side order.Side, a ask, custody, line string) {
	fmt.Fprintf(&x.text, "%s | %s | %s | %s | %s\n", state, side, a, custody, line)
}

func (x *product) lines(a ask, rows []*order.Row, state order.State, side order.Side, custody policy.Custody) []string {
	var list []string
	add := func(given string, s *scene) {
		if line := given + " => " + s.answer(); !slices.Contains(list, line) {
			list = append(list, line)
		}
	}
	for _, row := range rows {
		if row.Custody != "" && row.Custody != custody {
			continue
		}
		fresh := func() *scene { return x.allTrue(a, row, state, side, custody) }
		add("all true", fresh())
		for _, guard := range row.If {
			if s := x.oneFalse(a, row, guard, state, side, custody); s != nil {
				add("false: "+guard.Name, s)
			}
		}
		if a.deadline != order.NoDeadline {
			add("not due yet", fresh().rings(a.deadline, moment.Add(time.Second)))
			add("not running", fresh().rings(a.deadline, time.Time{}))
		}
		if slices.Contains([]order.State{order.Placed, order.InWork, order.Late, order.Delivered}, state) {
			add("buyer's request waits", fresh().request(order.Buyer))
			add("seller's request waits", fresh().request(order.Seller))
		}
	}
	return list
}

func (x *product) allTrue(a ask, row *order.Row, state order.State, side order.Side, custody policy.Custody) *scene {
	s := x.scene(a, state, side, custody)
	for _, guard := range row.If {
		x.set(s, guard.Name, true)
	}
	return s
}

// oneFalse is the scene with one condition false; nil where the state makes it
// true whatever else is so.
func (x *product) oneFalse(a ask, row *order.Row, guard order.Guard, state order.State, side order.Side, custody policy.Custody) *scene {
	s := x.allTrue(a, row, state, side, custody)
	x.set(s, guard.Name, false)
	if guard.Test(&s.o, &s.c, &s.p) == nil {
		return nil
	}
	x.failed[guard.Name] = true
	return s
}

func (x *product) set(s *scene, guard string, holds bool) {
	make, known := facts[guard]
	if !known {
		x.t.Fatalf("the test has no facts for the condition %q", guard)
	}
	make(s, holds)
}

// eachConditionDecidesOnce keeps the facts honest: each condition of the table
// was seen to refuse.
func (x *product) eachConditionDecidesOnce() {
	for _, row := range order.Table.Rows {
		for _, guard := range row.If {
			if !x.failed[guard.Name] {
				x.t.Errorf("row %s: no facts were found that make the condition %q false", row.ID, guard.Name)
			}
		}
	}
}

// answer is what the table says to the scene.
func (s *scene) answer() string {
	out, err := order.Decide(s.o, s.c, &s.p)
	if err != nil {
		refused, ok := fault.As(err)
		if !ok {
			return err.Error()
		}
		return refused.Code
	}
	answer := fmt.Sprintf("%s: %s", out.Row.ID, out.After.State)
	for _, posting := range out.Postings {
		answer += fmt.Sprintf(", %s %d", posting.Kind, posting.Sum)
	}
	for _, c := range out.Promise(&s.p) {
		switch c.Kind {
		case order.MarksSeller:
			answer += strings.TrimRight(fmt.Sprintf(", counts %s %s", c.Cause, c.Note), " ")
		case order.MarksLate, order.Unmarks, order.OpensFeedback, order.ClosesFeedback:
			answer += ", " + string(c.Kind)
		}
	}
	return answer
}
