package account

import (
	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
)

// ShowForgotten asks whose password is to be set anew.
func ShowForgotten(v *desk.Visit) error { return v.Render(forgottenPage(v, v.Blank())) }

// Forgotten mails a link to whom the name belongs. The answer is the same
// whether it belongs to somebody or not (ACC-7).
func Forgotten(v *desk.Visit) error {
	f := v.Form()
	name := f.Required("login", nameMax)
	if !f.Bad() {
		secret := account.NewSecret()
		err := v.Write(func(tx *db.Tx) error {
			if err := account.Attempt(tx, account.AttemptReset, name); err != nil {
				return err
			}
			if err := account.Attempt(tx, account.AttemptResetAddress, v.Address()); err != nil {
				return err
			}
			return account.AskReset(tx, name, secret)
		})
		if err := f.Take(err); err != nil {
			return err
		}
	}
	if f.Bad() {
		return v.Render(forgottenPage(v, f))
	}
	return v.Redirect("/sign-in/mailed")
}

// Mailed says that a mail is on its way, if there was somebody to send it to.
func Mailed(v *desk.Visit) error { return v.Render(mailedPage(v)) }

// ShowReset asks for a new password, for who came by the mailed link.
func ShowReset(v *desk.Visit) error {
	v.Secret()
	link := v.Path("link")
	err := v.Read(func(tx *db.Tx) error {
		_, err := account.ResetOpen(tx, link)
		return err
	})
	if err != nil {
		return spentLink(v, err, "/sign-in/forgotten")
	}
	return v.Render(resetPage(v, v.Blank(), link))
}

// Reset sets the new password, ends all sessions, and begins a new one here.
func Reset(v *desk.Visit) error {
	v.Secret()
	f, link, password := v.Form(), v.Path("link"), v.Form().Value("password")
	var m account.Member
	err := v.Read(func(tx *db.Tx) (err error) {
		m, err = account.ResetOpen(tx, link)
		return err
	})
	if err != nil {
		return spentLink(v, err, "/sign-in/forgotten")
	}
	if wrong := account.CheckPassword(v.Rules.Policy, password, m.Login, m.Email); wrong != nil {
		f.Add(wrong)
		return v.Render(resetPage(v, f, link))
	}
	hash, err := account.Hash(v.Context(), password)
	if err != nil {
		return err
	}
	err = v.Write(func(tx *db.Tx) error {
		_, err := account.Reset(tx, link, hash)
		return err
	})
	if err != nil {
		return spentLink(v, err, "/sign-in/forgotten")
	}
	if err := enter(v, account.SigningIn{Member: m.ID}); err != nil {
		return err
	}
	v.Notice("account.reset.done")
	return v.Redirect("/")
}

// spentLink answers a link that no longer works with a page that leads to a
// new one; other errors end as always.
func spentLink(v *desk.Visit, err error, again string) error {
	f := v.Form()
	if err := f.Take(err); err != nil {
		return err
	}
	return v.Render(spentPage(v, f, again))
}
