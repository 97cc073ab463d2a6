package catalogue

import (
	"guildhall/db"
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

// documentOf is what a live offer is found by (CAT-18).
func documentOf(tx *db.Tx, s Service, o Offer) (search.Document, error) {
	path, err := Path(tx, o.Category)
	if err != nil {
		return search.Document{}, err
	}
	attributes, err := AttributesOf(tx, path)
	if err != nil {
		return search.Document{}, err
	}
	document := search.Document{
		Service: s.ID, Seller: s.Seller, Title: o.Title, Language: o.Language,
		Price: o.PriceFrom(), Lead: o.LeadFrom(), LiveAt: s.LiveAt,
		Texts: append([]string{o.Description, o.Volume}, o.Tags...),
	}
	for _, category := range path {
		document.Path = append(document.Path, category.ID)
		document.Texts = append(document.Texts, category.Name)
	}
	for _, attribute := range attributes {
		document.Texts = append(document.Texts, attribute.named(o.Attributes[attribute.Code])...)
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
