package api

import (
	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/money"
)

// categoryStaffOperations change the tree that services stand in (CAT-1 to
// CAT-4).
var categoryStaffOperations = []Operation{
	op("POST /staff/categories", "addCategory", account.Rule, desk.Staffs, addCategory).creating(),
	op("GET /staff/categories/{category}", "getStaffCategory", account.Rule, desk.Staffs, getStaffCategory),
	op("PUT /staff/categories/{category}", "changeCategory", account.Rule, desk.Staffs, changeCategory),
	op("PUT /staff/categories/{category}/attributes/{code}", "saveAttribute", account.Rule, desk.Staffs, saveAttribute),
	op("DELETE /staff/categories/{category}/attributes/{code}", "dropAttribute", account.Rule, desk.Staffs, dropAttribute),
	op("PUT /staff/categories/{category}/names/{language}", "translateCategory", account.Rule, desk.Staffs, translateCategory),
	op("DELETE /staff/categories/{category}/names/{language}", "dropTranslation", account.Rule, desk.Staffs, dropTranslation),
}

// CategoryStated is what staff state about a category. Prices of 0 leave it to
// the policy.
type CategoryStated struct {
	Parent      string `json:"parent,omitempty" format:"uuid" doc:"nothing: at the top"`
	Slug        string `json:"slug" maxLength:"200" doc:"its address, unique among all"`
	Name        string `json:"name" maxLength:"200"`
	Icon        string `json:"icon,omitempty" maxLength:"60"`
	Description string `json:"description,omitempty" maxLength:"4000"`
	Position    int64  `json:"position,omitempty" minimum:"0" maximum:"9999"`
	PriceRule   string `json:"price_rule" enum:"unit,packages,free"`
	Unit        *Money `json:"price_unit,omitempty"`
	Economy     *Money `json:"price_economy,omitempty"`
	Standard    *Money `json:"price_standard,omitempty"`
	Business    *Money `json:"price_business,omitempty"`
	PriceMin    *Money `json:"price_min,omitempty"`
	PriceMax    *Money `json:"price_max,omitempty"`
	Portfolio   bool   `json:"portfolio,omitempty" doc:"asks for works"`
	Prohibited  bool   `json:"prohibited,omitempty"`
}

// StaffCategory is a category as staff change it, with what it declares itself.
type StaffCategory struct {
	ID id.Category `json:"id"`
	CategoryStated
	Attributes []Attribute    `json:"attributes" nullable:"false"`
	Names      []CategoryName `json:"names" nullable:"false"`
}

// CategoryName is what a category is called in another language.
type CategoryName struct {
	Language    string `json:"language"`
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
}

type categorySent struct{ Body CategoryStated }

// categoryStated reads what was sent. Money of another currency is refused beside its
// field.
func (c *Call) categoryStated(sent CategoryStated, which id.Category) (catalogue.Category, error) {
	made := catalogue.Category{
		ID: which, Slug: sent.Slug, Name: sent.Name, Icon: sent.Icon, Description: sent.Description, Position: sent.Position,
		Pricing: catalogue.Pricing{Rule: catalogue.PriceRule(sent.PriceRule)}, Portfolio: sent.Portfolio, Prohibited: sent.Prohibited,
	}
	p := &made.Pricing
	read := func(to *money.Amount, from *Money, field string) func() error {
		return func() (err error) {
			if from != nil {
				*to, err = c.amount(*from, field)
			}
			return err
		}
	}
	err := firstOf(
		func() (err error) { made.Parent, err = optional[id.CategoryKind](sent.Parent); return err },
		read(&p.Unit, sent.Unit, "price_unit"), read(&p.Packages[0], sent.Economy, "price_economy"),
		read(&p.Packages[1], sent.Standard, "price_standard"), read(&p.Packages[2], sent.Business, "price_business"),
		read(&p.Min, sent.PriceMin, "price_min"), read(&p.Max, sent.PriceMax, "price_max"),
	)
	return made, err
}

func addCategory(c *Call, in *categorySent) (StaffCategory, error) {
	stated, err := c.categoryStated(in.Body, id.New[id.CategoryKind](c.At))
	if err != nil {
		return StaffCategory{}, err
	}
	return once(c, func(tx *db.Tx) (StaffCategory, error) {
		if err := catalogue.SaveCategory(tx, stated); err != nil {
			return StaffCategory{}, err
		}
		return c.staffCategory(tx, stated.ID)
	})
}

// category reads the category of the address.
func (c *Call) category(tx *db.Tx) (catalogue.Category, error) {
	which, err := id.Parse[id.CategoryKind](c.Path("category"))
	if err != nil {
		return catalogue.Category{}, err
	}
	return catalogue.CategoryByID(tx, which)
}

// staffCategory writes one out as it stands.
func (c *Call) staffCategory(tx *db.Tx, which id.Category) (StaffCategory, error) {
	category, err := catalogue.CategoryByID(tx, which)
	if err != nil {
		return StaffCategory{}, err
	}
	attributes, err := catalogue.AttributesOf(tx, []catalogue.Category{category})
	if err != nil {
		return StaffCategory{}, err
	}
	names, err := catalogue.NamesOf(tx, which)
	return StaffCategory{
		ID: category.ID, CategoryStated: c.statedOf(category), Attributes: each(attributes, attributeOf),
		Names: each(names, func(n catalogue.Name) CategoryName { return CategoryName(n) }),
	}, err
}

func (c *Call) statedOf(category catalogue.Category) CategoryStated {
	p := category.Pricing
	set := func(sum money.Amount) *Money {
		if sum == 0 {
			return nil
		}
		made := c.money(sum)
		return &made
	}
	made := CategoryStated{
		Slug: category.Slug, Name: category.Name, Icon: category.Icon, Description: category.Description,
		Position: category.Position, PriceRule: string(p.Rule), Unit: set(p.Unit), Economy: set(p.Packages[0]),
		Standard: set(p.Packages[1]), Business: set(p.Packages[2]), PriceMin: set(p.Min), PriceMax: set(p.Max),
		Portfolio: category.Portfolio, Prohibited: category.Prohibited,
	}
	if !category.Parent.IsZero() {
		made.Parent = category.Parent.String()
	}
	return made
}

func getStaffCategory(c *Call, _ *struct{}) (StaffCategory, error) {
	return read(c, func(tx *db.Tx) (StaffCategory, error) {
		category, err := c.category(tx)
		if err != nil {
			return StaffCategory{}, err
		}
		return c.staffCategory(tx, category.ID)
	})
}

// rearrange changes the category of the address, and answers how it stands then.
func (c *Call) rearrange(change func(*db.Tx, catalogue.Category) error) (StaffCategory, error) {
	return write(c, func(tx *db.Tx) (StaffCategory, error) {
		category, err := c.category(tx)
		if err != nil {
			return StaffCategory{}, err
		}
		if err := change(tx, category); err != nil {
			return StaffCategory{}, err
		}
		return c.staffCategory(tx, category.ID)
	})
}

func changeCategory(c *Call, in *categorySent) (StaffCategory, error) {
	return c.rearrange(func(tx *db.Tx, category catalogue.Category) error {
		stated, err := c.categoryStated(in.Body, category.ID)
		if err != nil {
			return err
		}
		return catalogue.SaveCategory(tx, stated)
	})
}

type attributeSent struct {
	Body struct {
		Name     string            `json:"name" maxLength:"200"`
		Kind     string            `json:"kind" enum:"choice,choices,number,yes_no"`
		Required bool              `json:"required,omitempty"`
		Choices  []AttributeChoice `json:"choices,omitempty" maxItems:"200"`
		Min      int64             `json:"min,omitempty" minimum:"0" maximum:"1000000"`
		Max      int64             `json:"max,omitempty" minimum:"0" maximum:"1000000"`
		Position int64             `json:"position,omitempty" minimum:"0" maximum:"9999"`
	}
}

func saveAttribute(c *Call, in *attributeSent) (StaffCategory, error) {
	return c.rearrange(func(tx *db.Tx, category catalogue.Category) error {
		b := in.Body
		return catalogue.SaveAttribute(tx, catalogue.Attribute{
			Category: category.ID, Code: c.Path("code"), Name: b.Name, Kind: catalogue.AttributeKind(b.Kind), Required: b.Required,
			Choices: each(b.Choices, func(one AttributeChoice) catalogue.Choice { return catalogue.Choice(one) }),
			Min:     b.Min, Max: b.Max, Position: b.Position,
		})
	})
}

func dropAttribute(c *Call, _ *struct{}) (StaffCategory, error) {
	return c.rearrange(func(tx *db.Tx, category catalogue.Category) error {
		return catalogue.DropAttribute(tx, category.ID, c.Path("code"))
	})
}

type categoryNamed struct {
	Body struct {
		Name        string `json:"name" minLength:"1" maxLength:"200"`
		Description string `json:"description,omitempty" maxLength:"4000"`
	}
}

func translateCategory(c *Call, in *categoryNamed) (StaffCategory, error) {
	return c.rearrange(func(tx *db.Tx, category catalogue.Category) error {
		return catalogue.Translate(tx, category.ID, c.Path("language"), in.Body.Name, in.Body.Description)
	})
}

func dropTranslation(c *Call, _ *struct{}) (StaffCategory, error) {
	return c.rearrange(func(tx *db.Tx, category catalogue.Category) error {
		return catalogue.Translate(tx, category.ID, c.Path("language"), "", "")
	})
}
