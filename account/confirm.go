package account

import (
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/mail"
)

// askToConfirm opens a proof and mails it. When somebody else has proved the
// address already, the mail to them says so and holds no way in.
func askToConfirm(tx *db.Tx, m Member, secret Secret) error {
	owned, err := db.Value[int64](tx, `SELECT count(*) FROM members
		WHERE email_key = $1 AND confirmed AND id <> $2`, key(m.Email), m.ID)
	if err != nil {
		return err
	}
	until, err := openProof(tx, m, purposeConfirm, secret)
	if err != nil {
		return err
	}
	if owned > 0 {
		return mail.Queue(tx, mail.Message{
			To: m.Email, Language: m.Language, Zone: m.Zone, Kind: "account.mail.already", Path: "/sign-in",
		})
	}
	return mail.Queue(tx, mail.Message{
		To: m.Email, Member: m.ID, Language: m.Language, Zone: m.Zone,
		Kind: "account.mail.confirm", Path: "/confirm/" + secret.Link, Secret: true,
		Args: []any{"name", m.Name(), "code", secret.Code, "until", until},
	})
}

// SendAgain mails a new link and code to a member who has not confirmed yet
// (ACC-3); the old ones stop working. Fault: too_often after several a day,
// already_confirmed.
func SendAgain(tx *db.Tx, member id.Member, secret Secret) error {
	m, err := unconfirmed(tx, member)
	if err != nil {
		return err
	}
	if err := Attempt(tx, AttemptResend, member.String()); err != nil {
		return err
	}
	return askToConfirm(tx, m, secret)
}

// CorrectEmail replaces an address that was never confirmed, at once (ACC-3).
// A confirmed one is changed another way (ACC-9). Faults: already_confirmed,
// too_often.
func CorrectEmail(tx *db.Tx, member id.Member, email string, secret Secret) error {
	m, err := unconfirmed(tx, member)
	if err != nil {
		return err
	}
	if err := Attempt(tx, AttemptResend, member.String()); err != nil {
		return err
	}
	m.Email = email
	err = tx.ExecOne(errAlreadyConfirmed, `UPDATE members SET email = $1, email_key = $2
		WHERE id = $3 AND NOT confirmed`, email, key(email), member)
	if err != nil {
		return err
	}
	return askToConfirm(tx, m, secret)
}

var errAlreadyConfirmed = fault.Conflict("already_confirmed")

func unconfirmed(tx *db.Tx, member id.Member) (Member, error) {
	m, err := Get(tx, member)
	if err == nil && m.Confirmed {
		err = errAlreadyConfirmed
	}
	return m, err
}

// Confirm proves the address by the link of the mail: once, within a day.
// Faults: link_spent, email_taken.
func Confirm(tx *db.Tx, link string) (Member, error) {
	found, err := useLink(tx, purposeConfirm, link)
	if err != nil {
		return Member{}, err
	}
	return confirmed(tx, found)
}

// ConfirmByCode proves the address by the six digits of the mail, typed by the
// member who registered. A wrong code is counted and answered as right = false
// without an error, so that the count is kept; after codeTriesMax wrong ones
// only a new code helps. Fault: code_spent at "code".
func ConfirmByCode(tx *db.Tx, member id.Member, code string) (right bool, err error) {
	found, right, err := tryCode(tx, member, purposeConfirm, code)
	if err != nil || !right {
		return false, err
	}
	_, err = confirmed(tx, found)
	return err == nil, err
}

func confirmed(tx *db.Tx, found proof) (Member, error) {
	m, err := Get(tx, found.member)
	if err != nil {
		return Member{}, err
	}
	if key(m.Email) != key(found.email) {
		return Member{}, errLinkSpent // the address was corrected meanwhile
	}
	if m.Confirmed {
		return m, nil
	}
	if err := proveAddress(tx, m); err != nil {
		return Member{}, err
	}
	m.Confirmed = true
	return m, note(tx, m.ID, "account.confirmed", nil)
}

func proveAddress(tx *db.Tx, m Member) error {
	err := tx.ExecOne(fault.Missing(), `UPDATE members SET confirmed = TRUE WHERE id = $1`, m.ID)
	if err := unlessTaken(tx, err, "members_email", errEmailTaken); err != nil {
		return err
	}
	return tx.Exec(`DELETE FROM attempts WHERE what = $1 AND who = $2`,
		string(AttemptResend), hashToken(m.ID.String()))
}

// AskReset mails a single-use link with which whoever reads the member's mail
// sets a new password (ACC-4). Who asks learns nothing: an unknown name is
// answered the same, with nil.
func AskReset(tx *db.Tx, name string, secret Secret) error {
	m, err := ByName(tx, name)
	if f, missing := fault.As(err); missing && f.Sort == fault.SortMissing {
		return nil
	}
	if err != nil {
		return err
	}
	until, err := openProof(tx, m, purposeReset, secret)
	if err != nil {
		return err
	}
	if err := logSafety(tx, m.ID, "reset_asked", "", ""); err != nil {
		return err
	}
	return mail.Queue(tx, mail.Message{
		To: m.Email, Member: m.ID, Language: m.Language, Zone: m.Zone,
		Kind: "account.mail.reset", Path: "/reset/" + secret.Link, Secret: true,
		Args: []any{"name", m.Name(), "until", until},
	})
}

// ResetOpen says whether the link of a reset still works, and whose it is,
// without using it. Fault: link_spent.
func ResetOpen(tx *db.Tx, link string) (Member, error) {
	found, err := findLink(tx, purposeReset, link)
	if err != nil {
		return Member{}, err
	}
	return Get(tx, found.member)
}

// Reset sets a new password by the mailed link, ends every session, and tells
// the member by mail (ACC-4). As the mail was read, the address counts as
// proved too. Faults: link_spent.
func Reset(tx *db.Tx, link, passwordHash string) (Member, error) {
	found, err := useLink(tx, purposeReset, link)
	if err != nil {
		return Member{}, err
	}
	m, err := Get(tx, found.member)
	if err != nil {
		return Member{}, err
	}
	if err := setPassword(tx, m.ID, passwordHash); err != nil {
		return Member{}, err
	}
	if err := EndSessions(tx, m.ID, id.Session{}); err != nil {
		return Member{}, err
	}
	if !m.Confirmed && key(m.Email) == key(found.email) {
		if m, err = confirmed(tx, found); err != nil {
			return Member{}, err
		}
	}
	return m, tellPasswordChanged(tx, m)
}

// ChangePassword sets a new one for a member who proved the old one, ends all
// other sessions, and tells the member by mail.
func ChangePassword(tx *db.Tx, member id.Member, passwordHash string, keep id.Session) error {
	m, err := Get(tx, member)
	if err != nil {
		return err
	}
	if err := setPassword(tx, member, passwordHash); err != nil {
		return err
	}
	if err := EndSessions(tx, member, keep); err != nil {
		return err
	}
	return tellPasswordChanged(tx, m)
}

func setPassword(tx *db.Tx, member id.Member, hash string) error {
	return tx.ExecOne(fault.Missing(), `UPDATE members SET password_hash = $1 WHERE id = $2`, hash, member)
}

func tellPasswordChanged(tx *db.Tx, m Member) error {
	if err := logSafety(tx, m.ID, "password_changed", "", ""); err != nil {
		return err
	}
	if err := note(tx, m.ID, "account.password_changed", nil); err != nil {
		return err
	}
	return mail.Queue(tx, mail.Message{
		To: m.Email, Member: m.ID, Language: m.Language, Zone: m.Zone,
		Kind: "account.mail.password_changed", Path: "/sign-in/forgotten",
		Args: []any{"name", m.Name(), "at", tx.Now().Truncate(time.Second)},
	})
}
