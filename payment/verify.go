package payment

import (
	"fmt"

	"guildhall/db"
	"guildhall/ledger"
)

// checks are what must hold between top-ups, messages and the books: each
// query answers the top-ups for which it does not.
var checks = []struct {
	invariant int
	detail    string
	sql       string
}{
	{10, "is %s, but its money was never credited", `SELECT p.id, p.state FROM top_ups p
		LEFT JOIN transfers t ON t.reference = p.id AND t.kind = 'top_up'
		WHERE p.state = 'succeeded' AND t.id IS NULL`},
	{10, "is %s, but its money was credited", `SELECT p.id, p.state FROM top_ups p
		JOIN transfers t ON t.reference = p.id AND t.kind = 'top_up'
		WHERE p.state IN ('pending', 'failed')`},
	{10, "is %s, but its money was credited and not taken back", `SELECT p.id, p.state FROM top_ups p
		JOIN transfers t ON t.reference = p.id AND t.kind = 'top_up'
		LEFT JOIN transfers r ON r.reference = p.id AND r.kind = 'revoke'
		WHERE p.state IN ('refunded', 'charged_back') AND r.id IS NULL`},
	{8, "is %s, but a message credited it that says otherwise", `SELECT p.id, p.state FROM top_ups p
		JOIN payment_messages m ON m.top_up = p.id
		WHERE m.effect = 'credit' AND p.state IN ('pending', 'failed')`},
	{8, "is %s, but more than one message credited it", `SELECT p.id, p.state FROM top_ups p
		JOIN payment_messages m ON m.top_up = p.id
		WHERE m.effect = 'credit' GROUP BY p.id, p.state HAVING COUNT(*) > 1`},
}

// findingsMax bounds what one check lists.
const findingsMax = 100

// Verify checks invariants 8 and 10 (design/reliability.md) on top-ups.
func Verify(tx *db.Tx) ([]ledger.Finding, error) {
	var findings []ledger.Finding
	for _, c := range checks {
		found, err := db.All(tx, func(row db.Row) (ledger.Finding, error) {
			var top []byte
			var state string
			err := row.Scan(&top, &state)
			return ledger.Finding{Invariant: c.invariant, Subject: fmt.Sprintf("top-up %x", top), Detail: fmt.Sprintf(c.detail, state)}, err
		}, fmt.Sprintf("%s LIMIT %d", c.sql, findingsMax))
		if err != nil {
			return nil, fmt.Errorf("payment: checking invariant %d: %w", c.invariant, err)
		}
		findings = append(findings, found...)
	}
	return findings, nil
}
