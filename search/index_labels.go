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
	name := group + "\x00" + value
	n, known := l.numbers[name]
	if !known {
		n = label(len(l.names))
		name = strings.Clone(name)
		l.numbers[name] = n
		l.names = append(l.names, name[len(group)+1:])
		l.sets = append(l.sets, roaring.New())
		l.groups[group] = append(l.groups[group], n)
	}
	return n
}

// set is who has a value; empty for one that nobody ever had.
func (l *labels) set(group, value string) *roaring.Bitmap {
	if n, known := l.numbers[group+"\x00"+value]; known {
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
		if n, known := l.numbers[group+"\x00"+value]; known {
			sets = append(sets, l.sets[n])
		}
	}
	return roaring.FastOr(sets...)
}

// of are a document's own labels, except its flags.
func (l *labels) of(r record) []label {
	var own []label
	path := pathIDs(r.path)
	for _, category := range path {
		own = append(own, l.number(groupCategory, category))
	}
	own = append(own, l.number(groupLeaf, path[len(path)-1]))
	for _, pair := range strings.Fields(r.facets) {
		code, value, _ := strings.Cut(pair, "=")
		own = append(own, l.number("attribute "+code, value))
	}
	if r.language != "" {
		own = append(own, l.number(groupLanguage, r.language))
	}
	return append(own, l.number(groupPrice, strconv.FormatInt(r.priceStep, 10)), l.number(groupLead, strconv.FormatInt(r.leadStep, 10)))
}

// ofSeller are the labels a document has through its seller.
func (l *labels) ofSeller(r sellerRecord) []label {
	var all []label
	if r.level != "" {
		all = append(all, l.number(groupLevel, r.level))
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
	}
	if r.verified {
		all = append(all, l.number(groupVerified, ""))
	}
	return all
}

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
