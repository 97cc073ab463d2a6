package conversation

import (
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/deadline"
	"guildhall/event"
	"guildhall/id"
)

// calendar is the time zone whose weekends a seller's time for an answer skips
// (TLK-5, CAT-17); empty: it skips none.
type calendar string

func calendarOf(seller account.Member) calendar {
	if !seller.HidesWeekends {
		return ""
	}
	return calendar(seller.Location().String())
}

func (k calendar) zone() *time.Location { return account.Member{Zone: string(k)}.Location() }

// after is when the span has passed since a moment.
func (k calendar) after(from time.Time, span time.Duration) time.Time {
	if k == "" {
		return from.Add(span)
	}
	return account.SkipWeekends(from, span, k.zone())
}

// between is how much of the time between two moments counts.
func (k calendar) between(from, until time.Time) time.Duration {
	if k == "" {
		return until.Sub(from)
	}
	return account.WithoutWeekends(from, until, k.zone())
}

// Take reads the diary: who asks for free weekends or moves to another time
// zone has what is left of each answer's time by the new calendar, and what a
// sanctioned member wrote needs no answer any more (TLK-5).
func Take(tx *db.Tx, e event.Entry) error {
	switch e.Kind {
	case "account.weekends_set", "account.place_set":
		return turnClocks(tx, id.Member(e.Subject.ID))
	case "account.standing":
		return excuse(tx, id.Member(e.Subject.ID))
	}
	return nil
}

// turnClocks brings a seller's running times for answers under their calendar
// as it is now.
func turnClocks(tx *db.Tx, member id.Member) error {
	seller, err := account.Get(tx, member)
	if err != nil {
		return err
	}
	now := calendarOf(seller)
	waiting, err := db.All(tx, scanConversation, `SELECT `+conversationColumns+` FROM conversations
		WHERE seller = $1 AND waits_since IS NOT NULL AND calendar <> $2`, member, now)
	if err != nil {
		return err
	}
	for _, c := range waiting {
		if err := turn(tx, c.ID, now); err != nil {
			return err
		}
	}
	return nil
}

// turn moves the clock of one conversation; one that has run out stays so.
func turn(tx *db.Tx, which id.Conversation, to calendar) error {
	c, err := hold(tx, which)
	if err != nil {
		return err
	}
	clocks, err := deadline.Of(tx, event.Of(Subject, c.ID))
	if err != nil {
		return err
	}
	for _, clock := range clocks {
		clock.At, clock.WarnAt = c.turned(clock.At, to, tx.Now()), c.turned(clock.WarnAt, to, tx.Now())
		if err := deadline.Set(tx, clock); err != nil {
			return err
		}
	}
	return tx.Exec(`UPDATE conversations SET calendar = $1 WHERE id = $2`, to, c.ID)
}

// turned is when a moment to come is by another calendar: what is left to it
// stays left.
func (c Conversation) turned(moment time.Time, to calendar, now time.Time) time.Time {
	if !moment.After(now) {
		return moment
	}
	return to.after(now, c.calendar.between(now, moment))
}

// excuse ends what is owed to a member who is under a sanction.
func excuse(tx *db.Tx, member id.Member) error {
	buyer, err := account.Get(tx, member)
	if err != nil || buyer.Standing == account.Good {
		return err
	}
	waiting, err := db.All(tx, scanConversation, `SELECT `+conversationColumns+` FROM conversations
		WHERE buyer = $1 AND waits_since IS NOT NULL`, member)
	for _, c := range waiting {
		if err == nil {
			err = Settle(tx, c.ID)
		}
	}
	return err
}
