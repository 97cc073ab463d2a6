package conversation

import (
	"strings"
	"unicode/utf8"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

// Read notes that a party has seen everything said so far.
func Read(tx *db.Tx, conversation id.Conversation, member id.Member) error {
	return tx.Exec(`INSERT INTO conversation_sides (conversation, member, read_at) VALUES ($1, $2, $3)
		ON CONFLICT (conversation, member) DO UPDATE SET read_at = excluded.read_at`, conversation, member, tx.Now())
}

// Star marks a conversation for the member who stars it, or no longer; the
// other sees nothing of it. Fault: not_found for who takes no part.
func Star(tx *db.Tx, conversation id.Conversation, member id.Member, starred bool) error {
	if _, err := Get(tx, conversation, member); err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO conversation_sides (conversation, member, starred) VALUES ($1, $2, $3)
		ON CONFLICT (conversation, member) DO UPDATE SET starred = excluded.starred`, conversation, member, starred)
}

// Archive puts a conversation out of the member's list until something new is
// said in it, or brings it back. Fault: not_found for who takes no part.
func Archive(tx *db.Tx, conversation id.Conversation, member id.Member, away bool) error {
	c, err := Get(tx, conversation, member)
	if err != nil {
		return err
	}
	if !away {
		return tx.Exec(`UPDATE conversation_sides SET archived_at = NULL WHERE conversation = $1 AND member = $2`, conversation, member)
	}
	return tx.Exec(`INSERT INTO conversation_sides (conversation, member, archived_at) VALUES ($1, $2, $3)
		ON CONFLICT (conversation, member) DO UPDATE SET archived_at = excluded.archived_at`, conversation, member, c.Last)
}

// Limits of saved replies.
const (
	RepliesMax    = 50
	ReplyTitleMax = 80 // characters
)

// Reply is what a member answers often (TLK-7).
type Reply struct {
	ID    id.Reply // zero: new
	Title string
	Text  string
}

// check says what keeps a reply from being saved.
func (r Reply) check() error {
	var faults []*fault.Fault
	length := func(field, text string, most int) {
		switch n := utf8.RuneCountInString(text); {
		case n == 0:
			faults = append(faults, fault.Invalid("required").At(field))
		case n > most:
			faults = append(faults, fault.Invalid("text_long", "most", most).At(field))
		}
	}
	length("title", r.Title, ReplyTitleMax)
	length("text", r.Text, TextMax)
	if err := fault.Join(faults...); err != nil {
		return err
	}
	return refuseContacts(r.Text)
}

// SaveReply keeps a reply, new or changed. Faults: required, text_long,
// contact_details, replies_many{most}, not_found for another's.
func SaveReply(tx *db.Tx, member id.Member, r Reply) (Reply, error) {
	r.Title, r.Text = strings.TrimSpace(r.Title), strings.TrimSpace(strings.ReplaceAll(r.Text, "\r\n", "\n"))
	if err := r.check(); err != nil {
		return Reply{}, err
	}
	if !r.ID.IsZero() {
		return r, tx.ExecOne(fault.Missing(), `UPDATE saved_replies SET title = $1, text = $2 WHERE id = $3 AND member = $4`,
			r.Title, r.Text, r.ID, member)
	}
	kept, err := db.Value[int64](tx, `SELECT count(*) FROM saved_replies WHERE member = $1`, member)
	if err != nil {
		return Reply{}, err
	}
	if kept >= RepliesMax {
		return Reply{}, fault.Conflict("replies_many", "most", RepliesMax)
	}
	r.ID = id.New[id.ReplyKind](tx.Now())
	return r, tx.Exec(`INSERT INTO saved_replies (id, member, title, text) VALUES ($1, $2, $3, $4)`, r.ID, member, r.Title, r.Text)
}

// DropReply forgets a reply. Fault: not_found for another's.
func DropReply(tx *db.Tx, member id.Member, reply id.Reply) error {
	return tx.ExecOne(fault.Missing(), `DELETE FROM saved_replies WHERE id = $1 AND member = $2`, reply, member)
}

// Replies lists a member's saved replies by their titles.
func Replies(tx *db.Tx, member id.Member) ([]Reply, error) {
	return db.All(tx, func(row db.Row) (Reply, error) {
		var r Reply
		return r, row.Scan(&r.ID, &r.Title, &r.Text)
	}, `SELECT id, title, text FROM saved_replies WHERE member = $1 ORDER BY title, id`, member)
}
