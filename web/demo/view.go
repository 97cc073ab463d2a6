package demo

import (
	"strings"

	"guildhall/account"
	"guildhall/desk"
	"guildhall/web/parts"
)

// about is a person with their roles as the line below the name.
func about(v *desk.Visit, m account.Member) parts.Person {
	person := parts.PersonOf(m)
	var roles []string
	for _, role := range m.Roles {
		roles = append(roles, v.Say.T("demo.role."+string(role)))
	}
	person.About = strings.Join(roles, ", ")
	return person
}
