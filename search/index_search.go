package search

import (
	"bytes"
	"iter"
	"slices"
	"sort"
	"strconv"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"guildhall/db"
	"guildhall/id"
)

// Search answers an ask from memory (see Engine).
func (x *Index) Search(_ *db.Tx, a Ask) (Answer, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	s := x.seek(a)
	all := s.hits("")
	found := Answer{Total: int64(all.GetCardinality())}
	for _, spot := range s.page(all) {
		hit := Hit{Service: x.docs.service[spot.doc], Relevance: s.relevance(spot.doc), Rank: int64(x.docs.rank[spot.doc])}
		found.Hits = append(found.Hits, hit)
		found.At = append(found.At, place{spot.key, hit.Service})
	}
	if a.Counts {
		found.Counts = s.counts(all)
	}
	return found, nil
}

// Ahead counts hits from memory (see Engine).
func (x *Index) Ahead(_ *db.Tx, a Ask, service id.Service) (n int64, hit bool, err error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	s := x.seek(a)
	all := s.hits("")
	doc, known := x.byService[service]
	if !known || !all.Contains(doc) {
		return 0, false, nil
	}
	own := spot{x.key(a.Sort, doc), doc}
	if s.byScore() {
		own.key = -s.relevance(doc) * int64(x.docs.rank[doc])
	}
	s.scored(all, func(other spot) {
		if x.compareSpots(other, own) < 0 {
			n++
		}
	})
	return n, true, nil
}

// seeker is one ask on its way through the index.
type seeker struct {
	x       *Index
	a       Ask
	answers []answer        // by group of words
	words   *roaring.Bitmap // what the words find of the shown; nil without words
	filters []filter
	skip    []uint32
}

// filter is who passes one group of filters.
type filter struct {
	group string
	set   *roaring.Bitmap
}

func (x *Index) seek(a Ask) *seeker {
	s := &seeker{x: x, a: a}
	var found []*roaring.Bitmap
	for _, group := range a.Groups {
		answer := x.answers(group)
		s.answers, found = append(s.answers, answer), append(found, answer.all)
	}
	switch {
	case len(found) > 0 && a.Any:
		s.words = roaring.And(union(found), x.shown)
	case len(found) > 0:
		s.words = intersection(append(found, x.shown))
	}
	s.choose()
	for _, service := range a.Skip {
		if doc, known := x.byService[service]; known {
			s.skip = append(s.skip, doc)
		}
	}
	return s
}

// choose turns what is asked for into sets.
func (s *seeker) choose() {
	a, l := &s.a, &s.x.labels
	add := func(asked bool, group string, set func() *roaring.Bitmap) {
		if asked {
			s.filters = append(s.filters, filter{group: group, set: set()})
		}
	}
	value := func(group, value string) func() *roaring.Bitmap {
		return func() *roaring.Bitmap { return l.set(group, value) }
	}
	add(!a.Category.IsZero(), groupLeaf, value(groupCategory, a.Category.String()))
	add(!a.Seller.IsZero(), "seller", s.ofSeller)
	for code, values := range a.Attributes {
		add(len(values) > 0, "attribute "+code, func() *roaring.Bitmap { return l.any("attribute "+code, values) })
	}
	add(len(a.Languages) > 0, groupLanguage, func() *roaring.Bitmap { return l.any(groupLanguage, a.Languages) })
	add(len(a.Levels) > 0, groupLevel, func() *roaring.Bitmap { return l.any(groupLevel, a.Levels) })
	add(a.RatingMin > 0, groupRating, value(groupRating, strconv.FormatInt(a.RatingMin, 10)))
	add(a.Feedback > 0, groupFeedback, value(groupFeedback, strconv.FormatInt(a.Feedback, 10)))
	add(a.Online, groupOnline, value(groupOnline, ""))
	add(a.Verified, groupVerified, value(groupVerified, ""))
	add(a.TopRated, groupTopRated, value(groupTopRated, ""))
	add(a.OnlyNew, groupNew, value(groupNew, ""))
	if a.PriceMin > 0 || a.PriceMax > 0 {
		s.filters = append(s.filters, s.between(groupPrice, s.x.docs.price, priceFrom, int64(a.PriceMin), int64(a.PriceMax)))
	}
	if a.LeadMin > 0 || a.LeadMax > 0 {
		s.filters = append(s.filters, s.between(groupLead, s.x.docs.lead, leadMicros, a.LeadMin.Microseconds(), a.LeadMax.Microseconds()))
	}
}

func leadMicros(step int64) int64 {
	return (leadFrom(step) + int64(time.Microsecond) - 1) / int64(time.Microsecond)
}

func (s *seeker) ofSeller() *roaring.Bitmap {
	n, known := s.x.sellers.numbers[s.a.Seller]
	if !known {
		return roaring.New()
	}
	all := roaring.BitmapOf(s.x.sellers.all[n].docs...)
	all.And(s.x.shown)
	return all
}

// between is who has a figure from least to most (0: no end). Whole steps are
// taken as they are, of the two at the ends those that fit. Where the words
// leave few, each of those is looked at instead.
func (s *seeker) between(group string, column []int64, from func(int64) int64, least, most int64) filter {
	x := s.x
	if most <= 0 {
		most = 1<<63 - 1
	}
	if s.words != nil && x.few(s.words) {
		return filter{group, within(s.words, column, least, most)}
	}
	var steps []*roaring.Bitmap
	for _, l := range x.labels.groups[group] {
		step := parseStep(x.labels.names[l])
		low, high := from(step), from(step+1)-1
		switch {
		case high < least || low > most:
		case low >= least && high <= most:
			steps = append(steps, x.labels.sets[l])
		default:
			steps = append(steps, within(x.labels.sets[l], column, least, most))
		}
	}
	return filter{group, union(steps)}
}

// within is who of a set has a figure from least to most.
func within(set *roaring.Bitmap, column []int64, least, most int64) *roaring.Bitmap {
	fitting := make([]uint32, 0, set.GetCardinality())
	for block := range blocks(set) {
		for _, doc := range block {
			if figure := column[doc]; figure >= least && figure <= most {
				fitting = append(fitting, doc)
			}
		}
	}
	return roaring.BitmapOf(fitting...)
}

// blocks are the documents of a set, in order, some at a time.
func blocks(set *roaring.Bitmap) iter.Seq[[]uint32] {
	return func(yield func([]uint32) bool) {
		var block [1024]uint32
		for docs := set.ManyIterator(); ; {
			n := docs.NextMany(block[:])
			if n == 0 || !yield(block[:n]) {
				return
			}
		}
	}
}

// each calls fn for every document of a set.
func each(set *roaring.Bitmap, fn func(doc uint32)) {
	for block := range blocks(set) {
		for _, doc := range block {
			fn(doc)
		}
	}
}

// hits is what passes everything but the filters of one group.
func (s *seeker) hits(except string) *roaring.Bitmap {
	var sets []*roaring.Bitmap
	for _, f := range s.filters {
		if f.group != except {
			sets = append(sets, f.set)
		}
	}
	if s.words != nil {
		sets = append(sets, s.words)
	}
	if len(sets) == 0 {
		return s.x.shown
	}
	return intersection(sets)
}

// filtered reports whether a group of filters is asked for.
func (s *seeker) filtered(group string) bool {
	return slices.ContainsFunc(s.filters, func(f filter) bool { return f.group == group })
}

// relevance of one hit.
func (s *seeker) relevance(doc uint32) int64 {
	return relevance(s.a.Groups, func(term string) field {
		if p := s.x.posting(term); p != nil {
			return p.fieldOf(doc)
		}
		return fieldCount
	})
}

// page picks the hits behind the cursor, one more than the limit.
func (s *seeker) page(all *roaring.Bitmap) []spot {
	most := s.a.Limit + 1
	switch {
	case !s.byScore():
		return s.top(all, 1000, most)
	case len(s.answers) == 1:
		return s.topByClass(all, most)
	}
	best := s.newBest(most)
	s.scored(all, best.offer)
	return best.spots
}

// byScore reports whether the words have a say in the order asked for.
func (s *seeker) byScore() bool { return len(s.answers) > 0 && s.a.Sort == Recommended }

// topByClass is for one word: the documents of one class differ only by rank,
// so the best of each class are found in the order by rank.
func (s *seeker) topByClass(all *roaring.Bitmap, most int) []spot {
	var best []spot
	left := all
	for _, class := range s.answers[0].classes {
		if left.IsEmpty() {
			break
		}
		best = append(best, s.top(roaring.And(left, class.set), class.weight, most)...)
		left = roaring.AndNot(left, class.set)
	}
	slices.SortFunc(best, s.x.compareSpots)
	return best[:min(len(best), most)]
}

// scored hands over every hit with its key in the order asked for; where words
// have a say in it, their points are added up.
func (s *seeker) scored(all *roaring.Bitmap, take func(spot)) {
	if !s.byScore() {
		each(all, func(doc uint32) { take(spot{s.x.key(s.a.Sort, doc), doc}) })
		return
	}
	docs := all.ToArray()
	sums := make([]int64, len(docs))
	counted := make([]bool, len(docs))
	for _, answer := range s.answers {
		clear(counted)
		for _, class := range answer.classes {
			at := 0
			each(roaring.And(all, class.set), func(doc uint32) {
				for docs[at] < doc {
					at++
				}
				if !counted[at] {
					counted[at] = true
					sums[at] += class.weight
				}
			})
		}
	}
	for i, doc := range docs {
		take(spot{-(sums[i] / int64(len(s.answers))) * int64(s.x.docs.rank[doc]), doc})
	}
}

// top is the first of a set in the order asked for. Within it relevance is the
// same for all.
func (s *seeker) top(set *roaring.Bitmap, relevance int64, most int) []spot {
	o := s.x.order(s.a.Sort)
	scale := func(key int64) int64 { return key }
	if s.a.Sort == Recommended {
		scale = func(key int64) int64 { return key / 1000 * relevance }
	}
	n := int(set.GetCardinality())
	best := s.newBest(most)
	if n*n <= 2*most*len(o.docs) { // sorting the few is cheaper than walking past the many others
		each(set, func(doc uint32) { best.offer(spot{scale(s.x.key(o.sort, doc)), doc}) })
		return best.spots
	}
	each(roaring.And(set, o.moved), func(doc uint32) { best.offer(spot{scale(s.x.key(o.sort, doc)), doc}) })
	found := 0
	for _, doc := range o.docs[s.start(o, scale):] {
		if !set.Contains(doc) || o.moved.Contains(doc) {
			continue
		}
		best.offer(spot{scale(s.x.key(o.sort, doc)), doc})
		if found++; found == most+len(s.skip) {
			break
		}
	}
	return best.spots
}

// start is where in an order what stands behind the cursor begins.
func (s *seeker) start(o *order, scale func(int64) int64) int {
	if s.a.Behind == nil {
		return 0
	}
	return sort.Search(len(o.docs), func(i int) bool {
		doc := o.docs[i]
		return place{scale(o.stood(s.x, doc)), s.x.docs.service[doc]}.compare(*s.a.Behind) > 0
	})
}

func (x *Index) order(by Sort) *order {
	return x.orders[slices.IndexFunc(x.orders, func(o *order) bool { return o.sort == by })]
}

// best keeps the first few of what it is offered, in order.
type best struct {
	s     *seeker
	most  int
	spots []spot
}

func (s *seeker) newBest(most int) *best { return &best{s: s, most: most} }

func (b *best) offer(candidate spot) {
	if len(b.spots) == b.most && candidate.key > b.spots[b.most-1].key {
		return
	}
	x := b.s.x
	if behind := b.s.a.Behind; behind != nil &&
		(candidate.key < behind.key || candidate.key == behind.key && bytes.Compare(x.docs.service[candidate.doc][:], behind.service[:]) <= 0) {
		return
	}
	if slices.Contains(b.s.skip, candidate.doc) {
		return
	}
	at, _ := slices.BinarySearchFunc(b.spots, candidate, x.compareSpots)
	if at == b.most {
		return
	}
	if len(b.spots) == b.most {
		b.spots = b.spots[:b.most-1]
	}
	b.spots = slices.Insert(b.spots, at, candidate)
}
