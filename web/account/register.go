package account

import (
	"crypto/sha256"
	"strings"

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
// for the code of the mail. What was chosen before stays in next. The back
// button and a second press make no second account.
func Register(v *desk.Visit) error {
	if v.SignedIn() {
		return v.Redirect(on("/confirm", next(v)))
	}
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
	m, hash, err := registerOnce(v, r)
	if err != nil {
		return id.Member{}, err
	}
	// A repeat of the form lets in only who typed the same password.
	right, err := account.Match(v.Context(), password, hash)
	if err == nil && !right {
		err = desk.ErrKeyReused
	}
	return m, err
}

// registerOnce makes the account or finds the one the same form made before.
// The form's fingerprint leaves the password out: a plain hash of it, kept for
// a day, would undo what argon2 is for.
func registerOnce(v *desk.Visit, r account.Registration) (m id.Member, hash string, err error) {
	key := v.Form().Value("_key")
	if key == "" || len(key) > keyMax {
		return m, "", fault.Invalid("desk_key_missing")
	}
	intention := desk.Intention{Key: key, Body: sha256.Sum256([]byte(strings.Join([]string{r.Login, r.Email, r.Organisation, r.Capacity}, "\n")))}
	err = v.Write(func(tx *db.Tx) error {
		made, err := desk.Once(tx, intention, func(tx *db.Tx) (string, error) {
			m, err := account.Register(tx, r)
			return m.ID.String(), err
		})
		if err != nil {
			return err
		}
		if m, err = id.Parse[id.MemberKind](made); err != nil {
			return err
		}
		hash, err = account.PasswordHash(tx, m)
		return err
	})
	return m, hash, err
}

const keyMax = 128
