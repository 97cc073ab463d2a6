// Package catalogue is what is offered: the tree of categories with their
// attributes and price rules, services with their versions, and what a chosen
// package, units and options cost and take (catalogue.md, ORD-2, ORD-58).
//
// A row of service_versions never changes: an order, a cart line or a decision
// points to a version and so keeps what was agreed (ORD-4), while the seller
// edits the next one (CAT-11).
package catalogue

import (
	"guildhall/id"
	"guildhall/money"
)

// PriceRule tells who sets the price in a category (CAT-3, CAT-6).
type PriceRule string

// The closed list of price rules.
const (
	PriceUnit     PriceRule = "unit"     // one price a unit, set by the category
	PricePackages PriceRule = "packages" // the three package prices, set by the category
	PriceFree     PriceRule = "free"     // unit or packages, set by the seller within bounds
)

// Pricing is a category's price rule with its figures. A zero figure leaves
// it to the policy's base_price (unit, lower bound) or to money.Max (upper bound).
type Pricing struct {
	Rule     PriceRule
	Unit     money.Amount
	Packages [3]money.Amount // economy, standard, business
	Min, Max money.Amount    // bounds of a free price
}

// Category is one node of the tree (CAT-1). Services stand in leaves only.
type Category struct {
	ID          id.Category
	Parent      id.Category // zero: at the top
	Slug        string      // unique among all, for the address
	Name        string
	Icon        string
	Description string
	Position    int64
	Pricing     Pricing
	Portfolio   bool // asks for portfolio works (CAT-14)
	Prohibited  bool // cannot be chosen; orders in it may be cancelled by staff (CAT-4, ORD-31)
}

// AttributeKind is how an attribute is filled in (CAT-2).
type AttributeKind string

// The closed list of attribute kinds.
const (
	OneChoice   AttributeKind = "choice"
	ManyChoices AttributeKind = "choices"
	NumberRange AttributeKind = "number"
	YesNo       AttributeKind = "yes_no"
)

// Attribute is a parameter that services of a category and of all below it
// state, and buyers filter by.
type Attribute struct {
	Category id.Category `json:"-"` // where it is declared
	Code     string      // unique along a path of the tree
	Name     string
	Kind     AttributeKind
	Required bool
	Choices  []Choice // of OneChoice and ManyChoices
	Min, Max int64    // of NumberRange, both included
	Position int64
}

// Choice is one value an attribute can take.
type Choice struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// Label is the word for a stored value; a number is its own.
func (a Attribute) Label(value string) string {
	for _, choice := range a.Choices {
		if choice.Code == value {
			return choice.Name
		}
	}
	return value
}

// chosen reports whether code is one of the attribute's choices.
func (a Attribute) chosen(code string) bool {
	for _, choice := range a.Choices {
		if choice.Code == code {
			return true
		}
	}
	return false
}
