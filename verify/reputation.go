package verify

import (
	"guildhall/db"
	"guildhall/id"
	"guildhall/order"
	"guildhall/reputation"
)

// figures computes every seller's figures and every rank again (15).
func figures(tx *db.Tx) ([]Finding, error) {
	sellers, err := db.All(tx, func(row db.Row) (id.Member, error) {
		var seller id.Member
		return seller, row.Scan(&seller)
	}, `SELECT seller FROM seller_figures ORDER BY seller`)
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
	return findings, nil
}

// mark checks what an order left on its seller's record (15).
func mark(tx *db.Tx, o order.Order) ([]Finding, error) {
	wrong, err := reputation.CheckOrder(tx, o)
	if err != nil || wrong == "" {
		return nil, err
	}
	return []Finding{{Invariant: 15, Subject: "order " + o.Number, Detail: wrong}}, nil
}
