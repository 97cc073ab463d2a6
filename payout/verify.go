package payout

import (
	"fmt"

	"guildhall/db"
	"guildhall/ledger"
)

// checks are what must hold between withdrawals and the books: each query
// answers the withdrawals for which it does not, with what is held and what
// should be.
var checks = []struct {
	invariant int
	detail    string
	sql       string
}{
	{2, "holds %d, %d were asked for", `SELECT w.id, CAST(COALESCE(SUM(e.amount), 0) AS BIGINT), w.amount
		FROM withdrawals w LEFT JOIN entries e ON e.holder = w.id AND e.account = 'leaving'
		WHERE w.state IN ('requested', 'approved', 'sent')
		GROUP BY w.id, w.amount HAVING COALESCE(SUM(e.amount), 0) <> w.amount`},
	{2, "still holds %d, it has ended and should hold %d", `SELECT w.id, CAST(SUM(e.amount) AS BIGINT), 0
		FROM withdrawals w JOIN entries e ON e.holder = w.id AND e.account = 'leaving'
		WHERE w.state IN ('paid', 'returned', 'cancelled')
		GROUP BY w.id HAVING SUM(e.amount) <> 0`},
	{10, "was paid out %d times, its state asks for %d", `SELECT w.id, COUNT(t.id), CASE WHEN w.state = 'paid' THEN 1 ELSE 0 END
		FROM withdrawals w LEFT JOIN transfers t ON t.reference = w.id AND t.kind = 'paid_out'
		GROUP BY w.id, w.state HAVING COUNT(t.id) <> CASE WHEN w.state = 'paid' THEN 1 ELSE 0 END`},
	{10, "is nobody's withdrawal: %d held, %d known", `SELECT e.holder, CAST(SUM(e.amount) AS BIGINT), 0
		FROM entries e LEFT JOIN withdrawals w ON w.id = e.holder
		WHERE e.account = 'leaving' AND w.id IS NULL GROUP BY e.holder`},
}

// findingsMax bounds what one check lists.
const findingsMax = 100

// Verify checks invariants 2 and 10 (design/reliability.md) on withdrawals.
func Verify(tx *db.Tx) ([]ledger.Finding, error) {
	var findings []ledger.Finding
	for _, c := range checks {
		found, err := db.All(tx, func(row db.Row) (ledger.Finding, error) {
			var which []byte
			var is, should int64
			err := row.Scan(&which, &is, &should)
			return ledger.Finding{Invariant: c.invariant, Subject: fmt.Sprintf("withdrawal %x", which), Detail: fmt.Sprintf(c.detail, is, should)}, err
		}, fmt.Sprintf("%s LIMIT %d", c.sql, findingsMax))
		if err != nil {
			return nil, fmt.Errorf("payout: checking invariant %d: %w", c.invariant, err)
		}
		findings = append(findings, found...)
	}
	return findings, nil
}
