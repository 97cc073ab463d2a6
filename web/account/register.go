package account

import (
	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
)

// ShowRegister is the page for joining. Who is signed in already goes on.
func ShowRegister(v *desk.Visit) error {
	if v.SignedIn() {
		return goOn(v, next(v))
	}
	return v.Render(registerPage(v, v.Blank(), next(v)))
}

// Register makes an account, begins a session, and leads to the page that asks
// for the code of the mail. What was chosen before stays in next.
func Register(v *desk.Visit) error {
	f := v.Form()
	r := registration(v, f)
	if f.Bad() {
		return v.Render(registerPage(v, f, next(v)))
	}
	m, err := join(v, r, f.Value("password"))
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return v.Render(registerPage(v, f, next(v)))
	}
	if err := enter(v, account.SigningIn{Member: m}); err != nil {
		return err
	}
	return v.Redirect(on("/confirm", next(v)))
}

// registration reads the form; what is wrong stands beside its fields.
func registration(v *desk.Visit, f *desk.Form) account.Registration {
	r := account.Registration{
		Login: f.Text("login", nameMax), Email: f.Text("email", nameMax),
		Language: v.Say.Language(), Zone: v.Site.Zone,
		Organisation: f.Text("organisation", lineMax), Capacity: f.Text("capacity", lineMax),
		Secret: account.NewSecret(),
	}
	if err := account.Check(v.Rules.Policy, r.Login, r.Email, f.Value("password")); err != nil {
		f.Take(err)
	}
	if !f.Flag("of_age") {
		f.Add(fault.Invalid("age_first", "age", v.Rules.Policy.MinAge).At("of_age"))
	}
	if !f.Flag("terms") {
		f.Add(fault.Invalid("terms_first").At("terms"))
	}
	return r
}

// join makes the account once, however often the button was pressed.
func join(v *desk.Visit, r account.Registration, password string) (id.Member, error) {
	err := v.Write(func(tx *db.Tx) error { return account.Attempt(tx, account.AttemptRegister, v.Address()) })
	if err != nil {
		return id.Member{}, err
	}
	if r.PasswordHash, err = account.Hash(v.Context(), password); err != nil {
		return id.Member{}, err
	}
	made, err := v.Once(func(tx *db.Tx) (string, error) {
		m, err := account.Register(tx, r)
		return m.ID.String(), err
	})
	if err != nil {
		return id.Member{}, err
	}
	return id.Parse[id.MemberKind](made)
}
