package verify

import (
	"fmt"

	"guildhall/db"
)

// findingsMax bounds what one query lists; the first hundred tell enough.
const findingsMax = 100

// rule is an invariant as a query that answers (what, detail) for each
// violation.
type rule struct {
	invariant int
	sql       string
}

// rules are what one query over the tables can tell.
var rules = []rule{
	// 2: entries and transfers are never taken away: each knows the other.
	{2, `SELECT 'escrow', 'belongs to no order: ' || CAST(count(*) AS TEXT)
		FROM escrows e LEFT JOIN orders o ON o.id = e.order_id WHERE o.id IS NULL HAVING count(*) > 0`},
	// 6: no history without an order.
	{6, `SELECT 'diary', 'orders told of that are not there: ' || CAST(count(DISTINCT e.subject_id) AS TEXT)
		FROM events e LEFT JOIN orders o ON o.id = e.subject_id
		WHERE e.subject_kind = 'order' AND e.n > 0 AND o.id IS NULL HAVING count(*) > 0`},
	// 7: one intention, one effect.
	{7, `SELECT 'idempotency key ' || key, 'used by one actor for ' || CAST(count(*) AS TEXT) || ' intentions'
		FROM idempotency_keys GROUP BY actor, key HAVING count(*) > 1`},
	{7, `SELECT 'transfer ' || key, 'happened ' || CAST(count(*) AS TEXT) || ' times'
		FROM transfers GROUP BY key HAVING count(*) > 1`},
	// 9: overdue by more than 60 s of running time (the sweeper's grace of 5 s
	// and its round of 1 s are within them).
	{9, `SELECT 'deadline ' || d.subject_kind || ' ' || d.kind,
			'overdue for ' || CAST((u.seen - d.at) / 1000000 AS TEXT) || ' s, ' || CAST(d.tries AS TEXT) || ' tries: ' || d.cause
		FROM deadlines d, (SELECT began, seen FROM uptimes ORDER BY began DESC LIMIT 1) u
		WHERE CASE WHEN d.at > u.began THEN d.at ELSE u.began END + 60000000 < u.seen AND d.at < u.seen`},
	// 12: index = database.
	{12, `SELECT 'service ' || s.title, CASE WHEN d.shown AND COALESCE(f.shown, TRUE)
				THEN 'is found, though it is not to be shown' ELSE 'is to be shown, and cannot be found' END
		FROM services s LEFT JOIN search_documents d ON d.service = s.id LEFT JOIN search_sellers f ON f.seller = s.seller
		WHERE CASE WHEN d.shown AND COALESCE(f.shown, TRUE) THEN 1 ELSE 0 END <> CASE WHEN s.state = 'live'
			AND NOT EXISTS (SELECT 1 FROM service_causes c WHERE c.service = s.id)
			AND NOT EXISTS (SELECT 1 FROM seller_causes c WHERE c.seller = s.seller) THEN 1 ELSE 0 END`},
	// 12: what is live points to a version of its own.
	{12, `SELECT 'service ' || s.title, 'is live without a version of its own'
		FROM services s LEFT JOIN service_versions v ON v.id = s.live AND v.service = s.id
		WHERE s.state = 'live' AND v.id IS NULL`},
	// 15: feedback is one party's about the other, on an order that ended.
	{15, `SELECT 'feedback', 'is not between the parties of an order that allows it'
		FROM feedbacks f LEFT JOIN orders o ON o.id = f.order_id
			AND (f.author = o.buyer AND f.about = o.seller AND f.by_buyer
				OR f.author = o.seller AND f.about = o.buyer AND NOT f.by_buyer)
			AND o.state IN ('completed', 'cancelled')
		WHERE o.id IS NULL`},
	// 14: nothing is lost on the way to those who must be told.
	{14, `SELECT 'reader ' || reader, 'left entry ' || CAST(seq AS TEXT) || ' behind: ' || cause FROM parked_events`},
}

// tables runs all rules.
func tables(tx *db.Tx) ([]Finding, error) {
	var findings []Finding
	for _, r := range rules {
		found, err := db.All(tx, func(row db.Row) (Finding, error) {
			f := Finding{Invariant: r.invariant}
			err := row.Scan(&f.Subject, &f.Detail)
			return f, err
		}, fmt.Sprintf("%s LIMIT %d", r.sql, findingsMax))
		if err != nil {
			return nil, fmt.Errorf("invariant %d: %w", r.invariant, err)
		}
		findings = append(findings, found...)
	}
	return findings, nil
}
