package account

import (
	"slices"
	"strconv"
	"strings"

	"guildhall/account"
	"guildhall/desk"
	"guildhall/say"
	"guildhall/web/parts"
)

// place is device and rough place on one line, each where it is known.
func place(device, where string) string {
	switch {
	case device == "":
		return where
	case where == "":
		return device
	}
	return device + " · " + where
}

// offeredScopes leaves the staff's scope out for who is not staff.
func offeredScopes(v *desk.Visit) []account.Scope {
	if v.Member.Staff() {
		return account.Scopes
	}
	return slices.DeleteFunc(slices.Clone(account.Scopes), func(s account.Scope) bool { return s == account.ScopeStaff })
}

func chosen(f *desk.Form, scope account.Scope) bool {
	return slices.Contains(f.Values("scopes"), string(scope))
}

func scopeNames(s *say.Speaker, scopes []account.Scope) string {
	names := make([]string, len(scopes))
	for i, scope := range scopes {
		names[i] = s.T("account.scope." + string(scope))
	}
	return strings.Join(names, ", ")
}

func dayOptions(s *say.Speaker) []parts.Option {
	options := make([]parts.Option, len(tokenDays))
	for i, days := range tokenDays {
		options[i] = parts.Option{Value: strconv.Itoa(days), Label: s.T("account.token.days", "count", days)}
		if days == 0 {
			options[i].Label = s.T("account.token.endless")
		}
	}
	return options
}

// tags is a list on one line.
func tags(list []string) string { return strings.Join(list, ", ") }

// home is where somebody says they live and work.
func home(p account.Profile) string {
	switch {
	case p.City == "":
		return p.Country
	case p.Country == "":
		return p.City
	}
	return p.City + ", " + p.Country
}
