package rulebook

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/policy"
)

// read holds the policies read so far by the hash of their text, so that one
// process can serve several databases. It is filled by reading transactions
// only: what a writing one sees may never be committed.
var read sync.Map // [32]byte -> policy.Policy

const columns = `SELECT number, hash, holds_from, published_at, author, reason FROM policy_versions `

func scan(row db.Row) (Version, error) {
	var v Version
	var hash []byte
	err := row.Scan(&v.Number, &hash, &v.From, &v.Published, &v.Author, &v.Reason)
	copy(v.Hash[:], hash)
	return v, err
}

func one(tx *db.Tx, where string, args ...any) (Version, error) {
	return ask(tx, where, args...)()
}

func ask(tx *db.Tx, where string, args ...any) func() (Version, error) {
	asked := db.Ask(tx, scan, columns+where, args...)
	return func() (Version, error) {
		v, err := asked.One()
		if err != nil {
			return Version{}, err
		}
		return v, complete(tx, &v)
	}
}

// latest is the version published last, which may hold only later; the zero
// Version before the first start.
func latest(tx *db.Tx) (Version, error) {
	v, err := one(tx, `ORDER BY number DESC LIMIT 1`)
	if errors.Is(err, db.ErrNoRow) {
		return Version{}, nil
	}
	return v, err
}

// complete puts the policy into the version, from memory where it can.
func complete(tx *db.Tx, v *Version) error {
	if known, ok := read.Load(v.Hash); ok {
		v.Policy = known.(policy.Policy)
		return nil
	}
	text, err := db.Value[string](tx, `SELECT policy FROM policy_versions WHERE number = $1`, v.Number)
	if err != nil {
		return err
	}
	if sha256.Sum256([]byte(text)) != v.Hash {
		return fmt.Errorf("rulebook: the stored policy %d is not what was published", v.Number)
	}
	if v.Policy, err = policy.Restore([]byte(text)); err != nil {
		return fmt.Errorf("rulebook: stored policy %d: %w", v.Number, err)
	}
	if tx.ReadOnly() {
		read.Store(v.Hash, v.Policy)
	}
	return nil
}

func insert(tx *db.Tx, v *Version) error {
	text := v.Policy.Canonical()
	v.Hash = sha256.Sum256(text)
	err := tx.Exec(`INSERT INTO policy_versions (number, policy, hash, holds_from, published_at, author, reason)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		v.Number, string(text), v.Hash[:], v.From, v.Published, v.Author, v.Reason)
	if err == nil {
		err = tx.Flush()
	}
	if db.IsUnique(err, "policy_versions_pkey") {
		return fault.Conflict("policy_moved_on")
	}
	return err
}
