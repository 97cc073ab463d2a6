package town_test

import (
	"testing"

	"guildhall/account"
	"guildhall/db"
	"guildhall/ledger"
	"guildhall/testkit"
	"guildhall/town"
)

func TestTheBuyerHasMoneyAndPeopleMayWhatTheirRolesSay(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		place := town.New(t, store, clock)
		if !place.Arbiter.May(account.Arbitrate) || place.Stranger.May(account.Arbitrate) {
			t.Error("the arbiter alone may arbitrate")
		}
		if place.Newcomer.May(account.Buy) || !place.Buyer.May(account.Buy) {
			t.Error("buying needs a confirmed address (ACC-3)")
		}
		place.Read(func(tx *db.Tx) error {
			balance, err := ledger.Balance(tx, place.Buyer.ID)
			if balance.Main != town.BuyersMoney {
				t.Errorf("Bea has %v, want %v", balance.Main, town.BuyersMoney)
			}
			return err
		})
	})
}
