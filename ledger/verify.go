package ledger

import (
	"fmt"

	"guildhall/db"
)

// Finding is one place where the books do not hold what design/reliability.md
// promises.
type Finding struct {
	Invariant int    // its number there
	Subject   string // the row, as "wallet 0190…"
	Detail    string // what is there and what should be
}

// findingsMax bounds what one check lists; the first hundred tell enough.
const findingsMax = 100

// check is a query that answers one row for each violation: what, two figures.
type check struct {
	invariant int
	subject   string // with %x for the id
	detail    string // with two %d
	sql       string
}

// checks are the invariants on money. Each query answers (id, found, expected).
var checks = []check{
	{1, "transfer %x", "its entries sum to %d, not %d", `
		SELECT transfer, CAST(SUM(amount) AS BIGINT), 0 FROM entries
		GROUP BY transfer HAVING SUM(amount) <> 0`},
	{1, "transfer %x", "has %d entries, at least %d are needed", `
		SELECT t.id, COUNT(e.n), 2 FROM transfers t LEFT JOIN entries e ON e.transfer = t.id
		GROUP BY t.id HAVING COUNT(e.n) < 2`},
	{1, "entries of %x", "%d entries belong to %d transfers", `
		SELECT e.transfer, COUNT(*), 0 FROM entries e LEFT JOIN transfers t ON t.id = e.transfer
		WHERE t.id IS NULL GROUP BY e.transfer`},
	{2, "wallet %x", "its main balance is %d, its entries sum to %d", walletAgainstEntries("main")},
	{2, "wallet %x", "its bonus balance is %d, its entries sum to %d", walletAgainstEntries("bonus")},
	{2, "wallet %x", "its main balance is %d, its lots sum to %d", walletAgainstLots("main")},
	{2, "wallet %x", "its bonus balance is %d, its lots sum to %d", walletAgainstLots("bonus")},
	{2, "lot of %x", "holds %d, its entries sum to %d", `
		SELECT l.member, l.amount, CAST(COALESCE(SUM(e.amount), 0) AS BIGINT)
		FROM lots l LEFT JOIN entries e ON e.holder = l.member AND e.account = l.pot AND e.lot = l.origin
		GROUP BY l.member, l.pot, l.origin, l.amount HAVING l.amount <> COALESCE(SUM(e.amount), 0)`},
	{2, "holder %x", "has entries of %d but %d wallets", `
		SELECT e.holder, CAST(SUM(e.amount) AS BIGINT), 0
		FROM entries e LEFT JOIN wallets w ON w.member = e.holder
		WHERE e.account IN ('main', 'bonus') AND w.member IS NULL GROUP BY e.holder`},
	{4, "escrow of order %x", "holds %d, its entries sum to %d", `
		SELECT o.order_id, o.price + o.fee, CAST(COALESCE(SUM(e.amount), 0) AS BIGINT)
		FROM escrows o LEFT JOIN entries e ON e.holder = o.order_id AND e.account IN ('escrow_main', 'escrow_bonus')
		GROUP BY o.order_id, o.price, o.fee HAVING o.price + o.fee <> COALESCE(SUM(e.amount), 0)`},
	{4, "escrow of order %x", "one source of it stands at %d, below %d", `
		SELECT holder, CAST(SUM(amount) AS BIGINT), 0 FROM entries
		WHERE account IN ('escrow_main', 'escrow_bonus', 'leaving')
		GROUP BY holder, account, lot HAVING SUM(amount) < 0`},
	{5, "order %x", "the buyer paid %d, but %d went to seller, platform, back or still waits", `
		SELECT t.reference,
			CAST(-SUM(CASE WHEN t.kind = 'hold' AND e.account IN ('main', 'bonus') THEN e.amount ELSE 0 END) AS BIGINT),
			CAST(SUM(CASE WHEN t.kind <> 'hold' AND e.account IN ('main', 'bonus', 'commission', 'buyer_fee') THEN e.amount
				WHEN e.account IN ('escrow_main', 'escrow_bonus') AND e.holder = t.reference THEN e.amount ELSE 0 END) AS BIGINT)
		FROM transfers t JOIN entries e ON e.transfer = t.id
		WHERE t.subject = 'order' AND t.kind <> 'tip'
		GROUP BY t.reference
		HAVING -SUM(CASE WHEN t.kind = 'hold' AND e.account IN ('main', 'bonus') THEN e.amount ELSE 0 END)
			<> SUM(CASE WHEN t.kind <> 'hold' AND e.account IN ('main', 'bonus', 'commission', 'buyer_fee') THEN e.amount
				WHEN e.account IN ('escrow_main', 'escrow_bonus') AND e.holder = t.reference THEN e.amount ELSE 0 END)`},
	{2, "wallet %x", "owes %d, its claims sum to %d", `
		SELECT w.member, w.owed, CAST(COALESCE(-SUM(e.amount), 0) AS BIGINT)
		FROM wallets w LEFT JOIN entries e ON e.holder = w.member AND e.account = 'claim'
		GROUP BY w.member, w.owed HAVING w.owed <> COALESCE(-SUM(e.amount), 0)`},
	{5, "wallet %x", "stands at %d, below %d", `
		SELECT member, CASE WHEN main < bonus THEN main ELSE bonus END, 0 FROM wallets WHERE main < 0 OR bonus < 0`},
}

func walletAgainstEntries(pot string) string {
	return fmt.Sprintf(`
		SELECT w.member, w.%[1]s, CAST(COALESCE(SUM(e.amount), 0) AS BIGINT)
		FROM wallets w LEFT JOIN entries e ON e.holder = w.member AND e.account = '%[1]s'
		GROUP BY w.member, w.%[1]s HAVING w.%[1]s <> COALESCE(SUM(e.amount), 0)`, pot)
}

func walletAgainstLots(pot string) string {
	return fmt.Sprintf(`
		SELECT w.member, w.%[1]s, CAST(COALESCE(SUM(l.amount), 0) AS BIGINT)
		FROM wallets w LEFT JOIN lots l ON l.member = w.member AND l.pot = '%[1]s'
		GROUP BY w.member, w.%[1]s HAVING w.%[1]s <> COALESCE(SUM(l.amount), 0)`, pot)
}

// Verify checks the books: invariants 1, 2 (balances), 4 (against the pot's
// own entries) and 5. No findings means sound books.
func Verify(tx *db.Tx) ([]Finding, error) {
	var findings []Finding
	for _, c := range checks {
		found, err := c.run(tx)
		if err != nil {
			return nil, fmt.Errorf("ledger: checking invariant %d (%s): %w", c.invariant, c.subject, err)
		}
		findings = append(findings, found...)
	}
	return findings, nil
}

func (c check) run(tx *db.Tx) ([]Finding, error) {
	return db.All(tx, func(row db.Row) (Finding, error) {
		var subject []byte
		var found, expected int64
		err := row.Scan(&subject, &found, &expected)
		return Finding{c.invariant, fmt.Sprintf(c.subject, subject), fmt.Sprintf(c.detail, found, expected)}, err
	}, fmt.Sprintf("%s LIMIT %d", c.sql, findingsMax))
}
