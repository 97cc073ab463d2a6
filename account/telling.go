package account

import (
	"errors"
	"time"

	"guildhall/db"
	"guildhall/id"
)

// toldAtOnce is how many members one transaction tells of a new document.
const toldAtOnce = 500

// TellDocuments tells the next members of a new version of a legal document,
// until everybody who had an account then has been told (LAW-2). A duty calls
// it again and again; with nothing to tell it reads one row.
func TellDocuments(tx *db.Tx) error {
	var d Document
	var last id.Member
	_, err := db.One(tx, func(row db.Row) (bool, error) {
		return true, row.Scan(&d.Kind, &d.Number, &d.Published, &d.InForceAt, &last)
	}, `SELECT kind, number, published_at, in_force_at, told_to FROM documents WHERE NOT told ORDER BY published_at LIMIT 1`)
	if errors.Is(err, db.ErrNoRow) {
		return nil
	}
	if err != nil {
		return err
	}
	next, err := db.All(tx, func(row db.Row) (member id.Member, err error) {
		err = row.Scan(&member)
		return member, err
	}, `SELECT id FROM members WHERE id > $1 AND joined_at <= $2 ORDER BY id LIMIT $3`, last[:], d.Published, toldAtOnce)
	if err != nil {
		return err
	}
	for _, last = range next {
		data := map[string]any{"kind": string(d.Kind), "number": d.Number, "from": d.InForceAt.UnixMicro()}
		if err := note(tx, last, "account.terms_changed", data); err != nil {
			return err
		}
	}
	return tx.Exec(`UPDATE documents SET told_to = $1, told = $2 WHERE kind = $3 AND number = $4`,
		last, len(next) < toldAtOnce, d.Kind, d.Number)
}

// RoleChange is one line of the log of who gave or took which role.
type RoleChange struct {
	Member id.Member
	Role   Role
	Given  bool
	By     id.Member // zero: from the machine itself
	At     time.Time
}

// RoleChanges lists the latest changes of roles.
func RoleChanges(tx *db.Tx, limit int) ([]RoleChange, error) {
	return db.All(tx, func(row db.Row) (RoleChange, error) {
		var c RoleChange
		err := row.Scan(&c.Member, &c.Role, &c.Given, &c.By, &c.At)
		return c, err
	}, `SELECT member_id, role, given, changed_by, at FROM role_changes ORDER BY id DESC LIMIT $1`, limit)
}

func logRole(tx *db.Tx, c RoleChange) error {
	return tx.Exec(`INSERT INTO role_changes (id, member_id, role, given, changed_by, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		id.New[id.EventKind](tx.Now()), c.Member, c.Role, c.Given, c.By, tx.Now())
}
