package moderation

import (
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/order"
)

// Received reads a message for one of the two it was said between, in a
// conversation or on the page of an order (TLK-7); fault.Missing for others, and
// for what staff said there.
func Received(tx *db.Tx, message id.Message, reader id.Member) (conversation.Message, error) {
	m, err := conversation.Said(tx, message)
	if err != nil {
		return conversation.Message{}, err
	}
	if m.Holder.Kind == conversation.Subject {
		_, err = conversation.Get(tx, id.Conversation(m.Holder.ID), reader)
		return m, err
	}
	o, err := order.Get(tx, id.Order(m.Holder.ID))
	if err == nil && (o.SideOf(reader) == order.Nobody || o.SideOf(m.Author) == order.Nobody) {
		err = fault.Missing()
	}
	return m, err
}

// settle ends what a seller owes to a message outside orders that they report.
func settle(tx *db.Tx, m conversation.Message, reporter id.Member) error {
	if m.Holder.Kind != conversation.Subject {
		return nil
	}
	c, err := conversation.Get(tx, id.Conversation(m.Holder.ID), reporter)
	if err != nil || c.Seller != reporter {
		return err
	}
	return conversation.Settle(tx, c.ID)
}
