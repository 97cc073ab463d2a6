package account

import (
	"bytes"
	"errors"
	"strings"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

// missing turns "no row" into the one answer for what is not there.
func missing(err error) error {
	if errors.Is(err, db.ErrNoRow) {
		return fault.Missing()
	}
	return err
}

// Link records that staff found two accounts to belong to one person (ACC-8).
func Link(tx *db.Tx, a, b id.Member) error {
	if bytes.Compare(a[:], b[:]) > 0 {
		a, b = b, a
	}
	return tx.Exec(`INSERT INTO linked_accounts (member_id, other_id, at) VALUES ($1, $2, $3)
		ON CONFLICT (member_id, other_id) DO NOTHING`, a, b, tx.Now())
}

// Linked reports whether two accounts belong to one person: the same account,
// or linked directly.
func Linked(tx *db.Tx, a, b id.Member) (bool, error) { return AskLinked(tx, a, b)() }

// AskLinked is Linked without waiting (db.Ask).
func AskLinked(tx *db.Tx, a, b id.Member) func() (bool, error) {
	if bytes.Compare(a[:], b[:]) > 0 {
		a, b = b, a
	}
	asked := db.AskValue[int64](tx, `SELECT count(*) FROM linked_accounts WHERE member_id = $1 AND other_id = $2`, a, b)
	return func() (bool, error) {
		n, err := asked.One()
		return n > 0 || a == b, err
	}
}

// Block stops messages, orders and invitations between two members, both ways
// (TLK-7). Running orders keep their page. Fault: block_self.
func Block(tx *db.Tx, member, other id.Member) error {
	if member == other {
		return fault.Invalid("block_self")
	}
	return tx.Exec(`INSERT INTO blocks (member_id, blocked_id, at) VALUES ($1, $2, $3)
		ON CONFLICT (member_id, blocked_id) DO NOTHING`, member, other, tx.Now())
}

// Unblock takes a member's own block back; the other's stays.
func Unblock(tx *db.Tx, member, other id.Member) error {
	return tx.Exec(`DELETE FROM blocks WHERE member_id = $1 AND blocked_id = $2`, member, other)
}

// Blocked reports whether either of the two blocked the other.
func Blocked(tx *db.Tx, a, b id.Member) (bool, error) { return AskBlocked(tx, a, b)() }

// AskBlocked is Blocked without waiting (db.Ask).
func AskBlocked(tx *db.Tx, a, b id.Member) func() (bool, error) {
	asked := db.AskValue[int64](tx, `SELECT count(*) FROM blocks
		WHERE member_id = $1 AND blocked_id = $2 OR member_id = $2 AND blocked_id = $1`, a, b)
	return func() (bool, error) {
		n, err := asked.One()
		return n > 0, err
	}
}

// Blocks lists whom a member blocked, the latest first.
func Blocks(tx *db.Tx, member id.Member) ([]Member, error) {
	return db.All(tx, reader(tx), `SELECT `+prefixed("m.", memberColumns)+`
		FROM blocks b JOIN members m ON m.id = b.blocked_id WHERE b.member_id = $1 ORDER BY b.at DESC`, member)
}

// HasBlocked reports whether the member blocked the other, whatever the other
// did.
func HasBlocked(tx *db.Tx, member, other id.Member) (bool, error) {
	n, err := db.Value[int64](tx, `SELECT count(*) FROM blocks WHERE member_id = $1 AND blocked_id = $2`, member, other)
	return n > 0, err
}

// prefixed puts a table's short name before each column.
func prefixed(short, columns string) string {
	parts := strings.Split(columns, ",")
	for i, part := range parts {
		parts[i] = short + strings.TrimSpace(part)
	}
	return strings.Join(parts, ", ")
}
