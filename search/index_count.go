package search

import (
	"strconv"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"

	"guildhall/id"
)

// trait is something counts go by that takes few values.
type trait int

const (
	byLanguage trait = iota // position among the languages', from 1; 0: none
	byPrice                 // step
	byLead                  // step
	byLevel                 // position among the levels', from 1; 0: none
	byRating                // how many of RatingSteps it reaches
	byFeedback              // how many of FeedbackSteps
	byFlags
	traitCount
)

// traits are what counts go by, of one document, packed so that counting
// walks through memory once.
type traits struct {
	leaf uint16 // position among the leaves' labels
	of   [traitCount]uint8
}

// flags are what is true or not of a document: of its own, then of its seller.
type flags = uint8

const (
	isShown flags = 1 << iota // by its own row; the seller's has a say too
	isTopRated
	isNewcomer
	isOnline
	isVerified
)

const flagsOfSeller = isOnline | isVerified

// with is a document's traits with those of its seller.
func (t traits) with(seller traits) traits {
	own := t.of[byFlags] &^ flagsOfSeller
	t.of[byLevel], t.of[byRating], t.of[byFeedback] = seller.of[byLevel], seller.of[byRating], seller.of[byFeedback]
	t.of[byFlags] = own | seller.of[byFlags]
	return t
}

// tallySheet is how many documents have each trait.
type tallySheet struct {
	leaf []int64
	of   [traitCount][256]int64
}

func (x *Index) newSheet() *tallySheet {
	return &tallySheet{leaf: make([]int64, len(x.labels.groups[groupLeaf]))}
}

// add counts a document n times; with -1 it takes it off again.
func (t *tallySheet) add(d traits, n int64) {
	for int(d.leaf) >= len(t.leaf) { // a label that came since the sheet was begun
		t.leaf = append(t.leaf, 0)
	}
	t.leaf[d.leaf] += n
	// Written out: a loop takes twice as long, and this is most of a search.
	t.of[byLanguage][d.of[byLanguage]] += n
	t.of[byPrice][d.of[byPrice]] += n
	t.of[byLead][d.of[byLead]] += n
	t.of[byLevel][d.of[byLevel]] += n
	t.of[byRating][d.of[byRating]] += n
	t.of[byFeedback][d.of[byFeedback]] += n
	t.of[byFlags][d.of[byFlags]] += n
}

// less is this sheet without what another one counted.
func (t *tallySheet) less(other *tallySheet) *tallySheet {
	rest := &tallySheet{leaf: plus(t.leaf, other.leaf, -1)}
	for i := range t.of {
		copy(rest.of[i][:], plus(t.of[i][:], other.of[i][:], -1))
	}
	return rest
}

// plus adds counts so many times.
func plus(counts, other []int64, times int64) []int64 {
	sum := make([]int64, max(len(counts), len(other)))
	copy(sum, counts)
	for i, n := range other {
		sum[i] += times * n
	}
	return sum
}

// large reports whether it is quicker to count what a part of the shown lacks,
// and to take that off what is always counted already.
func (x *Index) large(set *roaring.Bitmap) bool {
	return set.GetCardinality()*2 > x.shown.GetCardinality()
}

// tally counts all traits of a set.
func (x *Index) tally(set *roaring.Bitmap) *tallySheet {
	if set == x.shown {
		return x.totals
	}
	if x.large(set) {
		return x.totals.less(x.count(roaring.AndNot(x.shown, set)))
	}
	return x.count(set)
}

func (x *Index) count(set *roaring.Bitmap) *tallySheet {
	t := x.newSheet()
	for block := range blocks(set) {
		for _, doc := range block {
			t.add(x.docs.traits[doc], 1)
		}
	}
	return t
}

// countOne counts one trait only.
func (x *Index) countOne(set *roaring.Bitmap, by trait) []int64 {
	var counts [256]int64
	for block := range blocks(set) {
		for _, doc := range block {
			counts[x.docs.traits[doc].of[by]]++
		}
	}
	return counts[:]
}

func (x *Index) countLeaves(set *roaring.Bitmap) []int64 {
	counts := make([]int64, len(x.labels.groups[groupLeaf]))
	for block := range blocks(set) {
		for _, doc := range block {
			counts[x.docs.traits[doc].leaf]++
		}
	}
	return counts
}

// widened are the counts of one trait "as if its filter were not set": those of
// the hits, and of what only this filter keeps out. Where nearly everything
// passes the others, it is quicker to take off what does not.
func (s *seeker) widened(group string, all *roaring.Bitmap, hits, totals []int64, count func(*roaring.Bitmap) []int64) []int64 {
	if !s.filtered(group) {
		return hits
	}
	set := s.hits(group)
	switch {
	case set == s.x.shown:
		return totals
	case s.x.large(set):
		return plus(totals, count(roaring.AndNot(s.x.shown, set)), -1)
	}
	return plus(hits, count(roaring.AndNot(set, all)), 1)
}

// counts counts what each value of each filter leaves.
func (s *seeker) counts(all *roaring.Bitmap) Counts {
	x := s.x
	t := x.tally(all)
	of := func(group string, by trait) []int64 {
		return s.widened(group, all, t.of[by][:], x.totals.of[by][:], func(set *roaring.Bitmap) []int64 { return x.countOne(set, by) })
	}
	c := Counts{
		Categories: map[id.Category]int64{},
		Languages:  x.named(groupLanguage, of(groupLanguage, byLanguage)[1:]),
		Levels:     x.named(groupLevel, of(groupLevel, byLevel)[1:]),
		Ratings:    reached(of(groupRating, byRating)[1:], RatingSteps),
		Feedback:   reached(of(groupFeedback, byFeedback)[1:], FeedbackSteps),
		Online:     t.flagged(isOnline),
		Verified:   t.flagged(isVerified),
		TopRated:   t.flagged(isTopRated),
		Prices:     bars(stepped(of(groupPrice, byPrice)), priceFrom),
		Leads:      bars(stepped(of(groupLead, byLead)), leadFrom),
		Attributes: s.countAttributes(all),
	}
	for name, n := range x.named(groupLeaf, s.widened(groupLeaf, all, t.leaf, x.totals.leaf, x.countLeaves)) {
		if category, err := id.Parse[id.CategoryKind](name); err == nil {
			c.Categories[category] = n
		}
	}
	return c
}

// flagged is how many have a flag. Whether a filter asks for it or not makes no
// difference: it keeps out only who has it not.
func (t *tallySheet) flagged(flag flags) int64 {
	sum := int64(0)
	for value, n := range t.of[byFlags] {
		if flags(value)&flag != 0 {
			sum += n
		}
	}
	return sum
}

// named puts counts under the names of a group's labels; what nobody has is
// left out.
func (x *Index) named(group string, counts []int64) map[string]int64 {
	values := map[string]int64{}
	for i, l := range x.labels.groups[group] {
		if i < len(counts) && counts[i] > 0 {
			values[x.labels.names[l]] = counts[i]
		}
	}
	return values
}

// reached sums up: who reaches a high step reaches all below. Steps stand from
// the highest down, counts by how many are reached.
func reached(counts []int64, steps []int64) map[int64]int64 {
	values := map[int64]int64{}
	sum := int64(0)
	for n := len(steps); n > 0; n-- {
		if sum += counts[n-1]; sum > 0 {
			values[steps[len(steps)-n]] = sum
		}
	}
	return values
}

func stepped(counts []int64) map[int64]int64 {
	values := map[int64]int64{}
	for step, n := range counts {
		if n > 0 {
			values[int64(step)] = n
		}
	}
	return values
}

// countAttributes counts the values of the attributes asked for.
func (s *seeker) countAttributes(all *roaring.Bitmap) map[string]map[string]int64 {
	x := s.x
	counted := map[string]map[string]int64{}
	ofHits := sync.OnceValue(func() []int64 { return x.countLabels(all) })
	for _, code := range s.a.CountOnly {
		group, set := "attribute "+code, all
		if s.filtered(group) {
			set = s.hits(group)
		}
		counts := make([]int64, len(x.labels.groups[group]))
		if x.few(set) {
			by := ofHits()
			if set != all {
				by = plus(by, x.countLabels(roaring.AndNot(set, all)), 1)
			}
			for i, l := range x.labels.groups[group] {
				counts[i] = by[l]
			}
		} else {
			for i, l := range x.labels.groups[group] {
				counts[i] = int64(x.labels.sets[l].AndCardinality(set))
			}
		}
		counted[code] = x.named(group, counts)
	}
	return counted
}

// few reports whether it is quicker to look at each document of a set than at
// the sets of each value.
func (x *Index) few(set *roaring.Bitmap) bool {
	return set.GetCardinality() < x.shown.GetCardinality()/x.fewShare
}

// fewShare is the part of the shown below which a set has few documents, as
// measured.
const fewShare = 32

// countLabels counts categories and attributes, by label.
func (x *Index) countLabels(set *roaring.Bitmap) []int64 {
	counts := make([]int64, len(x.labels.names))
	for block := range blocks(set) {
		for _, doc := range block {
			for _, l := range x.ownLabels(doc) {
				counts[l]++
			}
		}
	}
	return counts
}

// stepsReached is how many of the steps, which stand from the highest down, a
// figure reaches.
func stepsReached(figure int64, steps []int64) uint8 {
	n := uint8(0)
	for _, step := range steps {
		if figure >= step {
			n++
		}
	}
	return n
}

func parseStep(name string) int64 {
	step, _ := strconv.ParseInt(name, 10, 64) // as labels.of wrote it
	return step
}
