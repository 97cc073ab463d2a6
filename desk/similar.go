package desk

import (
	"slices"
	"strings"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
	"guildhall/search"
)

// Similar finds neighbours of a service in its category (CAT-24): those that
// share words of title and tags first, then the recommended ones.
func (v *Visit) Similar(tx *db.Tx, service id.Service, o catalogue.Offer, most int) ([]id.Service, error) {
	if o.Category.IsZero() {
		return nil, nil
	}
	q := search.Query{
		Words: o.Title + " " + strings.Join(o.Tags, " ") + " ", Any: true, Without: service,
		Category: o.Category, Limit: most, Language: o.Language,
	}
	alike, err := v.Finder.Find(tx, q)
	if err != nil {
		return nil, err
	}
	others := alike.Services()
	if len(others) >= most {
		return others, nil
	}
	q.Words = ""
	rest, err := v.Finder.Find(tx, q)
	for _, one := range rest.Services() {
		if len(others) < most && !slices.Contains(others, one) {
			others = append(others, one)
		}
	}
	return others, err
}
