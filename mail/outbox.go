package mail

import (
	"errors"
	"strings"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

// How long sending is tried.
const (
	lease     = 2 * time.Minute    // a claimed message is tried again after it, if no answer was written
	giveUp    = 3 * 24 * time.Hour // a message that could not be sent for so long has failed
	causeMax  = 500                // bytes of the mail server's last answer that are kept
	pauseLast = 3 * time.Hour
)

// pauses before the second, third, … try; later ones wait for pauseLast.
var pauses = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour}

const messageColumns = `id, to_address, member_id, language, zone, kind, facts, path, secret, unsubscribe,
	state, tries, next_at, cause, queued_at, sent_at`

func scanMessage(row db.Row) (Message, error) {
	var m Message
	var facts string
	err := row.Scan(&m.ID, &m.To, &m.Member, &m.Language, &m.Zone, &m.Kind, &facts, &m.Path, &m.Secret, &m.Unsubscribe,
		&m.State, &m.Tries, &m.NextAt, &m.Cause, &m.Queued, &m.SentAt)
	if err != nil {
		return Message{}, err
	}
	m.Args, err = DecodeFacts(facts)
	return m, err
}

// Claim takes messages that are due, the longest waiting first, and keeps
// others from taking them for the length of the lease. Whoever claims one
// sends it and writes Sent or Failed; if that answer is lost, it is due again.
func Claim(tx *db.Tx, limit int) ([]Message, error) {
	due, err := db.All(tx, scanMessage, `SELECT `+messageColumns+` FROM mails
		WHERE state = 'queued' AND next_at <= $1 ORDER BY next_at, id LIMIT $2`, tx.Now(), limit)
	if err != nil {
		return nil, err
	}
	for i, m := range due {
		due[i].Tries++
		err := tx.ExecOne(db.ErrAgain, `UPDATE mails SET next_at = $1, tries = tries + 1
			WHERE id = $2 AND state = 'queued' AND next_at = $3`, tx.Now().Add(lease), m.ID, m.NextAt)
		if err != nil {
			return nil, err
		}
	}
	return due, nil
}

// WriteSent records that the mail server took a message. A secret one loses
// its facts: nobody finds a way in here afterwards.
func WriteSent(tx *db.Tx, m Message) error {
	err := tx.Exec(`UPDATE mails SET state = 'sent', sent_at = $1, cause = '' WHERE id = $2 AND state = 'queued'`,
		tx.Now(), m.ID)
	if err != nil || !m.Secret {
		return err
	}
	return tx.Exec(`UPDATE mails SET facts = '', path = '' WHERE id = $1`, m.ID)
}

// WriteFailed records a failed try. The message is due again after a pause
// that grows; when the server refused it for good, or it has waited for three
// days, it is given up and shown to the admin.
func WriteFailed(tx *db.Tx, m Message, cause error) error {
	state, next := Queued, tx.Now().Add(pause(m.Tries))
	if errors.Is(cause, ErrRefused) || next.Sub(m.Queued) > giveUp {
		state = Failed
	}
	text := strings.ToValidUTF8(cause.Error(), "")
	return tx.Exec(`UPDATE mails SET state = $1, next_at = $2, cause = $3 WHERE id = $4 AND state = 'queued'`,
		state, next, text[:min(len(text), causeMax)], m.ID)
}

// ErrRefused marks, by wrapping, a mail server's answer that will not change
// by trying again.
var ErrRefused = errors.New("mail: refused for good")

func pause(tries int64) time.Duration {
	if n := int(tries) - 1; n >= 0 && n < len(pauses) {
		return pauses[n]
	}
	return pauseLast
}

// Again puts a failed message back into the queue, at once. Fault: not_found
// when there is none that failed.
func Again(tx *db.Tx, message id.Mail) error {
	tx.Wake()
	return tx.ExecOne(fault.Missing(), `UPDATE mails SET state = 'queued', next_at = $1, queued_at = $1, tries = 0
		WHERE id = $2 AND state = 'failed'`, tx.Now(), message)
}

// Get reads one message; fault.Missing when there is none.
func Get(tx *db.Tx, message id.Mail) (Message, error) {
	m, err := db.One(tx, scanMessage, `SELECT `+messageColumns+` FROM mails WHERE id = $1`, message)
	if errors.Is(err, db.ErrNoRow) {
		return Message{}, fault.Missing()
	}
	return m, err
}

// Latest lists messages of a state (empty: all), the newest first, those older
// than the given one (zero: from the newest on).
func Latest(tx *db.Tx, state State, before id.Mail, limit int) ([]Message, error) {
	if before.IsZero() {
		before = lastID
	}
	return db.All(tx, scanMessage, `SELECT `+messageColumns+` FROM mails
		WHERE id < $1 AND (state = $2 OR $2 = '') ORDER BY id DESC LIMIT $3`, before, state, limit)
}

// To lists what was written to an address, the newest first: the mailbox of a
// person of the demo.
func To(tx *db.Tx, address string, limit int) ([]Message, error) {
	return db.All(tx, scanMessage, `SELECT `+messageColumns+` FROM mails
		WHERE to_address = $1 ORDER BY id DESC LIMIT $2`, address, limit)
}

// lastID sorts behind every id.
var lastID = id.Mail{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

// Counts is how many messages are in which state.
type Counts struct{ Queued, Sent, Failed int64 }

// Count counts the outbox.
func Count(tx *db.Tx) (Counts, error) {
	return db.One(tx, func(row db.Row) (Counts, error) {
		var c Counts
		return c, row.Scan(&c.Queued, &c.Sent, &c.Failed)
	}, `SELECT count(*) FILTER (WHERE state = 'queued'), count(*) FILTER (WHERE state = 'sent'),
		count(*) FILTER (WHERE state = 'failed') FROM mails`)
}

// Drop deletes what was sent before the moment: mail is kept as long as logs
// are (LAW-6).
func Drop(tx *db.Tx, before time.Time) error {
	return tx.Exec(`DELETE FROM mails WHERE state <> 'queued' AND queued_at < $1`, before)
}
