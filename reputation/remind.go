package reputation

import (
	"errors"

	"guildhall/db"
	"guildhall/deadline"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/order"
)

// Subject is the kind under which the end of a feedback's days is a deadline;
// its id is the order's.
const Subject = "feedback"

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
