package order

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

func insertCheckout(tx *db.Tx, c Checkout) error {
	err := tx.Exec(`INSERT INTO checkouts (id, buyer, key, state, top_up, began_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, c.ID, c.Buyer, c.Key, c.State, c.TopUp, c.BeganAt, c.ExpiresAt)
	if err != nil {
		return err
	}
	for n, l := range c.Lines {
		err := tx.Exec(`INSERT INTO checkout_lines
				(checkout, n, order_id, version, policy_version, title, units, package, options, price, fee)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			c.ID, n, l.Order, l.Version, l.Policy, l.Title, l.Units, l.Package, writeOptions(l.Options), l.Price, l.Fee)
		if err != nil {
			return err
		}
		if err := insertCheckoutAnswers(tx, c.ID, n, l.Answers); err != nil {
			return err
		}
	}
	return nil
}

// updateCheckout stores an end; of two ends at once the later one starts again
// and finds the state moved.
func updateCheckout(tx *db.Tx, c Checkout, was CheckoutState) error {
	return tx.ExecOne(db.ErrAgain, `UPDATE checkouts SET state = $1, cause = $2, ended_at = $3 WHERE id = $4 AND state = $5`,
		c.State, c.Cause, c.EndedAt, c.ID, was)
}

// CheckoutOf reads one of the buyer's checkouts. Faults: not_found.
func CheckoutOf(tx *db.Tx, checkout id.Checkout, buyer id.Member) (Checkout, error) {
	return checkoutBy(tx, `id = $1 AND buyer = $2`, checkout, buyer)
}

// Checkouts lists the buyer's latest checkouts, without their lines.
func Checkouts(tx *db.Tx, buyer id.Member, limit int) ([]Checkout, error) {
	return db.All(tx, scanCheckout, checkoutSQL+` WHERE buyer = $1 ORDER BY id DESC LIMIT $2`, buyer, limit)
}

const checkoutSQL = `SELECT id, buyer, key, state, top_up, cause, began_at, expires_at, ended_at FROM checkouts`

func scanCheckout(row db.Row) (Checkout, error) {
	var c Checkout
	err := row.Scan(&c.ID, &c.Buyer, &c.Key, &c.State, &c.TopUp, &c.Cause, &c.BeganAt, &c.ExpiresAt, &c.EndedAt)
	return c, err
}

func checkoutBy(tx *db.Tx, where string, args ...any) (Checkout, error) {
	c, err := db.One(tx, scanCheckout, checkoutSQL+` WHERE `+where, args...)
	if errors.Is(err, db.ErrNoRow) {
		return Checkout{}, fault.Missing()
	}
	if err != nil {
		return Checkout{}, err
	}
	c.Lines, err = db.All(tx, scanCheckoutLine, `SELECT order_id, version, policy_version, title, units, package, options, price, fee
		FROM checkout_lines WHERE checkout = $1 ORDER BY n`, c.ID)
	if err != nil {
		return Checkout{}, err
	}
	err = c.readAnswers(tx)
	return c, err
}

func scanCheckoutLine(row db.Row) (CheckoutLine, error) {
	var l CheckoutLine
	var options string
	err := row.Scan(&l.Order, &l.Version, &l.Policy, &l.Title, &l.Units, &l.Package, &options, &l.Price, &l.Fee)
	l.Options = readOptions(options)
	return l, err
}

// Options are stored as "colour 2, express 1".
func writeOptions(options []catalogue.OptionChoice) string {
	texts := make([]string, len(options))
	for i, o := range options {
		texts[i] = fmt.Sprintf("%s %d", o.Code, o.Quantity)
	}
	return strings.Join(texts, ", ")
}

func readOptions(text string) []catalogue.OptionChoice {
	var options []catalogue.OptionChoice
	for one := range strings.SplitSeq(text, ", ") {
		code, quantity, ok := strings.Cut(one, " ")
		if n, err := strconv.Atoi(quantity); ok && err == nil {
			options = append(options, catalogue.OptionChoice{Code: code, Quantity: n})
		}
	}
	return options
}
