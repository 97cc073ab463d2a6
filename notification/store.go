package notification

import (
	"crypto/rand"
	"encoding/base64"
	"errors"

	"guildhall/account"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/mail"
)

// keep writes a notice into the account. With massing, an unread one of the
// same kind and place only counts on; fresh says that a new row was made.
func keep(tx *db.Tx, n Notice, massing bool) (fresh bool, err error) {
	facts, err := mail.EncodeFacts(n.Args)
	if err != nil {
		return false, err
	}
	if massing {
		waiting, err := db.All(tx, scanID, `SELECT id FROM notifications
			WHERE member_id = $1 AND kind = $2 AND path = $3 AND read_at IS NULL`, n.Member, n.Kind, n.Path)
		if err != nil {
			return false, err
		}
		if len(waiting) > 0 {
			return false, tx.Exec(`UPDATE notifications SET count = count + 1, at = $1, facts = $2 WHERE id = $3`,
				n.At, facts, waiting[0])
		}
	}
	return true, tx.Exec(`INSERT INTO notifications (id, member_id, kind, facts, path, urgent, count, at)
		VALUES ($1, $2, $3, $4, $5, $6, 1, $7)`,
		id.New[id.NotificationKind](tx.Now()), n.Member, n.Kind, facts, n.Path, n.Urgent, n.At)
}

func scanID(row db.Row) (id.Notification, error) {
	var one id.Notification
	return one, row.Scan(&one)
}

// post mails a notice, unless the address is not proved, the member wants no
// mail of the topic, or is looking at the page anyway.
func post(tx *db.Tx, m account.Member, n Notice, topic Topic, skipOnline bool) error {
	if !m.Confirmed {
		return nil
	}
	wants, err := wishOf(tx, m.ID, topic)
	if err != nil || wants.muted {
		return err
	}
	if skipOnline {
		if here, err := online(tx, m); err != nil || here {
			return err
		}
	}
	letter := mail.Message{
		To: m.Email, Member: m.ID, Language: m.Language, Zone: m.Zone, Kind: n.Kind,
		Args: append([]any{"count", n.Count}, n.Args...), Path: n.Path,
	}
	if topic != Safety {
		if wants.token == "" {
			if wants.token, err = mailKey(tx, m.ID); err != nil {
				return err
			}
		}
		letter.Unsubscribe = wants.token + "/" + string(topic)
	}
	return mail.Queue(tx, letter)
}

// wish is what a member wants of mails about a topic, and the token that turns
// them off; empty where none was needed yet.
type wish struct {
	muted bool
	token string
}

// wishOf reads both at once: most members have their token, and each letter
// asks for it. What is about safety cannot be muted and carries none.
func wishOf(tx *db.Tx, member id.Member, topic Topic) (wish, error) {
	if topic == Safety {
		return wish{}, nil
	}
	return db.One(tx, func(row db.Row) (wish, error) {
		var w wish
		return w, row.Scan(&w.muted, &w.token)
	}, `SELECT EXISTS (SELECT 1 FROM mail_mutes WHERE member_id = $1 AND topic = $2),
		COALESCE((SELECT token FROM mail_keys WHERE member_id = $1), '')`, member, topic)
}

const mailKeyBytes = 18

// mailKey is the member's token for unsubscribing, made when first needed.
func mailKey(tx *db.Tx, member id.Member) (string, error) {
	raw := make([]byte, mailKeyBytes)
	rand.Read(raw)
	return db.Value[string](tx, `INSERT INTO mail_keys (member_id, token) VALUES ($1, $2)
		ON CONFLICT (member_id) DO UPDATE SET token = mail_keys.token RETURNING token`,
		member, base64.RawURLEncoding.EncodeToString(raw))
}

// Muted reports whether the member wants no mail about the topic. Safety
// cannot be muted (TLK-12).
func Muted(tx *db.Tx, member id.Member, topic Topic) (bool, error) {
	if topic == Safety {
		return false, nil
	}
	n, err := db.Value[int64](tx, `SELECT count(*) FROM mail_mutes WHERE member_id = $1 AND topic = $2`, member, topic)
	return n > 0, err
}

// Mutes lists the topics the member wants no mail about.
func Mutes(tx *db.Tx, member id.Member) ([]Topic, error) {
	return db.All(tx, func(row db.Row) (Topic, error) {
		var topic Topic
		return topic, row.Scan(&topic)
	}, `SELECT topic FROM mail_mutes WHERE member_id = $1 ORDER BY topic`, member)
}

// SetMuted turns mails about a topic off or on. Fault: choice for a topic that
// does not exist or always comes.
func SetMuted(tx *db.Tx, member id.Member, topic Topic, muted bool) error {
	if !mutable(topic) {
		return fault.Invalid("choice").At("topic")
	}
	if !muted {
		return tx.Exec(`DELETE FROM mail_mutes WHERE member_id = $1 AND topic = $2`, member, topic)
	}
	return tx.Exec(`INSERT INTO mail_mutes (member_id, topic, at) VALUES ($1, $2, $3)
		ON CONFLICT (member_id, topic) DO NOTHING`, member, topic, tx.Now())
}

func mutable(topic Topic) bool {
	for _, known := range Topics {
		if known == topic {
			return true
		}
	}
	return false
}

// Unsubscribe turns mails about a topic off for whom the token belongs to (RFC
// 8058). Again changes nothing. Fault: not_found.
func Unsubscribe(tx *db.Tx, token string, topic Topic) error {
	member, err := db.One(tx, func(row db.Row) (id.Member, error) {
		var m id.Member
		return m, row.Scan(&m)
	}, `SELECT member_id FROM mail_keys WHERE token = $1`, token)
	if errors.Is(err, db.ErrNoRow) || err == nil && !mutable(topic) {
		return fault.Missing()
	}
	if err != nil {
		return err
	}
	return SetMuted(tx, member, topic, true)
}
