package order_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/deadline"
	"guildhall/event"
	"guildhall/id"
	"guildhall/money"
	"guildhall/order"
)

// livesForWays is how many lives are lived on the pure table to find a short
// way to every row.
const livesForWays = 2_000

// TestEachRowDoesWhatItPromises finds a way to every row of the table, goes it
// through the door, and compares at its last step what ORD-30 tells before
// anyone confirms with what then stands in the ledger, the order's row and the
// table of deadlines; then it lets the next deadline pass and sees the row
// taken that was told of.
func TestEachRowDoesWhatItPromises(t *testing.T) {
	reached := map[string]bool{}
	eachStage(t, func(t *testing.T, s *stage) {
		first := s.place("standard", false)
		for _, way := range sortedWays(s.waysFrom(t, first)) {
			s.goes(t, first, way)
			reached[way.row] = true
		}
	})
	for _, row := range order.Table.Rows {
		checkout := slices.Equal(row.From, []order.State{order.Prepared})
		if !checkout && !reached[row.ID] && !t.Failed() {
			t.Errorf("no way to row %s was found", row.ID)
		}
	}
}

// way is what leads from placing to a row, that row's own command last.
type way struct {
	row  string
	acts []order.Command
}

func (s *stage) waysFrom(t *testing.T, o order.Order) map[string][]order.Command {
	t.Helper()
	w := newWanderer(11)
	w.judges = [2]id.Member{s.Arbiter.ID, s.second.ID}
	ways := map[string][]order.Command{}
	for n := range livesForWays {
		tw := &twin{t: t, w: w, p: &s.p, slow: n%2 == 0, taken: map[string]int{}, ways: ways}
		tw.live(o)
	}
	return ways
}

func sortedWays(ways map[string][]order.Command) []way {
	var list []way
	for _, row := range slices.Sorted(maps.Keys(ways)) {
		list = append(list, way{row, ways[row]})
	}
	return list
}

// goes goes a way anew, later than the order it was found with.
func (s *stage) goes(t *testing.T, first order.Order, way way) {
	t.Helper()
	s.Clock.Advance(time.Hour)
	o := s.place("standard", false)
	later := o.PlacedAt.Sub(first.PlacedAt)
	for n, c := range way.acts {
		c.Order, c.At, c.Due = o.ID, c.At.Add(later), c.Due.Add(later)
		c.Outage = order.Outage{From: c.Outage.From.Add(later), Until: c.Outage.Until.Add(later)}
		if n < len(way.acts)-1 {
			if err := s.carryOut(c); err != nil {
				t.Fatalf("on the way to %s: %s by %s: %v", way.row, c.Verb, c.Side, err)
			}
			continue
		}
		s.keepsItsWord(t, way.row, c)
	}
}

// keepsItsWord carries a command out and holds the database to the promise.
func (s *stage) keepsItsWord(t *testing.T, row string, c order.Command) {
	t.Helper()
	before := s.read(c.Order)
	foretold, err := order.Decide(before, c, &s.p)
	if err != nil || foretold.Row.ID != row {
		t.Fatalf("%s: the table says %v, %v", row, foretold.Row, err)
	}
	transfers := s.transfers(c.Order)
	if err := s.carryOut(c); err != nil {
		t.Fatalf("%s: %v", row, err)
	}
	promise := foretold.Promise(&s.p)
	after := s.read(c.Order)
	for _, wrong := range [][]string{
		s.money(before, promise, transfers), marks(before, after, promise), s.deadlines(after, promise), s.told(after, row),
	} {
		for _, line := range wrong {
			t.Errorf("%s: %s", row, line)
		}
	}
	s.silence(t, row, after, promise)
}

// sides is how much each gained by one step.
type sides struct{ buyer, seller, house, escrow money.Amount }

// money compares the promised movements with the entries of the step's
// transfer, and sees that there is no other transfer.
func (s *stage) money(before order.Order, promise []order.Consequence, transfers int64) []string {
	var want sides
	moves := int64(0)
	for _, c := range promise {
		whole := c.Amount.Plus(c.Fee)
		switch c.Kind {
		case order.PaysSeller:
			want.seller, want.house, want.escrow = want.seller+c.Net, want.house+c.Commission+c.Fee, want.escrow-whole
		case order.RefundsBuyer:
			want.buyer, want.escrow = want.buyer+whole, want.escrow-whole
		case order.HoldsMoney:
			want.buyer, want.escrow = want.buyer-whole, want.escrow+whole
		case order.TipsSeller:
			want.buyer, want.seller, want.house = want.buyer-c.Amount, want.seller+c.Net, want.house+c.Commission
		default:
			continue
		}
		moves = 1
	}
	got := s.moved(before)
	var wrong []string
	if got != want {
		wrong = append(wrong, fmt.Sprintf("promised %+v, the ledger moved %+v", want, got))
	}
	if n := s.transfers(before.ID) - transfers; n != moves {
		wrong = append(wrong, fmt.Sprintf("%d transfers were made, want %d", n, moves))
	}
	return wrong
}

// moved sums the entries of the transfer that the step after `before` made.
func (s *stage) moved(before order.Order) (got sides) {
	type entry struct {
		account string
		holder  id.Member
		amount  money.Amount
	}
	key := fmt.Sprintf("order/%s/%d", before.ID, before.Diary.N+1)
	s.Read(func(tx *db.Tx) error {
		entries, err := db.All(tx, func(row db.Row) (e entry, err error) {
			return e, row.Scan(&e.account, &e.holder, &e.amount)
		}, `SELECT e.account, e.holder, e.amount FROM entries e JOIN transfers t ON t.id = e.transfer WHERE t.key = $1`, key)
		for _, e := range entries {
			switch {
			case e.account == "escrow_main" || e.account == "escrow_bonus":
				got.escrow += e.amount
			case e.holder == before.Buyer:
				got.buyer += e.amount
			case e.holder == before.Seller:
				got.seller += e.amount
			default:
				got.house += e.amount
			}
		}
		return err
	})
	return got
}

func (s *stage) transfers(o id.Order) (n int64) {
	s.Read(func(tx *db.Tx) (err error) {
		n, err = db.Value[int64](tx, `SELECT count(*) FROM transfers WHERE key LIKE $1`, "order/"+o.String()+"/%")
		return err
	})
	return n
}

// marks compares state, reputation and feedback with the order's row.
func marks(before, after order.Order, promise []order.Consequence) []string {
	want := before
	objectable := ""
	for _, c := range promise {
		switch c.Kind {
		case order.Becomes:
			want.State = c.State
		case order.MarksSeller:
			want.Cause, objectable = c.Cause, c.Note
		case order.Unmarks:
			want.Cause = order.NotCounted
		case order.MarksLate:
			want.Lateness = order.LateCounts
		case order.OpensFeedback:
			want.FeedbackOpen, want.FeedbackUntil = true, c.Until
		case order.ClosesFeedback:
			want.FeedbackOpen, want.FeedbackUntil = false, time.Time{}
		}
	}
	var wrong []string
	compare := func(what string, got, want any) {
		if got != want {
			wrong = append(wrong, fmt.Sprintf("%s is %v, promised was %v", what, got, want))
		}
	}
	compare("state", after.State, want.State)
	compare("cause", after.Cause, want.Cause)
	compare("late", after.Lateness == order.LateCounts, want.Lateness == order.LateCounts)
	compare("feedback", after.FeedbackOpen, want.FeedbackOpen)
	compare("feedback until", after.FeedbackUntil, want.FeedbackUntil)
	if objectable != "" {
		compare("objection", after.Objection, order.ObjectionPossible)
	}
	return wrong
}

// deadlines compares the promised deadlines and whose turn it is with the
// table of deadlines and the order's row.
func (s *stage) deadlines(after order.Order, promise []order.Consequence) []string {
	want := map[string]time.Time{}
	var turn order.Turn
	for _, c := range promise {
		if c.Deadline == order.NoDeadline {
			continue
		}
		want[c.Deadline.String()] = c.Until
		if c.Kind == order.MustAnswer && c.Deadline != order.HandBackDeadline && c.Deadline != order.ObjectionDeadline {
			turn.WaitsForBuyer = turn.WaitsForBuyer || c.Who == order.Buyer
			turn.WaitsForSeller = turn.WaitsForSeller || c.Who == order.Seller
		}
	}
	got := map[string]time.Time{}
	s.Read(func(tx *db.Tx) error {
		clocks, err := deadline.Of(tx, event.Of("order", after.ID))
		for _, c := range clocks {
			got[c.Kind] = c.At
		}
		return err
	})
	var wrong []string
	if !maps.EqualFunc(got, want, time.Time.Equal) {
		wrong = append(wrong, fmt.Sprintf("deadlines are %v, promised were %v", got, want))
	}
	if after.Turn != turn {
		wrong = append(wrong, fmt.Sprintf("it waits for %+v, promised was %+v", after.Turn, turn))
	}
	return wrong
}

// told sees that the diary tells of the row.
func (s *stage) told(after order.Order, row string) []string {
	var last event.Entry
	s.Read(func(tx *db.Tx) error {
		entries, err := event.History(tx, event.Of("order", after.ID))
		if len(entries) > 0 {
			last = entries[len(entries)-1]
		}
		return err
	})
	if last.Kind != row || last.N != after.Diary.N {
		return []string{fmt.Sprintf("the diary's last entry is %d %s, the order stands at %d", last.N, last.Kind, after.Diary.N)}
	}
	return nil
}

// silence lets the first promised deadline pass.
func (s *stage) silence(t *testing.T, row string, o order.Order, promise []order.Consequence) {
	t.Helper()
	next, at := o.Clocks.Next()
	i := slices.IndexFunc(promise, func(c order.Consequence) bool { return next != order.NoDeadline && c.Deadline == next })
	if i < 0 {
		return
	}
	if err := s.carryOut(ringing(o, next, at)); err != nil {
		t.Fatalf("%s, then silence: %v", row, err)
	}
	for _, line := range s.told(s.read(o.ID), promise[i].Then) {
		t.Errorf("%s, then silence: want %s: %s", row, promise[i].Then, line)
	}
}
