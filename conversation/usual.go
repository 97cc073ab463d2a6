package conversation

import (
	"cmp"
	"slices"
	"time"

	"guildhall/db"
	"guildhall/id"
)

// RepliesLooked is how many of the latest answers make the usual reply time.
const RepliesLooked = 50

// answered ends the duty by an answer, and keeps how long it took.
func (c Conversation) answered(tx *db.Tx) error {
	if c.WaitsSince.IsZero() {
		return nil
	}
	err := tx.Exec(`INSERT INTO reply_times (conversation, asked_at, seller, span, calendar) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (conversation, asked_at) DO NOTHING`, c.ID, c.WaitsSince, c.Seller, c.calendar.between(c.WaitsSince, tx.Now()), c.calendar)
	if err != nil {
		return err
	}
	return c.settle(tx)
}

// onlyAnswer reports whether a message is all that is left of the answer to the
// new message before it.
func (c Conversation) onlyAnswer(tx *db.Tx, m Message) (bool, error) {
	if m.Author != c.Seller {
		return false, nil
	}
	return db.Value[bool](tx, `SELECT EXISTS (SELECT 1 FROM reply_times r WHERE r.conversation = $1
		AND r.asked_at = (SELECT max(l.asked_at) FROM reply_times l WHERE l.conversation = $1 AND l.asked_at <= $2)
		AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.holder_kind = $3 AND m.holder = $1 AND m.author = $4
			AND m.at >= r.asked_at AND m.id <> $5 AND m.deleted_at IS NULL))`,
		c.ID, m.At, Subject, c.Seller, m.ID)
}

// Answered is a new message that a seller answered, and how long that took.
type Answered struct {
	Conversation id.Conversation
	AskedAt      time.Time
	Span         time.Duration // the weekends they have free left out
}

// Answers lists what a seller's usual reply time comes from and the one before,
// newest first.
func Answers(tx *db.Tx, seller id.Member) ([]Answered, error) {
	return db.All(tx, func(row db.Row) (Answered, error) {
		var a Answered
		return a, row.Scan(&a.Conversation, &a.AskedAt, &a.Span)
	}, `SELECT conversation, asked_at, span FROM reply_times WHERE seller = $1 ORDER BY asked_at DESC, conversation LIMIT $2`,
		seller, RepliesLooked+1)
}

// Usual is the median of the latest answers; zero: nothing is known yet.
func Usual(answers []Answered) (span time.Duration, of int) {
	answers = slices.Clone(answers[:min(len(answers), RepliesLooked)])
	if len(answers) == 0 {
		return 0, 0
	}
	slices.SortFunc(answers, func(a, b Answered) int { return cmp.Compare(a.Span, b.Span) })
	return answers[len(answers)/2].Span, len(answers)
}

// UsualReply is how long a seller usually takes to answer a new message.
func UsualReply(tx *db.Tx, seller id.Member) (time.Duration, error) {
	answers, err := Answers(tx, seller)
	usual, _ := Usual(answers)
	return usual, err
}
