package conversation

import (
	"errors"
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
	c.calendar = calendarOf(seller)
	err = tx.Exec(`UPDATE conversations SET waits_since = $1, calendar = $2 WHERE id = $3`, tx.Now(), c.calendar, c.ID)
	if err != nil {
		return err
	}
	return deadline.Set(tx, c.clock(tx.Now(), &rules.Policy))
}

// clock is the seller's time for an answer, with its reminder.
func (c Conversation) clock(from time.Time, p *policy.Policy) deadline.Clock {
	made := deadline.Clock{Subject: event.Of(Subject, c.ID), Kind: answerClock, At: c.calendar.after(from, p.ReplyWithin)}
	if ahead := deadline.Ahead(p.ReplyWithin, p); ahead < p.ReplyWithin {
		made.WarnAt = c.calendar.after(from, p.ReplyWithin-ahead)
	}
	return made
}

// settle ends the duty of a conversation that is held; when it was the last
// ignored one, the seller's services are back (CAT-16).
func (c Conversation) settle(tx *db.Tx) error {
	if c.WaitsSince.IsZero() {
		return nil
	}
	if err := catalogue.HoldSeller(tx, c.Seller); err != nil {
		return err // two that settle the last two at once would each see the other's
	}
	if err := tx.Exec(`UPDATE conversations SET waits_since = NULL, ignored_at = NULL WHERE id = $1`, c.ID); err != nil {
		return err
	}
	if c.IgnoredAt.IsZero() {
		return deadline.Clear(tx, event.Of(Subject, c.ID), answerClock)
	}
	left, err := db.Value[int64](tx, `SELECT count(*) FROM conversations
		WHERE seller = $1 AND waits_since IS NOT NULL AND ignored_at IS NOT NULL`, c.Seller)
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

// ignore hides the seller's services for one more message without an answer.
func (c Conversation) ignore(tx *db.Tx) error {
	if err := tx.Exec(`UPDATE conversations SET ignored_at = $1 WHERE id = $2`, tx.Now(), c.ID); err != nil {
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
// after (ORD-15). It is not moved into a weekend that it skips.
func MoveBy(tx *db.Tx, clock deadline.Clock, outage deadline.Outage) error {
	c, err := hold(tx, id.Conversation(clock.Subject.ID))
	if err != nil {
		return err
	}
	to := c.calendar.after(clock.At, outage.Moved(clock.At).Sub(clock.At))
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
