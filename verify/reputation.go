package verify

import (
	"guildhall/db"
	"guildhall/order"
	"guildhall/reputation"
)

// figures computes every seller's figures and every rank again (15).
func figures(tx *db.Tx) ([]Finding, error) {
	sellers, err := reputation.Sellers(tx)
	if err != nil {
		return nil, err
	}
	var findings []Finding
	for _, seller := range sellers {
		wrong, err := reputation.CheckSeller(tx, seller)
		if err != nil {
			return nil, err
		}
		for _, detail := range wrong {
			findings = append(findings, Finding{Invariant: 15, Subject: "seller " + seller.String(), Detail: detail})
		}
	}
	unranked, err := reputation.Unranked(tx, findingsMax)
	for _, service := range unranked {
		findings = append(findings, Finding{Invariant: 15, Subject: "service " + service.String(), Detail: "is live and has no figures"})
	}
	return findings, err
}

// mark checks what an order left on its seller's record (15).
func mark(tx *db.Tx, o order.Order) ([]Finding, error) {
	wrong, err := reputation.CheckOrder(tx, o)
	if err != nil || wrong == "" {
		return nil, err
	}
	return []Finding{{Invariant: 15, Subject: "order " + o.Number, Detail: wrong}}, nil
}
