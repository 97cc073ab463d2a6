// Package mail is the outbox (TLK-11): what goes out by mail is written in the
// transaction of its cause, as facts, and put into words and sent later by the
// sweeper. Nothing is lost by a crash or a mail server that is down, and
// nothing is sent twice except where the server's answer was lost.
//
// Without a mail server everything is kept and shown to the admin.
package mail

import (
	"time"

	"guildhall/db"
	"guildhall/id"
)

// State is where a message is on its way.
type State string

// The states: queued also while it waits for another try; failed is given up.
const (
	Queued State = "queued"
	Sent   State = "sent"
	Failed State = "failed"
)

// Message is one mail to one address.
type Message struct {
	ID          id.Mail
	To          string
	Member      id.Member // zero: nobody with an account, as far as we say
	Language    string    // of the reader
	Zone        string    // of the reader
	Kind        string    // key prefix of its words: Kind.subject, Kind.text
	Args        []any     // facts for the words: alternating name, value; see EncodeFacts
	Path        string    // of the page it is about, on this site
	Secret      bool      // holds a way in: the facts are blanked once it is sent
	Unsubscribe string    // token of RFC 8058; empty: may not be unsubscribed from

	State  State
	Tries  int64
	NextAt time.Time
	Cause  string // of the last failure, for operators
	Queued time.Time
	SentAt time.Time
}

// Queue writes a message into the outbox. It goes out soon after the commit,
// or never if the transaction fails.
func Queue(tx *db.Tx, m Message) error {
	facts, err := EncodeFacts(m.Args)
	if err != nil {
		return err
	}
	err = tx.Exec(`INSERT INTO mails (id, to_address, member_id, language, zone, kind, facts, path, secret, unsubscribe, next_at, queued_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)`,
		id.New[id.MailKind](tx.Now()), m.To, m.Member, m.Language, m.Zone, m.Kind, facts, m.Path,
		m.Secret, m.Unsubscribe, tx.Now())
	tx.Wake()
	return err
}
