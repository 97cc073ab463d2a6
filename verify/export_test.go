package verify

import (
	"guildhall/db"
	"guildhall/id"
)

// Everything is Run within one transaction, for damage that is undone again.
func Everything(tx *db.Tx) ([]Finding, error) {
	var findings []Finding
	for _, one := range wholes {
		found, err := one(tx)
		if err != nil {
			return nil, err
		}
		findings = append(findings, found...)
	}
	all, err := db.All(tx, func(row db.Row) (one id.Order, err error) {
		err = row.Scan(&one)
		return one, err
	}, `SELECT id FROM orders ORDER BY id`)
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		found, err := Order(tx, one)
		if err != nil {
			return nil, err
		}
		findings = append(findings, found...)
	}
	return findings, nil
}
