package account

import (
	"errors"
	"slices"
	"strings"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

// TokenPrefix starts every personal token, so that leaked ones can be found.
const TokenPrefix = "gh_"

const (
	TokensMax    = 20
	tokenNameMax = 60
)

// Token is a member's key for programs, limited to scopes.
type Token struct {
	ID     id.Token
	Member id.Member
	Name   string
	Scopes []Scope
	Made   time.Time
	Used   time.Time // zero: never
	Ends   time.Time // zero: until it is withdrawn
}

// Allows reports whether one of the token's scopes holds the right.
func (t Token) Allows(right Right) bool {
	return right == Anyone || slices.ContainsFunc(t.Scopes, func(s Scope) bool {
		return slices.Contains(s.Rights(), right)
	})
}

// ReadOnly reports whether the token may read only, whatever the right.
func (t Token) ReadOnly() bool { return len(t.Scopes) == 1 && t.Scopes[0] == ScopeRead }

const tokenColumns = `id, member_id, name, scopes, made_at, used_at, ends_at`

func scanToken(row db.Row) (Token, error) {
	var t Token
	var scopes string
	err := row.Scan(&t.ID, &t.Member, &t.Name, &scopes, &t.Made, &t.Used, &t.Ends)
	for name := range strings.SplitSeq(scopes, ",") {
		t.Scopes = append(t.Scopes, Scope(name))
	}
	return t, err
}

// MakeToken stores the hash of a token drawn with NewToken; the caller shows
// TokenPrefix + secret once. Faults: token_name at "name", token_scopes at
// "scopes", tokens_full.
func MakeToken(tx *db.Tx, member id.Member, name, secret string, scopes []Scope, ends time.Time) (Token, error) {
	name = strings.TrimSpace(name)
	if err := checkToken(name, scopes); err != nil {
		return Token{}, err
	}
	held, err := db.Value[int64](tx, `SELECT count(*) FROM tokens WHERE member_id = $1`, member)
	if err != nil {
		return Token{}, err
	}
	if held >= TokensMax {
		return Token{}, fault.Conflict("tokens_full", "max", TokensMax)
	}
	t := Token{ID: id.New[id.TokenKind](tx.Now()), Member: member, Name: name, Scopes: scopes, Made: tx.Now(), Ends: ends}
	err = tx.Exec(`INSERT INTO tokens (id, member_id, name, token_hash, scopes, made_at, ends_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, t.ID, member, name, hashToken(secret), joinNames(scopes), t.Made, t.Ends)
	if err != nil {
		return Token{}, err
	}
	return t, logSafety(tx, member, "token_made", "", "")
}

func checkToken(name string, scopes []Scope) error {
	var wrongName, wrongScopes *fault.Fault
	if name == "" || len(name) > tokenNameMax {
		wrongName = fault.Invalid("token_name", "max", tokenNameMax).At("name")
	}
	if len(scopes) == 0 || slices.ContainsFunc(scopes, func(s Scope) bool { return !slices.Contains(Scopes, s) }) {
		wrongScopes = fault.Invalid("token_scopes").At("scopes")
	}
	return fault.Join(wrongName, wrongScopes)
}

// EnterByToken finds the token and member behind an API key as sent, with its
// prefix. Fault: sign_in when it is unknown, withdrawn or over.
func EnterByToken(tx *db.Tx, sent string) (Token, Member, error) {
	secret, ours := strings.CutPrefix(sent, TokenPrefix)
	if !ours {
		return Token{}, Member{}, fault.SignIn()
	}
	t, err := db.One(tx, scanToken, `SELECT `+tokenColumns+` FROM tokens WHERE token_hash = $1`, hashToken(secret))
	if errors.Is(err, db.ErrNoRow) || err == nil && !t.Ends.IsZero() && !tx.Now().Before(t.Ends) {
		return Token{}, Member{}, fault.SignIn()
	}
	if err != nil {
		return Token{}, Member{}, err
	}
	m, err := Get(tx, t.Member)
	return t, m, err
}

// TokenUsed records when a token was last used; call it at most once a minute.
func TokenUsed(tx *db.Tx, t Token) error {
	return tx.Exec(`UPDATE tokens SET used_at = $1 WHERE id = $2`, tx.Now(), t.ID)
}

// Tokens lists a member's tokens, the newest first.
func Tokens(tx *db.Tx, member id.Member) ([]Token, error) {
	return db.All(tx, scanToken, `SELECT `+tokenColumns+` FROM tokens WHERE member_id = $1 ORDER BY id DESC`, member)
}

// GetToken reads one; fault.Missing when there is none.
func GetToken(tx *db.Tx, token id.Token) (Token, error) {
	t, err := db.One(tx, scanToken, `SELECT `+tokenColumns+` FROM tokens WHERE id = $1`, token)
	return t, missing(err)
}

// WithdrawToken ends one of the member's tokens; fault.Missing for another's.
func WithdrawToken(tx *db.Tx, member id.Member, token id.Token) error {
	err := tx.ExecOne(fault.Missing(), `DELETE FROM tokens WHERE id = $1 AND member_id = $2`, token, member)
	if err != nil {
		return err
	}
	return logSafety(tx, member, "token_withdrawn", "", "")
}
