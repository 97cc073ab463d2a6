package search

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// posting is where a term stands. Most terms stand in few documents: those are
// a plain list, which takes a tenth of the room of bitmaps.
type posting struct {
	few  []uint32 // document<<2 | field
	many *[fieldCount]*roaring.Bitmap
}

// fewMost is how long the plain list gets. The last of many's bitmaps holds
// every document, whatever the field: what is in none of the others is in the
// texts.
const fewMost = 24

func (p *posting) add(doc uint32, f field) {
	if p.many == nil && len(p.few) < fewMost {
		p.few = append(p.few, doc<<2|uint32(f))
		return
	}
	if p.many == nil {
		p.many = &[fieldCount]*roaring.Bitmap{roaring.New(), roaring.New(), roaring.New(), roaring.New()}
		for _, entry := range p.few {
			p.put(entry>>2, field(entry&3))
		}
		p.few = nil
	}
	p.put(doc, f)
}

func (p *posting) put(doc uint32, f field) {
	p.many[f].Add(doc)
	p.many[inTexts].Add(doc)
}

// sets are the documents by field, the last of all fields together.
func (p *posting) sets() [fieldCount]*roaring.Bitmap {
	if p.many != nil {
		return *p.many
	}
	full := posting{many: &[fieldCount]*roaring.Bitmap{roaring.New(), roaring.New(), roaring.New(), roaring.New()}}
	for _, entry := range p.few {
		full.put(entry>>2, field(entry&3))
	}
	return *full.many
}

// among is how many documents of a set have the term.
func (p *posting) among(set *roaring.Bitmap) uint32 {
	if p.many != nil {
		return uint32(p.many[inTexts].AndCardinality(set))
	}
	n := uint32(0)
	for _, entry := range p.few {
		if set.Contains(entry >> 2) {
			n++
		}
	}
	return n
}

// fieldOf is the best field a term has in a document, fieldCount for none.
func (p *posting) fieldOf(doc uint32) field {
	if p.many == nil {
		for _, entry := range p.few {
			if entry>>2 == doc {
				return field(entry & 3)
			}
		}
		return fieldCount
	}
	for f, set := range p.many {
		if set.Contains(doc) {
			return field(f)
		}
	}
	return fieldCount
}

// answer is what one typed word finds: all documents, and the sets that tell
// what it counts in each, the best first; a document counts by the first set
// that holds it.
type answer struct {
	all     *roaring.Bitmap
	classes []weighed
}

type weighed struct {
	weight int64
	set    *roaring.Bitmap
}

// answers looks a group up.
func (x *Index) answers(g Group) answer {
	byWeight := map[int64][]*roaring.Bitmap{}
	var all []*roaring.Bitmap
	for _, choice := range g.Choices {
		p := x.posting(choice.Term)
		if p == nil {
			continue
		}
		sets := p.sets()
		all = append(all, sets[inTexts])
		for f, set := range sets {
			weight := fieldWeight[f] * choice.Weight / 100
			byWeight[weight] = append(byWeight[weight], set)
		}
	}
	found := answer{all: union(all)}
	for weight, sets := range byWeight {
		found.classes = append(found.classes, weighed{weight, union(sets)})
	}
	slices.SortFunc(found.classes, func(a, b weighed) int { return cmp.Compare(b.weight, a.weight) })
	return found
}

func (x *Index) posting(term string) *posting {
	n, known := x.words.number(term)
	if !known || int(n) >= len(x.postings) {
		return nil
	}
	return &x.postings[n]
}

// union does not copy a single set: nobody changes the answer.
func union(sets []*roaring.Bitmap) *roaring.Bitmap {
	if len(sets) == 1 {
		return sets[0]
	}
	return roaring.FastOr(sets...)
}

// intersection starts with the smallest set; it does not copy a single one.
func intersection(sets []*roaring.Bitmap) *roaring.Bitmap {
	if len(sets) == 1 {
		return sets[0]
	}
	return roaring.FastAnd(smallestFirst(sets)...)
}

func smallestFirst(sets []*roaring.Bitmap) []*roaring.Bitmap {
	sorted := slices.Clone(sets)
	sizes := make(map[*roaring.Bitmap]uint64, len(sets))
	for _, set := range sets {
		sizes[set] = set.GetCardinality()
	}
	slices.SortFunc(sorted, func(a, b *roaring.Bitmap) int { return cmp.Compare(sizes[a], sizes[b]) })
	return sorted
}
