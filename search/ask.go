package search

import (
	"bytes"
	"cmp"
	"slices"

	"guildhall/db"
	"guildhall/id"
)

// field is where in a document a term stands.
type field int

const (
	inTitle field = iota
	inTags
	inLabels // category and attribute values
	inTexts
	fieldCount
)

// fieldWeight is what a word found in a field counts, of 1,000; a document's
// term counts in the first field it stands in (CAT-18, REP-16).
var fieldWeight = [fieldCount]int64{1000, 600, 400, 200}

// How near a term is to the word that was typed, of 100.
const (
	asTyped   = 100
	asPrefix  = 90
	asSynonym = 80
	asTypo    = 60
	asNearest = 30
)

// Published is what words count, for who tells it (LAW-15): by field, of 1,000,
// and by how near the word is to the one typed, of 100. The program fixes them.
// Common is the share of all services, of 100, above which a word says too
// little to look for similar ones.
type Published struct {
	Title, Tags, Labels, Texts                int64
	Typed, Unfinished, Synonym, Typo, Nearest int64
	Common                                    int64
}

// Weights are the weights in force.
func Weights() Published {
	return Published{
		Title: fieldWeight[inTitle], Tags: fieldWeight[inTags], Labels: fieldWeight[inLabels], Texts: fieldWeight[inTexts],
		Typed: asTyped, Unfinished: asPrefix, Synonym: asSynonym, Typo: asTypo, Nearest: asNearest,
		Common: commonShare,
	}
}

// Choice is one term that a word may stand for.
type Choice struct {
	Term   string // folded, without its ending; the database encodes it
	Weight int64  // of 100
}

// Group is one typed word: any of its choices answers it.
type Group struct {
	Typed   string
	Choices []Choice
	typo    bool // nothing is spelled as typed
	unknown bool // nor like it: no term is known
}

// Ask is a query with its words expanded: what an Engine answers.
type Ask struct {
	Query
	Groups  []Group
	near    bool         // nothing has all the words: it asks for some, or for words near them
	OnlyNew bool         // newcomers only
	Skip    []id.Service // not these
	Behind  *place       // only what stands behind
}

// Answer is what an Engine found: at most Limit+1 hits, to know whether there
// is a next page.
type Answer struct {
	Hits   []Hit
	At     []place // of each hit
	Total  int64
	Counts Counts
}

// Engine answers asks from the documents' rows. Index and Database ship; an
// outside cluster would be a third (docs/decisions).
type Engine interface {
	// Search answers one page. The transaction is the reader's own view; an
	// engine with an index of its own may be some milliseconds behind it.
	Search(tx *db.Tx, a Ask) (Answer, error)
	// Ahead counts the hits in front of a service in the order asked for; hit
	// tells whether it is one itself.
	Ahead(tx *db.Tx, a Ask, service id.Service) (n int64, hit bool, err error)
}

// relevance is what words count in a document, 0 to 1,000: for each word the
// best of its choices' weight times its field's, and the mean over all words.
// fieldOf answers where a term stands, fieldCount for nowhere.
func relevance(groups []Group, fieldOf func(term string) field) int64 {
	if len(groups) == 0 {
		return 1000
	}
	sum := int64(0)
	for _, group := range groups {
		sum += group.best(fieldOf)
	}
	return sum / int64(len(groups))
}

func (g Group) best(fieldOf func(term string) field) int64 {
	best := int64(0)
	for _, choice := range g.Choices {
		if f := fieldOf(choice.Term); f < fieldCount {
			best = max(best, fieldWeight[f]*choice.Weight/100)
		}
	}
	return best
}

// keyOf is where a hit stands in the order asked for: smaller comes first.
func keyOf(sort Sort, h Hit, r keys) int64 {
	switch sort {
	case Newest:
		return -r.liveAt
	case Cheapest:
		return r.price
	case BestRated:
		return -(r.stars*starsStep + r.feedback*feedbackStep + h.Rank)
	case Fastest:
		return r.lead
	case byDraw:
		return r.draw
	}
	return -h.Score()
}

// Best rated is by the seller's stars, then by how many feedbacks they are made
// of, then by rank, in one number: a rank is below feedbackStep, feedbackMost
// feedbacks with it below starsStep.
const (
	starsMost    = 50
	starsStep    = feedbackStep << 30
	feedbackMost = 1<<30 - 1
	feedbackStep = 1 << 27
)

// keys are the columns orders go by, apart from the rank.
type keys struct {
	liveAt, price, lead, stars, feedback, draw int64
}

func (p place) compare(q place) int {
	switch {
	case p.key != q.key && p.key < q.key:
		return -1
	case p.key != q.key:
		return 1
	}
	return bytes.Compare(p.service[:], q.service[:])
}

// skips reports whether a service is left out.
func (a Ask) skips(service id.Service) bool { return slices.Contains(a.Skip, service) }

// class is one way a word can count: a term in a field.
type class struct {
	Choice
	field  field
	points int64 // of 1,000
}

// classes lists the ways a word can count, the best first.
func (g Group) classes() []class {
	var all []class
	for _, choice := range g.Choices {
		for f := range fieldCount {
			all = append(all, class{choice, f, fieldWeight[f] * choice.Weight / 100})
		}
	}
	slices.SortStableFunc(all, func(a, b class) int { return cmp.Compare(b.points, a.points) })
	return all
}
