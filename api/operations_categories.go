package api

import (
	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
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
	Below       []Category  `json:"below,omitempty"`
}

func listCategories(c *Call, _ *struct{}) (List[Category], error) {
	return read(c, func(tx *db.Tx) (List[Category], error) {
		nodes, err := catalogue.Tree(tx, c.Say.Language())
		return List[Category]{Items: categoriesOf(nodes)}, err
	})
}

func categoriesOf(nodes []catalogue.Node) []Category {
	made := []Category{}
	for _, n := range nodes {
		made = append(made, Category{n.ID, n.Slug, n.Name, n.Description, categoriesOf(n.Below)})
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
}

// AttributeChoice is one value of an attribute.
type AttributeChoice struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

func getCategory(c *Call, _ *struct{}) (CategoryRules, error) {
	return read(c, func(tx *db.Tx) (CategoryRules, error) {
		category, err := catalogue.CategoryBySlug(tx, c.Path("slug"))
		if err != nil {
			return CategoryRules{}, err
		}
		path, err := catalogue.Path(tx, category.ID)
		if err != nil {
			return CategoryRules{}, err
		}
		rules, err := catalogue.RulesFor(tx, category.ID, c.Rules.Policy)
		if err != nil {
			return CategoryRules{}, err
		}
		return c.categoryRules(rules, path), nil
	})
}

func (c *Call) categoryRules(rules catalogue.Rules, path []catalogue.Category) CategoryRules {
	category := rules.Category
	least, most := rules.Bounds()
	made := CategoryRules{
		Category: Category{ID: category.ID, Slug: category.Slug, Name: category.Name, Description: category.Description},
		Path:     []string{}, PriceRule: string(category.Pricing.Rule), PriceMin: c.money(least), PriceMax: c.money(most),
		Portfolio: category.Portfolio, Prohibited: category.Prohibited, Attributes: []Attribute{},
	}
	for _, part := range path {
		made.Path = append(made.Path, part.Slug)
	}
	for _, a := range rules.Attributes {
		attribute := Attribute{Code: a.Code, Name: a.Name, Kind: string(a.Kind), Required: a.Required, Min: a.Min, Max: a.Max}
		for _, choice := range a.Choices {
			attribute.Choices = append(attribute.Choices, AttributeChoice(choice))
		}
		made.Attributes = append(made.Attributes, attribute)
	}
	return made
}
