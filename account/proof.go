package account

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/rulebook"
)

// Limits of what proves an address or resets a password (ACC-3, ACC-4).
const (
	codeTriesMax = 6 // wrong codes before a new one must be asked for
	secretBytes  = 24
	codeDigits   = 6
)

// purpose tells what a proof is for.
type purpose string

const (
	purposeConfirm purpose = "confirm"
	purposeReset   purpose = "reset"
)

// Secret is a link token and a six-digit code for the same proof. It is made
// before the transaction, as a write function may run twice; only hashes of it
// are stored.
type Secret struct {
	Link string
	Code string
}

// NewSecret draws a secret from the system's randomness.
func NewSecret() Secret {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		panic(fmt.Errorf("account: no randomness: %w", err)) // crypto/rand.Reader does not fail
	}
	return Secret{Link: NewToken(), Code: fmt.Sprintf("%0*d", codeDigits, n)}
}

// NewToken draws a random token of 192 bits in URL-safe text, for sessions,
// links and personal tokens.
func NewToken() string {
	raw := make([]byte, secretBytes)
	rand.Read(raw)
	return base64.RawURLEncoding.EncodeToString(raw)
}

// hashToken is what is stored of a token. A plain hash will do: tokens have 192
// random bits.
func hashToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// hashCode ties a short code to its member, so that equal codes do not look
// equal. Six digits are guarded by the count of tries and the time, not by it.
func hashCode(member id.Member, code string) []byte {
	sum := sha256.Sum256(append(member[:], strings.ReplaceAll(code, " ", "")...))
	return sum[:]
}

type proof struct {
	member   id.Member
	email    string
	codeHash []byte
	tries    int64
	ends     time.Time
}

func scanProof(row db.Row) (proof, error) {
	var p proof
	err := row.Scan(&p.member, &p.email, &p.codeHash, &p.tries, &p.ends)
	return p, err
}

// openProof replaces whatever was open for the purpose, as the newest link is
// the one that works, and answers until when it does.
func openProof(tx *db.Tx, m Member, why purpose, secret Secret) (time.Time, error) {
	rules, err := rulebook.Current(tx)
	if err != nil {
		return time.Time{}, err
	}
	ends := tx.Now().Add(rules.Policy.ConfirmationFor)
	if why == purposeReset {
		ends = tx.Now().Add(rules.Policy.ResetFor)
	}
	return ends, tx.Exec(`INSERT INTO proofs (member_id, purpose, email, link_hash, code_hash, tries, made_at, ends_at)
		VALUES ($1, $2, $3, $4, $5, 0, $6, $7)
		ON CONFLICT (member_id, purpose) DO UPDATE SET email = excluded.email, link_hash = excluded.link_hash,
			code_hash = excluded.code_hash, tries = 0, made_at = excluded.made_at, ends_at = excluded.ends_at`,
		m.ID, string(why), m.Email, hashToken(secret.Link), hashCode(m.ID, secret.Code),
		tx.Now(), ends)
}

// useLink takes a link's proof away and answers whose it was; a link that was
// used, replaced or is too old is fault "link_spent".
func useLink(tx *db.Tx, why purpose, link string) (proof, error) {
	found, err := findLink(tx, why, link)
	if err != nil {
		return proof{}, err
	}
	return found, tx.ExecOne(errLinkSpent, `DELETE FROM proofs WHERE link_hash = $1`, hashToken(link))
}

var errLinkSpent = fault.Conflict("link_spent")

func findLink(tx *db.Tx, why purpose, link string) (proof, error) {
	found, err := db.One(tx, scanProof, `SELECT member_id, email, code_hash, tries, ends_at FROM proofs
		WHERE link_hash = $1 AND purpose = $2`, hashToken(link), string(why))
	switch {
	case errors.Is(err, db.ErrNoRow):
		return proof{}, errLinkSpent
	case err != nil:
		return proof{}, err
	case !tx.Now().Before(found.ends):
		return proof{}, errLinkSpent
	}
	return found, nil
}

// tryCode compares a typed code. A wrong one is counted and answered as
// right = false without an error, so that the count is committed.
func tryCode(tx *db.Tx, member id.Member, why purpose, code string) (found proof, right bool, err error) {
	found, err = db.One(tx, scanProof, `SELECT member_id, email, code_hash, tries, ends_at FROM proofs
		WHERE member_id = $1 AND purpose = $2`, member, string(why))
	switch {
	case errors.Is(err, db.ErrNoRow):
		return proof{}, false, fault.Conflict("code_spent").At("code")
	case err != nil:
		return proof{}, false, err
	case !tx.Now().Before(found.ends), found.tries >= codeTriesMax:
		return proof{}, false, fault.Conflict("code_spent").At("code")
	}
	if subtle.ConstantTimeCompare(found.codeHash, hashCode(member, code)) == 1 {
		return found, true, tx.ExecOne(errLinkSpent, `DELETE FROM proofs
			WHERE member_id = $1 AND purpose = $2 AND code_hash = $3`, member, string(why), found.codeHash)
	}
	return found, false, tx.ExecOne(errLinkSpent, `UPDATE proofs SET tries = tries + 1
		WHERE member_id = $1 AND purpose = $2 AND tries = $3`, member, string(why), found.tries)
}
