package account

import (
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

// SetWeekends stores whether the member's services are hidden on weekends
// (ACC-17, CAT-17); who hides them reads it in the diary.
func SetWeekends(tx *db.Tx, member id.Member, hide bool) error {
	err := tx.ExecOne(fault.Missing(), `UPDATE members SET hides_weekends = $1 WHERE id = $2`, hide, member)
	if err != nil {
		return err
	}
	return note(tx, member, "account.weekends_set", map[string]any{"hide": hide})
}

// Weekend is a stretch from the first moment of a Friday to the first of the
// Monday after it, in one place's calendar. It begins on Friday and not on
// Saturday so that nothing ordered in the week wants a start on the weekend.
type Weekend struct{ From, Until time.Time }

// Has reports whether the moment lies in it.
func (w Weekend) Has(at time.Time) bool { return !at.Before(w.From) && at.Before(w.Until) }

// WeekendAt is the weekend that the moment lies in, else the next one.
func WeekendAt(at time.Time, zone *time.Location) Weekend {
	local := at.In(zone)
	sinceMonday := (int(local.Weekday()) + 6) % 7
	monday := local.Day() - sinceMonday
	return Weekend{
		From:  dayBegins(local.Year(), local.Month(), monday+4, zone),
		Until: dayBegins(local.Year(), local.Month(), monday+7, zone),
	}
}

// dayBegins is the first moment of a day. Where clocks are put forward at
// midnight there is no 00:00, and the day begins with the hour after.
func dayBegins(year int, month time.Month, day int, zone *time.Location) time.Time {
	noon := time.Date(year, month, day, 12, 0, 0, 0, zone)
	begins := time.Date(year, month, day, 0, 0, 0, 0, zone)
	for begins.Day() != noon.Day() {
		begins = begins.Add(30 * time.Minute)
	}
	return begins.UTC()
}

// SkipWeekends is the moment at which span has passed since from, when the
// clock stands still on weekends.
func SkipWeekends(from time.Time, span time.Duration, zone *time.Location) time.Time {
	for {
		weekend := WeekendAt(from, zone)
		if weekend.Has(from) {
			from = weekend.Until
			continue
		}
		room := weekend.From.Sub(from)
		if span <= room {
			return from.Add(span)
		}
		span, from = span-room, weekend.Until
	}
}

// WithoutWeekends is how much of the time between two moments is not weekend:
// SkipWeekends backwards.
func WithoutWeekends(from, until time.Time, zone *time.Location) time.Duration {
	var span time.Duration
	for from.Before(until) {
		weekend := WeekendAt(from, zone)
		if from.Before(weekend.From) {
			span += earlier(weekend.From, until).Sub(from)
		}
		from = weekend.Until
	}
	return span
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
