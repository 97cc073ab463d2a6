package order_test

import (
	"testing"
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/money"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/rulebook"
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

func TestAPairThatBoughtEnoughPaysTheLowerCommission(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		place := town.New(t, store, clock)
		service := place.Shop()
		place.Write(func(tx *db.Tx) error {
			now, err := rulebook.Current(tx)
			if err != nil {
				return err
			}
			p := now.Policy
			p.CommissionTiers = []policy.Tier{{From: 30_00, Rate: 12_00}}
			_, err = rulebook.Publish(tx, p, place.Admin.ID, "a tier for regulars", tx.Now())
			return err
		})
		for range 2 { // $20 each: the tier begins at $30
			if got := commissionNow(place, service.Live); got != 20_00 {
				t.Errorf("before the tier the commission is %d", got)
			}
			completeOne(place, service.Live)
		}
		if got := commissionNow(place, service.Live); got != 12_00 {
			t.Errorf("after $40 together the commission is %d, want 1200", got)
		}
		clock.Advance(366 * 24 * time.Hour)
		if got := commissionNow(place, service.Live); got != 20_00 {
			t.Errorf("a year later the commission is %d, want 2000", got)
		}
	})
}

// commissionNow is the rate that an order placed now would have.
func commissionNow(place *town.Town, version id.ServiceVersion) (rate money.Rate) {
	place.Read(func(tx *db.Tx) error {
		preview, err := order.PreviewOf(tx, order.Placing{
			ID: id.New[id.OrderKind](tx.Now()), Buyer: place.Buyer.ID, Version: version, Units: 1, Package: "economy", At: tx.Now()})
		rate = preview.Order.Commission
		return err
	})
	return rate
}
