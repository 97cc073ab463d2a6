package account

import (
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/policy"
	"guildhall/rulebook"
)

// AttemptKind is something that is limited per account and per address
// (ACC-7).
type AttemptKind string

// What is counted.
const (
	AttemptSignIn        AttemptKind = "sign_in"         // wrong passwords for one account
	AttemptSignInAddress AttemptKind = "sign_in_address" // wrong passwords from one address
	AttemptRegister      AttemptKind = "register"        // accounts made from one address
	AttemptReset         AttemptKind = "reset"           // resets asked for one account
	AttemptResetAddress  AttemptKind = "reset_address"   // resets asked from one address
	AttemptResend        AttemptKind = "resend"          // confirmations sent to one member
	AttemptCode          AttemptKind = "code"            // codes typed from one address
)

// addressShare is how many accounts may use up their tries from one network
// address: offices and dormitories share one.
const addressShare = 5

// triesMax is how many tries the policy in force grants within its try_window.
func triesMax(p policy.Policy, what AttemptKind) int64 {
	switch what {
	case AttemptSignIn:
		return int64(p.SignInTries)
	case AttemptSignInAddress, AttemptCode:
		return int64(p.SignInTries) * addressShare
	case AttemptReset, AttemptResend:
		return int64(p.MailTries)
	default: // from one address: AttemptRegister, AttemptResetAddress
		return int64(p.MailTries) * addressShare
	}
}

// Attempt counts one try of who (a login as typed, a member, an address) and
// refuses it beyond the limit. The count of a refused one is not kept, so the
// window does not move. Fault: too_often, with the moment from which it works
// again.
func Attempt(tx *db.Tx, what AttemptKind, who string) error {
	rules, err := rulebook.Current(tx)
	if err != nil {
		return err
	}
	lasts := rules.Policy.TryWindow
	began, err := db.One(tx, scanWindow, `INSERT INTO attempts (what, who, began_at, count) VALUES ($1, $2, $3, 1)
		ON CONFLICT (what, who) DO UPDATE SET
			began_at = CASE WHEN attempts.began_at <= $4 THEN excluded.began_at ELSE attempts.began_at END,
			count    = CASE WHEN attempts.began_at <= $4 THEN 1 ELSE attempts.count + 1 END
		RETURNING began_at, count`,
		string(what), hashToken(key(who)), tx.Now(), tx.Now().Add(-lasts))
	if err != nil {
		return err
	}
	if began.count > triesMax(rules.Policy, what) {
		return fault.Limited("too_often", "again", began.at.Add(lasts))
	}
	return nil
}

type window struct {
	at    time.Time
	count int64
}

func scanWindow(row db.Row) (window, error) {
	var w window
	return w, row.Scan(&w.at, &w.count)
}

// Forgive clears the count of who, after a sign-in that went right.
func Forgive(tx *db.Tx, what AttemptKind, who string) error {
	return tx.Exec(`DELETE FROM attempts WHERE what = $1 AND who = $2`, string(what), hashToken(key(who)))
}

// Tidy drops what has no use any more: counters older than a day, proofs and
// sessions that ended, the safety log as long as the policy keeps logs (LAW-6).
// The sweeper calls it.
func Tidy(tx *db.Tx) error {
	rules, err := rulebook.Current(tx)
	if err != nil {
		return err
	}
	for _, drop := range []struct {
		sql    string
		before time.Time
	}{
		{`DELETE FROM attempts WHERE began_at < $1`, tx.Now().Add(-24 * time.Hour)},
		{`DELETE FROM proofs WHERE ends_at < $1`, tx.Now()},
		{`DELETE FROM sessions WHERE ends_at < $1`, tx.Now()},
		{`DELETE FROM security_log WHERE at < $1`, tx.Now().Add(-rules.Policy.LogKept)},
	} {
		if err := tx.Exec(drop.sql, drop.before); err != nil {
			return err
		}
	}
	return nil
}
