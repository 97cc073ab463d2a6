package moderation

import (
	"fmt"
	"strings"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/moderation"
	"guildhall/money"
	"guildhall/web/parts"
)

func amount(minor int64) money.Amount { return money.Amount(minor) }

// mood is the look of the button of an outcome.
func mood(o moderation.Outcome) string {
	if o == moderation.Removed {
		return "harm"
	}
	return ""
}

// treePage is the whole tree (CAT-1).
type treePage struct {
	v    *desk.Visit
	Tree []catalogue.Node
}

// Categories is GET /staff/categories.
func Categories(v *desk.Visit) error {
	p := &treePage{v: v}
	err := v.Read(func(tx *db.Tx) error {
		var err error
		p.Tree, err = catalogue.Tree(tx, v.Say.Language())
		return err
	})
	if err != nil {
		return err
	}
	return v.Render(showTree(p))
}

// categoryPage is one category with its attributes.
type categoryPage struct {
	v          *desk.Visit
	Category   catalogue.Category
	Tree       []catalogue.Node
	Attributes []catalogue.Attribute // own ones
	New        bool
	Form       *desk.Form
}

// NewCategory is GET /staff/categories/new.
func NewCategory(v *desk.Visit) error {
	p := &categoryPage{v: v, New: true, Category: catalogue.Category{
		ID: id.New[id.CategoryKind](v.At), Pricing: catalogue.Pricing{Rule: catalogue.PriceFree},
	}}
	err := v.Read(func(tx *db.Tx) error { return p.readTree(tx) })
	if err != nil {
		return err
	}
	return v.Render(showCategory(p))
}

func (p *categoryPage) readTree(tx *db.Tx) error {
	var err error
	p.Tree, err = catalogue.Tree(tx, p.v.Say.Language())
	return err
}

// ShowCategory is GET /staff/categories/{id}.
func ShowCategory(v *desk.Visit) error {
	p, err := openCategory(v)
	if err != nil {
		return err
	}
	return v.Render(showCategory(p))
}

func openCategory(v *desk.Visit) (*categoryPage, error) {
	which, err := desk.PathID[id.CategoryKind](v, "id")
	if err != nil {
		return nil, err
	}
	p := &categoryPage{v: v}
	return p, v.Read(func(tx *db.Tx) error {
		if p.Category, err = catalogue.CategoryByID(tx, which); err != nil {
			return err
		}
		if p.Attributes, err = catalogue.AttributesOf(tx, []catalogue.Category{p.Category}); err != nil {
			return err
		}
		return p.readTree(tx)
	})
}

// SaveCategory is POST /staff/categories/{id}. A new one brings the id its
// form was drawn with, so that sending twice makes one.
func SaveCategory(v *desk.Visit) error {
	which, err := desk.PathID[id.CategoryKind](v, "id")
	if err != nil {
		return err
	}
	f := v.Form()
	c := categoryOf(f, which)
	if !f.Bad() {
		err := v.Write(func(tx *db.Tx) error { return catalogue.SaveCategory(tx, c) })
		if err := f.Take(err); err != nil {
			return err
		}
	}
	if f.Bad() {
		p := &categoryPage{v: v, Category: c, Form: f, New: f.Flag("new")}
		if err := v.Read(p.readTree); err != nil {
			return err
		}
		return v.Render(showCategory(p))
	}
	v.Notice("moderation.category_saved")
	return v.Redirect("/staff/categories/" + which.String())
}

func categoryOf(f *desk.Form, which id.Category) catalogue.Category {
	return catalogue.Category{
		ID: which, Parent: desk.FormID[id.CategoryKind](f, "parent"),
		Name: f.Text("name", catalogue.TitleMax), Slug: f.Text("slug", catalogue.TitleMax), Icon: f.Text("icon", catalogue.TagMax),
		Description: f.Lines("description", catalogue.AnswerMax), Position: int64(f.OptionalInt("position", 0, 9999, 0)),
		Portfolio: f.Flag("portfolio"), Prohibited: f.Flag("prohibited"),
		Pricing: catalogue.Pricing{
			Rule: catalogue.PriceRule(f.Value("rule")), Unit: f.OptionalAmount("unit"),
			Packages: [3]money.Amount{f.OptionalAmount("economy"), f.OptionalAmount("standard"), f.OptionalAmount("business")},
			Min:      f.OptionalAmount("price_min"), Max: f.OptionalAmount("price_max"),
		},
	}
}

// SaveAttribute is POST /staff/categories/{id}/attributes: writes one, or
// takes it away.
func SaveAttribute(v *desk.Visit) error {
	p, err := openCategory(v)
	if err != nil {
		return err
	}
	f := v.Form()
	a := catalogue.Attribute{
		Category: p.Category.ID, Code: f.Text("code", catalogue.TagMax), Name: f.Text("attribute", catalogue.TitleMax),
		Kind: catalogue.AttributeKind(f.Value("kind")), Required: f.Flag("required"),
		Min: int64(f.OptionalInt("least", 0, 1_000_000, 0)), Max: int64(f.OptionalInt("most", 0, 1_000_000, 0)),
	}
	for line := range strings.SplitSeq(f.Lines("choices", catalogue.AnswerMax), "\n") {
		if name := strings.TrimSpace(line); name != "" {
			a.Choices = append(a.Choices, catalogue.Choice{Code: catalogue.Code(name), Name: name})
		}
	}
	if a.Code == "" && a.Name != "" {
		a.Code = catalogue.Code(a.Name)
	}
	if !f.Bad() {
		err := v.Write(func(tx *db.Tx) error {
			if f.Flag("drop") {
				return catalogue.DropAttribute(tx, p.Category.ID, a.Code)
			}
			return catalogue.SaveAttribute(tx, a)
		})
		if err := f.Take(err); err != nil {
			return err
		}
	}
	if f.Bad() {
		p.Form = f
		return v.Render(showCategory(p))
	}
	v.Notice("moderation.category_saved")
	return v.Redirect("/staff/categories/" + p.Category.ID.String())
}

// Translate is POST /staff/categories/{id}/translations.
func Translate(v *desk.Visit) error {
	p, err := openCategory(v)
	if err != nil {
		return err
	}
	f := v.Form()
	language, name := f.Text("language", catalogue.TagMax), f.Text("translation", catalogue.TitleMax)
	if !f.Bad() {
		err := v.Write(func(tx *db.Tx) error { return catalogue.Translate(tx, p.Category.ID, language, name, "") })
		if err := f.Take(err); err != nil {
			return err
		}
	}
	if f.Bad() {
		p.Form = f
		return v.Render(showCategory(p))
	}
	v.Notice("moderation.category_saved")
	return v.Redirect("/staff/categories/" + p.Category.ID.String())
}

func (p *categoryPage) ask(name, value string) parts.Input {
	in := parts.Input{Name: name, Label: p.v.Say.T("moderation.category." + name), Value: value}
	return parts.Ask(p.v.Say, p.Form, in)
}

func (p *categoryPage) price(name string, amount money.Amount) parts.Input {
	in := p.ask(name, "")
	if in.Value == "" && amount > 0 {
		in.Value = p.v.Rules.Policy.Currency.Decimal(amount)
	}
	in.Short, in.InputMode, in.Suffix = true, "decimal", string(p.v.Rules.Policy.Currency)
	return in
}

func (p *categoryPage) flag(name string, on bool) parts.Input {
	in := p.ask(name, "")
	if on {
		in.Value = "yes"
	}
	return in
}

func (p *categoryPage) rules() parts.Input {
	in := p.ask("rule", string(p.Category.Pricing.Rule))
	for _, rule := range []catalogue.PriceRule{catalogue.PriceFree, catalogue.PriceUnit, catalogue.PricePackages} {
		in.Options = append(in.Options, parts.Option{Value: string(rule), Label: p.v.Say.T("moderation.rule." + string(rule))})
	}
	return in
}

func (p *categoryPage) parents() parts.Input {
	in := p.ask("parent", "")
	if !p.Category.Parent.IsZero() && in.Value == "" {
		in.Value = p.Category.Parent.String()
	}
	in.Options = append([]parts.Option{{Value: "", Label: p.v.Say.T("moderation.top")}}, nodes(p.Tree, "")...)
	return in
}

func nodes(tree []catalogue.Node, above string) []parts.Option {
	var all []parts.Option
	for _, node := range tree {
		all = append(all, parts.Option{Value: node.ID.String(), Label: above + node.Name})
		all = append(all, nodes(node.Below, above+node.Name+" / ")...)
	}
	return all
}

func (p *categoryPage) kinds() parts.Input {
	in := p.ask("kind", "")
	for _, kind := range []catalogue.AttributeKind{catalogue.OneChoice, catalogue.ManyChoices, catalogue.NumberRange, catalogue.YesNo} {
		in.Options = append(in.Options, parts.Option{Value: string(kind), Label: p.v.Say.T("moderation.attribute." + string(kind))})
	}
	return in
}

// choices writes an attribute's values in a line.
func choices(a catalogue.Attribute) string {
	if a.Kind == catalogue.NumberRange {
		return fmt.Sprintf("%d – %d", a.Min, a.Max)
	}
	names := make([]string, len(a.Choices))
	for i, choice := range a.Choices {
		names[i] = choice.Name
	}
	return strings.Join(names, ", ")
}

func (p *categoryPage) path(noun string) string {
	return "/staff/categories/" + p.Category.ID.String() + noun
}

func (p *categoryPage) title() string {
	if p.New {
		return p.v.Say.T("moderation.new_category")
	}
	return p.Category.Name
}
