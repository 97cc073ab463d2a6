package search

import (
	"slices"
	"strconv"

	"github.com/RoaringBitmap/roaring/v2"

	"guildhall/id"
)

// traits are what counts go by, of one document, packed so that counting
// walks through memory once.
type traits struct {
	leaf     uint16 // position among the leaves' labels
	language uint16 // position among the languages', from 1; 0: none
	price    uint8  // step
	lead     uint8  // step
	level    uint8  // position among the levels', from 1; 0: none
	rating   uint8  // how many of RatingSteps it reaches
	feedback uint8  // how many of FeedbackSteps
	flags    flags
}

// More flags: those of the seller.
const (
	isOnline flags = 1 << (iota + 3)
	isVerified
)

// tallies are how many documents have each trait.
type tallySheet struct {
	leaf, language           []int64
	price, lead, level       [256]int64
	rating, feedback         [8]int64
	online, verified, topped int64
}

func (x *Index) newSheet() *tallySheet {
	return &tallySheet{
		leaf:     make([]int64, len(x.labels.groups[groupLeaf])),
		language: make([]int64, len(x.labels.groups[groupLanguage])+1),
	}
}

// add counts a document n times; with -1 it takes it off again.
func (t *tallySheet) add(d traits, n int64) {
	t.leaf[d.leaf] += n
	t.language[d.language] += n
	t.price[d.price] += n
	t.lead[d.lead] += n
	t.level[d.level] += n
	t.rating[d.rating] += n
	t.feedback[d.feedback] += n
	t.online += n * int64(d.flags&isOnline/isOnline)
	t.verified += n * int64(d.flags&isVerified/isVerified)
	t.topped += n * int64(d.flags&isTopRated/isTopRated)
}

// grow makes room for labels that came since the sheet was begun.
func (t *tallySheet) grow(d traits) {
	for int(d.leaf) >= len(t.leaf) {
		t.leaf = append(t.leaf, 0)
	}
	for int(d.language) >= len(t.language) {
		t.language = append(t.language, 0)
	}
}

// less takes another sheet off.
func (t *tallySheet) less(u *tallySheet) {
	for _, pair := range [][2][]int64{
		{t.leaf, u.leaf}, {t.language, u.language}, {t.price[:], u.price[:]}, {t.lead[:], u.lead[:]},
		{t.level[:], u.level[:]}, {t.rating[:], u.rating[:]}, {t.feedback[:], u.feedback[:]},
	} {
		for i, n := range pair[1] {
			pair[0][i] -= n
		}
	}
	t.online, t.verified, t.topped = t.online-u.online, t.verified-u.verified, t.topped-u.topped
}

// tally counts a set. Everything shown is always counted already, and of a
// large part it is cheaper to count what is missing.
func (x *Index) tally(set *roaring.Bitmap) *tallySheet {
	t := x.newSheet()
	copy(t.leaf, x.totals.leaf)
	copy(t.language, x.totals.language)
	t.price, t.lead, t.level, t.rating, t.feedback = x.totals.price, x.totals.lead, x.totals.level, x.totals.rating, x.totals.feedback
	t.online, t.verified, t.topped = x.totals.online, x.totals.verified, x.totals.topped
	if set == x.shown {
		return t
	}
	part := x.newSheet()
	if set.GetCardinality()*2 > x.shown.GetCardinality() {
		each(roaring.AndNot(x.shown, set), func(doc uint32) { part.add(x.docs.traits[doc], 1) })
		t.less(part)
		return t
	}
	each(set, func(doc uint32) { part.add(x.docs.traits[doc], 1) })
	return part
}

// countOne counts one trait only: what a filter's own values leave.
func (x *Index) countOne(set *roaring.Bitmap, size int, of func(traits) int) []int64 {
	counts := make([]int64, max(size, 256))
	each(set, func(doc uint32) { counts[of(x.docs.traits[doc])]++ })
	return counts
}

// counter counts for one ask: all traits of the hits at once, and of what a
// filter of its own would narrow one trait more.
type counter struct {
	s *seeker
	t *tallySheet
}

func (c counter) trait(group string, counted []int64, of func(traits) int) []int64 {
	if !slices.ContainsFunc(c.s.filters, func(f filter) bool { return f.group == group }) {
		return counted
	}
	set := c.s.hits(group)
	if set == c.s.x.shown {
		return c.s.x.countedOne(group)
	}
	return c.s.x.countOne(set, len(counted), of)
}

// countedOne is what is always counted already of one trait.
func (x *Index) countedOne(group string) []int64 {
	t := x.totals
	return map[string][]int64{
		groupLeaf: t.leaf, groupLanguage: t.language, groupLevel: t.level[:], groupRating: t.rating[:], groupFeedback: t.feedback[:],
		groupPrice: t.price[:], groupLead: t.lead[:], groupOnline: {0, t.online}, groupVerified: {0, t.verified}, groupTopRated: {0, t.topped},
	}[group]
}

func (c counter) flag(group string, counted int64, flag flags) int64 {
	return c.trait(group, []int64{0, counted}, func(t traits) int { return int(t.flags & flag / flag) })[1]
}

// counts counts what each value of each filter leaves.
func (s *seeker) counts(all *roaring.Bitmap) Counts {
	t := s.x.tally(all)
	by := counter{s, t}
	c := Counts{
		Categories: map[id.Category]int64{}, Attributes: map[string]map[string]int64{},
		Languages: s.x.named(groupLanguage, by.trait(groupLanguage, t.language, func(t traits) int { return int(t.language) })[1:]),
		Levels:    s.x.named(groupLevel, by.trait(groupLevel, t.level[:], func(t traits) int { return int(t.level) })[1:]),
		Ratings:   reached(by.trait(groupRating, t.rating[:], func(t traits) int { return int(t.rating) })[1:], RatingSteps),
		Feedback:  reached(by.trait(groupFeedback, t.feedback[:], func(t traits) int { return int(t.feedback) })[1:], FeedbackSteps),
		Online:    by.flag(groupOnline, t.online, isOnline),
		Verified:  by.flag(groupVerified, t.verified, isVerified),
		TopRated:  by.flag(groupTopRated, t.topped, isTopRated),
		Prices:    bars(stepped(by.trait(groupPrice, t.price[:], func(t traits) int { return int(t.price) })), priceFrom),
		Leads:     bars(stepped(by.trait(groupLead, t.lead[:], func(t traits) int { return int(t.lead) })), leadFrom),
	}
	leaves := by.trait(groupLeaf, t.leaf, func(t traits) int { return int(t.leaf) })
	for name, n := range s.x.named(groupLeaf, leaves) {
		if category, err := id.Parse[id.CategoryKind](name); err == nil {
			c.Categories[category] = n
		}
	}
	for _, code := range s.a.CountOnly {
		c.Attributes[code] = s.x.countFacet(s.hits("attribute "+code), code)
	}
	return c
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

// countFacet counts an attribute's values: document by document where there
// are few, else value by value.
func (x *Index) countFacet(set *roaring.Bitmap, code string) map[string]int64 {
	wanted := x.labels.groups["attribute "+code]
	counts := make([]int64, len(wanted))
	if set.GetCardinality() < x.shown.GetCardinality()/32 {
		by := make([]int64, len(x.labels.names))
		each(set, func(doc uint32) {
			for _, l := range x.ownLabels(doc) {
				by[l]++
			}
		})
		for i, l := range wanted {
			counts[i] = by[l]
		}
	} else {
		for i, l := range wanted {
			counts[i] = int64(x.labels.sets[l].AndCardinality(set))
		}
	}
	return x.named("attribute "+code, counts)
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
