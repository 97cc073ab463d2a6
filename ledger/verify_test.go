package ledger_test

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"guildhall/db"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/testkit"
)

// TestVerifyFindsPlantedDamage changes one row behind the ledger's back and
// wants the invariant named that no longer holds.
func TestVerifyFindsPlantedDamage(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.livedIn()
		for _, c := range []struct {
			name      string
			invariant int
			subject   string
			damage    string
		}{
			{"an entry changed", 1, "transfer", `UPDATE entries SET amount = amount + 1 WHERE account = 'commission'`},
			{"an entry deleted", 1, "transfer", `DELETE FROM entries WHERE account = 'commission'`},
			{"a transfer without entries", 1, "transfer", `DELETE FROM entries WHERE transfer IN (SELECT id FROM transfers WHERE kind = 'gift')`},
			{"entries without a transfer", 1, "entries", `DELETE FROM transfers WHERE kind = 'gift'`},
			{"a main balance raised", 2, "wallet", `UPDATE wallets SET main = main + 1 WHERE main > 0`},
			{"a bonus balance raised", 2, "wallet", `UPDATE wallets SET bonus = bonus + 1`},
			{"a wallet gone", 2, "holder", `DELETE FROM wallets`},
			{"a lot changed", 2, "lot", `UPDATE lots SET amount = amount + 1 WHERE pot = 'main'`},
			{"money moved between lots", 2, "lot", `UPDATE lots SET amount = 500 - amount WHERE card = 'visa'`},
			{"an escrow lowered", 4, "escrow", `UPDATE escrows SET price = price - 1 WHERE price > 0`},
			{"an escrow raised and returned", 4, "escrow", `UPDATE entries SET amount = amount - 5000 WHERE account = 'escrow_main'`},
			{"the seller paid from elsewhere", 5, "order", `UPDATE entries SET account = 'gifts' WHERE account = 'commission'`},
		} {
			t.Run(c.name, func(t *testing.T) { b.damaged(t, c.damage, c.invariant, c.subject) })
		}
	})
}

// livedIn leaves an open and a half-divided order, lots and both balances.
func (b books) livedIn() {
	b.gift(b.buyer, 100)
	b.topUp(b.buyer, 300, "visa")
	b.topUp(b.buyer, 300, "visa")
	b.topUp(b.buyer, 3000, "")
	b.ordered(500, 0)
	divided := b.ordered(1000, 10)
	b.do(func(tx *db.Tx) error {
		_, _, err := ledger.Split(tx, ledger.Division{
			Order: divided, Seller: b.seller, Gross: 400, Commission: 2000, Back: 300, Key: "split",
		})
		return err
	})
}

// damaged plants the damage, verifies, and takes all of it back.
func (b books) damaged(t *testing.T, damage string, invariant int, subject string) {
	takenBack := errors.New("taken back")
	var findings []ledger.Finding
	err := b.store.Write(context.Background(), func(tx *db.Tx) error {
		if err := tx.Exec(damage); err != nil {
			return err
		}
		var err error
		findings, err = ledger.Verify(tx)
		return cmp.Or(err, takenBack)
	})
	if !errors.Is(err, takenBack) {
		t.Fatal(err)
	}
	named := func(f ledger.Finding) bool { return f.Invariant == invariant && strings.HasPrefix(f.Subject, subject) }
	if !slices.ContainsFunc(findings, named) {
		t.Errorf("no finding of invariant %d on a %s in %v", invariant, subject, findings)
	}
}

func TestNothingIsPaidOutOnAPotThatDoesNotAddUp(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		b := books{t, store, clock, id.New[id.MemberKind](clock.Now()), id.New[id.MemberKind](clock.Now())}
		b.topUp(b.buyer, 1000, "")
		order := b.ordered(900, 0)
		b.do(func(tx *db.Tx) error { return tx.Exec(`UPDATE escrows SET price = price + 1`) })
		err := store.Write(context.Background(), func(tx *db.Tx) error {
			_, err := ledger.Release(tx, order, b.seller, 901, 0, 0, "accept")
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "books are broken") {
			t.Errorf("got %v, want a refusal on broken books", err)
		}
		b.do(func(tx *db.Tx) error { return tx.Exec(`UPDATE wallets SET main = main + 1`) })
		err = store.Write(context.Background(), func(tx *db.Tx) error {
			_, err := ledger.Hold(tx, order, b.buyer, 50, 0, "more")
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "books are broken") {
			t.Errorf("got %v, want a refusal on broken books", err)
		}
	})
}
