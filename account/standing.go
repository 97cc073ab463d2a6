package account

import (
	"slices"
	"time"

	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
)

// SetStanding records how a member stands from now until the moment given
// (zero: no end), under the rule named. Whoever decided it keeps the reasons;
// what follows from it (services withheld, orders cancelled) is done by the
// caller in the same transaction. A ban ends nothing here: the member may
// still sign in to read the decision, appeal and withdraw (TRU-13).
func SetStanding(tx *db.Tx, member id.Member, to Standing, until time.Time, rule string, by id.Member) error {
	err := tx.ExecOne(fault.Missing(), `UPDATE members SET standing = $1, standing_until = $2 WHERE id = $3`,
		to, until, member)
	if err != nil {
		return err
	}
	data := map[string]any{"standing": string(to)}
	if !until.IsZero() {
		data["until"] = until.UnixMicro()
	}
	return event.Note(tx, event.Entry{
		Subject: event.Of("member", member), Kind: "account.standing", Rule: rule, Actor: by, At: tx.Now(), Data: data,
	})
}

// Restrict withholds one right for a cause until a moment (zero: until
// lifted). The same cause again replaces its end.
func Restrict(tx *db.Tx, member id.Member, right Right, cause string, until time.Time) error {
	return changeRestrictions(tx, member, func(list []Restriction) []Restriction {
		list = without(list, right, cause)
		return append(list, Restriction{Right: right, Cause: cause, Until: until})
	})
}

// Lift ends a restriction by its cause; others on the same right stay.
func Lift(tx *db.Tx, member id.Member, right Right, cause string) error {
	return changeRestrictions(tx, member, func(list []Restriction) []Restriction {
		return without(list, right, cause)
	})
}

func without(list []Restriction, right Right, cause string) []Restriction {
	return slices.DeleteFunc(list, func(r Restriction) bool { return r.Right == right && r.Cause == cause })
}

func changeRestrictions(tx *db.Tx, member id.Member, change func([]Restriction) []Restriction) error {
	stored, err := db.Value[string](tx, `SELECT restrictions FROM members WHERE id = $1`, member)
	if err != nil {
		return missing(err)
	}
	next := change(parseRestrictions(stored, tx.Now()))
	return tx.ExecOne(errMovedOn, `UPDATE members SET restrictions = $1 WHERE id = $2 AND restrictions = $3`,
		joinRestrictions(next), member, stored)
}

var errMovedOn = fault.Conflict("moved_on")

// GiveRole makes a member staff. Giving one already held changes nothing.
func GiveRole(tx *db.Tx, member id.Member, role Role, by id.Member) (Member, error) {
	return changeRoles(tx, member, "account.role_given", role, by, func(held []Role) []Role {
		return append(held, role)
	})
}

// TakeRole ends a role. Fault: last_admin, as somebody must be left who can
// give roles.
func TakeRole(tx *db.Tx, member id.Member, role Role, by id.Member) (Member, error) {
	if role == Admin {
		admins, err := Staff(tx, Admin)
		if err != nil {
			return Member{}, err
		}
		if len(admins) == 1 && admins[0].ID == member {
			return Member{}, fault.Conflict("last_admin")
		}
	}
	return changeRoles(tx, member, "account.role_taken", role, by, func(held []Role) []Role {
		return slices.DeleteFunc(held, func(r Role) bool { return r == role })
	})
}

func changeRoles(tx *db.Tx, member id.Member, kind string, role Role, by id.Member, change func([]Role) []Role) (Member, error) {
	if !slices.Contains(Roles, role) {
		return Member{}, fault.Invalid("role_unknown").At("role")
	}
	m, err := Get(tx, member)
	if err != nil {
		return Member{}, err
	}
	before := joinNames(m.Roles)
	m.Roles = ordered(change(slices.Clone(m.Roles)))
	if joinNames(m.Roles) == before {
		return m, nil
	}
	err = tx.ExecOne(errMovedOn, `UPDATE members SET roles = $1 WHERE id = $2 AND roles = $3`,
		joinNames(m.Roles), member, before)
	if err != nil {
		return Member{}, err
	}
	if err := logRole(tx, RoleChange{Member: member, Role: role, Given: m.Has(role), By: by}); err != nil {
		return Member{}, err
	}
	return m, event.Note(tx, event.Entry{
		Subject: event.Of("member", member), Kind: kind, Actor: by, At: tx.Now(), Data: map[string]any{"role": string(role)},
	})
}

// ordered drops doubles and sorts by the list of Roles, so that equal sets are
// stored equal.
func ordered(held []Role) []Role {
	var roles []Role
	for _, role := range Roles {
		if slices.Contains(held, role) {
			roles = append(roles, role)
		}
	}
	return roles
}
