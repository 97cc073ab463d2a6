package desk

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/rulebook"
)

// Begin gives an empty marketplace what it needs to be used at once: the
// preset's rules, drafts of the legal documents, a starting tree of categories.
// Where these are there already, it changes nothing.
func Begin(tx *db.Tx, preset string) error {
	if _, err := rulebook.Start(tx, preset); err != nil {
		return err
	}
	if err := account.SeedDocuments(tx); err != nil {
		return err
	}
	return catalogue.Plant(tx)
}

// setUpLink is the setting that keeps the hash of the first admin's link.
const setUpLink = "set_up_link"

// FirstLink makes the one-time link by which the first admin comes in, and
// makes earlier ones void. It is empty when there is an admin already.
func FirstLink(tx *db.Tx) (path string, err error) {
	admins, err := account.Staff(tx, account.Admin)
	if err != nil || len(admins) > 0 {
		return "", err
	}
	token := account.NewToken()
	return "/set-up/" + token, saveSetting(tx, setUpLink, hashOf(token))
}

// FirstLinkOpen tells whether the token is the one that still works. Fault:
// not_found for any other, and once there is an admin.
func FirstLinkOpen(tx *db.Tx, token string) error {
	kept, err := db.Value[string](tx, `SELECT value FROM settings WHERE name = $1`, setUpLink)
	if errors.Is(err, db.ErrNoRow) {
		return fault.Missing()
	}
	if err != nil {
		return err
	}
	if subtle.ConstantTimeCompare([]byte(kept), []byte(hashOf(token))) != 1 {
		return fault.Missing()
	}
	return nil
}

// FirstAdmin lets the first admin in and uses the link up, both or neither.
func FirstAdmin(tx *db.Tx, token string, r account.Registration) (account.Member, error) {
	if err := FirstLinkOpen(tx, token); err != nil {
		return account.Member{}, err
	}
	if err := tx.ExecOne(fault.Missing(), `DELETE FROM settings WHERE name = $1 AND value = $2`, setUpLink, hashOf(token)); err != nil {
		return account.Member{}, err
	}
	return account.Install(tx, r, account.Admin)
}

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
