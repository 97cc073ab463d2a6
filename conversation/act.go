package conversation

import (
	"bytes"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"guildhall/account"
	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/rulebook"
	"guildhall/screen"
	"guildhall/search"
)

// Starting opens a conversation. Who calls it has made sure that From is open
// to the author: a live service, or the profile of a seller with one (TLK-2).
type Starting struct {
	Author id.Member
	Seller id.Member // whose service or profile it starts from
	Other  id.Member // set when the seller starts, under seller_first; else zero
	From   event.Subject
}

// Start answers the pair's conversation, begun when there was none. Faults:
// conversation_self, seller_first for a seller who would write first,
// conversation_blocked, writing_restricted.
func Start(tx *db.Tx, s Starting) (Conversation, error) {
	buyer := s.Author
	if s.Author == s.Seller {
		rules, err := rulebook.Current(tx)
		if err != nil {
			return Conversation{}, err
		}
		if s.Other.IsZero() || s.Other == s.Author {
			return Conversation{}, fault.Invalid("conversation_self")
		}
		if buyer = s.Other; !rules.Policy.SellerFirst {
			return Conversation{}, fault.Denied("seller_first")
		}
	}
	made := Conversation{
		ID: id.New[id.ConversationKind](tx.Now()), Buyer: buyer, Seller: s.Seller, From: s.From,
		Started: tx.Now(), Last: tx.Now(),
	}
	if _, err := mayWrite(tx, s.Author, made.Other(s.Author)); err != nil {
		return Conversation{}, err
	}
	low, high := ordered(buyer, s.Seller)
	err := tx.Exec(`INSERT INTO conversations (id, low, high, buyer, seller, from_kind, from_id, started_at, last_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) ON CONFLICT (low, high) DO NOTHING`,
		made.ID, low, high, made.Buyer, made.Seller, made.From.Kind, made.From.ID[:], made.Started)
	if err != nil {
		return Conversation{}, err
	}
	return Between(tx, buyer, s.Seller)
}

func ordered(a, b id.Member) (low, high id.Member) {
	if bytes.Compare(a[:], b[:]) < 0 {
		return a, b
	}
	return b, a
}

// mayWrite holds an author to their rights and to blocks of either side.
func mayWrite(tx *db.Tx, author, other id.Member) (account.Member, error) {
	member, err := account.Get(tx, author)
	switch {
	case err != nil:
		return member, err
	case !member.Confirmed:
		return member, fault.Denied("email_not_confirmed")
	case !member.May(account.Write):
		return member, fault.Denied("writing_restricted")
	}
	blocked, err := account.Blocked(tx, author, other)
	if err == nil && blocked {
		err = fault.Denied("conversation_blocked")
	}
	return member, err
}

// Writing is a message for a conversation outside orders.
type Writing struct {
	Conversation id.Conversation
	Author       id.Member
	Text         string
	Quote        id.Message // zero: none
	Files        []id.File  // already attached under In(Conversation).Files()
}

// Write says something in a conversation outside orders, and begins or ends what
// the seller owes (TLK-5). Faults: not_found for who takes no part,
// message_empty, text_long, contact_details{found} (TLK-6, TRU-6),
// conversation_blocked, writing_restricted.
func Write(tx *db.Tx, w Writing) (Message, error) {
	c, err := Get(tx, w.Conversation, w.Author)
	if err != nil {
		return Message{}, err
	}
	author, err := mayWrite(tx, w.Author, c.Other(w.Author))
	if err != nil {
		return Message{}, err
	}
	if err := refuseContacts(w.Text); err != nil {
		return Message{}, err
	}
	if c, err = hold(tx, c.ID); err != nil {
		return Message{}, err
	}
	before, err := lastSaid(tx, In(c.ID))
	if err != nil {
		return Message{}, err
	}
	m := Message{Holder: In(c.ID), Author: w.Author, Text: w.Text, Quote: w.Quote, Files: w.Files}
	if m, err = add(tx, m); err != nil {
		return Message{}, err
	}
	if err := tx.Exec(`UPDATE conversations SET last_at = $1 WHERE id = $2`, tx.Now(), c.ID); err != nil {
		return Message{}, err
	}
	if err := c.owe(tx, author, before); err != nil {
		return Message{}, err
	}
	return m, event.Note(tx, event.Entry{
		Subject: m.Holder.subject(), Kind: "conversation.message", Rule: "TLK-1", Actor: w.Author, At: tx.Now(),
		Data: map[string]any{"message": m.ID.String(), "to": c.Other(w.Author).String()},
	})
}

func refuseContacts(text string) error {
	if found := screen.Contacts(text); len(found) > 0 {
		return fault.Invalid("contact_details", "found", found[0].Text).At("text")
	}
	return nil
}

// Saying is a message on the page of an order, in full.
type Saying struct {
	Holder Holder
	Author id.Member
	Text   string
	Files  []id.File // already attached under Holder.Files()
	Act    string    // row of the table it comes with; empty: a plain message
}

// Say keeps a plain message on the page of an order. The order's door has
// judged who may speak and when, and chains the message into its diary;
// contact details pass and are marked (TLK-6). Faults: message_empty,
// text_long, list_long, not_found for a file that is not the author's here.
func Say(tx *db.Tx, holder Holder, author id.Member, text string, files []id.File) (Message, error) {
	return SayWith(tx, Saying{Holder: holder, Author: author, Text: text, Files: files})
}

// SayWith is Say for a message that comes with an act of the order.
func SayWith(tx *db.Tx, s Saying) (Message, error) {
	return add(tx, Message{
		Holder: s.Holder, Author: s.Author, Text: s.Text, Files: s.Files, Act: s.Act,
		Contacts: len(screen.Contacts(s.Text)) > 0,
	})
}

// add checks a message's form and writes it.
func add(tx *db.Tx, m Message) (Message, error) {
	m.Text = strings.TrimSpace(strings.ReplaceAll(m.Text, "\r\n", "\n"))
	m.ID, m.At = id.New[id.MessageKind](tx.Now()), tx.Now()
	switch {
	case blank(m.Text) && len(m.Files) == 0:
		return Message{}, fault.Invalid("message_empty").At("text")
	case utf8.RuneCountInString(m.Text) > TextMax:
		return Message{}, fault.Invalid("text_long", "most", TextMax).At("text")
	case len(m.Files) > FilesMax:
		return Message{}, fault.Invalid("list_long", "most", FilesMax).At("files")
	}
	if err := m.refersHere(tx); err != nil {
		return Message{}, err
	}
	err := tx.Exec(`INSERT INTO messages (id, holder_kind, holder, author, text, folded, quote, act, contacts, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		m.ID, m.Holder.Kind, m.Holder.ID[:], m.Author, m.Text, m.folded(), m.Quote, m.Act, m.Contacts, m.At)
	for i, f := range m.Files {
		if err == nil {
			err = tx.Exec(`INSERT INTO message_files (message, position, file) VALUES ($1, $2, $3)`, m.ID, i, f)
		}
	}
	return m, err
}

// blank reports whether nothing can be seen of a text: spaces that are none to
// programs would be an answer that says nothing (TLK-5).
func blank(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.IsMark(r) })
}

// folded is the text as searches compare it; who searches in orders searches
// elsewhere.
func (m Message) folded() string {
	if m.Holder.Kind != "conversation" {
		return ""
	}
	return search.Fold(m.Text)
}

// refersHere refuses quotes and files from elsewhere: they would open what
// the reader has no right to.
func (m Message) refersHere(tx *db.Tx) error {
	if !m.Quote.IsZero() {
		quoted, err := one(tx, m.Quote)
		if err != nil {
			return err
		}
		if quoted.Holder != m.Holder {
			return fault.Missing()
		}
	}
	_, err := file.Held(tx, m.Holder.Files(), m.Author, m.Files)
	return err
}

// Edit changes what a message says, within conversation_edit of saying it;
// what it said before is kept (TLK-3). Faults: not_found, message_fixed,
// message_empty, text_long, contact_details{found}.
func Edit(tx *db.Tx, author id.Member, message id.Message, text string) (Message, error) {
	m, err := openMessage(tx, author, message)
	if err != nil {
		return Message{}, err
	}
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	switch {
	case blank(text):
		return Message{}, fault.Invalid("message_empty").At("text")
	case utf8.RuneCountInString(text) > TextMax:
		return Message{}, fault.Invalid("text_long", "most", TextMax).At("text")
	}
	if err := refuseContacts(text); err != nil {
		return Message{}, err
	}
	if err := keepOriginal(tx, m); err != nil {
		return Message{}, err
	}
	m.Text, m.Edited = text, tx.Now()
	return m, tx.Exec(`UPDATE messages SET text = $1, folded = $2, edited_at = $3 WHERE id = $4`, text, m.folded(), tx.Now(), message)
}

// Delete takes a message out of sight, within conversation_edit of saying it;
// what it said is kept for arbitration. A new message that is gone needs no
// answer, and an answer stays until there is another: else a word said and
// taken back would end the duty. Faults: not_found, message_fixed,
// message_answers.
func Delete(tx *db.Tx, author id.Member, message id.Message) (Message, error) {
	m, err := openMessage(tx, author, message)
	if err != nil {
		return Message{}, err
	}
	c, err := hold(tx, id.Conversation(m.Holder.ID))
	if err != nil {
		return Message{}, err
	}
	only, err := c.onlyAnswer(tx, m)
	if err == nil && only {
		err = fault.Conflict("message_answers")
	}
	if err != nil {
		return Message{}, err
	}
	if err := keepOriginal(tx, m); err != nil {
		return Message{}, err
	}
	m.Text, m.Deleted = "", tx.Now()
	err = tx.Exec(`UPDATE messages SET text = '', folded = '', deleted_at = $1 WHERE id = $2`, tx.Now(), message)
	if err != nil {
		return Message{}, err
	}
	return m, c.settleIfGone(tx)
}

// settleIfGone ends the duty when nothing is left of what it began with.
func (c Conversation) settleIfGone(tx *db.Tx) error {
	if c.WaitsSince.IsZero() {
		return nil
	}
	left, err := db.Value[int64](tx, `SELECT count(*) FROM messages WHERE holder_kind = $1 AND holder = $2
		AND author = $3 AND at >= $4 AND deleted_at IS NULL`, Subject, c.ID, c.Buyer, c.WaitsSince)
	if err != nil || left > 0 {
		return err
	}
	return c.settle(tx)
}

func openMessage(tx *db.Tx, author id.Member, message id.Message) (Message, error) {
	m, err := one(tx, message)
	if err != nil {
		return Message{}, err
	}
	if m.Author != author || m.Holder.Kind != "conversation" {
		return Message{}, fault.Missing()
	}
	rules, err := rulebook.Current(tx)
	if err != nil {
		return Message{}, err
	}
	if !m.Open(author, tx.Now(), rules.Policy.ConversationEdit) {
		return Message{}, fault.Conflict("message_fixed", "within", rules.Policy.ConversationEdit)
	}
	return m, nil
}

func keepOriginal(tx *db.Tx, m Message) error {
	return tx.Exec(`INSERT INTO message_originals (message, at, text) VALUES ($1, $2, $3)
		ON CONFLICT (message, at) DO NOTHING`, m.ID, tx.Now(), m.Text)
}

func missing(err error) error {
	if errors.Is(err, db.ErrNoRow) {
		return fault.Missing()
	}
	return err
}
