package notification

import (
	"errors"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/mail"
)

const columns = `id, member_id, kind, facts, path, urgent, count, at, read_at`

func scan(row db.Row) (Notice, error) {
	var n Notice
	var facts string
	err := row.Scan(&n.ID, &n.Member, &n.Kind, &facts, &n.Path, &n.Urgent, &n.Count, &n.At, &n.Read)
	if err != nil {
		return Notice{}, err
	}
	n.Args, err = mail.DecodeFacts(facts)
	n.Args = append([]any{"count", n.Count}, n.Args...)
	return n, err
}

// Unread is the number on the bell.
func Unread(tx *db.Tx, member id.Member) (int64, error) {
	return db.Value[int64](tx, `SELECT count(*) FROM notifications WHERE member_id = $1 AND read_at IS NULL`, member)
}

// List pages through what a member was told, the newest first: those older
// than the given one (zero: from the newest on), all or only the unread.
func List(tx *db.Tx, member id.Member, unread bool, before id.Notification, limit int) ([]Notice, error) {
	if before.IsZero() {
		return db.All(tx, scan, `SELECT `+columns+` FROM notifications
			WHERE member_id = $1 AND (read_at IS NULL OR NOT $2) ORDER BY at DESC, id DESC LIMIT $3`, member, unread, limit)
	}
	last, err := Get(tx, member, before)
	if err != nil {
		return nil, err
	}
	return db.All(tx, scan, `SELECT `+columns+` FROM notifications
		WHERE member_id = $1 AND (read_at IS NULL OR NOT $2) AND (at, id) < ($3, $4)
		ORDER BY at DESC, id DESC LIMIT $5`, member, unread, last.At, last.ID, limit)
}

// Get reads one of the member's notices; fault.Missing for another's.
func Get(tx *db.Tx, member id.Member, notice id.Notification) (Notice, error) {
	n, err := db.One(tx, scan, `SELECT `+columns+` FROM notifications WHERE id = $1 AND member_id = $2`, notice, member)
	if errors.Is(err, db.ErrNoRow) {
		return Notice{}, fault.Missing()
	}
	return n, err
}

// MarkRead notes that a member saw one of theirs; fault.Missing for another's.
// Again changes nothing.
func MarkRead(tx *db.Tx, member id.Member, notice id.Notification) error {
	return tx.ExecOne(fault.Missing(), `UPDATE notifications SET read_at = COALESCE(read_at, $1)
		WHERE id = $2 AND member_id = $3`, tx.Now(), notice, member)
}

// MarkPlaceRead notes that a member opened the page that notices were about.
func MarkPlaceRead(tx *db.Tx, member id.Member, path string) error {
	return tx.Exec(`UPDATE notifications SET read_at = $1 WHERE member_id = $2 AND path = $3 AND read_at IS NULL`,
		tx.Now(), member, path)
}

// MarkAllRead empties the bell.
func MarkAllRead(tx *db.Tx, member id.Member) error {
	return tx.Exec(`UPDATE notifications SET read_at = $1 WHERE member_id = $2 AND read_at IS NULL`, tx.Now(), member)
}
