package ledger_test

import (
	"testing"

	"guildhall/db"
	"guildhall/ledger"
)

func TestBooksOfRealMoneyAreNeverMixedWithASandbox(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		begin := func(live bool) func(tx *db.Tx) error {
			return func(tx *db.Tx) error {
				return ledger.Begin(tx, ledger.Books{Currency: "USD", Live: live})
			}
		}
		b.do(begin(true))
		b.do(begin(false)) // nothing was booked yet
		b.topUp(b.buyer, 1, "")
		b.do(begin(false))
		b.refused("books_other_mode", begin(true))
		b.refused("books_other_currency", func(tx *db.Tx) error {
			return ledger.Begin(tx, ledger.Books{Currency: "EUR"})
		})
		b.read(func(tx *db.Tx) error {
			kept, err := ledger.Kept(tx)
			if want := (ledger.Books{Currency: "USD"}); kept != want {
				t.Errorf("kept %+v, want %+v", kept, want)
			}
			return err
		})
	})
}
