package account

import (
	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
)

// proveSelf asks a signed-in member for their password once more. Wrong ones
// are counted as wrong sign-ins are. Faults: password_wrong at "old_password",
// too_often.
func proveSelf(v *desk.Visit, password string) error {
	var hash string
	err := v.Write(func(tx *db.Tx) (err error) {
		if err := account.Attempt(tx, account.AttemptSignIn, v.Member.Login); err != nil {
			return err
		}
		hash, err = account.PasswordHash(tx, v.Member.ID)
		return err
	})
	if err != nil {
		return err
	}
	right, err := account.Match(v.Context(), password, hash)
	if err != nil {
		return err
	}
	if !right {
		return fault.Invalid("password_wrong").At("old_password")
	}
	return v.Write(func(tx *db.Tx) error { return account.Forgive(tx, account.AttemptSignIn, v.Member.Login) })
}
