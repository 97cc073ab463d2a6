package order_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/deadline"
	"guildhall/fault"
	"guildhall/order"
	"guildhall/sweep"
	"guildhall/testkit"
	"guildhall/verify"
)

// runner is one of several that want something of an order at the same instant.
type runner struct {
	name string
	c    order.Command
}

func wants(name string, c order.Command) runner { return runner{name, c} }

// rings is a sweeper that lets the order's next deadline take effect. Coming
// late is no error for it.
var rings = runner{"deadline", order.Command{Verb: order.RingClock}}

func (r runner) isClock() bool { return r.c.Verb == order.RingClock }

// act carries out what the runner wants of the order as it saw it. A version
// other than zero is the one its page was drawn from.
func (r runner) act(tx *db.Tx, s *stage, o order.Order, version int64) error {
	d, at := o.Clocks.Next()
	if r.isClock() {
		return order.Ring(tx, clockOf(ringing(o, d, at)))
	}
	c := r.c
	c.Order, c.Actor, c.Files, c.Version = o.ID, o.Member(c.Side), 1, version
	if c.Side == order.Staff {
		c.Actor = s.Arbiter.ID
	}
	c.At = at.Add(-time.Second) // arrived in time
	c = s.spoken(c)
	_, err := order.Act(tx, c)
	return err
}

var (
	accepts     = wants("acceptance", order.Command{Side: order.Buyer, Verb: order.Accept})
	sendsBack   = wants("sending back", order.Command{Side: order.Buyer, Verb: order.SendBack})
	buysMore    = wants("addition", order.Command{Side: order.Buyer, Verb: order.BuyMore, Sum: 10_00})
	givesUp     = wants("seller's cancellation", order.Command{Side: order.Seller, Verb: order.Cancel, Reason: order.SellerOther})
	asksToEnd   = wants("buyer's request", order.Command{Side: order.Buyer, Verb: order.Cancel, Reason: order.BuyerOther})
	notAgreed   = wants("another request", order.Command{Side: order.Buyer, Verb: order.Cancel, Reason: order.NotAsAgreed})
	staffEnds   = wants("staff's cancellation", order.Command{Side: order.Staff, Verb: order.StaffCancel})
	starts      = wants("start", order.Command{Side: order.Seller, Verb: order.Start})
	delivers    = wants("delivery", order.Command{Side: order.Seller, Verb: order.Deliver})
	tooLate     = wants("cancelling what is late", order.Command{Side: order.Buyer, Verb: order.Cancel, Reason: order.NotOnTime})
	agreesToEnd = wants("agreement to end", order.Command{Side: order.Seller, Verb: order.AcceptCancel})
	refusesEnd  = wants("refusal to end", order.Command{Side: order.Seller, Verb: order.RefuseCancel})
)

// races are pairs of which only one can win, and what came before.
var races = []struct {
	before []order.Command
	a, b   runner
}{
	{delivered, accepts, accepts},
	{delivered, accepts, givesUp},
	{delivered, accepts, staffEnds},
	{delivered, accepts, rings},
	{delivered, rings, rings},
	{nil, starts, rings},
	{nil, starts, starts},
	{late, delivers, tooLate},
	{asked, agreesToEnd, refusesEnd},
	{asked, refusesEnd, rings},
}

var (
	delivered = []order.Command{{Side: order.Seller, Verb: order.Start}, {Side: order.Seller, Verb: order.Deliver, Files: 1}}
	late      = []order.Command{{Side: order.Seller, Verb: order.Start}, {Side: order.Clock, Verb: order.RingClock}}
	asked     = []order.Command{{Side: order.Seller, Verb: order.Start}, {Side: order.Buyer, Verb: order.Cancel, Reason: order.BuyerOther}}
)

// plays carries out what came before, an hour apart.
func (s *stage) plays(t *testing.T, o order.Order, before []order.Command) order.Order {
	t.Helper()
	for _, c := range before {
		c.Order, c.Actor, c.At = o.ID, o.Member(c.Side), s.Clock.Advance(time.Hour)
		if c.Verb == order.RingClock {
			d, at := o.Clocks.Next()
			c = ringing(o, d, at)
		}
		if err := s.carryOut(c); err != nil {
			t.Fatalf("%s: %v", c.Verb, err)
		}
		o = s.read(o.ID)
	}
	return o
}

// eachTwoNodes gives two nodes over one database; SQLite has only one.
func eachTwoNodes(t *testing.T, fn func(t *testing.T, s *stage, other *db.Store)) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		one, two := store, store
		if store.Engine() == db.Postgres {
			url := testkit.PostgresURL(t)
			one, two = testkit.Open(t, url, clock), testkit.Open(t, url, clock)
		}
		fn(t, newStage(t, one, clock, rules(t, "services")), two)
	})
}

func TestOfTwoAtOnceOneWinsAndTheOtherIsToldPlainly(t *testing.T) {
	eachTwoNodes(t, func(t *testing.T, s *stage, other *db.Store) {
		for _, race := range races {
			s.race(t, race.before, race.a, race.b, other)
			s.race(t, race.before, race.b, race.a, other)
		}
		s.holdsEverywhere(t)
	})
}

// race lets the second begin when the first has decided and not yet committed.
func (s *stage) race(t *testing.T, before []order.Command, first, second runner, other *db.Store) {
	t.Helper()
	name := first.name + " before " + second.name
	o := s.plays(t, s.place("standard", true), before)
	_, due := o.Clocks.Next()
	s.at(due.Add(s.p.SweepGrace + time.Second))

	done := make(chan error, 1)
	var begun atomic.Bool
	one := s.Try(func(tx *db.Tx) error {
		if err := first.act(tx, s, o, 0); err != nil {
			return err
		}
		if begun.CompareAndSwap(false, true) {
			go func() {
				done <- other.Write(context.Background(), func(tx *db.Tx) error { return second.act(tx, s, o, 0) })
			}()
			waitABit(done)
		}
		return nil
	})
	two := <-done
	after := s.read(o.ID)
	if n := after.Diary.N - o.Diary.N; n != 1 {
		t.Errorf("%s: %d steps were taken, want 1", name, n)
	}
	told(t, name, first, one, second, two)
	s.Read(func(tx *db.Tx) error {
		found, err := verify.Order(tx, o.ID)
		if len(found) > 0 {
			t.Errorf("%s: %v", name, found)
		}
		return err
	})
}

// waitABit gives the other time to commit, where the engine lets it: it waits
// for the first's end where both want the same rows.
func waitABit(done chan error) {
	select {
	case err := <-done:
		done <- err
	case <-time.After(60 * time.Millisecond):
	}
}

// told sees that exactly one succeeded and the other got a fault for people. A
// deadline that came late has nothing to say.
func told(t *testing.T, name string, first runner, one error, second runner, two error) {
	t.Helper()
	if (one == nil) == (two == nil) && !first.isClock() && !second.isClock() {
		t.Errorf("%s: exactly one must win: %v; %v", name, one, two)
	}
	for _, err := range []error{one, two} {
		if _, plain := fault.As(err); err != nil && !plain {
			t.Errorf("%s: the loser got no plain answer: %v", name, err)
		}
	}
}

func TestTwoSweepersRingADeadlineOnce(t *testing.T) {
	const orders = 40
	eachTwoNodes(t, func(t *testing.T, s *stage, other *db.Store) {
		var placed []order.Order
		for range orders {
			placed = append(placed, s.place("economy", true))
		}
		later := s.Clock.Now().Add(s.p.StartWithin + time.Minute)
		s.Write(func(tx *db.Tx) error { return deadline.Skip(tx, later) })
		s.Clock.Set(later)
		duty := deadlinesDuty(t)
		done := make(chan error, 1)
		go func() { done <- duty.Run(context.Background(), other) }()
		if err := duty.Run(context.Background(), s.Store); err != nil {
			t.Error(err)
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
		for _, was := range placed {
			o := s.read(was.ID)
			if o.State != order.Cancelled || o.Diary.N != was.Diary.N+1 {
				t.Errorf("order %s is %s after %d steps, want cancelled after one", o.Number, o.State, o.Diary.N-was.Diary.N)
			}
		}
		s.holdsEverywhere(t)
	})
}

func deadlinesDuty(t *testing.T) sweep.Duty {
	t.Helper()
	for _, duty := range sweep.Own(sweep.Handlers{"order": {Due: order.Ring, Warn: order.Remind, Outage: order.MoveBy}}) {
		if duty.Name == "deadlines" {
			return duty
		}
	}
	t.Fatal("the house has no duty for deadlines")
	return sweep.Duty{}
}
