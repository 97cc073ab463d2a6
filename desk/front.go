package desk

import (
	"slices"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/reputation"
	"guildhall/search"
)

// popularMost is how many services the front page shows, popularAmong how many
// are asked for, since some of them may be hidden now.
const (
	popularMost  = 8
	popularAmong = 40
)

// Front is what the front page tells of the marketplace (CAT-23, ACC-18).
type Front struct {
	Services  int64                 // that can be found
	Counts    map[id.Category]int64 // of them, in each category
	Online    int64                 // members
	LastOrder time.Time             // zero: none yet
	Wanted    []id.Service          // popular ones, filled up with what search recommends
}

// NewcomerPlaces is how many places of a list's first page new services get
// under a policy, and how many it has (REP-18).
func NewcomerPlaces(p *policy.Policy) (places, page int) {
	return newcomers(p.NewcomerShare, listMany), listMany
}

// Front reads it.
func (v *Visit) Front(tx *db.Tx) (Front, error) {
	recommended, err := v.Find(tx, search.Query{Limit: popularMost, Counts: true})
	if err != nil {
		return Front{}, err
	}
	f := Front{Services: recommended.Total, Counts: recommended.Counts.Categories}
	popular, err := reputation.Popular(tx, popularAmong)
	if err != nil {
		return f, err
	}
	if f.Wanted, err = catalogue.OnShow(tx, popular); err != nil {
		return f, err
	}
	f.Wanted = f.Wanted[:min(len(f.Wanted), popularMost)]
	for _, service := range recommended.Services() {
		if len(f.Wanted) < popularMost && !slices.Contains(f.Wanted, service) {
			f.Wanted = append(f.Wanted, service)
		}
	}
	if f.Online, err = account.OnlineCount(tx, v.Rules.Policy.OnlineWindow); err != nil {
		return f, err
	}
	f.LastOrder, err = order.LastPlaced(tx)
	return f, err
}
