package order_test

import (
	"testing"
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/event"
	"guildhall/id"
	"guildhall/order"
	"guildhall/testkit"
	"guildhall/town"
)

func TestABanAsksTheOtherSideOfEachRunningOrder(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		place := town.New(t, store, clock)
		service := place.Shop()
		completeOne(place, service.Live)
		running := id.New[id.OrderKind](clock.Now())
		place.Write(func(tx *db.Tx) error {
			_, err := order.Place(tx, order.Placing{ID: running, Buyer: place.Buyer.ID, Version: service.Live, Units: 1, Package: "economy", At: tx.Now()})
			return err
		})
		place.Write(func(tx *db.Tx) error {
			return account.SetStanding(tx, place.Seller.ID, account.Banned, time.Time{}, "TRU-12", place.Admin.ID)
		})
		for range 2 { // reading the same entry again changes nothing
			place.Write(func(tx *db.Tx) error {
				return order.TakeBan(tx, event.Entry{Subject: event.Of("member", place.Seller.ID), Kind: "account.standing",
					Data: map[string]any{"standing": string(account.Banned)}})
			})
		}
		place.Read(func(tx *db.Tx) error {
			o, err := order.Get(tx, running)
			if o.BannedSide != order.Seller || o.Clocks[order.BanDeadline].IsZero() || !o.WaitsForBuyer {
				t.Errorf("after the ban: side %q, until %v, waits for the buyer %v", o.BannedSide, o.Clocks[order.BanDeadline], o.WaitsForBuyer)
			}
			return err
		})
	})
}
