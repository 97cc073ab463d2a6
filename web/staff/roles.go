package staff

import (
	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/web/parts"
)

const (
	changesShown = 50
)

// staffed is the page of roles: who has which, and who gave or took them.
type staffed struct {
	v       *desk.Visit
	Members []account.Member
	Changes []account.RoleChange
	Names   map[id.Member]string
}

// Roles lists the staff with their roles, and the latest changes.
func Roles(v *desk.Visit) error { return showRoles(v, v.Form()) }

func showRoles(v *desk.Visit, f *desk.Form) error {
	page := &staffed{v: v, Names: map[id.Member]string{}}
	if err := v.Read(page.read); err != nil {
		return err
	}
	return v.Render(rolesPage(page, f))
}

func (p *staffed) read(tx *db.Tx) error {
	p.Members = nil
	for _, role := range account.Roles {
		members, err := account.Staff(tx, role)
		if err != nil {
			return err
		}
		for _, m := range members {
			if p.Names[m.ID] == "" {
				p.Names[m.ID] = m.Login
				p.Members = append(p.Members, m)
			}
		}
	}
	var err error
	if p.Changes, err = account.RoleChanges(tx, changesShown); err != nil {
		return err
	}
	for _, c := range p.Changes {
		for _, who := range []id.Member{c.Member, c.By} {
			if who.IsZero() || p.Names[who] != "" {
				continue
			}
			m, err := account.Get(tx, who)
			if err != nil {
				return err
			}
			p.Names[who] = m.Login
		}
	}
	return nil
}

// ChangeRole gives a role or takes it.
func ChangeRole(v *desk.Visit) error {
	f := v.Form()
	login := f.Required("login", loginCharsMax)
	role := account.Role(f.Choice("role", roleNames()...))
	change := f.Choice("change", "give", "take")
	if f.Bad() {
		return showRoles(v, f)
	}
	_, err := v.Once(func(tx *db.Tx) (string, error) {
		m, err := account.ByLogin(tx, login)
		if err != nil {
			return "", fault.Invalid("member_unknown").At("login")
		}
		if change == "give" {
			_, err = account.GiveRole(tx, m.ID, role, v.Member.ID)
		} else {
			_, err = account.TakeRole(tx, m.ID, role, v.Member.ID)
		}
		return "", err
	})
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return showRoles(v, f)
	}
	v.Notice("staff.roles.done."+change, "member", login, "role", v.Say.T("account.role."+string(role)))
	return v.Redirect("/staff/roles")
}

func roleNames() []string {
	names := make([]string, len(account.Roles))
	for i, role := range account.Roles {
		names[i] = string(role)
	}
	return names
}

func (p *staffed) options() []parts.Option {
	options := make([]parts.Option, len(account.Roles))
	for i, role := range account.Roles {
		options[i] = parts.Option{Value: string(role), Label: p.v.Say.T("account.role." + string(role))}
	}
	return options
}

// told is a line of the log.
func (p *staffed) told(c account.RoleChange) string {
	key, by := "staff.roles.taken", p.Names[c.By]
	if c.Given {
		key = "staff.roles.given"
	}
	if c.By.IsZero() {
		by = p.v.Say.T("staff.roles.machine")
	}
	return p.v.Say.T(key, "by", by, "member", p.Names[c.Member], "role", p.v.Say.T("account.role."+string(c.Role)))
}
