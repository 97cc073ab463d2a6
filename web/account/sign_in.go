package account

import (
	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
)

func signingIn(in account.SigningIn, session *account.Session) func(*db.Tx) error {
	return func(tx *db.Tx) (err error) {
		*session, err = account.SignIn(tx, in)
		return err
	}
}

// ShowSignIn is the sign-in page. Who is signed in already goes on.
func ShowSignIn(v *desk.Visit) error {
	if v.SignedIn() {
		return goOn(v, next(v))
	}
	return v.Render(signInPage(v, v.Blank(), next(v)))
}

// SignIn lets somebody in who knows the password. The answer is the same, and
// takes as long, whether there is such an account or not (ACC-7).
func SignIn(v *desk.Visit) error {
	f := v.Form()
	name, password := f.Required("login", nameMax), f.Value("password")
	if password == "" {
		f.Add(fault.Invalid("desk_required").At("password"))
	}
	if f.Bad() {
		return v.Render(signInPage(v, f, next(v)))
	}
	m, err := admitted(v, name, password)
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return v.Render(signInPage(v, f, next(v)))
	}
	if err := enter(v, account.SigningIn{Member: m.ID, Remember: f.Flag("remember")}); err != nil {
		return err
	}
	if !m.Confirmed {
		return v.Redirect(on("/confirm", next(v)))
	}
	return goOn(v, next(v))
}

// admitted finds the member whom name and password belong to. Faults:
// sign_in_wrong, too_often.
func admitted(v *desk.Visit, name, password string) (account.Member, error) {
	var m account.Member
	var hash string
	err := v.Write(func(tx *db.Tx) (err error) {
		if err := countSignIn(tx, name, v.Address()); err != nil {
			return err
		}
		m, hash, err = passwordOf(tx, name)
		return err
	})
	if err != nil {
		return account.Member{}, err
	}
	right, err := account.Match(v.Context(), password, hash)
	if err != nil {
		return account.Member{}, err
	}
	if !right {
		return account.Member{}, refuseSignIn(v, m)
	}
	return m, v.Write(func(tx *db.Tx) error { return account.Forgive(tx, account.AttemptSignIn, name) })
}

// refuseSignIn tells the member in the log of their account, and whoever asks
// nothing but that it was wrong.
func refuseSignIn(v *desk.Visit, m account.Member) error {
	err := v.Write(func(tx *db.Tx) error { return account.SignInFailed(tx, m, v.Device(), v.Address()) })
	if err != nil {
		return err
	}
	return fault.Invalid("sign_in_wrong")
}

func countSignIn(tx *db.Tx, name, address string) error {
	if err := account.Attempt(tx, account.AttemptSignIn, name); err != nil {
		return err
	}
	return account.Attempt(tx, account.AttemptSignInAddress, address)
}

// passwordOf is a member and their hash; both zero for a name nobody has.
func passwordOf(tx *db.Tx, name string) (account.Member, string, error) {
	m, err := account.ByName(tx, name)
	if f, ok := fault.As(err); ok && f.Sort == fault.SortMissing {
		return account.Member{}, "", nil
	}
	if err != nil {
		return account.Member{}, "", err
	}
	hash, err := account.PasswordHash(tx, m.ID)
	return m, hash, err
}

// SignOut ends the session of this browser.
func SignOut(v *desk.Visit) error {
	err := v.Write(func(tx *db.Tx) error {
		return account.EndSession(tx, v.Member.ID, v.Session.ID)
	})
	if _, gone := fault.As(err); err != nil && !gone {
		return err
	}
	v.SignOut()
	v.Notice("account.signed_out")
	return v.Redirect("/")
}

// Side switches between buying and selling (ACC-16) and leads to the
// home of that side.
func Side(v *desk.Visit) error {
	side := v.Form().Choice("side", string(account.Buying), string(account.Selling))
	if err := v.Form().Err(); err != nil {
		return err
	}
	err := v.Write(func(tx *db.Tx) error { return account.SwitchSide(tx, v.Member.ID, account.Side(side)) })
	if err != nil {
		return err
	}
	if account.Side(side) == account.Selling {
		return v.Redirect("/services/mine")
	}
	return v.Redirect("/")
}
