// Package id makes the names of things: UUIDs of version 7 (RFC 9562), made by
// the program, one Go type per kind, so that an order's id cannot be passed
// where a member's is wanted.
package id

import (
	"crypto/rand"
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"time"

	"guildhall/fault"
)

// Of is the id of one kind of thing. Its zero value means "none" and is stored
// as NULL.
type Of[K any] [16]byte

// New makes an id that sorts by the moment at (to the millisecond). The 74
// random bits make a clash within one millisecond beyond practical concern.
func New[K any](at time.Time) Of[K] {
	var made Of[K]
	rand.Read(made[:]) // never fails: crypto/rand ends the program instead
	ms := uint64(at.UnixMilli())
	for i := range 6 {
		made[i] = byte(ms >> (40 - 8*i))
	}
	made[6] = made[6]&0x0f | 0x70
	made[8] = made[8]&0x3f | 0x80
	return made
}

// Parse reads the usual text form. What is no id at all is answered as what
// does not exist: fault.Missing.
func Parse[K any](text string) (Of[K], error) {
	var parsed Of[K]
	if err := parsed.UnmarshalText([]byte(text)); err != nil || parsed.IsZero() {
		return Of[K]{}, fault.Missing()
	}
	return parsed, nil
}

// IsZero reports whether this is no id.
func (i Of[K]) IsZero() bool { return i == Of[K]{} }

// String is the text form of RFC 9562, lower case.
func (i Of[K]) String() string {
	var text [36]byte
	hex.Encode(text[0:8], i[0:4])
	hex.Encode(text[9:13], i[4:6])
	hex.Encode(text[14:18], i[6:8])
	hex.Encode(text[19:23], i[8:10])
	hex.Encode(text[24:36], i[10:16])
	text[8], text[13], text[18], text[23] = '-', '-', '-', '-'
	return string(text[:])
}

// MarshalText writes the text form; the zero id is empty.
func (i Of[K]) MarshalText() ([]byte, error) {
	if i.IsZero() {
		return nil, nil
	}
	return []byte(i.String()), nil
}

// UnmarshalText reads the text form; empty is the zero id.
func (i *Of[K]) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*i = Of[K]{}
		return nil
	}
	if len(text) != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return fmt.Errorf("id: %q is not of the form of RFC 9562", text)
	}
	var digits [32]byte
	n := 0
	for at, c := range text {
		if at == 8 || at == 13 || at == 18 || at == 23 {
			continue
		}
		digits[n] = c
		n++
	}
	if _, err := hex.Decode(i[:], digits[:]); err != nil {
		return fmt.Errorf("id: %q: %w", text, err)
	}
	return nil
}

// Value stores the id as 16 bytes, the zero id as NULL.
func (i Of[K]) Value() (driver.Value, error) {
	if i.IsZero() {
		return nil, nil
	}
	return i[:], nil
}

// Scan reads what Value stored.
func (i *Of[K]) Scan(stored any) error {
	switch from := stored.(type) {
	case nil:
		*i = Of[K]{}
		return nil
	case []byte:
		if len(from) == len(i) {
			copy(i[:], from)
			return nil
		}
		return fmt.Errorf("id: stored value has %d bytes, not 16", len(from))
	default:
		return fmt.Errorf("id: cannot read a %T", stored)
	}
}
