package account

import (
	"time"

	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
)

// Registration is what someone who joins tells us, checked by Check and with
// the password hashed, both before the transaction.
type Registration struct {
	Login        string
	Email        string
	PasswordHash string // from Hash; empty: cannot sign in by password
	Language     string
	Zone         string
	Organisation string // set when joining on behalf of one (ACC-1)
	Capacity     string // what the person is there
	Secret       Secret // goes out by mail to prove the address
}

// Register makes an account (ACC-1) and records that the terms in force were
// accepted. The address need not be free: one that somebody else has proved
// cannot be proved again, and its owner is told by mail, so that the answer is
// the same either way (ACC-7). Fault: login_taken at "login".
func Register(tx *db.Tx, r Registration) (Member, error) {
	m, err := insert(tx, r)
	if err != nil {
		return Member{}, err
	}
	if err := acceptInForce(tx, m.ID, r.Organisation, r.Capacity); err != nil {
		return Member{}, err
	}
	if err := note(tx, m.ID, "account.registered", nil); err != nil {
		return Member{}, err
	}
	return m, askToConfirm(tx, m, r.Secret)
}

// Install makes an account whose address is taken as proved: the first admin
// through the one-time link, imported sellers, people of a demo. Faults:
// login_taken at "login", email_taken at "email".
func Install(tx *db.Tx, r Registration, roles ...Role) (Member, error) {
	m, err := insert(tx, r)
	if err != nil {
		return Member{}, err
	}
	if err := acceptInForce(tx, m.ID, r.Organisation, r.Capacity); err != nil {
		return Member{}, err
	}
	if err := proveAddress(tx, m); err != nil {
		return Member{}, err
	}
	m.Confirmed = true
	for _, role := range roles {
		if m, err = GiveRole(tx, m.ID, role, m.ID); err != nil {
			return Member{}, err
		}
	}
	return m, nil
}

func insert(tx *db.Tx, r Registration) (Member, error) {
	if err := loginFree(tx, r.Login); err != nil {
		return Member{}, err
	}
	m := Member{
		ID: id.New[id.MemberKind](tx.Now()), Login: r.Login, Email: r.Email,
		Standing: Good, Language: or(r.Language, "en"), Zone: or(r.Zone, "UTC"),
		Side: Buying, Joined: tx.Now(), Seen: tx.Now(),
	}
	err := tx.Exec(`INSERT INTO members (id, login, login_key, email, email_key, password_hash, language, zone, joined_at, seen_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
		m.ID, m.Login, key(m.Login), m.Email, key(m.Email), r.PasswordHash, m.Language, m.Zone, m.Joined)
	if err := unlessTaken(tx, err, "members_login", errLoginTaken); err != nil {
		return Member{}, err
	}
	return m, tx.Exec(`INSERT INTO profiles (member_id) VALUES ($1)`, m.ID)
}

// unlessTaken carries out the statement that ended in err and answers taken
// when the unique index refused it, on either engine.
func unlessTaken(tx *db.Tx, err error, index string, taken error) error {
	if err == nil {
		err = tx.Flush()
	}
	if db.IsUnique(err, index) {
		return taken
	}
	return err
}

var (
	errLoginTaken = fault.Conflict("login_taken").At("login")
	errEmailTaken = fault.Conflict("email_taken").At("email")
)

func loginFree(tx *db.Tx, login string) error {
	taken, err := db.Value[int64](tx, `SELECT count(*) FROM members WHERE login_key = $1`, key(login))
	if err != nil {
		return err
	}
	if taken > 0 {
		return errLoginTaken
	}
	return refusedWord(tx, login)
}

// note writes an entry about a member into the diary, for whoever tells people
// about it.
func note(tx *db.Tx, member id.Member, kind string, data map[string]any) error {
	return event.Note(tx, event.Entry{
		Subject: event.Of("member", member), Kind: kind, Actor: member, At: tx.Now(), Data: data,
	})
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// Touch keeps "online now" (ACC-18). It writes at most once a minute for each
// member, however often it is called.
func Touch(tx *db.Tx, m Member) error {
	if tx.Now().Sub(m.Seen) < touchEvery {
		return nil
	}
	return tx.Exec(`UPDATE members SET seen_at = $1 WHERE id = $2 AND (seen_at IS NULL OR seen_at < $1)`, tx.Now(), m.ID)
}

const touchEvery = time.Minute
