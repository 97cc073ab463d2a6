package cart

import (
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
	"guildhall/order"
)

// Add puts a choice into the cart at today's price. The same choice once more
// is the same line with other units, so adding twice adds once.
//
// Faults: those of order.PreviewOf, what keeps this member from ordering it but
// for an address not confirmed yet, cart_full{most}.
func Add(tx *db.Tx, member id.Member, c Choice) (Line, error) {
	line := Line{ID: id.New[id.CartLineKind](tx.Now()), Member: member, Choice: c, Added: tx.Now()}
	shown, err := order.PreviewOf(tx, line.placing(tx, c.Version))
	if err != nil {
		return Line{}, err
	}
	if refused, ok := fault.As(shown.Refused); ok && refused.Code != "email_not_confirmed" {
		return Line{}, refused
	}
	line.Service, line.Price = shown.Order.Service, shown.Total()
	if err := room(tx, line); err != nil {
		return Line{}, err
	}
	line.ID, err = db.Value[id.CartLine](tx, `INSERT INTO cart_lines
			(id, member, service, version, package, units, options, price, added_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (member, service, package, options) DO UPDATE SET version = excluded.version,
		units = excluded.units, price = excluded.price, added_at = excluded.added_at, checkout = NULL RETURNING id`,
		line.ID, member, line.Service, c.Version, c.Package, c.Units, writeOptions(c.Options), line.Price, line.Added)
	return line, err
}

// room refuses a line that a full cart does not hold yet.
func room(tx *db.Tx, l Line) error {
	lines, err := Lines(tx, l.Member)
	if err != nil {
		return err
	}
	for _, held := range lines {
		if held.same(l) {
			return nil
		}
	}
	if len(lines) >= LinesMax {
		return fault.Conflict("cart_full", "most", LinesMax)
	}
	return nil
}

// same reports whether both are the same choice of the same service.
func (l Line) same(other Line) bool {
	return l.Service == other.Service && l.Package == other.Package && writeOptions(l.Options) == writeOptions(other.Options)
}

// Change takes another package or number of units, at the price of the version
// in the cart. Faults: not_found, cart_waiting, those of order.PreviewOf.
func Change(tx *db.Tx, member id.Member, line id.CartLine, tier string, units int) (Line, error) {
	l, err := lineOf(tx, member, line)
	if err != nil {
		return Line{}, err
	}
	if l.Waiting {
		return Line{}, fault.Conflict("cart_waiting")
	}
	l.Package, l.Units = tier, units
	shown, err := order.PreviewOf(tx, l.placing(tx, l.Version))
	if err != nil {
		return Line{}, err
	}
	l.Price = shown.Total()
	options := writeOptions(l.Options)
	err = tx.Exec(`DELETE FROM cart_lines WHERE member = $1 AND service = $2 AND package = $3 AND options = $4 AND id <> $5`,
		member, l.Service, tier, options, line)
	if err != nil {
		return Line{}, err
	}
	return l, tx.ExecOne(db.ErrAgain, `UPDATE cart_lines SET package = $1, units = $2, price = $3 WHERE id = $4`, tier, units, l.Price, line)
}

// Agree takes a line as it is offered now, which the member was shown as
// version and total (CAT-26). Faults: not_found, cart_waiting, and what keeps
// it from being ordered; service_changed or price_changed{total} when that
// moved on once more.
func Agree(tx *db.Tx, member id.Member, line id.CartLine, version id.ServiceVersion, total money.Amount) (Line, error) {
	l, err := lineOf(tx, member, line)
	if err != nil {
		return Line{}, err
	}
	if l.Waiting {
		return Line{}, fault.Conflict("cart_waiting")
	}
	now, err := order.PreviewOf(tx, l.placing(tx, version))
	switch {
	case err != nil:
		return Line{}, err
	case now.Order.Service != l.Service:
		return Line{}, fault.Missing()
	case now.Refused != nil:
		return Line{}, now.Refused
	case now.Total() != total:
		return Line{}, fault.Conflict("price_changed", "total", now.Total())
	}
	l.Version, l.Price = version, total
	return l, tx.ExecOne(db.ErrAgain, `UPDATE cart_lines SET version = $1, price = $2 WHERE id = $3`, version, total, line)
}

// Remove takes a line out. Faults: not_found, cart_waiting.
func Remove(tx *db.Tx, member id.Member, line id.CartLine) error {
	l, err := lineOf(tx, member, line)
	switch {
	case err != nil:
		return err
	case l.Waiting:
		return fault.Conflict("cart_waiting")
	}
	return tx.ExecOne(db.ErrAgain, `DELETE FROM cart_lines WHERE id = $1`, line)
}
