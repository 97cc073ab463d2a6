package catalogue_test

import (
	"slices"
	"testing"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
	"guildhall/town"
)

// TestThePartsOfTheSiteMapHoldEachServiceOnce: also where one is hidden, and
// none holds more than its size.
func TestThePartsOfTheSiteMapHoldEachServiceOnce(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, first catalogue.Service) {
		sold := []id.Service{first.ID}
		for range 4 {
			sold = append(sold, w.Sell(w.Seller.ID, w.Offer()).ID)
		}
		slices.SortFunc(sold, func(a, b id.Service) int { return slices.Compare(a[:], b[:]) })
		w.Write(func(tx *db.Tx) error {
			return catalogue.WithholdService(tx, sold[3], catalogue.CauseDecision, "looked at", time.Time{})
		})
		w.Read(func(tx *db.Tx) error {
			parts, err := catalogue.ListedParts(tx, 2)
			if want := []id.Service{sold[0], sold[2], sold[4]}; !slices.Equal(parts, want) {
				t.Errorf("the parts begin with %v, want %v", parts, want)
			}
			var mapped []id.Service
			for _, part := range parts {
				listed, wrong := catalogue.ListedFrom(tx, part, 2)
				if wrong != nil {
					return wrong
				}
				for _, l := range listed {
					mapped = append(mapped, l.Service)
				}
			}
			if want := slices.Delete(slices.Clone(sold), 3, 4); !slices.Equal(mapped, want) {
				t.Errorf("the map has %v, want %v", mapped, want)
			}
			return err
		})
	})
}
