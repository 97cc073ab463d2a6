package desk

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash"
	"io"
	"mime/multipart"
	"slices"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

// keyBytesMax bounds an idempotency key that a program chose.
const keyBytesMax = 128

// ErrKeyReused refuses a key that came before with something else in it.
var ErrKeyReused = fault.Conflict("desk_key_reused")

// Intention is what a person or program wants to happen once: the key they
// named it by and the hash of what they sent with it.
type Intention struct {
	Actor id.Member // zero for a visitor
	Key   string
	Body  [sha256.Size]byte
}

// Once carries the visit's form out at most once, whatever is clicked, sent or
// answered twice (ORD-35): the answer of the first time is the answer of each
// repeat. A fault leaves nothing behind, so the corrected form may use the same
// key. A form without a key is refused.
func (v *Visit) Once(fn func(*db.Tx) (answer string, err error)) (string, error) {
	intention, err := v.intention()
	if err != nil {
		return "", err
	}
	var answer string
	err = v.Write(func(tx *db.Tx) error {
		var err error
		answer, err = Once(tx, intention, fn)
		return err
	})
	return answer, err
}

func (v *Visit) intention() (Intention, error) {
	form := v.Form()
	key := cmp.Or(v.R.Header.Get("Idempotency-Key"), form.Value("_key"))
	if key == "" || len(key) > keyBytesMax {
		return Intention{}, fault.Invalid("desk_key_missing")
	}
	body, err := form.sum(v.R.Method + " " + v.R.URL.Path)
	return Intention{Actor: v.Member.ID, Key: key, Body: body}, err
}

// Once runs fn and keeps its answer under the intention, in the same
// transaction; or gives the kept answer and runs nothing. Two at one moment
// wait for each other on the key's row. Fault: ErrKeyReused.
func Once(tx *db.Tx, i Intention, fn func(*db.Tx) (string, error)) (string, error) {
	type kept struct {
		body   []byte
		answer string
		fresh  bool
	}
	// The row is taken before fn runs: a second node waits here, not after it
	// has done the work again. A fresh row is told by the moment it was made.
	row, err := db.One(tx, func(r db.Row) (kept, error) {
		var k kept
		return k, r.Scan(&k.body, &k.answer, &k.fresh)
	}, `INSERT INTO idempotency_keys (actor, key, body, answer, answered, at) VALUES ($1, $2, $3, '', FALSE, $4)
		ON CONFLICT (actor, key) DO UPDATE SET at = idempotency_keys.at
		RETURNING body, answer, NOT answered`, i.Actor[:], i.Key, i.Body[:], tx.Now())
	if err != nil {
		return "", err
	}
	if !slices.Equal(row.body, i.Body[:]) {
		return "", ErrKeyReused
	}
	if !row.fresh {
		return row.answer, nil
	}
	answer, err := fn(tx)
	if err != nil {
		return "", err
	}
	return answer, tx.ExecOne(errKeyLost,
		`UPDATE idempotency_keys SET answer = $1, answered = TRUE WHERE actor = $2 AND key = $3`, answer, i.Actor[:], i.Key)
}

var errKeyLost = errors.New("desk: an idempotency key's row vanished within its transaction")

// ForgetKeys drops the keys that came before the moment; a sweeper duty calls
// it.
func ForgetKeys(tx *db.Tx, before time.Time) error {
	return tx.Exec(`DELETE FROM idempotency_keys WHERE at < $1`, before)
}

// secretFields are left out of the sum: it is stored, and a plain hash of a
// password could be tried against a list.
var secretFields = []string{"password", "old_password", "new_password", "code"}

// sum hashes everything the form says but its key and secrets: names, values and files in
// an order of their own.
func (f *Form) sum(scope string) ([sha256.Size]byte, error) {
	h := sha256.New()
	part(h, scope)
	for _, name := range sortedKeys(f.values) {
		if name == "_key" || slices.Contains(secretFields, name) {
			continue
		}
		part(h, name)
		for _, value := range f.values[name] {
			part(h, value)
		}
	}
	for _, name := range sortedKeys(f.uploads) {
		part(h, name)
		for _, upload := range f.uploads[name] {
			if err := partFile(h, upload); err != nil {
				return [sha256.Size]byte{}, err
			}
		}
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}

// part hashes a text with its length before it, so that two texts never run
// into each other.
func part(h hash.Hash, text string) {
	var length [8]byte
	binary.BigEndian.PutUint64(length[:], uint64(len(text)))
	h.Write(length[:])
	io.WriteString(h, text)
}

func partFile(h hash.Hash, upload *multipart.FileHeader) error {
	part(h, upload.Filename)
	opened, err := upload.Open()
	if err != nil {
		return err
	}
	defer opened.Close()
	_, err = io.Copy(h, opened)
	return err
}

func sortedKeys[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
