package account

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

const memberColumns = `id, login, email, confirmed, display_name, picture, standing, standing_until,
	restrictions, roles, language, zone, hides_weekends, side, joined_at, seen_at, verified_at`

// Get reads one member; fault.Missing when there is none.
func Get(tx *db.Tx, member id.Member) (Member, error) {
	return Ask(tx, member)()
}

// Ask is Get without waiting: the question travels with what is asked beside
// it (db.Ask).
func Ask(tx *db.Tx, member id.Member) func() (Member, error) {
	asked := db.Ask(tx, reader(tx), `SELECT `+memberColumns+` FROM members WHERE id = $1`, member)
	return func() (Member, error) { return found(asked.One()) }
}

// ByLogin finds a member by public name, without regard to case; fault.Missing
// when there is none.
func ByLogin(tx *db.Tx, login string) (Member, error) {
	if !loginLike(key(login)) { // nobody has it, and a database may not even take it
		return Member{}, fault.Missing()
	}
	return one(tx, `SELECT `+memberColumns+` FROM members WHERE login_key = $1`, key(login))
}

// ByEmail finds the member who proved the address, else the newest who only
// claims it; fault.Missing when there is none. Never tell a visitor which.
func ByEmail(tx *db.Tx, email string) (Member, error) {
	return one(tx, `SELECT `+memberColumns+` FROM members WHERE email_key = $1
		ORDER BY confirmed DESC, joined_at DESC LIMIT 1`, key(email))
}

// ByName finds a member by login or address, as typed on the sign-in page.
func ByName(tx *db.Tx, name string) (Member, error) {
	if strings.Contains(name, "@") {
		return ByEmail(tx, name)
	}
	return ByLogin(tx, name)
}

// Staff lists the members who have the role, oldest account first.
func Staff(tx *db.Tx, role Role) ([]Member, error) {
	return db.All(tx, reader(tx), `SELECT `+memberColumns+` FROM members
		WHERE roles <> '' AND (',' || roles || ',') LIKE $1 ORDER BY joined_at, id`, "%,"+string(role)+",%")
}

// OnlineCount is how many members were active within the window (ACC-18).
func OnlineCount(tx *db.Tx, window time.Duration) (int64, error) {
	return db.Value[int64](tx, `SELECT count(*) FROM members WHERE seen_at >= $1`, tx.Now().Add(-window))
}

// Count is how many accounts there are.
func Count(tx *db.Tx) (int64, error) {
	return db.Value[int64](tx, `SELECT count(*) FROM members`)
}

// List pages through all members by id for staff, those after the given one;
// an empty part of the login matches all.
func List(tx *db.Tx, part string, after id.Member, limit int) ([]Member, error) {
	return db.All(tx, reader(tx), `SELECT `+memberColumns+` FROM members
		WHERE id > $1 AND login_key LIKE $2 ORDER BY id LIMIT $3`,
		after[:], "%"+escapeLike(key(part))+"%", limit)
}

// escapeLike drops what LIKE reads as a pattern: logins hold neither but "_".
func escapeLike(text string) string { return strings.ReplaceAll(text, "%", "") }

func one(tx *db.Tx, sql string, args ...any) (Member, error) {
	return found(db.One(tx, reader(tx), sql, args...))
}

func found(m Member, err error) (Member, error) {
	if errors.Is(err, db.ErrNoRow) {
		return Member{}, fault.Missing()
	}
	return m, err
}

// reader scans memberColumns. A suspension whose time is over reads as good
// standing: it ends by itself.
func reader(tx *db.Tx) func(db.Row) (Member, error) {
	return func(row db.Row) (Member, error) {
		var m Member
		var restrictions, roles string
		err := row.Scan(&m.ID, &m.Login, &m.Email, &m.Confirmed, &m.DisplayName, &m.Picture,
			&m.Standing, &m.StandingUntil, &restrictions, &roles, &m.Language, &m.Zone,
			&m.HidesWeekends, &m.Side, &m.Joined, &m.Seen, &m.VerifiedAt)
		m.Roles = parseRoles(roles)
		m.Restrictions = parseRestrictions(restrictions, tx.Now())
		if !m.StandingUntil.IsZero() && !tx.Now().Before(m.StandingUntil) {
			m.Standing, m.StandingUntil = Good, time.Time{}
		}
		return m, err
	}
}

// The stored form of restrictions: one line each, "right cause micros". Those
// that are over are left out.
func parseRestrictions(stored string, at time.Time) []Restriction {
	var list []Restriction
	for line := range strings.Lines(stored) {
		words := strings.Fields(line)
		if len(words) != 3 {
			continue
		}
		r := Restriction{Right: Right(words[0]), Cause: words[1]}
		if micros, _ := strconv.ParseInt(words[2], 10, 64); micros != 0 {
			r.Until = time.UnixMicro(micros).UTC()
		}
		if r.Until.IsZero() || at.Before(r.Until) {
			list = append(list, r)
		}
	}
	return list
}

func joinRestrictions(list []Restriction) string {
	var text strings.Builder
	for _, r := range list {
		micros := int64(0)
		if !r.Until.IsZero() {
			micros = r.Until.UnixMicro()
		}
		text.WriteString(string(r.Right) + " " + r.Cause + " " + strconv.FormatInt(micros, 10) + "\n")
	}
	return text.String()
}
