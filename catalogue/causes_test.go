package catalogue_test

import (
	"errors"
	"testing"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/town"
)

func TestEachCauseHidesAndLiftsOnItsOwn(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, s catalogue.Service) {
		economy := catalogue.QuoteAsk{Version: s.Live, Buyer: w.Buyer.ID, Units: 1, Package: "economy"}
		until := w.Clock.Now().Add(time.Hour)
		w.Write(func(tx *db.Tx) error {
			return errors.Join(
				catalogue.Withhold(tx, s.Seller, catalogue.CauseWorkload, "CAT-13", time.Time{}),
				catalogue.WithholdService(tx, s.ID, catalogue.CauseUnlisted, "performance", until),
			)
		})
		if now := get(w, s.ID); now.State() != catalogue.Hidden || found(w, "ink").Total != 0 || quote(w, economy).Err() != nil {
			t.Errorf("busy: %s, order refused with %v", now.State(), quote(w, economy).Err())
		}
		w.Write(func(tx *db.Tx) error { return catalogue.Release(tx, s.Seller, catalogue.CauseWorkload) })
		if now := get(w, s.ID); now.State() != catalogue.Unlisted || found(w, "ink").Total != 0 {
			t.Errorf("one cause left: %s", now.State())
		}
		w.Clock.Advance(2 * time.Hour)
		w.Write(func(tx *db.Tx) error {
			more, err := catalogue.LiftEnded(tx, 100)
			if more {
				t.Error("one cause ended, and there may be more")
			}
			return err
		})
		if now := get(w, s.ID); now.State() != catalogue.Live || found(w, "ink").Total != 1 {
			t.Errorf("no cause left: %s, found %d", now.State(), found(w, "ink").Total)
		}
	})
}

func TestAnIgnoredMessageTakesEverythingOffSale(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, s catalogue.Service) {
		w.Write(func(tx *db.Tx) error {
			return catalogue.Withhold(tx, s.Seller, catalogue.CauseIgnored, "CAT-16", time.Time{})
		})
		wantFault(t, quote(w, catalogue.QuoteAsk{Version: s.Live, Buyer: w.Buyer.ID, Units: 1, Package: "economy"}).Err(), "service_not_on_sale")
	})
}
