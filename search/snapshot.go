package search

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/RoaringBitmap/roaring/v2"

	"guildhall/db"
	"guildhall/event"
	"guildhall/id"
)

// A snapshot is the whole index as a file, so that a start has only to read
// what changed since. It is never the truth: whatever is odd about it, the
// index is built from the rows instead.

// snapshotForm is raised whenever what a snapshot holds changes its meaning:
// its form, how words become terms, what the labels are.
const snapshotForm = "guildhall search 3\n"

// errSnapshot says that a file is no snapshot that can be used.
var errSnapshot = errors.New("search: the snapshot is damaged or of another form")

// Save writes the index to a file, all or nothing. The goroutine that feeds
// the index calls it.
func (f *Finder) Save(path string) error {
	now := f.now.Load()
	if now.index == nil || !now.index.Ready() || now.mark.IsZero() {
		return nil
	}
	now.tend()
	file, err := os.CreateTemp(filepath.Dir(path), ".search-*")
	if err != nil {
		return fmt.Errorf("search: snapshot: %w", err)
	}
	defer os.Remove(file.Name()) // fails once it has its name, as it should
	out := &saver{out: bufio.NewWriterSize(file, 1<<20), sum: sha256.New()}
	now.save(out)
	out.write(out.sum.Sum(nil))
	err = errors.Join(out.err, out.out.Flush(), file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("search: snapshot: %w", err)
	}
	return nil
}

// Load reads what Save wrote beside the same data. With an error the finder is
// as it was: empty.
func (f *Finder) Load(ctx context.Context, store *db.Store, path string) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("search: snapshot: %w", err)
	}
	read, err := parseSnapshot(raw)
	if err != nil {
		return err
	}
	known := false
	err = store.Read(ctx, func(tx *db.Tx) (err error) {
		known, err = event.Known(tx, read.mark)
		return err
	})
	if err != nil || !known {
		return errors.Join(err, errSnapshot)
	}
	if err := read.words.settle(true); err != nil {
		return err
	}
	f.now.Store(read)
	return nil
}

func parseSnapshot(raw []byte) (*memory, error) {
	if len(raw) < sha256.Size {
		return nil, errSnapshot
	}
	body, sum := raw[:len(raw)-sha256.Size], raw[len(raw)-sha256.Size:]
	if have := sha256.Sum256(body); !bytes.Equal(have[:], sum) {
		return nil, errSnapshot
	}
	in := &loader{in: bytes.NewReader(body)}
	read := newMemory()
	read.load(in)
	if in.err != nil || in.in.Len() > 0 {
		return nil, errSnapshot
	}
	return read, nil
}

// traitsBytes is how many bytes traits take.
const traitsBytes = 2 + int(traitCount)

func flatTraits(all []traits) []byte {
	raw := make([]byte, 0, traitsBytes*len(all))
	for _, t := range all {
		raw = append(binary.LittleEndian.AppendUint16(raw, t.leaf), t.of[:]...)
	}
	return raw
}

func parseTraits(raw []byte) []traits {
	all := make([]traits, len(raw)/traitsBytes)
	for i := range all {
		one := raw[traitsBytes*i : traitsBytes*(i+1)]
		all[i] = traits{binary.LittleEndian.Uint16(one), [traitCount]uint8(one[2:])}
	}
	return all
}

func (m *memory) save(s *saver) {
	x := m.index
	s.write([]byte(snapshotForm))
	s.write(m.mark[:])
	s.number(uint64(m.at.documents))
	s.number(uint64(m.at.sellers))
	m.words.save(s)
	c := &x.docs
	column(s, flat(c.service))
	column(s, c.seller)
	column(s, c.price)
	column(s, c.lead)
	column(s, c.liveAt)
	column(s, c.draw)
	column(s, c.rank)
	column(s, flatTraits(c.traits))
	column(s, c.text)
	column(s, c.from)
	column(s, c.own)
	x.sellers.save(s)
	x.labels.save(s)
	s.number(uint64(len(x.postings)))
	for _, p := range x.postings {
		p.save(s)
	}
	s.set(x.shown)
	for _, o := range x.orders {
		column(s, o.docs)
	}
}

func (m *memory) load(l *loader) {
	form := make([]byte, len(snapshotForm))
	if _, err := io.ReadFull(l.in, form); err != nil || string(form) != snapshotForm {
		l.err = errSnapshot
		return
	}
	_, l.err = io.ReadFull(l.in, m.mark[:])
	m.at = stamps{documents: int64(l.number()), sellers: int64(l.number())}
	m.words.load(l)
	m.index.load(l)
}

func (x *Index) load(l *loader) {
	c := &x.docs
	c.service = ids[id.ServiceKind](loadColumn[byte](l))
	c.seller = loadColumn[uint32](l)
	c.price = loadColumn[int64](l)
	c.lead = loadColumn[int64](l)
	c.liveAt = loadColumn[int64](l)
	c.draw = loadColumn[uint32](l)
	c.rank = loadColumn[int32](l)
	c.traits = parseTraits(loadColumn[byte](l))
	c.text = loadColumn[uint64](l)
	c.from = loadColumn[uint32](l)
	c.own = loadColumn[label](l)
	x.sellers.load(l)
	x.labels.load(l)
	x.postings = make([]posting, l.count())
	for i := range x.postings {
		x.postings[i].load(l)
	}
	x.shown = l.set()
	for _, o := range x.orders {
		o.settle(loadColumn[uint32](l))
	}
	if l.err != nil {
		return
	}
	for doc, service := range c.service {
		x.byService[service] = uint32(doc) // a later text of the same service replaces the earlier
	}
	x.dead = len(c.service) - len(x.byService)
	x.shown.Iterate(func(doc uint32) bool {
		x.totals.add(c.traits[doc], 1)
		return true
	})
	x.ready.Store(true)
}

func (v *Vocabulary) save(s *saver) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	s.number(uint64(len(v.terms)))
	for _, term := range v.terms {
		s.text(term)
	}
	column(s, v.counts)
	s.number(uint64(v.documents))
	s.number(uint64(len(v.languages)))
	for language, n := range v.languages {
		s.text(language)
		s.number(uint64(n))
	}
}

func (v *Vocabulary) load(l *loader) {
	v.terms = make([]string, l.count())
	for i := range v.terms {
		v.terms[i] = l.text()
		v.numbers[v.terms[i]] = uint32(i)
	}
	v.fresh = append(v.fresh, v.terms...)
	v.counts = loadColumn[uint32](l)
	v.documents = int64(l.number())
	for range l.count() {
		language := l.text()
		v.languages[language] = int64(l.number())
	}
}

func (s *sellers) save(out *saver) {
	members := make([]id.Member, len(s.all))
	for member, n := range s.numbers {
		members[n] = member
	}
	column(out, flat(members))
	for _, one := range s.all {
		shown := uint64(0)
		if one.shown {
			shown = 1
		}
		out.number(shown)
		out.number(uint64(one.stars))
		out.number(uint64(one.feedback))
		column(out, one.labels)
		column(out, flatTraits([]traits{one.traits}))
		column(out, one.docs)
	}
}

func (s *sellers) load(l *loader) {
	members := ids[id.MemberKind](loadColumn[byte](l))
	s.all = make([]seller, len(members))
	for n, member := range members {
		s.numbers[member] = uint32(n)
		one := &s.all[n]
		one.shown = l.number() == 1
		one.stars = int64(l.number())
		one.feedback = int64(l.number())
		one.labels = loadColumn[label](l)
		for _, own := range parseTraits(loadColumn[byte](l)) {
			one.traits = own
		}
		one.docs = loadColumn[uint32](l)
	}
}

func (ls *labels) save(s *saver) {
	groups := make([]string, len(ls.names))
	for group, numbers := range ls.groups {
		for _, n := range numbers {
			groups[n] = group
		}
	}
	s.number(uint64(len(ls.names)))
	for n, name := range ls.names {
		s.text(groups[n])
		s.text(name)
		s.set(ls.sets[n])
	}
}

func (ls *labels) load(l *loader) {
	for range l.count() {
		group := l.text()
		n := ls.number(group, l.text())
		ls.sets[n] = l.set()
	}
}

func (p *posting) save(s *saver) {
	column(s, p.few)
	if len(p.few) > 0 {
		return
	}
	for _, set := range p.many {
		s.set(set)
	}
}

func (p *posting) load(l *loader) {
	p.few = loadColumn[uint32](l)
	if len(p.few) > 0 || l.err != nil {
		return
	}
	p.few, p.many = nil, &[fieldCount]*roaring.Bitmap{}
	for f := range p.many {
		p.many[f] = l.set()
	}
}
