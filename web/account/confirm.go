package account

import (
	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
)

// ShowConfirm asks for the code of the mail. Who has confirmed goes on.
func ShowConfirm(v *desk.Visit) error {
	if v.Member.Confirmed {
		return goOn(v, next(v))
	}
	return v.Render(confirmPage(v, v.Blank(), next(v)))
}

// ConfirmCode proves the address by the typed code.
func ConfirmCode(v *desk.Visit) error {
	f := v.Form()
	code := f.Required("code", lineMax)
	if !f.Bad() {
		if err := f.Take(tryCode(v, code)); err != nil {
			return err
		}
	}
	if f.Bad() && f.Faults()[0].Code == "already_confirmed" {
		return goOn(v, next(v)) // the link was opened in another tab meanwhile
	}
	if f.Bad() {
		return v.Render(confirmPage(v, f, next(v)))
	}
	v.Notice("account.confirmed")
	return goOn(v, next(v))
}

// tryCode carries the wrong ones out too, so that they are counted. Faults:
// code_wrong, code_spent, already_confirmed, too_often.
func tryCode(v *desk.Visit, code string) error {
	if v.Member.Confirmed {
		return fault.Conflict("already_confirmed")
	}
	right := false
	err := v.Write(func(tx *db.Tx) (err error) {
		if err := account.Attempt(tx, account.AttemptCode, v.Address()); err != nil {
			return err
		}
		right, err = account.ConfirmByCode(tx, v.Member.ID, code)
		return err
	})
	if err == nil && !right {
		return fault.Invalid("code_wrong").At("code")
	}
	return err
}

// SendAgain mails a new code and link.
func SendAgain(v *desk.Visit) error {
	secret := account.NewSecret()
	return resend(v, func(tx *db.Tx) error { return account.SendAgain(tx, v.Member.ID, secret) })
}

// CorrectEmail replaces an address that was never confirmed (ACC-3).
func CorrectEmail(v *desk.Visit) error {
	f := v.Form()
	email := f.Text("email", nameMax)
	if wrong := account.CheckEmail(v.Rules.Policy, email); wrong != nil {
		f.Add(wrong)
		return v.Render(confirmPage(v, f, next(v)))
	}
	secret := account.NewSecret()
	return resend(v, func(tx *db.Tx) error { return account.CorrectEmail(tx, v.Member.ID, email, secret) })
}

func resend(v *desk.Visit, send func(*db.Tx) error) error {
	f := v.Form()
	if err := f.Take(v.Write(send)); err != nil {
		return err
	}
	if f.Bad() {
		return v.Render(confirmPage(v, f, next(v)))
	}
	v.Notice("account.sent_again")
	return v.Redirect(on("/confirm", next(v)))
}

// ShowConfirmLink is where the mail's link leads. It asks for one press of a
// button, as programs that read mail open links too.
func ShowConfirmLink(v *desk.Visit) error {
	v.Secret()
	return v.Render(confirmLinkPage(v, v.Path("link")))
}

// ConfirmLink proves the address by the mail's link, in whatever browser.
func ConfirmLink(v *desk.Visit) error {
	var m account.Member
	err := v.Write(func(tx *db.Tx) (err error) {
		m, err = account.Confirm(tx, v.Path("link"))
		return err
	})
	if err != nil {
		return spentLink(v, err, "/confirm")
	}
	v.Notice("account.confirmed")
	if v.SignedIn() && v.Member.ID == m.ID {
		return v.Redirect("/")
	}
	return v.Redirect("/sign-in")
}
