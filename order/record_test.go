package order_test

import (
	"testing"
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/order"
	"guildhall/testkit"
	"guildhall/town"
)

func TestASellerSeesTheBuyersRecord(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		place := town.New(t, store, clock)
		service := place.Shop()
		record := func() (r order.BuyerRecord) {
			place.Read(func(tx *db.Tx) (err error) {
				r, err = order.RecordOf(tx, place.Buyer.ID)
				return err
			})
			return r
		}
		if r := record(); r != (order.BuyerRecord{}) || r.Share() != 0 {
			t.Errorf("without an order the record is %+v", r)
		}
		for range 2 {
			completeOne(place, service.Live)
		}
		which := id.New[id.OrderKind](clock.Now())
		place.Write(func(tx *db.Tx) error {
			_, err := order.Place(tx, order.Placing{ID: which, Buyer: place.Buyer.ID, Version: service.Live, Units: 1, Package: "economy", At: tx.Now()})
			return err
		})
		want := order.BuyerRecord{Orders: 3, Completed: 2, CheckTime: 2 * time.Hour}
		if r := record(); r != want || r.Share() != 66 {
			t.Errorf("the record is %+v, want %+v", r, want)
		}
	})
}

// completeOne lives an order that the buyer accepts two hours after delivery.
func completeOne(place *town.Town, version id.ServiceVersion) {
	which := id.New[id.OrderKind](place.Clock.Now())
	place.Write(func(tx *db.Tx) error {
		_, err := order.Place(tx, order.Placing{ID: which, Buyer: place.Buyer.ID, Version: version, Units: 1, Package: "economy", At: tx.Now()})
		return err
	})
	for _, c := range []order.Command{
		{Actor: place.Seller.ID, Side: order.Seller, Verb: order.Start},
		{Actor: place.Seller.ID, Side: order.Seller, Verb: order.Deliver, Text: "https://example.org/work"},
		{Actor: place.Buyer.ID, Side: order.Buyer, Verb: order.Accept},
	} {
		if c.Verb == order.Accept {
			place.Clock.Advance(2 * time.Hour)
		}
		place.Write(func(tx *db.Tx) error {
			c.Order, c.At = which, tx.Now()
			_, err := order.Act(tx, c)
			return err
		})
	}
}
