package order

import (
	"encoding/binary"
	"strconv"
	"strings"

	"guildhall/id"
)

// spokenAlphabet has no letter that is mistaken for a digit (Crockford).
const spokenAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// number makes the short name people say on the phone from the random part of
// an order's id: nine characters, 45 bits, unique by an index.
func number(order id.Order) string {
	bits := binary.BigEndian.Uint64(order[8:])
	var text [9]byte
	for i := range text {
		text[i] = spokenAlphabet[bits&31]
		bits >>= 5
	}
	return grouped(string(text[:]))
}

func grouped(nine string) string { return nine[0:3] + "-" + nine[3:6] + "-" + nine[6:9] }

// spoken reads a number as people write it down.
func spoken(typed string) string {
	kept := strings.Map(func(r rune) rune {
		switch {
		case r == 'O':
			return '0'
		case r == 'I' || r == 'L':
			return '1'
		case strings.ContainsRune(spokenAlphabet, r):
			return r
		}
		return -1
	}, strings.ToUpper(typed))
	if len(kept) != 9 {
		return ""
	}
	return grouped(kept)
}

// place is the n-th parameter of a statement.
func place(n int) string { return "$" + strconv.Itoa(n) }

func placeAfter(args []any) string { return place(len(args) + 1) }
