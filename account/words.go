package account

import (
	"strings"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/screen"
)

// CheckLogin holds a login against the rules of ACC-2 that need no data;
// Register adds the operator's own list and uniqueness.
func CheckLogin(login string) *fault.Fault {
	f := screen.Login(login)
	if f == nil {
		return nil
	}
	return f.At("login")
}

// CheckEmail holds an address against its form and, when the policy says so,
// against the list of throw-away domains (ACC-3).
func CheckEmail(email string, refuseDisposable bool) *fault.Fault {
	if f := screen.Email(email); f != nil {
		return f.At("email")
	}
	if refuseDisposable && screen.Disposable(email) {
		return fault.Invalid("email_disposable").At("email")
	}
	return nil
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
