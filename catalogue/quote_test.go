package catalogue_test

import (
	"errors"
	"testing"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
	"guildhall/town"
)

func quote(w *town.Town, ask catalogue.QuoteAsk) (q catalogue.Quote) {
	w.Read(func(tx *db.Tx) (err error) {
		q, err = catalogue.QuoteFor(tx, ask)
		return err
	})
	return q
}

func TestAQuoteTellsWhatAnOrderNeeds(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, s catalogue.Service) {
		q := quote(w, catalogue.QuoteAsk{
			Version: s.Live, Buyer: w.Buyer.ID, Units: 2, Package: "standard",
			Options: []catalogue.OptionChoice{{Code: "colour", Quantity: 1}},
		})
		if q.Err() != nil || q.Total != 90_00 || q.UnitPrice != 40_00 || q.Lead != 7*24*time.Hour || q.Revisions != 3 {
			t.Errorf("quoted %+v", q)
		}
		if q.Seller != w.Seller.ID || q.Service != s.ID || len(q.Required()) != 1 || q.Required()[0].Code != "photo" || q.Prohibited {
			t.Errorf("quoted %+v", q)
		}
	})
}

func TestAChangedServiceIsShownAgainBeforeItIsOrdered(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, s catalogue.Service) {
		offer := w.Offer()
		offer.Packages[0].Price = money.Amount(21_00)
		if err := save(w, s, offer); err != nil {
			t.Fatal(err)
		}
		if err := act(w, catalogue.Command{Service: s.ID, Actor: s.Seller, Verb: catalogue.Submit}); err != nil {
			t.Fatal(err)
		}
		ask := catalogue.QuoteAsk{Version: s.Live, Buyer: w.Buyer.ID, Units: 1, Package: "economy"}
		if q := quote(w, ask); q.Total != 20_00 || q.Err() != nil {
			t.Errorf("while the edit waits: %d, %v", q.Total, q.Err())
		}
		if err := act(w, catalogue.Command{Service: s.ID, Version: get(w, s.ID).Pending, Actor: w.Arbiter.ID, Verb: catalogue.Approve}); err != nil {
			t.Fatal(err)
		}
		err := w.Store.Read(t.Context(), func(tx *db.Tx) error {
			_, err := catalogue.QuoteFor(tx, ask)
			return err
		})
		wantFault(t, err, "service_changed")
	})
}

func TestWhoMayOrder(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, s catalogue.Service) {
		linked, blocked := w.Join("lin"), w.Join("blo")
		w.Write(func(tx *db.Tx) error {
			return errors.Join(account.Link(tx, linked.ID, s.Seller), account.Block(tx, s.Seller, blocked.ID))
		})
		cases := []struct {
			who  id.Member
			code string
		}{
			{w.Buyer.ID, ""}, {id.Member{}, "sign_in_first"}, {w.Seller.ID, "order_own_service"},
			{w.Newcomer.ID, "email_not_confirmed"}, {linked.ID, "order_linked_account"}, {blocked.ID, "order_blocked"},
		}
		for _, c := range cases {
			q := quote(w, catalogue.QuoteAsk{Version: s.Live, Buyer: c.who, Units: 1, Package: "economy"})
			if c.code == "" && q.Err() != nil || c.code != "" && !errors.Is(q.Err(), &fault.Fault{Code: c.code}) {
				t.Errorf("%s: %v, want %q", c.who, q.Err(), c.code)
			}
		}
	})
}

func TestNothingIsBoughtFromASuspendedSeller(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, s catalogue.Service) {
		w.Write(func(tx *db.Tx) error {
			return account.SetStanding(tx, s.Seller, account.Suspended, tx.Now().Add(time.Hour), "TRU-11", w.Admin.ID)
		})
		wantFault(t, quote(w, catalogue.QuoteAsk{Version: s.Live, Buyer: w.Buyer.ID, Units: 1, Package: "economy"}).Err(), "seller_not_available")
	})
}
