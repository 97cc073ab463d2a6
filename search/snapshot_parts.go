package search

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"hash"
	"io"

	"github.com/RoaringBitmap/roaring/v2"

	"guildhall/id"
)

// saver writes parts in order and remembers the first failure.
type saver struct {
	out *bufio.Writer
	sum hash.Hash
	err error
}

func (s *saver) Write(part []byte) (int, error) {
	s.write(part)
	return len(part), s.err
}

func (s *saver) write(part []byte) {
	if s.err == nil {
		s.sum.Write(part)
		_, s.err = s.out.Write(part)
	}
}

func (s *saver) number(n uint64) { s.write(binary.AppendUvarint(nil, n)) }

func (s *saver) text(t string) {
	s.number(uint64(len(t)))
	s.write([]byte(t))
}

func (s *saver) set(b *roaring.Bitmap) {
	if s.err == nil {
		_, err := b.WriteTo(s)
		s.err = errors.Join(s.err, err)
	}
}

// column writes a slice of numbers of one size.
func column[T any](s *saver, values []T) {
	s.number(uint64(len(values)))
	if s.err == nil {
		s.err = binary.Write(s, binary.LittleEndian, values)
	}
}

// loader reads what saver wrote.
type loader struct {
	in  *bytes.Reader
	err error
}

func (l *loader) number() uint64 {
	if l.err != nil {
		return 0
	}
	var n uint64
	n, l.err = binary.ReadUvarint(l.in)
	return n
}

// count is a number of things that follow, each of at least one byte.
func (l *loader) count() int {
	n := l.number()
	if n > uint64(l.in.Len()) {
		l.err = errSnapshot
		return 0
	}
	return int(n)
}

func (l *loader) text() string {
	raw := make([]byte, l.count())
	if l.err == nil {
		_, l.err = io.ReadFull(l.in, raw)
	}
	return string(raw)
}

func (l *loader) set() *roaring.Bitmap {
	b := roaring.New()
	if l.err == nil {
		_, l.err = b.ReadFrom(l.in)
	}
	return b
}

func loadColumn[T any](l *loader) []T {
	values := make([]T, l.count())
	if l.err == nil {
		l.err = binary.Read(l.in, binary.LittleEndian, values)
	}
	return values
}

// flat and ids turn ids to bytes and back: numbers of one byte are written as
// they are, which is quick.
func flat[K any](all []id.Of[K]) []byte {
	raw := make([]byte, 0, 16*len(all))
	for _, one := range all {
		raw = append(raw, one[:]...)
	}
	return raw
}

func ids[K any](raw []byte) []id.Of[K] {
	all := make([]id.Of[K], len(raw)/16)
	for i := range all {
		all[i] = id.Of[K](raw[16*i : 16*i+16])
	}
	return all
}
