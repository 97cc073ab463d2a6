package account

import (
	"strings"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/policy"
	"guildhall/screen"
)

// Check holds what someone who registers typed against the rules that need no
// data (ACC-1 to ACC-4); Register adds the operator's own words and that the
// login is free. Faults stand beside "login", "email" and "password".
func Check(p policy.Policy, login, email, password string) error {
	return fault.Join(
		at("login", screen.Login(login, p.LoginLengthMin, p.LoginLengthMax)),
		CheckEmail(p, email),
		CheckPassword(p, password, login, email),
	)
}

// CheckEmail holds an address against its form and, when the policy says so,
// against the list of throw-away domains (ACC-3). The fault is at "email".
func CheckEmail(p policy.Policy, email string) *fault.Fault {
	if f := screen.Email(email); f != nil {
		return f.At("email")
	}
	if p.RefuseDisposableEmail && screen.Disposable(email) {
		return fault.Invalid("email_disposable").At("email")
	}
	return nil
}

// CheckPassword holds a new password against ACC-4; own are the login and
// address it may not be made of. The fault is at "password".
func CheckPassword(p policy.Policy, password string, own ...string) *fault.Fault {
	return at("password", screen.Password(password, p.PasswordLengthMin, p.PasswordLengthMax, own...))
}

func at(field string, f *fault.Fault) *fault.Fault {
	if f == nil {
		return nil
	}
	return f.At(field)
}

// RefuseWord puts a word on the operator's own list for logins (ACC-2).
func RefuseWord(tx *db.Tx, word string) error {
	return tx.Exec(`INSERT INTO refused_words (word, at) VALUES ($1, $2) ON CONFLICT (word) DO NOTHING`,
		key(word), tx.Now())
}

// AllowWord takes it off again.
func AllowWord(tx *db.Tx, word string) error {
	return tx.Exec(`DELETE FROM refused_words WHERE word = $1`, key(word))
}

// RefusedWords lists the operator's own list.
func RefusedWords(tx *db.Tx) ([]string, error) {
	return db.All(tx, func(row db.Row) (string, error) {
		var word string
		return word, row.Scan(&word)
	}, `SELECT word FROM refused_words ORDER BY word`)
}

func refusedWord(tx *db.Tx, login string) error {
	words, err := RefusedWords(tx)
	if err != nil {
		return err
	}
	for _, word := range words {
		if strings.Contains(key(login), word) {
			return fault.Invalid("login_refused", "word", word).At("login")
		}
	}
	return nil
}
