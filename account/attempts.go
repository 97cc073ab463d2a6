package account

import (
	"time"

	"guildhall/db"
	"guildhall/fault"
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

type attemptLimit struct {
	max    int64
	window time.Duration
}

var attemptLimits = map[AttemptKind]attemptLimit{
	AttemptSignIn:        {10, 15 * time.Minute},
	AttemptSignInAddress: {50, 15 * time.Minute},
	AttemptRegister:      {20, time.Hour},
	AttemptReset:         {5, time.Hour},
	AttemptResetAddress:  {20, time.Hour},
	AttemptResend:        {resendsPerDay, 24 * time.Hour},
	AttemptCode:          {30, time.Hour},
}

// Attempt counts one try of who (a login as typed, a member, an address) and
// refuses it beyond the limit. The count of a refused one is not kept, so the
// window does not move. Fault: too_often, with the moment from which it works
// again.
func Attempt(tx *db.Tx, what AttemptKind, who string) error {
	limit := attemptLimits[what]
	began, err := db.One(tx, scanWindow, `INSERT INTO attempts (what, who, began_at, count) VALUES ($1, $2, $3, 1)
		ON CONFLICT (what, who) DO UPDATE SET
			began_at = CASE WHEN attempts.began_at <= $4 THEN excluded.began_at ELSE attempts.began_at END,
			count    = CASE WHEN attempts.began_at <= $4 THEN 1 ELSE attempts.count + 1 END
		RETURNING began_at, count`,
		string(what), hashToken(key(who)), tx.Now(), tx.Now().Add(-limit.window))
	if err != nil {
		return err
	}
	if began.count > limit.max {
		return fault.Limited("too_often", "again", began.at.Add(limit.window))
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
// sessions that ended, the safety log after a year (LAW-6). The sweeper calls
// it.
func Tidy(tx *db.Tx) error {
	for _, drop := range []struct {
		sql    string
		before time.Time
	}{
		{`DELETE FROM attempts WHERE began_at < $1`, tx.Now().Add(-24 * time.Hour)},
		{`DELETE FROM proofs WHERE ends_at < $1`, tx.Now()},
		{`DELETE FROM sessions WHERE ends_at < $1`, tx.Now()},
		{`DELETE FROM security_log WHERE at < $1`, tx.Now().AddDate(-1, 0, 0)},
	} {
		if err := tx.Exec(drop.sql, drop.before); err != nil {
			return err
		}
	}
	return nil
}
