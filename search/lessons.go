package search

import (
	"encoding/binary"
	"slices"

	"guildhall/id"
)

// lessons are what the words learned of each document, to be forgotten when its
// texts change. Only a node without an index keeps them: an index knows where
// each term stands.
type lessons map[id.Service]lesson

type lesson struct {
	language string
	terms    []byte // their numbers in order, each as the step from the one before
}

// learn teaches a document's terms in place of those it had.
func (all lessons) learn(words *Vocabulary, d record) {
	var terms []uint32
	for _, column := range d.fields {
		terms = append(terms, words.learn(split(column))...)
	}
	words.count(d.language, 1)
	if was, known := all[d.service]; known {
		words.forget(was.numbers())
		words.count(was.language, -1)
	}
	all[d.service] = lesson{d.language, packed(terms)}
}

func packed(numbers []uint32) []byte {
	slices.Sort(numbers)
	var raw []byte
	last := uint32(0)
	for _, n := range numbers {
		raw = binary.AppendUvarint(raw, uint64(n-last))
		last = n
	}
	return slices.Clip(raw)
}

// numbers tells how often each term is to be forgotten: once.
func (l lesson) numbers() map[uint32]uint32 {
	once := map[uint32]uint32{}
	last := uint32(0)
	for raw := l.terms; len(raw) > 0; {
		step, n := binary.Uvarint(raw)
		last, raw = last+uint32(step), raw[n:]
		once[last] = 1
	}
	return once
}
