package order_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/order"
	"guildhall/rulebook"
	"guildhall/testkit"
	"guildhall/town"
)

// busy is a town whose sellers are too busy above four orders, and free again
// at two.
func busy(t *testing.T, store *db.Store, clock *testkit.Clock) (*town.Town, catalogue.Service) {
	w := town.New(t, store, clock)
	w.Write(func(tx *db.Tx) error {
		rules, err := rulebook.Current(tx)
		if err != nil {
			return err
		}
		rules.Policy.AutoPauseAbove, rules.Policy.AutoResumeAt = 4, 2
		_, err = rulebook.Publish(tx, rules.Policy, w.Admin.ID, "test", tx.Now())
		if err != nil {
			return err
		}
		return town.Fund(tx, w.Buyer.ID, 10_000_00)
	})
	return w, w.Shop()
}

func place(w *town.Town, s catalogue.Service) (id.Order, error) {
	made := id.New[id.OrderKind](w.Clock.Now())
	return made, w.Try(func(tx *db.Tx) error {
		_, err := order.Place(tx, order.Placing{ID: made, Buyer: w.Buyer.ID, Version: s.Live, Units: 1, Package: "economy", At: tx.Now()})
		return err
	})
}

// tries are acts that begin and end the load of an order, as far as its state
// lets them.
var tries = []order.Command{
	{Side: order.Seller, Verb: order.Start}, {Side: order.Seller, Verb: order.Deliver, Text: "https://example.org/work"},
	{Side: order.Buyer, Verb: order.Accept}, {Side: order.Buyer, Verb: order.SendBack, Text: "Not yet"},
	{Side: order.Buyer, Verb: order.Cancel, Reason: order.ByMistake}, {Side: order.Buyer, Verb: order.AskArbitration, Text: "See above"},
	{Side: order.Buyer, Verb: order.WithdrawCase}, {Side: order.Seller, Verb: order.Deliver, Text: "https://example.org/again"},
	{Side: order.Buyer, Verb: order.BuyMore}, {Side: order.Seller, Verb: order.HandBack},
	{Side: order.Buyer, Verb: order.Cancel, Reason: order.NotOnTime},
}

// wish fits a command to an order. What the state refuses changes nothing.
func wish(w *town.Town, o order.Order, c order.Command) error {
	c.Order, c.Actor = o.ID, o.Member(c.Side)
	err := w.Try(func(tx *db.Tx) error {
		c.At = tx.Now()
		_, err := order.Act(tx, c)
		return err
	})
	if _, refused := fault.As(err); refused {
		return nil
	}
	return err
}

// TestTheLoadHidesAndShowsWhateverLivesOrdersLead lives random lives and
// compares the cause with a count made from the orders' states (CAT-13).
func TestTheLoadHidesAndShowsWhateverLivesOrdersLead(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w, s := busy(t, store, clock)
		random := rand.New(rand.NewPCG(13, 15))
		var lives []id.Order
		hidden, turns := false, 0
		for step := range 400 {
			clock.Advance(time.Duration(random.IntN(360)) * time.Minute)
			if len(lives) == 0 || random.IntN(3) == 0 {
				if made, err := place(w, s); err == nil {
					lives = append(lives, made)
				}
			} else {
				which := lives[len(lives)-1-random.IntN(min(len(lives), 9))]
				if err := wish(w, read(w, which), tries[random.IntN(len(tries))]); err != nil {
					t.Fatal(err)
				}
			}
			w.Ring("order", order.Ring)
			w.Follow(order.TakeLoad)
			underWay := 0
			for _, which := range lives {
				switch read(w, which).State {
				case order.Placed, order.InWork, order.Late, order.Disputed:
					underWay++
				}
			}
			was := hidden
			hidden = underWay > 4 || hidden && underWay > 2
			if hidden != was {
				turns++
			}
			if got := state(w, s) == catalogue.Hidden; got != hidden {
				t.Fatalf("step %d: %d orders are under way, and the service is hidden: %t", step, underWay, got)
			}
		}
		if turns < 4 {
			t.Errorf("hidden or shown only %d times: these lives show nothing", turns)
		}
	})
}

// TestTheLoadIsRightAfterManyAtOnce lets eight act at the same time while the
// diary is read, and compares once all are done.
func TestTheLoadIsRightAfterManyAtOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w, s := busy(t, store, clock)
		var wg sync.WaitGroup
		failed := make(chan error, 100)
		kept := make(chan id.Order, 100)
		for i := range 8 {
			wg.Go(func() {
				for j := range 3 {
					made, err := place(w, s)
					if err == nil && (i+j)%2 == 0 {
						err = wish(w, read(w, made), tries[4])
					} else {
						kept <- made
					}
					if err != nil {
						failed <- fmt.Errorf("%d: %w", i, err)
					}
				}
			})
		}
		for range 5 {
			w.Follow(order.TakeLoad)
		}
		wg.Wait()
		close(failed)
		close(kept)
		for err := range failed {
			t.Fatal(err)
		}
		w.Follow(order.TakeLoad)
		if state(w, s) != catalogue.Hidden {
			t.Error("twelve orders are under way, and the service is shown")
		}
		for which := range kept {
			if err := wish(w, read(w, which), tries[4]); err != nil {
				t.Fatal(err)
			}
		}
		w.Follow(order.TakeLoad)
		if state(w, s) != catalogue.Live {
			t.Error("none is under way, and the service is hidden")
		}
	})
}

func read(w *town.Town, which id.Order) (o order.Order) {
	w.Read(func(tx *db.Tx) (err error) {
		o, err = order.Get(tx, which)
		return err
	})
	return o
}

func state(w *town.Town, s catalogue.Service) (now catalogue.State) {
	w.Read(func(tx *db.Tx) error {
		found, err := catalogue.Get(tx, s.ID)
		now = found.State()
		return err
	})
	return now
}

// TestOtherRulesAreFeltWhenTheyBeginToHold publishes rules ahead of their day:
// milder ones show who is hidden, stricter ones hide who is shown, though
// nothing happens to any order (CAT-13).
func TestOtherRulesAreFeltWhenTheyBeginToHold(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w, s := busy(t, store, clock)
		for range 5 {
			if _, err := place(w, s); err != nil {
				t.Fatal(err)
			}
		}
		w.Follow(order.TakeLoad)
		w.Weigh(order.Workload)
		if state(w, s) != catalogue.Hidden {
			t.Fatal("five orders are under way, and the service is shown")
		}
		for _, c := range []struct {
			above, at int
			want      catalogue.State
		}{{9, 6, catalogue.Live}, {4, 2, catalogue.Hidden}} {
			was := state(w, s)
			w.Write(func(tx *db.Tx) error {
				rules, err := rulebook.Current(tx)
				if err != nil {
					return err
				}
				rules.Policy.AutoPauseAbove, rules.Policy.AutoResumeAt = c.above, c.at
				_, err = rulebook.Publish(tx, rules.Policy, w.Admin.ID, "test", tx.Now().Add(time.Hour))
				return err
			})
			w.Follow(order.TakeLoad)
			w.Weigh(order.Workload)
			if state(w, s) != was {
				t.Errorf("above %d: felt before they hold", c.above)
			}
			clock.Advance(time.Hour)
			w.Weigh(order.Workload)
			if state(w, s) != c.want {
				t.Errorf("above %d: the service is %s", c.above, state(w, s))
			}
		}
	})
}
