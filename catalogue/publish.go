package catalogue

import (
	"fmt"
	"strconv"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/search"
)

// publish brings the service's search document up to date with its state and
// the offer buyers see (CAT-22). What was never live has none.
func publish(tx *db.Tx, s Service, offer Offer) error {
	if s.Live.IsZero() {
		return nil
	}
	if s.Stored != Live {
		return search.Show(tx, s.ID, false)
	}
	document, err := documentOf(tx, s, offer)
	if err != nil {
		return err
	}
	own, err := ownCauses(tx, s.ID)
	if err != nil {
		return err
	}
	document.Shown = own == 0
	return search.Put(tx, document)
}

func ownCauses(tx *db.Tx, service id.Service) (int64, error) {
	return db.Value[int64](tx, `SELECT count(*) FROM service_causes
		WHERE service = $1 AND (until IS NULL OR until > $2)`, service, tx.Now())
}

// documentOf is what a live offer is found by (CAT-18); categories in every
// language they have a name in.
func documentOf(tx *db.Tx, s Service, o Offer) (search.Document, error) {
	f, err := forestOf(tx)
	if err != nil {
		return search.Document{}, err
	}
	node, ok := f.in("").byID[o.Category]
	if !ok {
		return search.Document{}, fault.Missing()
	}
	document := search.Document{
		Service: s.ID, Seller: s.Seller, Title: o.Title, Language: o.Language,
		Price: o.PriceFrom(), Lead: o.LeadFrom(), LiveAt: s.LiveAt,
		Tags: o.Tags, Texts: []string{o.Description, o.Volume}, Facets: map[string][]string{},
	}
	for _, category := range node.Path {
		document.Path = append(document.Path, category.ID)
		document.Labels = append(document.Labels, f.called(category)...)
	}
	for _, attribute := range node.Attributes {
		values := o.Attributes[attribute.Code]
		document.Labels = append(document.Labels, attribute.named(values)...)
		document.Facets[attribute.Code] = attribute.facets(values)
	}
	return document, nil
}

// named turns stored values into the words people search by.
func (a Attribute) named(values []string) []string {
	var names []string
	for _, value := range values {
		for _, choice := range a.Choices {
			if choice.Code == value {
				names = append(names, choice.Name)
			}
		}
		if a.Kind == YesNo && value == "yes" {
			names = append(names, a.Name)
		}
	}
	return names
}

// facets turns stored values into what buyers filter by: a number becomes the
// span it falls into.
func (a Attribute) facets(values []string) []string {
	if a.Kind != NumberRange {
		return values
	}
	var facets []string
	for _, value := range values {
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			continue
		}
		for _, span := range a.Spans() {
			if n >= span.Least && n <= span.Most {
				facets = append(facets, span.Code())
			}
		}
	}
	return facets
}

// Span is one part of a number attribute's range, both ends included.
type Span struct{ Least, Most int64 }

// Code names the span in filters.
func (s Span) Code() string { return fmt.Sprintf("%d-%d", s.Least, s.Most) }

// spansMost is into how many parts a number's range is divided at most.
const spansMost = 5

// Spans divides a number attribute's range into parts to filter by, narrow at
// the low end, where most offers are: each is about three times as wide as the
// one before. Other attributes have none.
func (a Attribute) Spans() []Span {
	if a.Kind != NumberRange || a.Max < a.Min {
		return nil
	}
	parts, width := int64(0), a.Max-a.Min+1
	for range spansMost {
		parts = parts*3 + 1
	}
	least := a.Min
	var spans []Span
	for i, share := 0, int64(1); i < spansMost && least <= a.Max; i, share = i+1, share*3 {
		most := least + max(width*share/parts, 1) - 1
		if i == spansMost-1 || most > a.Max {
			most = a.Max
		}
		spans = append(spans, Span{least, most})
		least = most + 1
	}
	return spans
}
