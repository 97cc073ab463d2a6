package verify

import (
	"errors"
	"fmt"

	"guildhall/catalogue"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/order"
	"guildhall/portfolio"
	"guildhall/rulebook"
)

// hiding is the reader of the diary by whom services are hidden and shown.
const hiding = "hiding"

// causes looks anew at what hides services by itself, and at the reply times
// beside it (15).
func causes(tx *db.Tx) ([]Finding, error) {
	if _, err := rulebook.Current(tx); errors.Is(err, db.ErrNoRow) {
		return nil, nil // not set up yet: nobody offers anything
	}
	var findings []Finding
	for _, one := range []check{ignored, workload, works, answers} {
		found, err := one(tx)
		if err != nil {
			return nil, err
		}
		findings = append(findings, found...)
	}
	return findings, nil
}

// members lists whom a query names, each with what is wrong about them.
func members(tx *db.Tx, detail, sql string, args ...any) ([]Finding, error) {
	return db.All(tx, func(row db.Row) (Finding, error) {
		var seller id.Member
		err := row.Scan(&seller)
		return Finding{Invariant: 15, Subject: "seller " + seller.String(), Detail: detail}, err
	}, fmt.Sprintf("%s ORDER BY 1 LIMIT %d", sql, findingsMax), args...)
}

// ignored holds sellers to CAT-16: hidden while a message is ignored.
func ignored(tx *db.Tx) ([]Finding, error) {
	const waits = `SELECT seller FROM conversations WHERE waits_since IS NOT NULL AND ignored_at IS NOT NULL`
	const hidden = `SELECT seller FROM seller_causes WHERE cause = 'ignored'`
	shown, err := members(tx, "is shown, and a message is ignored", waits+` EXCEPT `+hidden)
	if err != nil {
		return nil, err
	}
	wrong, err := members(tx, "is hidden for ignored messages, and none is", hidden+` EXCEPT `+waits)
	return append(shown, wrong...), err
}

// workload holds sellers to CAT-13, but those about whom something is still to
// be read.
func workload(tx *db.Tx) ([]Finding, error) {
	due, err := order.Workload.Due(tx)
	if err != nil || due {
		return nil, err
	}
	rules, err := rulebook.Current(tx)
	if err != nil {
		return nil, err
	}
	position, err := event.Position(tx, hiding)
	if err != nil {
		return nil, err
	}
	const read = ` NOT EXISTS (SELECT 1 FROM events e JOIN orders r ON r.id = e.subject_id
		WHERE e.subject_kind = 'order' AND (e.seq IS NULL OR e.seq > $2) AND r.seller = `
	const busy = `SELECT o.seller FROM orders o WHERE o.state IN ('placed', 'in_work', 'late', 'disputed')
		AND NOT EXISTS (SELECT 1 FROM seller_causes c WHERE c.seller = o.seller AND c.cause = 'workload')
		AND` + read + `o.seller) GROUP BY o.seller HAVING count(*) > $1`
	const free = `SELECT c.seller FROM seller_causes c WHERE c.cause = 'workload'
		AND (SELECT count(*) FROM orders o WHERE o.seller = c.seller AND o.state IN ('placed', 'in_work', 'late', 'disputed')) <= $1
		AND` + read + `c.seller)`
	shown, err := members(tx, "has more orders under way than hide a seller, and is shown", busy, rules.Policy.AutoPauseAbove, position)
	if err != nil {
		return nil, err
	}
	hidden, err := members(tx, "is hidden as too busy, and is free again", free, rules.Policy.AutoResumeAt, position)
	return append(shown, hidden...), err
}

// works holds services to CAT-14, but those about which something is still to
// be read.
func works(tx *db.Tx) ([]Finding, error) {
	due, err := portfolio.Keeping.Due(tx)
	if err != nil || due {
		return nil, err
	}
	services, err := db.All(tx, func(row db.Row) (id.Service, error) {
		var service id.Service
		return service, row.Scan(&service)
	}, `SELECT DISTINCT service FROM orders WHERE portfolio = 'agreed' UNION SELECT service FROM service_causes WHERE cause = $1 ORDER BY 1`,
		catalogue.CausePortfolio)
	if err != nil {
		return nil, err
	}
	var findings []Finding
	for _, service := range services {
		wrong, err := worksOf(tx, service)
		if err != nil {
			return nil, err
		}
		if wrong != "" {
			findings = append(findings, Finding{Invariant: 15, Subject: "service " + service.String(), Detail: wrong})
		}
	}
	return findings, nil
}

func worksOf(tx *db.Tx, service id.Service) (string, error) {
	s, err := catalogue.Get(tx, service)
	if errors.Is(err, fault.Missing()) || s.Stored == catalogue.Removed {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	fill, err := portfolio.FillOf(tx, s)
	if err != nil {
		return "", err
	}
	stands, err := db.Value[int64](tx, `SELECT count(*) FROM service_causes WHERE service = $1 AND cause = $2`, service, catalogue.CausePortfolio)
	if err != nil || fill.Hides == (stands > 0) {
		return "", err
	}
	position, err := event.Position(tx, hiding)
	if err != nil {
		return "", err
	}
	waits, err := db.Value[int64](tx, `SELECT count(*) FROM events WHERE (seq IS NULL OR seq > $1)
		AND (subject_kind = 'service' AND subject_id = $2
			OR subject_kind = 'order' AND subject_id IN (SELECT id FROM orders WHERE service = $2))`, position, service)
	if err != nil || waits > 0 {
		return "", err
	}
	return fmt.Sprintf("is hidden for missing works: %t; of %d orders whose buyers agreed %d have theirs", stands > 0, fill.Agreed, fill.Published), nil
}

// answers checks what usual reply times come from (REP-6).
func answers(tx *db.Tx) ([]Finding, error) {
	wrong, err := conversation.WrongAnswers(tx, findingsMax)
	var findings []Finding
	for _, a := range wrong {
		findings = append(findings, Finding{
			Invariant: 15, Subject: "conversation " + a.Conversation.String(),
			Detail: fmt.Sprintf("a reply time of %v to what was asked at %v is made by no message", a.Span, a.AskedAt),
		})
	}
	return findings, err
}
