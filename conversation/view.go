package conversation

import (
	"slices"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

const conversationColumns = `id, buyer, seller, from_kind, from_id, started_at, last_at, waits_since, ignored_at, calendar`

func scanConversation(row db.Row) (Conversation, error) {
	var c Conversation
	var from []byte
	err := row.Scan(&c.ID, &c.Buyer, &c.Seller, &c.From.Kind, &from, &c.Started, &c.Last, &c.WaitsSince, &c.IgnoredAt, &c.calendar)
	copy(c.From.ID[:], from)
	return c, err
}

// Get reads a conversation for one of its two; fault.Missing for others.
func Get(tx *db.Tx, conversation id.Conversation, reader id.Member) (Conversation, error) {
	c, err := db.One(tx, scanConversation, `SELECT `+conversationColumns+` FROM conversations WHERE id = $1`, conversation)
	if err != nil {
		return Conversation{}, missing(err)
	}
	if !c.Party(reader) {
		return Conversation{}, fault.Missing()
	}
	return c, nil
}

// Between reads the conversation of a pair; fault.Missing when there is none.
func Between(tx *db.Tx, a, b id.Member) (Conversation, error) {
	low, high := ordered(a, b)
	c, err := db.One(tx, scanConversation,
		`SELECT `+conversationColumns+` FROM conversations WHERE low = $1 AND high = $2`, low, high)
	return c, missing(err)
}

// Said reads one message wherever it stands. Whose business that is, the caller
// judges.
func Said(tx *db.Tx, message id.Message) (Message, error) { return one(tx, message) }

const messageColumns = `id, holder_kind, holder, author, text, quote, act, contacts, at, edited_at, deleted_at`

func scanMessage(row db.Row) (Message, error) {
	var m Message
	var holder []byte
	err := row.Scan(&m.ID, &m.Holder.Kind, &holder, &m.Author, &m.Text, &m.Quote, &m.Act, &m.Contacts, &m.At, &m.Edited, &m.Deleted)
	copy(m.Holder.ID[:], holder)
	return m, err
}

func one(tx *db.Tx, message id.Message) (Message, error) {
	m, err := db.One(tx, scanMessage, `SELECT `+messageColumns+` FROM messages WHERE id = $1`, message)
	return m, missing(err)
}

// lastSaid is when the last message was said that still stands in a holder; zero
// before the first.
func lastSaid(tx *db.Tx, holder Holder) (time.Time, error) {
	last, err := db.All(tx, func(row db.Row) (time.Time, error) {
		var at time.Time
		return at, row.Scan(&at)
	}, `SELECT at FROM messages WHERE holder_kind = $1 AND holder = $2 AND deleted_at IS NULL
		ORDER BY at DESC, id DESC LIMIT 1`, holder.Kind, holder.ID[:])
	if err != nil || len(last) == 0 {
		return time.Time{}, err
	}
	return last[0], nil
}

const inHolder = ` FROM messages WHERE holder_kind = $1 AND holder = $2`

// Of reads all messages of a holder with their files, oldest first. Whose
// business that is, the caller has judged.
func Of(tx *db.Tx, holder Holder) ([]Message, error) {
	messages, err := db.All(tx, scanMessage, `SELECT `+messageColumns+inHolder+` ORDER BY at, id`, holder.Kind, holder.ID[:])
	if err != nil {
		return nil, err
	}
	return withFiles(tx, messages, holder, time.Time{})
}

// Page reads the last messages of a holder that were said before one of them
// (zero: the last of all) with their files, oldest first, and whether there are
// older ones.
func Page(tx *db.Tx, holder Holder, before id.Message, limit int) (messages []Message, older bool, err error) {
	where, args := inHolder, []any{holder.Kind, holder.ID[:], limit + 1}
	if !before.IsZero() {
		where += ` AND (at, id) < ((SELECT b.at FROM messages b WHERE b.id = $4), $4)`
		args = append(args, before)
	}
	messages, err = db.All(tx, scanMessage, `SELECT `+messageColumns+where+` ORDER BY at DESC, id DESC LIMIT $3`, args...)
	if err != nil || len(messages) == 0 {
		return nil, false, err
	}
	if older = len(messages) > limit; older {
		messages = messages[:limit]
	}
	slices.Reverse(messages)
	messages, err = withFiles(tx, messages, holder, messages[0].At)
	return messages, older, err
}

// withFiles adds to messages, the first of which was said at from, their files.
func withFiles(tx *db.Tx, messages []Message, holder Holder, from time.Time) ([]Message, error) {
	files, err := db.All(tx, scanPair, `SELECT f.message, f.file FROM message_files f JOIN messages m ON m.id = f.message
		WHERE m.holder_kind = $1 AND m.holder = $2 AND m.deleted_at IS NULL AND m.at >= $3 ORDER BY f.message, f.position`,
		holder.Kind, holder.ID[:], from.UnixMicro())
	if err != nil {
		return nil, err
	}
	attached := map[id.Message][]id.File{}
	for _, f := range files {
		attached[f.message] = append(attached[f.message], f.file)
	}
	for i := range messages {
		messages[i].Files = attached[messages[i].ID]
	}
	return messages, nil
}

// OfOrder reads the messages on the page of an order.
func OfOrder(tx *db.Tx, order id.Order) ([]Message, error) { return Of(tx, InOrder(order)) }

type pair struct {
	message id.Message
	file    id.File
}

func scanPair(row db.Row) (pair, error) {
	var p pair
	err := row.Scan(&p.message, &p.file)
	return p, err
}

// Original is what a message said before it was edited or deleted.
type Original struct {
	Until time.Time
	Text  string
}

// Originals reads what a message said before, oldest first; for arbiters.
func Originals(tx *db.Tx, message id.Message) ([]Original, error) {
	return db.All(tx, func(row db.Row) (Original, error) {
		var o Original
		err := row.Scan(&o.Until, &o.Text)
		return o, err
	}, `SELECT at, text FROM message_originals WHERE message = $1 ORDER BY at`, message)
}
