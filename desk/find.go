package desk

import (
	"hash/fnv"
	"strings"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/money"
	"guildhall/search"
)

// listMany is how many services a page of a list has unless it says so.
const listMany = 24

// Find answers a page of services for the asker. Pages and API find by it
// alone, so both answer the same: with the newcomers' share of the first page
// (REP-18), drawn anew each day and for each wording.
func (v *Visit) Find(tx *db.Tx, q search.Query) (search.Result, error) {
	if q.Limit < 1 || q.Limit > search.PageMax {
		q.Limit = listMany
	}
	q.Language = v.Say.Language()
	q.Newcomers = newcomers(v.Rules.Policy.NewcomerShare, q.Limit)
	q.Seed = drawSeed(v.At.In(v.Site.Location()), q.Words)
	return v.Finder.Find(tx, q)
}

// newcomers is how many places of a page the share gives, one at least.
func newcomers(share money.Rate, page int) int {
	if share <= 0 {
		return 0
	}
	return max(int((int64(page)*int64(share)+int64(money.Whole)/2)/int64(money.Whole)), 1)
}

// drawSeed is the same for everybody who asks for the same words on one day.
func drawSeed(at time.Time, words string) uint32 {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(at.Format(time.DateOnly) + strings.Join(strings.Fields(search.Fold(words)), " ")))
	return sum.Sum32()
}

// How many of each sort are suggested while one types.
const (
	suggestCategories = 3
	suggestServices   = 5
	suggestMembers    = 3

	SuggestedMax = suggestCategories + suggestServices + suggestMembers
)

// Suggestions are what somebody may be about to type (CAT-18).
type Suggestions struct {
	Categories []catalogue.Category
	Services   []catalogue.Card
	Members    []account.Member
}

// Suggest answers what begins or holds the words: categories by name, services
// by what the search finds, members by login.
func (v *Visit) Suggest(tx *db.Tx, words string) (Suggestions, error) {
	words = strings.TrimSpace(words)
	var s Suggestions
	if words == "" {
		return s, nil
	}
	tree, err := catalogue.Tree(tx, v.Say.Language())
	if err != nil {
		return s, err
	}
	s.Categories = named(tree, search.Fold(words), nil)
	found, err := v.Finder.Find(tx, search.Query{Words: words, Language: v.Say.Language(), Limit: suggestServices})
	if err != nil {
		return s, err
	}
	if s.Services, err = catalogue.Cards(tx, found.Services()); err != nil {
		return s, err
	}
	s.Members, err = account.Named(tx, words, suggestMembers)
	return s, err
}

// named collects categories one of whose words begins with the folded words.
func named(nodes []catalogue.Node, folded string, found []catalogue.Category) []catalogue.Category {
	for _, node := range nodes {
		if name := search.Fold(node.Name); strings.HasPrefix(name, folded) || strings.Contains(name, " "+folded) {
			found = append(found, node.Category)
		}
		found = named(node.Below, folded, found)
	}
	return found[:min(len(found), suggestCategories)]
}
