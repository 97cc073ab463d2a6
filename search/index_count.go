package search

import (
	"slices"
	"strconv"

	"github.com/RoaringBitmap/roaring/v2"

	"guildhall/id"
)

// countGroups are counted for every ask; attributes by name.
var countGroups = []string{
	groupLeaf, groupLanguage, groupLevel, groupRating, groupFeedback, groupOnline, groupVerified, groupTopRated, groupPrice, groupLead,
}

// counts counts what each value of each filter leaves.
func (s *seeker) counts(all *roaring.Bitmap) Counts {
	groups := slices.Clone(countGroups)
	for _, code := range s.a.CountOnly {
		groups = append(groups, "attribute "+code)
	}
	counted := s.x.count(all, slices.DeleteFunc(slices.Clone(groups), s.filtered))
	for _, group := range groups {
		if s.filtered(group) {
			for l, n := range s.x.count(s.hits(group), []string{group}) {
				counted[l] = n
			}
		}
	}
	return s.x.tell(counted, s.a.CountOnly)
}

func (s *seeker) filtered(group string) bool {
	return slices.ContainsFunc(s.filters, func(f filter) bool { return f.group == group })
}

// Which way of counting is quicker: a document costs about perDoc, a label
// perContainer for each 65,536 documents.
const (
	perDoc       = 60
	perContainer = 600
)

// count counts a set by the labels of some groups; those nobody has are left
// out.
func (x *Index) count(set *roaring.Bitmap, groups []string) map[label]int64 {
	var wanted []label
	for _, group := range groups {
		wanted = append(wanted, x.labels.groups[group]...)
	}
	counted := make(map[label]int64, len(wanted))
	containers := uint64(len(x.docs.service)>>16 + 1)
	if set != x.shown && set.GetCardinality()*perDoc < uint64(len(wanted))*containers*perContainer {
		by := x.countDocs(set)
		for _, l := range wanted {
			if by[l] > 0 {
				counted[l] = by[l]
			}
		}
		return counted
	}
	for _, l := range wanted {
		n := uint64(0)
		if set == x.shown {
			n = x.labels.sets[l].GetCardinality()
		} else {
			n = x.labels.sets[l].AndCardinality(set)
		}
		if n > 0 {
			counted[l] = int64(n)
		}
	}
	return counted
}

// countDocs counts all labels of a set's documents, one by one.
func (x *Index) countDocs(set *roaring.Bitmap) []int64 {
	by := make([]int64, len(x.labels.names))
	each(set, func(doc uint32) {
		for _, l := range x.ownLabels(doc) {
			by[l]++
		}
		for _, l := range x.sellers.all[x.docs.seller[doc]].labels {
			by[l]++
		}
		if x.docs.flags[doc]&isTopRated != 0 {
			by[labelTopRated]++
		}
	})
	return by
}

// tell puts counted labels under their names.
func (x *Index) tell(counted map[label]int64, attributes []string) Counts {
	c := Counts{
		Categories: map[id.Category]int64{}, Attributes: map[string]map[string]int64{},
		Languages: x.named(counted, groupLanguage), Levels: x.named(counted, groupLevel),
		Ratings: numbered(x.named(counted, groupRating)), Feedback: numbered(x.named(counted, groupFeedback)),
		Online: x.named(counted, groupOnline)[""], Verified: x.named(counted, groupVerified)[""], TopRated: counted[labelTopRated],
		Prices: bars(numbered(x.named(counted, groupPrice)), priceFrom), Leads: bars(numbered(x.named(counted, groupLead)), leadFrom),
	}
	for name, n := range x.named(counted, groupLeaf) {
		if category, err := id.Parse[id.CategoryKind](name); err == nil {
			c.Categories[category] = n
		}
	}
	for _, code := range attributes {
		c.Attributes[code] = x.named(counted, "attribute "+code)
	}
	return c
}

func (x *Index) named(counted map[label]int64, group string) map[string]int64 {
	values := map[string]int64{}
	for _, l := range x.labels.groups[group] {
		if n := counted[l]; n > 0 {
			values[x.labels.names[l]] = n
		}
	}
	return values
}

func numbered(names map[string]int64) map[int64]int64 {
	values := make(map[int64]int64, len(names))
	for name, n := range names {
		if value, err := strconv.ParseInt(name, 10, 64); err == nil {
			values[value] = n
		}
	}
	return values
}
