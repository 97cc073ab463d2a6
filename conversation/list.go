package conversation

import (
	"strconv"
	"strings"
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/search"
)

// Shelf is a part of a member's conversations (TLK-7).
type Shelf string

// The closed list of shelves.
const (
	Inbox    Shelf = ""         // all that are not in the archive
	Waiting  Shelf = "waiting"  // for the member's answer (TLK-5)
	Starred  Shelf = "starred"  // wherever they are
	Archived Shelf = "archived" // until the next message
)

// Shelves lists them in the order pages show them.
var Shelves = []Shelf{Inbox, Waiting, Starred, Archived}

// conditions say what stands on a shelf: c is the conversation, s its side, $1
// the member.
var conditions = map[Shelf]string{
	Inbox:    `NOT ` + archived,
	Waiting:  `c.seller = $1 AND c.waits_since IS NOT NULL`,
	Starred:  `COALESCE(s.starred, FALSE)`,
	Archived: archived,
}

// archived holds for what was put away and not spoken in since.
const archived = `COALESCE(s.archived_at >= c.last_at, FALSE)`

// Summary is one line of the list of conversations.
type Summary struct {
	Conversation
	With     id.Member
	Author   id.Member // of the last message
	Text     string    // of the last message; empty when deleted or only files
	Unread   int64
	Starred  bool
	Archived bool
}

// Asked says which of a member's conversations are wanted.
type Asked struct {
	Member id.Member
	Shelf  Shelf
	Words  string // in what was said, or in the other's login; empty: all
	After  Spot   // the last line of the page before; zero: from the beginning
	Limit  int
}

// Spot is a place in the list that stays where it is when what stood there is
// spoken in again.
type Spot struct {
	Last time.Time
	ID   id.Conversation
}

// Spot is where the line stands.
func (s Summary) Spot() Spot { return Spot{s.Last, s.ID} }

// String writes a spot for an address.
func (s Spot) String() string { return strconv.FormatInt(s.Last.UnixMicro(), 10) + "." + s.ID.String() }

// SpotOf reads what String wrote; nothing is the beginning. It reports whether
// it could.
func SpotOf(text string) (Spot, bool) {
	if text == "" {
		return Spot{}, true
	}
	last, which, _ := strings.Cut(text, ".")
	micros, err := strconv.ParseInt(last, 10, 64)
	if err != nil {
		return Spot{}, false
	}
	s := Spot{Last: time.UnixMicro(micros)}
	s.ID, err = id.Parse[id.ConversationKind](which)
	return s, err == nil
}

// List reads a member's conversations, the last spoken in first.
func List(tx *db.Tx, a Asked) ([]Summary, error) {
	where, args := conditions[a.Shelf], []any{a.Member}
	if words := strings.TrimSpace(a.Words); words != "" {
		args = append(args, "%"+escaped.Replace(search.Fold(words))+"%")
		where += said
	}
	if !a.After.ID.IsZero() {
		args = append(args, a.After.Last, a.After.ID)
		last, which := `$`+strconv.Itoa(len(args)-1), `$`+strconv.Itoa(len(args))
		where += ` AND (c.last_at < ` + last + ` OR c.last_at = ` + last + ` AND c.id > ` + which + `)`
	}
	args = append(args, a.Limit)
	return db.All(tx, scanSummary(a.Member), listSQL+where+` ORDER BY c.last_at DESC, c.id LIMIT $`+strconv.Itoa(len(args)), args...)
}

var escaped = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// said finds $2 in the messages that are still in sight, and in the login.
const said = ` AND (EXISTS (SELECT 1 FROM messages w WHERE w.holder_kind = 'conversation' AND w.holder = c.id
		AND w.deleted_at IS NULL AND w.folded LIKE $2 ESCAPE '\')
	OR EXISTS (SELECT 1 FROM members o WHERE o.id IN (c.buyer, c.seller) AND o.id <> $1 AND o.login_key LIKE $2 ESCAPE '\'))`

const listSQL = `SELECT c.id, c.buyer, c.seller, c.from_kind, c.from_id, c.started_at, c.last_at, c.waits_since, c.ignored_at,
		m.author, m.text,
		(SELECT count(*) FROM messages u WHERE u.holder_kind = 'conversation' AND u.holder = c.id AND u.author <> $1
			AND u.deleted_at IS NULL AND u.at > COALESCE(s.read_at, 0)),
		COALESCE(s.starred, FALSE), ` + archived + `
	FROM conversations c
	JOIN messages m ON m.id = (SELECT l.id FROM messages l
		WHERE l.holder_kind = 'conversation' AND l.holder = c.id ORDER BY l.at DESC, l.id DESC LIMIT 1)
	LEFT JOIN conversation_sides s ON s.conversation = c.id AND s.member = $1
	WHERE (c.buyer = $1 OR c.seller = $1) AND `

func scanSummary(member id.Member) func(db.Row) (Summary, error) {
	return func(row db.Row) (Summary, error) {
		var s Summary
		var from []byte
		c := &s.Conversation
		err := row.Scan(&c.ID, &c.Buyer, &c.Seller, &c.From.Kind, &from, &c.Started, &c.Last, &c.WaitsSince, &c.IgnoredAt,
			&s.Author, &s.Text, &s.Unread, &s.Starred, &s.Archived)
		copy(c.From.ID[:], from)
		s.With = c.Other(member)
		return s, err
	}
}

// Counts are how many conversations want the member: those with something
// unread, and those that wait for an answer.
type Counts struct{ Unread, Waiting int64 }

// Count counts them; what is in the archive wants nobody.
func Count(tx *db.Tx, member id.Member) (Counts, error) {
	return db.One(tx, func(row db.Row) (Counts, error) {
		var c Counts
		return c, row.Scan(&c.Unread, &c.Waiting)
	}, `SELECT count(*) FILTER (WHERE NOT `+archived+` AND EXISTS (SELECT 1 FROM messages u
				WHERE u.holder_kind = 'conversation' AND u.holder = c.id AND u.author <> $1
				AND u.deleted_at IS NULL AND u.at > COALESCE(s.read_at, 0))),
			count(*) FILTER (WHERE c.seller = $1 AND c.waits_since IS NOT NULL)
		FROM conversations c LEFT JOIN conversation_sides s ON s.conversation = c.id AND s.member = $1
		WHERE c.buyer = $1 OR c.seller = $1`, member)
}

// Side is how a member keeps a conversation.
type Side struct{ Starred, Archived bool }

// SideOf reads it.
func SideOf(tx *db.Tx, conversation id.Conversation, member id.Member) (Side, error) {
	return db.One(tx, func(row db.Row) (Side, error) {
		var s Side
		return s, row.Scan(&s.Starred, &s.Archived)
	}, `SELECT COALESCE(s.starred, FALSE), `+archived+` FROM conversations c
		LEFT JOIN conversation_sides s ON s.conversation = c.id AND s.member = $1 WHERE c.id = $2`, member, conversation)
}
