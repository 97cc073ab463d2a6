package search

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// order is all documents in one order. What was added or moved since it was
// last settled is in moved and stands nowhere else for a search.
type order struct {
	sort  Sort
	docs  []uint32
	moved *roaring.Bitmap
	was   map[uint32]int64 // the key by which a moved one stands in docs
}

func newOrder(sort Sort) *order {
	return &order{sort: sort, moved: roaring.New(), was: map[uint32]int64{}}
}

// touch says that a document's key is about to change.
func (o *order) touch(doc uint32, key int64) {
	if o.sort != Recommended && o.sort != BestRated {
		return // the other keys never change in place
	}
	if o.moved.CheckedAdd(doc) {
		o.was[doc] = key
	}
}

// stood is the key by which a document stands in docs.
func (o *order) stood(x *Index, doc uint32) int64 {
	if len(o.was) > 0 {
		if key, moved := o.was[doc]; moved {
			return key
		}
	}
	return x.key(o.sort, doc)
}

// spot is a document with its key, for sorting.
type spot struct {
	key int64
	doc uint32
}

func (x *Index) compareSpots(a, b spot) int {
	if a.key != b.key {
		return cmp.Compare(a.key, b.key)
	}
	return bytes.Compare(x.docs.service[a.doc][:], x.docs.service[b.doc][:])
}

func (o *order) spots(x *Index, docs []uint32) []spot {
	spots := make([]spot, len(docs))
	for i, doc := range docs {
		spots[i] = spot{x.key(o.sort, doc), doc}
	}
	slices.SortFunc(spots, x.compareSpots)
	return spots
}

// sortAll sorts every document that is alive.
func (o *order) sortAll(x *Index) {
	docs := make([]uint32, 0, len(x.byService))
	for _, doc := range x.byService {
		docs = append(docs, doc)
	}
	for i, s := range o.spots(x, docs) {
		docs[i] = s.doc
	}
	o.settle(docs)
}

func (o *order) settle(docs []uint32) {
	o.docs, o.moved, o.was = docs, roaring.New(), map[uint32]int64{}
}

// movedMost is how many moved documents searches put up with.
const movedMost = 512

func (o *order) due(now bool) bool {
	n := o.moved.GetCardinality()
	return n > movedMost || now && n > 0
}

// merged is the order with what moved in its place: whole runs are copied
// between the few places where something leaves or comes.
func (o *order) merged(x *Index) []uint32 {
	leave := make([]int, 0, len(o.was))
	for doc, key := range o.was {
		if at, found := o.find(x, spot{key, doc}); found {
			leave = append(leave, at)
		}
	}
	slices.Sort(leave)
	come := o.spots(x, slices.DeleteFunc(o.moved.ToArray(), x.replaced))
	merged := make([]uint32, 0, len(o.docs)+len(come))
	from := 0
	copyTo := func(to int) { // what stays, up to a place
		for len(leave) > 0 && leave[0] < to {
			merged = append(merged, o.docs[from:leave[0]]...)
			from, leave = leave[0]+1, leave[1:]
		}
		merged = append(merged, o.docs[from:to]...)
		from = to
	}
	for _, s := range come {
		at, _ := o.find(x, s)
		copyTo(max(at, from))
		merged = append(merged, s.doc)
	}
	copyTo(len(o.docs))
	return merged
}

// replaced reports whether a newer text of the service took a document's place.
func (x *Index) replaced(doc uint32) bool { return x.byService[x.docs.service[doc]] != doc }

// find is where a spot stands in docs, or would.
func (o *order) find(x *Index, s spot) (int, bool) {
	return slices.BinarySearchFunc(o.docs, s, func(doc uint32, s spot) int {
		return x.compareSpots(spot{o.stood(x, doc), doc}, s)
	})
}
