package account

import (
	"context"
	"fmt"

	"github.com/alexedwards/argon2id"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

// hashParams cost about 30 ms and 19 MiB, as OWASP asks for argon2id.
var hashParams = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hashesAtOnce caps concurrent hashing, so that a flood of sign-ins takes
// neither all memory nor all processors: two at a time are 38 MiB.
const hashesAtOnce = 2

var hashing = make(chan struct{}, hashesAtOnce)

// Hash makes the stored form of a password (ACC-4). It is slow on purpose: call
// it before the transaction. It waits for its turn and fails only when ctx ends
// first, with the fault busy_try_again.
func Hash(ctx context.Context, password string) (string, error) {
	leave, err := enterHashing(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	hash, err := argon2id.CreateHash(password, hashParams)
	if err != nil {
		return "", fmt.Errorf("account: hash: %w", err)
	}
	return hash, nil
}

// Match reports whether the password is the one that was hashed. An empty hash
// (no such member, or no password set) takes as long as a real one and never
// matches, so that the time tells nothing (ACC-7).
func Match(ctx context.Context, password, hash string) (bool, error) {
	leave, err := enterHashing(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	if hash == "" {
		_, err := argon2id.CreateHash(password, hashParams)
		return false, err
	}
	right, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, fmt.Errorf("account: compare: %w", err)
	}
	return right, nil
}

func enterHashing(ctx context.Context) (leave func(), err error) {
	select {
	case hashing <- struct{}{}:
		return func() { <-hashing }, nil
	case <-ctx.Done():
		return nil, fault.Away("busy_try_again")
	}
}

// PasswordHash reads the stored form of a member's password, for Match.
func PasswordHash(tx *db.Tx, member id.Member) (string, error) {
	hash, err := db.Value[string](tx, `SELECT password_hash FROM members WHERE id = $1`, member)
	return hash, missing(err)
}
