package account

import (
	"slices"
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
)

const scopesMax = 20

// tokenDays are the lifetimes offered for a token, in days; 0 has no end.
var tokenDays = []int{30, 90, 365, 0}

// ShowTokens lists the member's keys for programs.
func ShowTokens(v *desk.Visit) error {
	return showTokens(v, v.Blank().Set("days", "90"), "")
}

func showTokens(v *desk.Visit, f *desk.Form, fresh string) error {
	var tokens []account.Token
	err := v.Read(func(tx *db.Tx) (err error) {
		tokens, err = account.Tokens(tx, v.Member.ID)
		return err
	})
	if err != nil {
		return err
	}
	if fresh != "" {
		v.Secret()
	}
	return v.Render(tokensPage(v, f, tokens, fresh))
}

// MakeToken makes one and shows it, this once.
func MakeToken(v *desk.Visit) error {
	f := v.Form()
	days := f.Int("days", 0, 3650)
	var scopes []account.Scope
	for _, name := range f.Many("scopes", scopesMax) {
		scopes = append(scopes, account.Scope(name))
	}
	if !v.Member.Staff() {
		scopes = slices.DeleteFunc(scopes, func(s account.Scope) bool { return s == account.ScopeStaff })
	}
	if f.Bad() {
		return showTokens(v, f, "")
	}
	secret := account.NewToken()
	err := v.Write(func(tx *db.Tx) error {
		_, err := account.MakeToken(tx, v.Member.ID, f.Value("name"), secret, scopes, ends(v.At, days))
		return err
	})
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return showTokens(v, f, "")
	}
	return showTokens(v, v.Blank().Set("days", "90"), account.TokenPrefix+secret)
}

func ends(from time.Time, days int) time.Time {
	if days == 0 {
		return time.Time{}
	}
	return from.AddDate(0, 0, days)
}

// WithdrawToken ends one of the member's tokens at once.
func WithdrawToken(v *desk.Visit) error {
	token, err := desk.PathID[id.TokenKind](v, "id")
	if err != nil {
		return err
	}
	err = v.Write(func(tx *db.Tx) error { return account.WithdrawToken(tx, v.Member.ID, token) })
	if err != nil {
		return err
	}
	v.Notice("account.token_withdrawn")
	return v.Redirect("/settings/tokens")
}
