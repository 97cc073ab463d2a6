package search

import (
	"encoding/binary"
	"hash/fnv"
	"io"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"

	"guildhall/id"
)

// Index is the engine in this process's memory. Every document has a number;
// bitmaps of numbers answer words and filters, permutations of them the
// orders. One goroutine feeds it, any number search.
//
// A document's texts never change: an edited service gets a new number and the
// old one dies. What moves often (shown or not, figures, everything about the
// seller) changes in place.
type Index struct {
	mu    sync.RWMutex
	ready atomic.Bool
	words *Vocabulary

	docs      columns
	byService map[id.Service]uint32
	dead      int             // numbers of replaced texts
	dying     *roaring.Bitmap // those that the words have not forgotten yet
	sellers   sellers
	postings  []posting // by the vocabulary's numbers
	labels    labels
	shown     *roaring.Bitmap
	totals    *tallySheet // of everything shown
	orders    []*order
	fewShare  uint64 // the constant; tests also try others
}

// columns are what is known of each document, by its number.
type columns struct {
	service []id.Service
	seller  []uint32 // number among the sellers
	price   []int64
	lead    []int64 // microseconds
	liveAt  []int64
	draw    []uint32
	rank    []int32
	traits  []traits
	text    []uint64 // textHash
	from    []uint32 // own[from[d]:from[d+1]] are its labels
	own     []label  // categories and attributes
}

// NewIndex is empty; until the first load is done it is not Ready.
func NewIndex(words *Vocabulary) *Index {
	x := &Index{
		words: words, byService: map[id.Service]uint32{}, sellers: newSellers(), labels: newLabels(),
		dying: roaring.New(), shown: roaring.New(), fewShare: fewShare,
	}
	x.docs.from = []uint32{0}
	x.totals = x.newSheet()
	for _, sort := range append([]Sort{byDraw}, Sorts...) {
		x.orders = append(x.orders, newOrder(sort))
	}
	return x
}

// Ready reports whether it has taken in every document.
func (x *Index) Ready() bool { return x.ready.Load() }

// applyAtOnce bounds how long searches wait for changes.
const applyAtOnce = 64

// apply takes changes in. They can be found when it returns.
func (x *Index) apply(documents []record, sellers []sellerRecord) {
	for len(documents) > 0 || len(sellers) > 0 {
		n, m := min(len(documents), applyAtOnce), min(len(sellers), applyAtOnce)
		x.applySome(documents[:n], sellers[:m])
		documents, sellers = documents[n:], sellers[m:]
	}
}

func (x *Index) applySome(documents []record, sellers []sellerRecord) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, r := range sellers {
		x.putSeller(r)
	}
	for _, r := range documents {
		x.put(r)
	}
}

// put takes in one document.
func (x *Index) put(r record) {
	text := x.textHash(r)
	doc, known := x.byService[r.service]
	if known && x.docs.text[doc] == text {
		x.refigure(doc, r)
		return
	}
	if known {
		x.touch(doc) // it leaves the orders before its seller's figures move its key
		x.setVisible(doc, false)
		x.sellers.drop(x.docs.seller[doc], doc)
		x.dying.Add(doc)
		x.dead++
	}
	doc = x.add(r, text)
	x.byService[r.service] = doc
	if x.ready.Load() { // before that sortAll takes everything
		for _, o := range x.orders {
			o.moved.Add(doc)
		}
	}
	x.setVisible(doc, x.wanted(doc))
}

// textHash tells an edit from new figures: everything that add reads and
// refigure does not.
func (x *Index) textHash(r record) uint64 {
	h := fnv.New64a()
	for _, text := range append(r.fields[:], r.path, r.facets, r.language) {
		io.WriteString(h, text)
		h.Write([]byte{0})
	}
	for _, n := range []int64{r.price, r.lead, r.liveAt} {
		h.Write(binary.LittleEndian.AppendUint64(nil, uint64(n)))
	}
	return h.Sum64()
}

// add appends a document with its terms and labels.
func (x *Index) add(r record, text uint64) uint32 {
	c := &x.docs
	doc := uint32(len(c.service))
	seller := x.sellers.number(r.seller)
	c.service, c.seller = append(c.service, r.service), append(c.seller, seller)
	c.price, c.lead, c.liveAt = append(c.price, r.price), append(c.lead, r.lead), append(c.liveAt, r.liveAt)
	c.draw, c.rank = append(c.draw, uint32(r.draw)), append(c.rank, int32(r.rank))
	own, traits := x.labels.of(r)
	c.traits, c.text = append(c.traits, traits.with(x.sellers.all[seller].traits)), append(c.text, text)
	c.own = append(c.own, own...)
	c.from = append(c.from, uint32(len(c.own)))
	x.sellers.all[seller].docs = append(x.sellers.all[seller].docs, doc)
	for f, column := range r.fields {
		for _, term := range x.words.learn(split(column)) {
			for int(term) >= len(x.postings) {
				x.postings = append(x.postings, posting{})
			}
			x.postings[term].add(doc, field(f))
		}
	}
	x.words.count(r.language, 1)
	return doc
}

// forget has the words forget replaced texts: one pass over where each term
// stands, since no document knows its terms. Only the goroutine that feeds the
// index changes postings, so searches go on meanwhile.
func (x *Index) forget() {
	if x.dying.IsEmpty() {
		return
	}
	fewer := map[uint32]uint32{}
	for term := range x.postings {
		if n := x.postings[term].among(x.dying); n > 0 {
			fewer[uint32(term)] = n
		}
	}
	x.words.forget(fewer)
	each(x.dying, func(doc uint32) { x.words.count(x.labels.language(x.docs.traits[doc]), -1) })
	x.dying.Clear()
}

func flagsOf(r record) flags {
	var f flags
	if r.shown {
		f |= isShown
	}
	if r.topRated {
		f |= isTopRated
	}
	if r.newcomer {
		f |= isNewcomer
	}
	return f
}

// refigure changes what changes in place.
func (x *Index) refigure(doc uint32, r record) {
	c := &x.docs
	if c.rank[doc] != int32(r.rank) {
		x.touch(doc)
		c.rank[doc] = int32(r.rank)
	}
	was := c.traits[doc]
	now := was
	now.of[byFlags] = was.of[byFlags]&flagsOfSeller | flagsOf(r)
	x.retrait(doc, now)
	if x.shown.Contains(doc) {
		x.labels.flag(doc, was.of[byFlags], now.of[byFlags])
	}
	x.setVisible(doc, x.wanted(doc))
}

// retrait changes a document's traits, and the totals when it is shown.
func (x *Index) retrait(doc uint32, now traits) {
	if x.shown.Contains(doc) {
		x.totals.add(x.docs.traits[doc], -1)
		x.totals.add(now, 1)
	}
	x.docs.traits[doc] = now
}

// touch tells the orders that a document's place may change.
func (x *Index) touch(doc uint32) {
	if !x.ready.Load() {
		return
	}
	for _, o := range x.orders {
		o.touch(doc, x.key(o.sort, doc))
	}
}

// key is where a document stands in an order, apart from words.
func (x *Index) key(sort Sort, doc uint32) int64 {
	c := &x.docs
	seller := &x.sellers.all[c.seller[doc]]
	return keyOf(sort, Hit{Relevance: 1000, Rank: int64(c.rank[doc])}, keys{
		liveAt: c.liveAt[doc], price: c.price[doc], lead: c.lead[doc],
		stars: seller.stars, feedback: seller.feedback, draw: int64(c.draw[doc]),
	})
}

func (x *Index) wanted(doc uint32) bool {
	return x.docs.traits[doc].of[byFlags]&isShown != 0 && x.sellers.all[x.docs.seller[doc]].shown
}

// setVisible puts a document into all bitmaps of its labels, or takes it out.
func (x *Index) setVisible(doc uint32, visible bool) {
	if x.shown.Contains(doc) == visible {
		return
	}
	set := func(l label) { x.labels.sets[l].Remove(doc) }
	if visible {
		x.shown.Add(doc)
		x.totals.add(x.docs.traits[doc], 1)
		set = func(l label) { x.labels.sets[l].Add(doc) }
	} else {
		x.shown.Remove(doc)
		x.totals.add(x.docs.traits[doc], -1)
	}
	for _, l := range x.ownLabels(doc) {
		set(l)
	}
	for _, l := range x.sellers.all[x.docs.seller[doc]].labels {
		set(l)
	}
	for _, l := range x.labels.told(x.docs.traits[doc]) {
		set(l)
	}
}

// ownLabels are a document's categories and attributes.
func (x *Index) ownLabels(doc uint32) []label { return x.docs.own[x.docs.from[doc]:x.docs.from[doc+1]] }

// tend brings the orders up to date; the feeding goroutine calls it when it
// has time. Searches go on meanwhile, and until then the documents that moved
// are merged in by each of them.
func (x *Index) tend(now bool) {
	for _, o := range x.orders {
		if !o.due(now) {
			continue
		}
		merged := o.merged(x)
		x.mu.Lock()
		o.settle(merged)
		x.mu.Unlock()
	}
}

// loaded ends the first load: from now on it answers.
func (x *Index) loaded() {
	if x.ready.Load() {
		return
	}
	for _, o := range x.orders {
		o.sortAll(x)
	}
	x.trim()
	x.ready.Store(true)
}

// trim gives back the room that growing left over, about a third.
func (x *Index) trim() {
	c := &x.docs
	c.service, c.seller, c.price, c.lead = slices.Clone(c.service), slices.Clone(c.seller), slices.Clone(c.price), slices.Clone(c.lead)
	c.liveAt, c.draw, c.rank = slices.Clone(c.liveAt), slices.Clone(c.draw), slices.Clone(c.rank)
	c.traits, c.text, c.from, c.own = slices.Clone(c.traits), slices.Clone(c.text), slices.Clone(c.from), slices.Clone(c.own)
	for i := range x.postings {
		p := &x.postings[i]
		p.few = slices.Clone(p.few)
		if p.many == nil {
			continue
		}
		for f, set := range p.many {
			p.many[f] = set.Clone()
		}
	}
	for i, set := range x.labels.sets {
		x.labels.sets[i] = set.Clone()
	}
}

// wasteful reports whether so many texts were replaced that building it anew
// pays.
func (x *Index) wasteful() bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.dead > deadMost && x.dead*2 > len(x.byService)
}

// deadMost is how many dead texts are too few to bother.
const deadMost = 10_000

// sellers are what is known of each seller, by a number of their own.
type sellers struct {
	numbers map[id.Member]uint32
	all     []seller
}

type seller struct {
	shown    bool
	stars    int64 // tenths
	feedback int64
	labels   []label
	traits   traits
	docs     []uint32 // alive ones
}

func newSellers() sellers { return sellers{numbers: map[id.Member]uint32{}} }

// number answers a seller's number; one not heard of is shown.
func (s *sellers) number(member id.Member) uint32 {
	n, known := s.numbers[member]
	if !known {
		n = uint32(len(s.all))
		s.numbers[member] = n
		s.all = append(s.all, seller{shown: true})
	}
	return n
}

func (s *sellers) drop(n, doc uint32) {
	docs := s.all[n].docs
	for i, d := range docs {
		if d == doc {
			docs[i] = docs[len(docs)-1]
			s.all[n].docs = docs[:len(docs)-1]
			return
		}
	}
}

// putSeller takes in what holds for everything of a seller.
func (x *Index) putSeller(r sellerRecord) {
	s := &x.sellers.all[x.sellers.number(r.seller)]
	labels, traits := x.labels.ofSeller(r)
	for _, doc := range s.docs {
		if s.stars != r.rating || s.feedback != r.feedback {
			x.touch(doc)
		}
		if x.shown.Contains(doc) {
			for _, l := range s.labels {
				x.labels.sets[l].Remove(doc)
			}
			for _, l := range labels {
				x.labels.sets[l].Add(doc)
			}
		}
		x.retrait(doc, x.docs.traits[doc].with(traits))
	}
	s.shown, s.stars, s.feedback, s.labels, s.traits = r.shown, r.rating, r.feedback, labels, traits
	for _, doc := range s.docs {
		x.setVisible(doc, x.wanted(doc))
	}
}

// pathIDs takes a path's ids apart, from the top down.
func pathIDs(path string) []string { return strings.Split(strings.Trim(path, "/"), "/") }
