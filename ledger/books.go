package ledger

import (
	"errors"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/money"
)

// Books is what the ledger is kept in. One currency and one marketplace per
// database; books of a sandbox and of real money are never mixed.
type Books struct {
	Currency money.Currency
	Live     bool // real money; the sandbox provider is refused
}

// Begin says what the books are kept in, at each start of the program. Until
// the first transfer it may change its mind; from then on it never changes.
//
// Faults: books_other_currency{currency}, books_other_mode.
func Begin(tx *db.Tx, want Books) error {
	was, err := Kept(tx)
	if err != nil || was == want {
		return err
	}
	used, err := db.Value[int64](tx, `SELECT COUNT(*) FROM (SELECT 1 FROM transfers LIMIT 1) AS any_transfer`)
	switch {
	case err != nil:
		return err
	case used > 0 && was.Currency != "" && was.Currency != want.Currency:
		return fault.Conflict("books_other_currency", "currency", string(was.Currency))
	case used > 0 && was.Currency != "":
		return fault.Conflict("books_other_mode")
	}
	return tx.Exec(`INSERT INTO books (one, currency, live) VALUES (1, $1, $2)
		ON CONFLICT (one) DO UPDATE SET currency = excluded.currency, live = excluded.live`, want.Currency, want.Live)
}

// Kept reads what the books are kept in; zero before Begin.
func Kept(tx *db.Tx) (Books, error) {
	kept, err := db.One(tx, func(row db.Row) (Books, error) {
		var b Books
		err := row.Scan(&b.Currency, &b.Live)
		return b, err
	}, `SELECT currency, live FROM books WHERE one = 1`)
	if errors.Is(err, db.ErrNoRow) {
		return Books{}, nil
	}
	return kept, err
}
