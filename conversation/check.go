package conversation

import (
	"time"

	"guildhall/db"
	"guildhall/id"
)

// timed is one row of what the usual reply time comes from.
type timed struct {
	Answered
	seller   id.Member
	calendar calendar
}

// WrongAnswers lists reply times, at most limit, that no message of the seller
// makes (REP-6): each is the time from what the other wrote to an answer, by
// the calendar it was counted by.
func WrongAnswers(tx *db.Tx, limit int) ([]Answered, error) {
	odd, err := db.All(tx, func(row db.Row) (timed, error) {
		var a timed
		return a, row.Scan(&a.Conversation, &a.AskedAt, &a.Span, &a.seller, &a.calendar)
	}, `SELECT r.conversation, r.asked_at, r.span, r.seller, r.calendar FROM reply_times r
		WHERE NOT (EXISTS (SELECT 1 FROM messages m WHERE m.holder_kind = $1 AND m.holder = r.conversation
				AND m.author <> r.seller AND m.at = r.asked_at)
			AND EXISTS (SELECT 1 FROM messages m WHERE m.holder_kind = $1 AND m.holder = r.conversation
				AND m.author = r.seller AND m.at = r.asked_at + r.span))
		ORDER BY r.conversation, r.asked_at`, Subject)
	if err != nil {
		return nil, err
	}
	var wrong []Answered
	for _, a := range odd {
		made, err := a.made(tx)
		if err != nil {
			return nil, err
		}
		if !made && len(wrong) < limit {
			wrong = append(wrong, a.Answered)
		}
	}
	return wrong, nil
}

// made reports whether an answer of the seller's makes a reply time that leaves
// weekends out.
func (a timed) made(tx *db.Tx) (bool, error) {
	if a.calendar == "" {
		return false, nil
	}
	answers, err := db.All(tx, func(row db.Row) (time.Time, error) {
		var at time.Time
		return at, row.Scan(&at)
	}, `SELECT at FROM messages WHERE holder_kind = $1 AND holder = $2 AND author = $3 AND at >= $4`,
		Subject, a.Conversation, a.seller, a.AskedAt)
	if err != nil {
		return false, err
	}
	for _, at := range answers {
		if a.calendar.between(a.AskedAt, at) == a.Span {
			return true, nil
		}
	}
	return false, nil
}
