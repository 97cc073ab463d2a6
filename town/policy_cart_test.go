package town_test

import (
	"fmt"
	"testing"
	"time"

	"guildhall/cart"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
	"guildhall/payment"
	"guildhall/policy"
	"guildhall/town"
)

// cartWatches are the values of what buyers put together before they order.
var cartWatches = []watch{
	{"cart_days", "3", in(func(w *town.Town) string {
		filled(w, 1)
		w.Clock.Advance(10 * days)
		var left []cart.Line
		w.Read(func(tx *db.Tx) (err error) {
			left, err = cart.Lines(tx, w.Buyer.ID)
			return err
		})
		return fmt.Sprint(len(left))
	})},
	{"compare_min", "3", compares(2)},
	{"compare_max", "3", compares(4)},
}

// filled is Bea's cart with the same work of so many sellers.
func filled(w *town.Town, sellers int) []cart.Line {
	w.Plant()
	lines := make([]cart.Line, sellers)
	for i := range lines {
		service := w.Sell(w.Join(fmt.Sprint("seller", i)).ID, w.Offer())
		w.Write(func(tx *db.Tx) (err error) {
			lines[i], err = cart.Add(tx, w.Buyer.ID, cart.Choice{Version: service.Live, Package: string(catalogue.Economy), Units: 1})
			return err
		})
	}
	return lines
}

// compares asks so many sellers for the same work.
func compares(sellers int) func(*testing.T, policy.Policy) string {
	return in(func(w *town.Town) string {
		now := w.Clock.Advance(time.Hour)
		wish := cart.Comparing{ID: id.New[id.ComparisonKind](now), Brief: "Our house", CheckingOut: cart.CheckingOut{
			ID: id.New[id.CheckoutKind](now), TopUp: id.New[id.TopUpKind](now), Buyer: w.Buyer.ID, Key: "k", Provider: payment.SandboxName,
		}}
		for _, line := range filled(w, sellers) {
			wish.Lines = append(wish.Lines, cart.Agreed{Line: line.ID, Total: line.Price})
		}
		return told(w.Try(func(tx *db.Tx) error { _, _, err := cart.Compare(tx, wish); return err }))
	})
}
