package order_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/order"
)

// stormOrders are hit by eight contradicting actions each; a twentieth in a
// quick check.
const stormOrders = 1_000

var storm = []runner{accepts, accepts, sendsBack, buysMore, givesUp, asksToEnd, notAgreed, staffEnds}

// TestInAStormExactlyOneActionWinsOnEachOrder fires eight actions drawn from
// the same page at each of many orders, from two nodes at once.
func TestInAStormExactlyOneActionWinsOnEachOrder(t *testing.T) {
	orders := stormOrders
	if testing.Short() {
		orders /= 20
	}
	eachTwoNodes(t, func(t *testing.T, s *stage, other *db.Store) {
		hit := s.deliveredOrders(orders)
		began := time.Now()
		wins := s.storm(t, hit, []*db.Store{s.Store, other})
		t.Logf("%d orders, %d actions in %v", orders, orders*len(storm), time.Since(began).Round(time.Millisecond))
		for n, o := range hit {
			after := s.read(o.ID)
			if got := wins[n].Load(); got != 1 || after.Version != o.Version+1 {
				t.Errorf("order %s: %d actions won, its version went from %d to %d", o.Number, got, o.Version, after.Version)
			}
		}
		s.holdsEverywhere(t)
	})
}

// deliveredOrders places, starts and delivers orders, some in a transaction.
func (s *stage) deliveredOrders(n int) []order.Order {
	const atOnce = 25
	var list []order.Order
	for len(list) < n {
		var made []order.Order
		s.Write(func(tx *db.Tx) error {
			made = nil
			for range min(atOnce, n-len(list)) {
				o, err := s.deliveredOrder(tx)
				if err != nil {
					return err
				}
				made = append(made, o)
			}
			return nil
		})
		list = append(list, made...)
	}
	return list
}

func (s *stage) deliveredOrder(tx *db.Tx) (order.Order, error) {
	at := tx.Now()
	ask := order.Placing{ID: id.New[id.OrderKind](at), Buyer: s.Buyer.ID, Version: s.service.Live, Units: 1, Package: "standard", At: at}
	if _, err := order.Place(tx, ask); err != nil {
		return order.Order{}, err
	}
	for _, verb := range []order.Verb{order.Start, order.Deliver} {
		_, err := order.Act(tx, order.Command{
			Order: ask.ID, Actor: s.Seller.ID, Side: order.Seller, Verb: verb, At: at, Text: "See https://work.example/house",
		})
		if err != nil {
			return order.Order{}, err
		}
	}
	return order.Get(tx, ask.ID)
}

// storm answers how many actions succeeded on each order.
func (s *stage) storm(t *testing.T, hit []order.Order, nodes []*db.Store) []atomic.Int64 {
	wins := make([]atomic.Int64, len(hit))
	type shot struct{ order, action int }
	shots := make(chan shot)
	var all sync.WaitGroup
	for worker := range 32 {
		all.Go(func() {
			for shot := range shots {
				won, err := s.shoot(hit[shot.order], storm[shot.action], nodes[worker%len(nodes)])
				if err != nil {
					t.Errorf("%s: %v", storm[shot.action].name, err)
				}
				wins[shot.order].Add(won)
			}
		})
	}
	for n := range hit {
		for action := range storm {
			shots <- shot{n, action}
		}
	}
	close(shots)
	all.Wait()
	return wins
}

// shoot carries out one action from the page as it was drawn. A fault is a
// plain answer; anything else is an error.
func (s *stage) shoot(o order.Order, r runner, node *db.Store) (won int64, err error) {
	err = node.Write(context.Background(), func(tx *db.Tx) error { return r.act(tx, s, o, o.Version) })
	if _, plain := fault.As(err); plain {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("no plain answer: %w", err)
	}
	return 1, nil
}
