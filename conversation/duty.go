package conversation

import (
	"errors"
	"slices"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/deadline"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/policy"
	"guildhall/rulebook"
)

// Subject is the kind under which the end of the time for an answer is a
// deadline; its id is the conversation's.
const Subject = "conversation"

// answerClock is the only clock of a conversation.
const answerClock = "answer"

// hold reads a conversation and keeps others from changing what is owed in it
// until this transaction ends.
func hold(tx *db.Tx, conversation id.Conversation) (Conversation, error) {
	c, err := db.One(tx, scanConversation, `UPDATE conversations SET last_at = last_at WHERE id = $1
		RETURNING `+conversationColumns, conversation)
	return c, missing(err)
}

// owe brings what the seller owes up to date with a message: a word of theirs
// is the answer, a new message of the buyer begins the duty. before is when
// something was said last, zero for the first of the conversation.
func (c Conversation) owe(tx *db.Tx, author account.Member, before time.Time) error {
	if author.ID == c.Seller {
		return c.answered(tx)
	}
	if !c.WaitsSince.IsZero() || author.Standing != account.Good {
		return nil
	}
	rules, err := rulebook.Current(tx)
	if err != nil {
		return err
	}
	if !before.IsZero() && tx.Now().Sub(before) < rules.Policy.NewAfter {
		return nil
	}
	seller, err := account.Get(tx, c.Seller)
	if err != nil {
		return err
	}
	if err := tx.Exec(`UPDATE conversations SET waits_since = $1 WHERE id = $2`, tx.Now(), c.ID); err != nil {
		return err
	}
	return deadline.Set(tx, c.clock(seller, tx.Now(), &rules.Policy))
}

// clock is the seller's time for an answer, with its reminder. It stands still
// on the weekends of who hides on them.
func (c Conversation) clock(seller account.Member, from time.Time, p *policy.Policy) deadline.Clock {
	after := from.Add
	if seller.HidesWeekends {
		after = func(span time.Duration) time.Time { return account.SkipWeekends(from, span, seller.Location()) }
	}
	made := deadline.Clock{Subject: event.Of(Subject, c.ID), Kind: answerClock, At: after(p.ReplyWithin)}
	if ahead := deadline.Ahead(p.ReplyWithin, p); ahead < p.ReplyWithin {
		made.WarnAt = after(p.ReplyWithin - ahead)
	}
	return made
}

// answered ends the duty by an answer, and keeps how long it took.
func (c Conversation) answered(tx *db.Tx) error {
	if c.WaitsSince.IsZero() {
		return nil
	}
	err := tx.Exec(`INSERT INTO reply_times (conversation, asked_at, seller, span) VALUES ($1, $2, $3, $4)
		ON CONFLICT (conversation, asked_at) DO NOTHING`, c.ID, c.WaitsSince, c.Seller, tx.Now().Sub(c.WaitsSince))
	if err != nil {
		return err
	}
	return c.settle(tx)
}

// settle ends the duty of a conversation that is held; when it was the last
// ignored one, the seller's services are back (CAT-16).
func (c Conversation) settle(tx *db.Tx) error {
	if c.WaitsSince.IsZero() {
		return nil
	}
	if err := tx.Exec(`UPDATE conversations SET waits_since = NULL, ignored_at = NULL WHERE id = $1`, c.ID); err != nil {
		return err
	}
	if c.IgnoredAt.IsZero() {
		return deadline.Clear(tx, event.Of(Subject, c.ID), answerClock)
	}
	left, err := db.Value[int64](tx, `UPDATE ignored_counts SET ignored = ignored - 1 WHERE seller = $1 RETURNING ignored`, c.Seller)
	if err != nil || left > 0 {
		return err
	}
	return catalogue.Release(tx, c.Seller, catalogue.CauseIgnored)
}

// Ring is the sweeper's call when the time for an answer is over: the seller's
// services are hidden until it is given (CAT-16).
func Ring(tx *db.Tx, clock deadline.Clock) error {
	if err := deadline.Clear(tx, clock.Subject, clock.Kind); err != nil {
		return err
	}
	c, err := hold(tx, id.Conversation(clock.Subject.ID))
	if err != nil || c.WaitsSince.IsZero() || !c.IgnoredAt.IsZero() {
		return err
	}
	excused, err := c.excused(tx)
	if err != nil {
		return err
	}
	if excused {
		return c.settle(tx)
	}
	return c.ignore(tx)
}

// ignore counts one more message without an answer.
func (c Conversation) ignore(tx *db.Tx) error {
	if err := tx.Exec(`UPDATE conversations SET ignored_at = $1 WHERE id = $2`, tx.Now(), c.ID); err != nil {
		return err
	}
	err := tx.Exec(`INSERT INTO ignored_counts (seller, ignored) VALUES ($1, 1)
		ON CONFLICT (seller) DO UPDATE SET ignored = ignored_counts.ignored + 1`, c.Seller)
	if err != nil {
		return err
	}
	return catalogue.Withhold(tx, c.Seller, catalogue.CauseIgnored, "", time.Time{})
}

// excused reports whether the seller need not, or cannot, answer: the sender
// was sanctioned meanwhile, one blocked the other, the seller may not write.
func (c Conversation) excused(tx *db.Tx) (bool, error) {
	buyer, err := account.Get(tx, c.Buyer)
	if err != nil || buyer.Standing != account.Good {
		return true, err
	}
	seller, err := account.Get(tx, c.Seller)
	if err != nil || !seller.May(account.Write) {
		return true, err
	}
	return account.Blocked(tx, c.Buyer, c.Seller)
}

// Remind is the sweeper's call when the time for an answer is nearly over.
func Remind(tx *db.Tx, clock deadline.Clock) error {
	c, err := hold(tx, id.Conversation(clock.Subject.ID))
	if err != nil || c.WaitsSince.IsZero() {
		return err
	}
	return event.Note(tx, event.Entry{
		Subject: clock.Subject, Kind: "conversation.answer_near", Rule: "TLK-5", At: tx.Now(),
		Data: map[string]any{"to": c.Seller.String(), "from": c.Buyer.String(), "until": clock.At.UnixMicro()},
	})
}

// MoveBy is the sweeper's call for a time that ran out in an outage, or soon
// after (ORD-15). It is not moved into the weekend of who hides on weekends.
func MoveBy(tx *db.Tx, clock deadline.Clock, outage deadline.Outage) error {
	c, err := hold(tx, id.Conversation(clock.Subject.ID))
	if err != nil {
		return err
	}
	seller, err := account.Get(tx, c.Seller)
	if err != nil {
		return err
	}
	to := outage.Moved(clock.At)
	if seller.HidesWeekends {
		to = account.SkipWeekends(clock.At, to.Sub(clock.At), seller.Location())
	}
	if !clock.WarnAt.IsZero() {
		clock.WarnAt = clock.WarnAt.Add(to.Sub(clock.At))
	}
	clock.At = to
	return deadline.Set(tx, clock)
}

// AnswerBy is until when the seller has to answer; zero where nothing waits or
// the time is over.
func AnswerBy(tx *db.Tx, c Conversation) (time.Time, error) {
	if c.WaitsSince.IsZero() || !c.IgnoredAt.IsZero() {
		return time.Time{}, nil
	}
	clocks, err := deadline.Of(tx, event.Of(Subject, c.ID))
	if err != nil || len(clocks) == 0 {
		return time.Time{}, err
	}
	return clocks[0].At, nil
}

// NeedsNoAnswer ends the duty by the seller's word that the message needs none.
// Fault: not_found for anyone but the seller.
func NeedsNoAnswer(tx *db.Tx, conversation id.Conversation, seller id.Member) error {
	c, err := Get(tx, conversation, seller)
	if err != nil {
		return err
	}
	if c.Seller != seller {
		return fault.Missing()
	}
	return Settle(tx, conversation)
}

// Settle ends what is owed in a conversation, whatever it is: what was said was
// reported (TLK-5).
func Settle(tx *db.Tx, conversation id.Conversation) error {
	c, err := hold(tx, conversation)
	if err != nil {
		return err
	}
	return c.settle(tx)
}

// Block stops messages, orders and invitations between two members, both ways
// (TLK-7), and what either owed the other an answer to. Fault: block_self.
func Block(tx *db.Tx, member, other id.Member) error {
	if err := account.Block(tx, member, other); err != nil {
		return err
	}
	c, err := Between(tx, member, other)
	if errors.Is(err, fault.Missing()) {
		return nil
	}
	if err != nil {
		return err
	}
	return Settle(tx, c.ID)
}

// repliesLooked is how many of the latest answers make the usual reply time.
const repliesLooked = 50

// UsualReply is how long a seller usually takes to answer a new message: the
// median of the latest ones. answered is how many new messages were answered
// in all; zero: nothing is known yet.
func UsualReply(tx *db.Tx, seller id.Member) (usual time.Duration, answered int64, err error) {
	answered, err = db.Value[int64](tx, `SELECT count(*) FROM reply_times WHERE seller = $1`, seller)
	if err != nil || answered == 0 {
		return 0, 0, err
	}
	spans, err := db.All(tx, func(row db.Row) (time.Duration, error) {
		var span time.Duration
		return span, row.Scan(&span)
	}, `SELECT span FROM reply_times WHERE seller = $1 ORDER BY asked_at DESC LIMIT $2`, seller, repliesLooked)
	if err != nil {
		return 0, 0, err
	}
	slices.Sort(spans)
	return spans[len(spans)/2], answered, nil
}
