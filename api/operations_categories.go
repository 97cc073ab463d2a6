package api

import (
	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/search"
)

// categoryOperations are about the tree that services stand in.
var categoryOperations = []Operation{
	op("GET /categories", "listCategories", account.Anyone, desk.Nobodys, listCategories),
	op("GET /categories/{slug}", "getCategory", account.Anyone, desk.Nobodys, getCategory),
}

// Category is a category with what is below it.
type Category struct {
	ID          id.Category `json:"id"`
	Slug        string      `json:"slug"`
	Name        string      `json:"name"`
	Description string      `json:"description,omitempty"`
	Icon        string      `json:"icon,omitempty"`
	Services    int64       `json:"services" doc:"that can be found in it and below"`
	Below       []Category  `json:"below,omitempty"`
}

func listCategories(c *Call, _ *struct{}) (List[Category], error) {
	return read(c, func(tx *db.Tx) (List[Category], error) {
		nodes, err := catalogue.Tree(tx, c.Say.Language())
		if err != nil {
			return List[Category]{}, err
		}
		found, err := c.Find(tx, search.Query{Limit: 1, Counts: true})
		return List[Category]{Items: categoriesOf(nodes, found.Counts.Categories)}, err
	})
}

// categoriesOf writes a part of the tree, each with how many services stand in
// it and below.
func categoriesOf(nodes []catalogue.Node, counts map[id.Category]int64) []Category {
	made := []Category{}
	for _, n := range nodes {
		one := Category{
			ID: n.ID, Slug: n.Slug, Name: n.Name, Description: n.Description, Icon: n.Icon,
			Services: counts[n.ID], Below: categoriesOf(n.Below, counts),
		}
		for _, below := range one.Below {
			one.Services += below.Services
		}
		made = append(made, one)
	}
	return made
}

// CategoryRules is what an offer in a category has to state, and at what price.
type CategoryRules struct {
	Category
	Path       []string    `json:"path" nullable:"false"`
	PriceRule  string      `json:"price_rule" enum:"unit,packages,free"`
	PriceMin   Money       `json:"price_min"`
	PriceMax   Money       `json:"price_max"`
	Portfolio  bool        `json:"portfolio"`
	Prohibited bool        `json:"prohibited"`
	Attributes []Attribute `json:"attributes" nullable:"false"`
}

// Attribute is what services of a category state and buyers filter by.
type Attribute struct {
	Code     string            `json:"code"`
	Name     string            `json:"name"`
	Kind     string            `json:"kind" enum:"choice,choices,number,yes_no"`
	Required bool              `json:"required"`
	Choices  []AttributeChoice `json:"choices,omitempty"`
	Min      int64             `json:"min,omitempty"`
	Max      int64             `json:"max,omitempty"`
	Spans    []AttributeSpan   `json:"spans,omitempty" doc:"of a number: what it is filtered by"`
}

// AttributeSpan is a part of a number's range, both ends included. Its code is
// the value that filters and counts name it by.
type AttributeSpan struct {
	Code  string `json:"code"`
	Least int64  `json:"least"`
	Most  int64  `json:"most"`
}

// AttributeChoice is one value of an attribute.
type AttributeChoice struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

func getCategory(c *Call, _ *struct{}) (CategoryRules, error) {
	return read(c, func(tx *db.Tx) (CategoryRules, error) {
		tree, err := catalogue.Tree(tx, c.Say.Language())
		if err != nil {
			return CategoryRules{}, err
		}
		node, known := catalogue.NodeOf(tree, func(category catalogue.Category) bool { return category.Slug == c.Path("slug") })
		if !known {
			return CategoryRules{}, fault.Missing()
		}
		rules, err := catalogue.RulesFor(tx, node.ID, c.Rules.Policy)
		if err != nil {
			return CategoryRules{}, err
		}
		found, err := c.Find(tx, search.Query{Limit: 1, Counts: true, Category: node.ID})
		return c.categoryRules(node, rules, found.Counts.Categories), err
	})
}

func (c *Call) categoryRules(node catalogue.Node, rules catalogue.Rules, counts map[id.Category]int64) CategoryRules {
	category := rules.Category
	least, most := rules.Bounds()
	return CategoryRules{
		Category: categoriesOf([]catalogue.Node{node}, counts)[0],
		Path:     each(node.Path, func(above catalogue.Category) string { return above.Slug }), PriceRule: string(category.Pricing.Rule),
		PriceMin: c.money(least), PriceMax: c.money(most), Portfolio: category.Portfolio, Prohibited: category.Prohibited,
		Attributes: each(rules.Attributes, attributeOf),
	}
}

func attributeOf(a catalogue.Attribute) Attribute {
	made := Attribute{Code: a.Code, Name: a.Name, Kind: string(a.Kind), Required: a.Required, Min: a.Min, Max: a.Max}
	for _, choice := range a.Choices {
		made.Choices = append(made.Choices, AttributeChoice(choice))
	}
	for _, span := range a.Spans() {
		made.Spans = append(made.Spans, AttributeSpan{span.Code(), span.Least, span.Most})
	}
	return made
}
