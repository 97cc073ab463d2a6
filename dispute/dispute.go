// Package dispute is the desk of those who judge orders: which cases and
// objections wait, and the record of who of staff looked at an order and why
// (ORD-49, TRU-22, TRU-25). What a judgement does to the order is in the
// lifecycle table; its words are messages on the order's page.
package dispute

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/order"
	"guildhall/rulebook"
)

// Reason is why staff look at an order's page.
type Reason string

// The closed list of reasons; say has each under "dispute.reason." + Reason.
const (
	ForCase      Reason = "case"
	ForObjection Reason = "objection"
	ForReport    Reason = "report"
	ForSupport   Reason = "support"
	ForLaw       Reason = "law"
)

// Reasons lists them in the order they are offered.
var Reasons = []Reason{ForCase, ForObjection, ForReport, ForSupport, ForLaw}

// remarkMost bounds a remark, in characters.
const remarkMost = 500

// lookFor is how long one look lasts: after it the reason is asked for again.
const lookFor = 12 * time.Hour

// Look is one look at an order by somebody who is no party to it.
type Look struct {
	Order  id.Order
	Staff  id.Member
	At     time.Time
	Reason Reason
	Remark string
}

// Record writes down that staff look at an order, and why. It notes so beside
// the order's diary, where its parties see it. Faults: not_found,
// look_reason, look_remark{most}, order_party_cannot_judge for a party.
func Record(tx *db.Tx, look Look) error {
	o, err := order.Get(tx, look.Order)
	if err != nil {
		return err
	}
	look.Remark = strings.TrimSpace(look.Remark)
	switch {
	case o.SideOf(look.Staff) != order.Nobody:
		return fault.Denied("order_party_cannot_judge")
	case !slices.Contains(Reasons, look.Reason):
		return fault.Invalid("look_reason").At("reason")
	case utf8.RuneCountInString(look.Remark) > remarkMost:
		return fault.Invalid("look_remark", "most", remarkMost).At("remark")
	}
	err = tx.Exec(`INSERT INTO order_looks (order_id, staff, at, reason, remark) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT DO NOTHING`, look.Order, look.Staff, look.At, string(look.Reason), look.Remark)
	if err != nil {
		return err
	}
	return event.Note(tx, event.Entry{
		Subject: event.Of("order", look.Order), Kind: "staff_looked", Rule: "TRU-25", Actor: look.Staff, At: look.At,
		Data: map[string]any{"reason": string(look.Reason)},
	})
}

// Looking reports whether staff have said within the last hours why they look
// at this order.
func Looking(tx *db.Tx, which id.Order, staff id.Member, at time.Time) (bool, error) {
	n, err := db.Value[int64](tx, `SELECT count(*) FROM order_looks WHERE order_id = $1 AND staff = $2 AND at > $3`,
		which, staff, at.Add(-lookFor))
	return n > 0, err
}

// Looks lists who looked at an order, newest first.
func Looks(tx *db.Tx, which id.Order) ([]Look, error) {
	return db.All(tx, func(row db.Row) (Look, error) {
		var l Look
		return l, row.Scan(&l.Order, &l.Staff, &l.At, &l.Reason, &l.Remark)
	}, `SELECT order_id, staff, at, reason, remark FROM order_looks WHERE order_id = $1 ORDER BY at DESC`, which)
}

// Case is an order that waits for somebody to judge it.
type Case struct {
	Order   order.Order
	Wants   time.Time // when staff should have decided (ORD-11)
	Overdue bool
	Appeal  bool // a decision was appealed; somebody else must decide
}

// QueueMost bounds the list of cases.
const QueueMost = 200

// Queue lists the cases that wait for an arbiter, longest waiting first.
// Decided ones whose appeal time runs are not among them.
func Queue(tx *db.Tx) ([]Case, error) {
	orders, err := order.Cases(tx, QueueMost)
	if err != nil {
		return nil, err
	}
	var list []Case
	for _, o := range orders {
		if o.Decided && !o.Appealed {
			continue
		}
		made, err := caseOf(tx, o)
		if err != nil {
			return nil, err
		}
		list = append(list, made)
	}
	return list, nil
}

func caseOf(tx *db.Tx, o order.Order) (Case, error) {
	rules, err := rulebook.At(tx, o.PolicyVersion)
	if err != nil {
		return Case{}, err
	}
	since := o.CaseOpenedAt
	if o.Appealed {
		since = o.AppealedAt
	}
	wants := since.Add(rules.Policy.ArbitrationTarget)
	return Case{Order: o, Wants: wants, Overdue: wants.Before(tx.Now()), Appeal: o.Appealed}, nil
}
