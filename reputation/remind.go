package reputation

import (
	"errors"

	"guildhall/db"
	"guildhall/deadline"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/order"
	"guildhall/rulebook"
)

// Subject is the kind under which the end of a feedback's days is a deadline;
// its id is the order's.
const Subject = "feedback"

// Take reads the diary: an order that ended with feedback open gets a clock for
// its last day, so that a reminder goes out before it (TLK-10).
func Take(tx *db.Tx, e event.Entry) error {
	if e.Subject.Kind != "order" || e.N == 0 {
		return nil
	}
	o, err := order.Get(tx, id.Order(e.Subject.ID))
	if err != nil {
		return err
	}
	subject := event.Of(Subject, o.ID)
	if !o.FeedbackOpen || e.Kind != o.EndedBy {
		return nil
	}
	rules, err := rulebook.At(tx, o.PolicyVersion)
	if err != nil {
		return err
	}
	return deadline.Set(tx, deadline.Clock{
		Subject: subject, Kind: Subject, At: o.FeedbackUntil,
		WarnAt: order.WarnBefore(e.At, o.FeedbackUntil, &rules.Policy),
	})
}

// Remind is the sweeper's call when the days of a feedback are nearly over.
// Who has left it is not reminded.
func Remind(tx *db.Tx, c deadline.Clock) error {
	o, err := order.Get(tx, id.Order(c.Subject.ID))
	if err != nil {
		return err
	}
	_, err = Of(tx, o.ID, o.Buyer)
	if !errors.Is(err, fault.Missing()) {
		return err
	}
	return event.Note(tx, event.Entry{
		Subject: event.Of("order", o.ID), Kind: "feedback_near", Rule: "TLK-10", At: tx.Now(), Policy: o.PolicyVersion,
		Data: map[string]any{"until": c.At.UnixMicro()},
	})
}

// Ring is the sweeper's call when the days are over; nothing more can be left,
// which Leave knows by itself.
func Ring(tx *db.Tx, c deadline.Clock) error { return deadline.Clear(tx, c.Subject, c.Kind) }
