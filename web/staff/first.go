package staff

import (
	"github.com/a-h/templ"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
)

// The limits of what the first admin types.
const (
	loginCharsMax    = 64 // refused past the policy's limit with its own sentence
	emailCharsMax    = 254
	passwordCharsMax = 256
)

// First asks whoever holds the one-time link for the first admin's account.
func First(v *desk.Visit) error {
	if err := firstLink(v); err != nil {
		return err
	}
	v.Secret()
	return v.Render(first(v, nil))
}

func firstLink(v *desk.Visit) error {
	return v.Read(func(tx *db.Tx) error { return desk.FirstLinkOpen(tx, v.Path("token")) })
}

// BecomeFirst makes the account, uses the link up and signs the admin in.
func BecomeFirst(v *desk.Visit) error {
	if err := firstLink(v); err != nil {
		return err
	}
	again := func(f *desk.Form) templ.Component { return first(v, f) }
	f := v.Form()
	login, email := f.Required("login", loginCharsMax), f.Required("email", emailCharsMax)
	password := f.Value("password")
	if err := f.Take(account.Check(v.Rules.Policy, login, email, password)); err != nil {
		return err
	}
	if f.Bad() {
		return v.Render(again(f))
	}
	hash, err := account.Hash(v.Context(), password)
	if err != nil {
		return err
	}
	token := account.NewToken()
	var session account.Session
	err = v.Write(func(tx *db.Tx) error {
		admin, err := desk.FirstAdmin(tx, v.Path("token"), account.Registration{
			Login: login, Email: email, PasswordHash: hash, Language: v.Say.Language(), Zone: v.Site.Zone,
		})
		if err != nil {
			return err
		}
		session, err = account.SignIn(tx, account.SigningIn{Member: admin.ID, Token: token, Device: v.Device(), Place: v.Address()})
		return err
	})
	if err != nil {
		return v.Refuse(err, again)
	}
	v.SignIn(token, session.Ends, session.Remember)
	return v.Redirect("/staff/set-up")
}
