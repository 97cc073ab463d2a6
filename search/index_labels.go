package search

import (
	"strconv"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
)

// label numbers one value of one filter.
type label uint32

// labels are all values of all filters, each with the shown documents that
// have it.
type labels struct {
	numbers map[string]label
	names   []string // group, blank, value
	sets    []*roaring.Bitmap
	places  []uint16 // in their group
	groups  map[string][]label
}

// The groups of labels. An attribute's is "attribute " and its code.
const (
	groupCategory = "category" // the category and every one above
	groupLeaf     = "leaf"     // the category alone
	groupLanguage = "language"
	groupLevel    = "level"
	groupRating   = "rating"
	groupFeedback = "feedback"
	groupOnline   = "online"
	groupVerified = "verified"
	groupTopRated = "top_rated"
	groupNew      = "new"
	groupPrice    = "price"
	groupLead     = "lead"
)

// placesMost is how many values of one group counts tell apart; a marketplace
// with more leaves than that counts the rest together.
const placesMost = 1 << 16

func newLabels() labels {
	l := labels{numbers: map[string]label{}, groups: map[string][]label{}}
	l.number(groupTopRated, "")
	l.number(groupNew, "")
	return l
}

const (
	labelTopRated label = iota // as newLabels numbers them
	labelNew
)

func (l *labels) number(group, value string) label {
	n, known := l.numbers[name(group, value)]
	if !known {
		n = label(len(l.names))
		l.numbers[name(group, value)] = n
		l.names = append(l.names, strings.Clone(value))
		l.sets = append(l.sets, roaring.New())
		l.places = append(l.places, uint16(min(len(l.groups[group]), placesMost-1)))
		l.groups[group] = append(l.groups[group], n)
	}
	return n
}

// placeOf is a label's place in its group from 1, for a trait.
func (l *labels) placeOf(n label) uint8 { return uint8(min(l.places[n], 254)) + 1 }

// set is who has a value; empty for one that nobody ever had.
func (l *labels) set(group, value string) *roaring.Bitmap {
	if n, known := l.numbers[name(group, value)]; known {
		return l.sets[n]
	}
	return roaring.New()
}

// any is who has one of the values.
func (l *labels) any(group string, values []string) *roaring.Bitmap {
	if len(values) == 1 {
		return l.set(group, values[0])
	}
	var sets []*roaring.Bitmap
	for _, value := range values {
		if n, known := l.numbers[name(group, value)]; known {
			sets = append(sets, l.sets[n])
		}
	}
	return roaring.FastOr(sets...)
}

// of are a document's labels that no trait tells, categories and attributes,
// and its traits, except its seller's.
func (l *labels) of(r record) ([]label, traits) {
	var own []label
	path := pathIDs(r.path)
	for _, category := range path {
		own = append(own, l.number(groupCategory, category))
	}
	for _, pair := range strings.Fields(r.facets) {
		code, value, _ := strings.Cut(pair, "=")
		own = append(own, l.number("attribute "+code, value))
	}
	leaf := l.number(groupLeaf, path[len(path)-1])
	l.number(groupPrice, strconv.FormatInt(r.priceStep, 10))
	l.number(groupLead, strconv.FormatInt(r.leadStep, 10))
	t := traits{leaf: l.places[leaf]}
	t.of[byPrice], t.of[byLead], t.of[byFlags] = uint8(r.priceStep), uint8(r.leadStep), flagsOf(r)
	if r.language != "" {
		t.of[byLanguage] = l.placeOf(l.number(groupLanguage, r.language))
	}
	return own, t
}

// ofSeller are the labels and traits a document has through its seller.
func (l *labels) ofSeller(r sellerRecord) ([]label, traits) {
	var all []label
	var t traits
	t.of[byRating], t.of[byFeedback] = stepsReached(r.rating, RatingSteps), stepsReached(r.feedback, FeedbackSteps)
	if r.level != "" {
		level := l.number(groupLevel, r.level)
		all, t.of[byLevel] = append(all, level), l.placeOf(level)
	}
	for _, step := range RatingSteps {
		if r.rating >= step {
			all = append(all, l.number(groupRating, strconv.FormatInt(step, 10)))
		}
	}
	for _, step := range FeedbackSteps {
		if r.feedback >= step {
			all = append(all, l.number(groupFeedback, strconv.FormatInt(step, 10)))
		}
	}
	if r.online {
		all = append(all, l.number(groupOnline, ""))
		t.of[byFlags] |= isOnline
	}
	if r.verified {
		all = append(all, l.number(groupVerified, ""))
		t.of[byFlags] |= isVerified
	}
	return all, t
}

// told are the labels that a document's own traits tell.
func (l *labels) told(t traits) []label {
	all := append(l.flagged(t.of[byFlags]), l.groups[groupLeaf][t.leaf],
		l.numbers[name(groupPrice, strconv.FormatUint(uint64(t.of[byPrice]), 10))],
		l.numbers[name(groupLead, strconv.FormatUint(uint64(t.of[byLead]), 10))])
	if language := t.of[byLanguage]; language > 0 {
		all = append(all, l.groups[groupLanguage][language-1])
	}
	return all
}

// language is a document's language by its traits.
func (l *labels) language(t traits) string {
	if language := t.of[byLanguage]; language > 0 {
		return l.names[l.groups[groupLanguage][language-1]]
	}
	return ""
}

func name(group, value string) string { return group + "\x00" + value }

func (l *labels) flagged(f flags) []label {
	var all []label
	if f&isTopRated != 0 {
		all = append(all, labelTopRated)
	}
	if f&isNewcomer != 0 {
		all = append(all, labelNew)
	}
	return all
}

// flag changes a shown document's flags.
func (l *labels) flag(doc uint32, was, now flags) {
	for _, gone := range l.flagged(was &^ now) {
		l.sets[gone].Remove(doc)
	}
	for _, come := range l.flagged(now &^ was) {
		l.sets[come].Add(doc)
	}
}
