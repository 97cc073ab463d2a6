package catalogue

import (
	"guildhall/account"
	"guildhall/db"
	"guildhall/deadline"
	"guildhall/event"
	"guildhall/id"
)

// WeekendSubject is the kind under which the next Friday or Monday of a seller
// who hides on weekends is a deadline; its id is the member's.
const WeekendSubject = "weekend"

// TakeWeekends reads the diary: who asks for free weekends, or moves to another
// time zone, is hidden or back at once (CAT-17).
func TakeWeekends(tx *db.Tx, e event.Entry) error {
	if e.Kind != "account.weekends_set" && e.Kind != "account.place_set" {
		return nil
	}
	return keepWeekend(tx, id.Member(e.Subject.ID))
}

// RingWeekend is the sweeper's call when a weekend begins or ends.
func RingWeekend(tx *db.Tx, c deadline.Clock) error { return keepWeekend(tx, id.Member(c.Subject.ID)) }

// LeaveWeekend is the sweeper's call for a boundary that passed in an outage:
// the calendar is not moved, so it takes effect late.
func LeaveWeekend(*db.Tx, deadline.Clock, deadline.Outage) error { return nil }

// keepWeekend hides or shows what a seller offers as their calendar says now,
// and sets the clock to when it says otherwise.
func keepWeekend(tx *db.Tx, member id.Member) error {
	seller, err := account.Get(tx, member)
	if err != nil {
		return err
	}
	next := deadline.Clock{Subject: event.Of(WeekendSubject, member), Kind: WeekendSubject}
	if !seller.HidesWeekends {
		if err := deadline.Clear(tx, next.Subject, next.Kind); err != nil {
			return err
		}
		return Release(tx, member, CauseWeekend)
	}
	weekend := account.WeekendAt(tx.Now(), seller.Location())
	if weekend.Has(tx.Now()) {
		next.At = weekend.Until
		err = Withhold(tx, member, CauseWeekend, "", weekend.Until)
	} else {
		next.At = weekend.From
		err = Release(tx, member, CauseWeekend)
	}
	if err != nil {
		return err
	}
	return deadline.Set(tx, next)
}
