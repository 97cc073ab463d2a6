package dispute_test

import (
	"testing"
	"time"

	"guildhall/db"
	"guildhall/dispute"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/order"
	"guildhall/testkit"
	"guildhall/town"
)

// disputed is a town in which Sam's refusal of Bea's wish to cancel became a
// case.
func disputed(t *testing.T, store *db.Store, clock *testkit.Clock) (*town.Town, id.Order) {
	t.Helper()
	place := town.New(t, store, clock)
	service := place.Shop()
	which := id.New[id.OrderKind](clock.Now())
	place.Write(func(tx *db.Tx) error {
		_, err := order.Place(tx, order.Placing{ID: which, Buyer: place.Buyer.ID, Version: service.Live, Units: 1, Package: "economy", At: tx.Now()})
		return err
	})
	for _, c := range []order.Command{
		{Actor: place.Seller.ID, Side: order.Seller, Verb: order.Start},
		{Actor: place.Buyer.ID, Side: order.Buyer, Verb: order.Cancel, Reason: order.BuyerOther},
		{Actor: place.Seller.ID, Side: order.Seller, Verb: order.RefuseCancel},
		{Actor: place.Buyer.ID, Side: order.Buyer, Verb: order.AskArbitration, Text: "We see it differently."},
	} {
		c.Order = which
		place.Write(func(tx *db.Tx) error {
			c.At = tx.Now()
			_, err := order.Act(tx, c)
			return err
		})
	}
	return place, which
}

func look(place *town.Town, which id.Order, staff id.Member, reason dispute.Reason) error {
	return place.Try(func(tx *db.Tx) error {
		return dispute.Record(tx, dispute.Look{Order: which, Staff: staff, At: tx.Now(), Reason: reason})
	})
}

func TestALookOfStaffIsWrittenDownAndLastsHours(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		place, which := disputed(t, store, clock)
		looking := func() (yes bool) {
			place.Read(func(tx *db.Tx) (err error) {
				yes, err = dispute.Looking(tx, which, place.Arbiter.ID, tx.Now())
				return err
			})
			return yes
		}
		if looking() {
			t.Error("a look counts that never was")
		}
		if err := look(place, which, place.Arbiter.ID, dispute.ForCase); err != nil {
			t.Fatal(err)
		}
		if !looking() {
			t.Error("the look does not count")
		}
		place.Read(func(tx *db.Tx) error {
			looks, err := dispute.Looks(tx, which)
			if err == nil && (len(looks) != 1 || looks[0].Staff != place.Arbiter.ID || looks[0].Reason != dispute.ForCase) {
				t.Errorf("the record says %+v", looks)
			}
			return err
		})
		clock.Advance(13 * time.Hour)
		if looking() {
			t.Error("the look still counts the next day")
		}
	})
}

func TestPartiesNeedNoReasonAndCannotBeStaffHere(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		place, which := disputed(t, store, clock)
		for _, test := range []struct {
			staff  id.Member
			reason dispute.Reason
			code   string
		}{
			{place.Buyer.ID, dispute.ForCase, "order_party_cannot_judge"},
			{place.Arbiter.ID, "curious", "look_reason"},
		} {
			err := look(place, which, test.staff, test.reason)
			if f, ok := fault.As(err); !ok || f.Code != test.code {
				t.Errorf("got %v, want %s", err, test.code)
			}
		}
	})
}

func TestTheQueueHoldsWhatWaitsForAnArbiter(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		place, which := disputed(t, store, clock)
		queue := func() (list []dispute.Case) {
			place.Read(func(tx *db.Tx) (err error) {
				list, err = dispute.Queue(tx)
				return err
			})
			return list
		}
		if list := queue(); len(list) != 1 || list[0].Order.ID != which || list[0].Overdue {
			t.Fatalf("the queue is %+v", list)
		}
		clock.Advance(5*24*time.Hour + time.Second)
		if list := queue(); len(list) != 1 || !list[0].Overdue {
			t.Errorf("after the target the queue is %+v", list)
		}
		decide(place, which)
		if list := queue(); len(list) != 0 {
			t.Errorf("a decided case still waits: %+v", list)
		}
	})
}

func decide(place *town.Town, which id.Order) {
	place.Write(func(tx *db.Tx) error {
		_, err := order.Act(tx, order.Command{
			Order: which, Actor: place.Arbiter.ID, Side: order.Arbiter, Verb: order.DecideCase, At: tx.Now(), Sum: 0, Text: "Nothing was handed in."})
		return err
	})
}

func TestALookStandsBesideTheOrdersChain(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		place, which := disputed(t, store, clock)
		if err := look(place, which, place.Arbiter.ID, dispute.ForCase); err != nil {
			t.Fatal(err)
		}
		place.Read(func(tx *db.Tx) error {
			history, err := event.History(tx, event.Of("order", which))
			if err != nil {
				return err
			}
			return event.Verify(history)
		})
	})
}
