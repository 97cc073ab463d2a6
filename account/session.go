package account

import (
	"errors"
	"time"

	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/rulebook"
)

// Limits of sessions. Who asked to be remembered stays signed in for the
// policy's session_for without use (LAW-5), others for sessionFor.
const (
	sessionFor  = 24 * time.Hour
	SessionsMax = 50 // the oldest goes when one more begins
)

// endsAt is when a session that is used now ends.
func endsAt(tx *db.Tx, remember bool) (time.Time, error) {
	if !remember {
		return tx.Now().Add(sessionFor), nil
	}
	rules, err := rulebook.Current(tx)
	return tx.Now().Add(rules.Policy.SessionFor), err
}

// Session is one signed-in browser or device.
type Session struct {
	ID       id.Session
	Member   id.Member
	Device   string // as in "Firefox on Linux"
	Place    string // rough, as in "Berlin, Germany" or a shortened address
	Remember bool
	Started  time.Time
	Seen     time.Time
	Ends     time.Time
}

const sessionColumns = `id, member_id, device, place, remember, started_at, seen_at, ends_at`

func scanSession(row db.Row) (Session, error) {
	var s Session
	err := row.Scan(&s.ID, &s.Member, &s.Device, &s.Place, &s.Remember, &s.Started, &s.Seen, &s.Ends)
	return s, err
}

// SigningIn is a sign-in whose password was found right before the
// transaction.
type SigningIn struct {
	Member   id.Member
	Token    string // from NewToken, goes into the cookie
	Device   string
	Place    string
	Remember bool
}

// SignIn begins a session. A device the member has not used before is told
// about by mail (ACC-6), except the first one ever.
func SignIn(tx *db.Tx, in SigningIn) (Session, error) {
	ends, err := endsAt(tx, in.Remember)
	if err != nil {
		return Session{}, err
	}
	s := Session{
		ID: id.New[id.SessionKind](tx.Now()), Member: in.Member, Device: in.Device, Place: in.Place,
		Remember: in.Remember, Started: tx.Now(), Seen: tx.Now(), Ends: ends,
	}
	err = tx.Exec(`INSERT INTO sessions (id, member_id, token_hash, device, place, remember, started_at, seen_at, ends_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)`,
		s.ID, s.Member, hashToken(in.Token), s.Device, s.Place, s.Remember, s.Started, s.Ends)
	if err != nil {
		return Session{}, err
	}
	if err := dropOldSessions(tx, in.Member); err != nil {
		return Session{}, err
	}
	if err := logSafety(tx, in.Member, "signed_in", in.Device, in.Place); err != nil {
		return Session{}, err
	}
	return s, meetDevice(tx, s)
}

// SignInFailed tells the member about a wrong password in the log of their
// account (ACC-7). For the zero member, a name nobody has, it does nothing.
func SignInFailed(tx *db.Tx, m Member, device, place string) error {
	if m.IsZero() {
		return nil
	}
	return logSafety(tx, m.ID, "sign_in_failed", device, place)
}

func dropOldSessions(tx *db.Tx, member id.Member) error {
	return tx.Exec(`DELETE FROM sessions WHERE member_id = $1 AND (ends_at <= $2 OR id NOT IN
		(SELECT id FROM sessions WHERE member_id = $1 ORDER BY id DESC LIMIT $3))`,
		member, tx.Now(), SessionsMax)
}

func meetDevice(tx *db.Tx, s Session) error {
	known, err := db.All(tx, func(row db.Row) (string, error) {
		var device string
		return device, row.Scan(&device)
	}, `SELECT device FROM known_devices WHERE member_id = $1`, s.Member)
	if err != nil {
		return err
	}
	for _, device := range known {
		if device == s.Device {
			return nil
		}
	}
	err = tx.Exec(`INSERT INTO known_devices (member_id, device, first_at) VALUES ($1, $2, $3)
		ON CONFLICT (member_id, device) DO NOTHING`, s.Member, s.Device, tx.Now())
	if err != nil || len(known) == 0 {
		return err
	}
	return event.Note(tx, event.Entry{
		Subject: event.Of("member", s.Member), Kind: "account.new_device", Actor: s.Member, At: tx.Now(),
		Data: map[string]any{"session": s.ID.String()},
	})
}

// Enter finds the session and member behind a cookie's token. Fault: sign_in
// when the token is unknown, ended or too old.
func Enter(tx *db.Tx, token string) (Session, Member, error) {
	s, err := db.One(tx, scanSession, `SELECT `+sessionColumns+` FROM sessions WHERE token_hash = $1`, hashToken(token))
	if errors.Is(err, db.ErrNoRow) || err == nil && !tx.Now().Before(s.Ends) {
		return Session{}, Member{}, fault.SignIn()
	}
	if err != nil {
		return Session{}, Member{}, err
	}
	m, err := Get(tx, s.Member)
	return s, m, err
}

// Seen keeps a session alive and its member "online now" (ACC-18). The desk
// calls it at most once a minute for each session.
func Seen(tx *db.Tx, s Session, place, device string) error {
	ends, err := endsAt(tx, s.Remember)
	if err != nil {
		return err
	}
	err = tx.Exec(`UPDATE sessions SET seen_at = $1, ends_at = $2, place = $3, device = $4 WHERE id = $5`,
		tx.Now(), ends, or(place, s.Place), or(device, s.Device), s.ID)
	if err != nil {
		return err
	}
	return tx.Exec(`UPDATE members SET seen_at = $1 WHERE id = $2`, tx.Now(), s.Member)
}

// Sessions lists a member's living sessions, the last used first.
func Sessions(tx *db.Tx, member id.Member) ([]Session, error) {
	return db.All(tx, scanSession, `SELECT `+sessionColumns+` FROM sessions
		WHERE member_id = $1 AND ends_at > $2 ORDER BY seen_at DESC, id DESC`, member, tx.Now())
}

// GetSession reads one; fault.Missing when there is none.
func GetSession(tx *db.Tx, session id.Session) (Session, error) {
	s, err := db.One(tx, scanSession, `SELECT `+sessionColumns+` FROM sessions WHERE id = $1`, session)
	if errors.Is(err, db.ErrNoRow) {
		return Session{}, fault.Missing()
	}
	return s, err
}

// EndSession ends one of the member's sessions; fault.Missing for another's.
func EndSession(tx *db.Tx, member id.Member, session id.Session) error {
	return tx.ExecOne(fault.Missing(), `DELETE FROM sessions WHERE id = $1 AND member_id = $2`, session, member)
}

// EndSessions ends all of a member's sessions but the one to keep (zero: all).
func EndSessions(tx *db.Tx, member id.Member, keep id.Session) error {
	return tx.Exec(`DELETE FROM sessions WHERE member_id = $1 AND id <> $2`, member, keep[:])
}

// SafetyEntry is one line of what happened to an account's safety (ACC-7).
type SafetyEntry struct {
	What   string
	Device string
	Place  string
	At     time.Time
}

// SafetyLogMax bounds what is read of the log.
const SafetyLogMax = 50

// SafetyLog lists the latest entries, newest first, for their member.
func SafetyLog(tx *db.Tx, member id.Member) ([]SafetyEntry, error) {
	return db.All(tx, func(row db.Row) (SafetyEntry, error) {
		var e SafetyEntry
		return e, row.Scan(&e.What, &e.Device, &e.Place, &e.At)
	}, `SELECT what, device, place, at FROM security_log WHERE member_id = $1 ORDER BY at DESC, id DESC LIMIT $2`,
		member, SafetyLogMax)
}

func logSafety(tx *db.Tx, member id.Member, what, device, place string) error {
	return tx.Exec(`INSERT INTO security_log (id, member_id, what, device, place, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		id.New[id.EventKind](tx.Now()), member, what, device, place, tx.Now())
}
