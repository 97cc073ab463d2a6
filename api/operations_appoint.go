package api

import (
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
)

// appointOperations are about who is staff, and about the legal documents.
var appointOperations = []Operation{
	op("GET /staff/roles", "listRoles", account.Appoint, desk.Staffs, inPages(listRoles, func(m StaffMember) string { return m.Login })),
	op("POST /staff/roles", "changeRole", account.Appoint, desk.Staffs, changeRole),
	op("POST /staff/documents", "publishDocument", account.Rule, desk.Staffs, publishDocument).creating(),
}

// StaffMember is somebody with roles.
type StaffMember struct {
	Login string   `json:"login"`
	Roles []string `json:"roles" nullable:"false"`
}

func staffMember(m account.Member) StaffMember {
	made := StaffMember{m.Login, []string{}}
	for _, role := range m.Roles {
		made.Roles = append(made.Roles, string(role))
	}
	return made
}

func listRoles(c *Call, _ *struct{}) (List[StaffMember], error) {
	return read(c, func(tx *db.Tx) (List[StaffMember], error) {
		list, listed := List[StaffMember]{Items: []StaffMember{}}, map[id.Member]bool{}
		for _, role := range account.Roles {
			members, err := account.Staff(tx, role)
			if err != nil {
				return list, err
			}
			for _, m := range members {
				if !listed[m.ID] {
					listed[m.ID] = true
					list.Items = append(list.Items, staffMember(m))
				}
			}
		}
		return list, nil
	})
}

type roleChanged struct {
	Body struct {
		Member string `json:"member" maxLength:"100"`
		Role   string `json:"role" enum:"moderator,arbiter,support,finance,admin"`
		Change string `json:"change" enum:"give,take"`
	}
}

func changeRole(c *Call, in *roleChanged) (StaffMember, error) {
	return once(c, func(tx *db.Tx) (StaffMember, error) {
		m, err := account.ByLogin(tx, in.Body.Member)
		if err != nil {
			return StaffMember{}, err
		}
		change := account.GiveRole
		if in.Body.Change == "take" {
			change = account.TakeRole
		}
		m, err = change(tx, m.ID, account.Role(in.Body.Role), c.Member.ID)
		return staffMember(m), err
	})
}

type documentPublished struct {
	Body struct {
		Kind    string     `json:"kind" enum:"terms,privacy,rules"`
		Title   string     `json:"title" maxLength:"200"`
		Body    string     `json:"body" maxLength:"200000"`
		From    *time.Time `json:"in_force,omitempty"`
		Version int64      `json:"version,omitempty"`
	}
}

// publishDocument makes a new version of a legal document; every member is told.
func publishDocument(c *Call, in *documentPublished) (LegalDocument, error) {
	written := account.Document{
		Kind: account.DocumentKind(in.Body.Kind), Title: in.Body.Title, Body: in.Body.Body, Number: in.Body.Version, By: c.Member.ID,
	}
	if in.Body.From != nil {
		written.InForceAt = *in.Body.From
	}
	return once(c, func(tx *db.Tx) (LegalDocument, error) {
		d, err := account.Publish(tx, written)
		return LegalDocument{string(d.Kind), d.Number, d.Language, d.Title, d.Body, d.Draft, d.Published}, err
	})
}
