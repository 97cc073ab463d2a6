package demo

import (
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
	"guildhall/money"
)

func cents(n int64) money.Amount { return money.Amount(n) }

func soldByUnit(tx *db.Tx, version id.ServiceVersion) (bool, error) {
	v, err := catalogue.GetVersion(tx, version)
	return v.Offer.ByUnit(), err
}
