package main

import (
	"strings"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
)

// adminCommands let staff in from the machine itself, where the web is no way
// in yet or any more.
type adminCommands struct {
	Link  adminLinkCommand  `cmd:"" help:"Make a new one-time link for the first admin."`
	Give  adminGiveCommand  `cmd:"" help:"Give a member a role."`
	Take  adminTakeCommand  `cmd:"" help:"Take a role from a member."`
	Staff adminStaffCommand `cmd:"" help:"List the staff."`
}

type adminLinkCommand struct {
	dataFlags
	URL string `name:"url" default:"http://localhost:8080" help:"The address the link begins with."`
}

// Run makes the link; earlier ones become void.
func (c *adminLinkCommand) Run(s *session) error {
	return c.write(s, func(tx *db.Tx) (string, error) {
		path, err := desk.FirstLink(tx)
		if err == nil && path == "" {
			return "There is an admin already; use: guildhall admin give LOGIN admin", nil
		}
		return strings.TrimSuffix(c.URL, "/") + path, err
	})
}

// roleOf names whose role changes.
type roleOf struct {
	Login string `arg:"" help:"The member's login."`
	Role  string `arg:"" enum:"moderator,arbiter,support,finance,admin" help:"One of: moderator, arbiter, support, finance, admin."`
}

type adminGiveCommand struct {
	dataFlags
	roleOf
}

// Run gives the role.
func (c *adminGiveCommand) Run(s *session) error { return c.change(s, c.dataFlags, account.GiveRole) }

type adminTakeCommand struct {
	dataFlags
	roleOf
}

// Run takes the role.
func (c *adminTakeCommand) Run(s *session) error { return c.change(s, c.dataFlags, account.TakeRole) }

func (r roleOf) change(s *session, data dataFlags, to func(*db.Tx, id.Member, account.Role, id.Member) (account.Member, error)) error {
	return data.write(s, func(tx *db.Tx) (string, error) {
		member, err := account.ByLogin(tx, r.Login)
		if err != nil {
			return "", fault.Missing()
		}
		member, err = to(tx, member.ID, account.Role(r.Role), id.Member{})
		return staffLine(member), err
	})
}

type adminStaffCommand struct{ dataFlags }

// Run lists who has which roles.
func (c *adminStaffCommand) Run(s *session) error {
	return c.write(s, func(tx *db.Tx) (string, error) {
		var lines []string
		listed := map[id.Member]bool{}
		for _, role := range account.Roles {
			members, err := account.Staff(tx, role)
			if err != nil {
				return "", err
			}
			for _, member := range members {
				if !listed[member.ID] {
					listed[member.ID] = true
					lines = append(lines, staffLine(member))
				}
			}
		}
		if len(lines) == 0 {
			return "Nobody has a role; guildhall serve prints the first admin's link.", nil
		}
		return strings.Join(lines, "\n"), nil
	})
}

func staffLine(m account.Member) string {
	roles := make([]string, len(m.Roles))
	for i, role := range m.Roles {
		roles[i] = string(role)
	}
	return m.Login + ": " + strings.Join(roles, ", ")
}

// write opens the data, runs fn in one transaction and prints its answer.
func (d dataFlags) write(s *session, fn func(tx *db.Tx) (string, error)) error {
	store, err := d.openReady(s.ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	var answer string
	err = store.Write(s.ctx, func(tx *db.Tx) error {
		var err error
		answer, err = fn(tx)
		return err
	})
	if err == nil {
		s.say("%s", answer)
	}
	return err
}
