// Package conversation is what is said: one conversation for each pair of
// members outside orders (TLK-1 to TLK-3), and the messages on the pages of
// orders, which it keeps for the order package above it.
package conversation

import (
	"time"

	"guildhall/event"
	"guildhall/file"
	"guildhall/id"
)

// Limits of a message.
const (
	TextMax  = 5000 // characters
	FilesMax = 10
)

// Holder is where a message stands: a conversation or the page of an order.
type Holder struct {
	Kind string // "conversation" or "order"
	ID   [16]byte
}

// InOrder names the page of an order.
func InOrder(order id.Order) Holder { return Holder{Kind: "order", ID: order} }

// In names a conversation outside orders.
func In(conversation id.Conversation) Holder { return Holder{Kind: "conversation", ID: conversation} }

// Files is the holder under which files of its messages are kept.
func (h Holder) Files() file.Holder { return file.Holder{Kind: h.Kind, ID: h.ID} }

func (h Holder) subject() event.Subject { return event.Subject{Kind: h.Kind, ID: h.ID} }

// Message is one thing said.
type Message struct {
	ID       id.Message
	Holder   Holder
	Author   id.Member
	Text     string     // empty when deleted
	Quote    id.Message // zero: none
	Files    []id.File
	Act      string // row of the order's table it came with; empty: a plain message
	Contacts bool   // holds contact details, let through in an order and marked (TLK-6)
	At       time.Time
	Edited   time.Time // zero: never
	Deleted  time.Time // zero: not
}

// Open reports whether its author may still edit or delete it (TLK-3).
func (m Message) Open(author id.Member, at time.Time, within time.Duration) bool {
	return m.Author == author && m.Deleted.IsZero() && m.Holder.Kind == "conversation" && !at.After(m.At.Add(within))
}

// Conversation is the one conversation of a pair.
type Conversation struct {
	ID      id.Conversation
	Buyer   id.Member
	Seller  id.Member
	From    event.Subject // the service or profile it started from
	Started time.Time
	Last    time.Time // when something was last said

	WaitsSince time.Time // when the new message was written that the seller owes an answer to; zero: none (TLK-5)
	IgnoredAt  time.Time // when the time for it ran out; zero: it has not
	calendar   calendar  // by which that time runs
}

// Party reports whether the member takes part.
func (c Conversation) Party(member id.Member) bool {
	return !member.IsZero() && (member == c.Buyer || member == c.Seller)
}

// Other is the one a party talks to.
func (c Conversation) Other(member id.Member) id.Member {
	if member == c.Buyer {
		return c.Seller
	}
	return c.Buyer
}
