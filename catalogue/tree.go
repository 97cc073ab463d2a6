package catalogue

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/policy"
)

// Node is a category with what is below it.
type Node struct {
	Category
	Below []Node
}

// Leaf reports whether services can stand here.
func (n Node) Leaf() bool { return len(n.Below) == 0 }

// Tree reads the whole tree in the order of positions, with names in the
// language where they are translated (CAT-1).
func Tree(tx *db.Tx, language string) ([]Node, error) {
	all, err := db.All(tx, scanCategory, `SELECT id, parent, slug, COALESCE(n.name, c.name), icon,
		COALESCE(n.description, c.description), position, price_rule, unit_price,
		economy_price, standard_price, business_price, price_min, price_max, portfolio, prohibited
		FROM categories c LEFT JOIN category_names n ON n.category = c.id AND n.language = $1
		ORDER BY position, slug`, language)
	if err != nil {
		return nil, err
	}
	below := map[id.Category][]Category{}
	for _, category := range all {
		below[category.Parent] = append(below[category.Parent], category)
	}
	return grow(below, id.Category{}), nil
}

func grow(below map[id.Category][]Category, parent id.Category) []Node {
	var nodes []Node
	for _, category := range below[parent] {
		nodes = append(nodes, Node{Category: category, Below: grow(below, category.ID)})
	}
	return nodes
}

// Path reads a category and all above it, from the top down; fault.Missing
// when there is none.
func Path(tx *db.Tx, category id.Category) ([]Category, error) {
	path, err := db.All(tx, scanCategory, `
		WITH RECURSIVE up (id, parent, depth) AS (
			SELECT id, parent, 0 FROM categories WHERE id = $1
			UNION ALL SELECT c.id, c.parent, up.depth + 1 FROM categories c JOIN up ON c.id = up.parent
		)
		SELECT c.id, c.parent, slug, name, icon, description, position, price_rule, unit_price,
			economy_price, standard_price, business_price, price_min, price_max, portfolio, prohibited
		FROM up JOIN categories c ON c.id = up.id ORDER BY up.depth DESC`, category)
	if err == nil && len(path) == 0 {
		return nil, fault.Missing()
	}
	return path, err
}

// AttributesOf reads the attributes that hold at the end of a path: its own
// and those of all above (CAT-2).
func AttributesOf(tx *db.Tx, path []Category) ([]Attribute, error) {
	if len(path) == 0 {
		return nil, nil
	}
	var ids []id.Category
	depth := map[id.Category]int{}
	for i, category := range path {
		ids, depth[category.ID] = append(ids, category.ID), i
	}
	all, err := db.All(tx, scanAttribute, `SELECT category, code, name, kind, required, choices, least, most, position
		FROM attributes WHERE category IN (`+places(1, len(ids))+`) ORDER BY position, code`, arguments(ids)...)
	slices.SortStableFunc(all, func(a, b Attribute) int { return depth[a.Category] - depth[b.Category] })
	return all, err
}

func scanAttribute(row db.Row) (Attribute, error) {
	var a Attribute
	var choices string
	err := row.Scan(&a.Category, &a.Code, &a.Name, &a.Kind, &a.Required, &choices, &a.Min, &a.Max, &a.Position)
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal([]byte(choices), &a.Choices); err != nil {
		return a, fmt.Errorf("catalogue: choices of attribute %s: %w", a.Code, err)
	}
	return a, nil
}

// RulesFor is what an offer in this category is checked against; the zero
// category gives rules that refuse it for the missing category only.
func RulesFor(tx *db.Tx, category id.Category, p policy.Policy) (Rules, error) {
	rules := Rules{Policy: p, Leaf: true}
	path, err := Path(tx, category)
	if errors.Is(err, fault.Missing()) {
		return rules, nil
	}
	if err != nil {
		return rules, err
	}
	rules.Category = path[len(path)-1]
	for _, above := range path {
		rules.Category.Prohibited = rules.Category.Prohibited || above.Prohibited
	}
	if rules.Attributes, err = AttributesOf(tx, path); err != nil {
		return rules, err
	}
	below, err := db.Value[int64](tx, `SELECT count(*) FROM categories WHERE parent = $1`, category)
	rules.Leaf = below == 0
	return rules, err
}

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// SaveCategory writes a category, new when its id is not known yet. Faults:
// required, slug_form, slug_taken, category_own_parent, choice_unknown, price_bounds.
func SaveCategory(tx *db.Tx, c Category) error {
	if err := checkCategory(tx, c); err != nil {
		return err
	}
	if err := notePortfolio(tx, c); err != nil {
		return err
	}
	p := c.Pricing
	return tx.Exec(`INSERT INTO categories (`+categoryColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
		ON CONFLICT (id) DO UPDATE SET parent = excluded.parent, slug = excluded.slug, name = excluded.name,
			icon = excluded.icon, description = excluded.description, position = excluded.position,
			price_rule = excluded.price_rule, unit_price = excluded.unit_price, economy_price = excluded.economy_price,
			standard_price = excluded.standard_price, business_price = excluded.business_price,
			price_min = excluded.price_min, price_max = excluded.price_max,
			portfolio = excluded.portfolio, prohibited = excluded.prohibited`,
		c.ID, c.Parent, c.Slug, c.Name, c.Icon, c.Description, c.Position, p.Rule, p.Unit,
		p.Packages[0], p.Packages[1], p.Packages[2], p.Min, p.Max, c.Portfolio, c.Prohibited)
}

// notePortfolio tells the diary when a category begins or ceases to ask for
// works (CAT-14).
func notePortfolio(tx *db.Tx, c Category) error {
	was, err := CategoryByID(tx, c.ID)
	if errors.Is(err, fault.Missing()) || err == nil && was.Portfolio == c.Portfolio {
		return nil
	}
	if err != nil {
		return err
	}
	return event.Note(tx, event.Entry{
		Subject: event.Of("category", c.ID), Kind: "category.portfolio_set", Rule: "CAT-3", At: tx.Now(),
		Data: map[string]any{"asks": c.Portfolio},
	})
}

func checkCategory(tx *db.Tx, c Category) error {
	var f faults
	f.length("name", c.Name, 1, TitleMax)
	f.length("description", c.Description, 0, AnswerMax)
	if !slugForm.MatchString(c.Slug) || len(c.Slug) > TitleMax {
		f.add("slug", "slug_form")
	}
	switch c.Pricing.Rule {
	case PriceUnit, PriceFree, PricePackages:
	default:
		f.add("rule", "choice_unknown")
	}
	if c.Pricing.Max > 0 && c.Pricing.Max < c.Pricing.Min {
		f.add("price_max", "price_bounds", "least", c.Pricing.Min, "most", c.Pricing.Max)
	}
	other, err := CategoryBySlug(tx, c.Slug)
	if err == nil && other.ID != c.ID {
		f.add("slug", "slug_taken")
	}
	if err != nil && !errors.Is(err, fault.Missing()) {
		return err
	}
	if inItself, err := below(tx, c); err != nil {
		return err
	} else if inItself {
		f.add("parent", "category_own_parent")
	}
	return fault.Join(f...)
}

// below reports whether the category's parent is itself or stands below it.
func below(tx *db.Tx, c Category) (bool, error) {
	if c.Parent.IsZero() {
		return false, nil
	}
	path, err := Path(tx, c.Parent)
	if err != nil {
		return false, err
	}
	for _, above := range path {
		if above.ID == c.ID {
			return true, nil
		}
	}
	return false, nil
}

// Translate gives a category its name in another language; an empty name
// takes the translation away.
func Translate(tx *db.Tx, category id.Category, language, name, description string) error {
	if !languageForm.MatchString(language) {
		return fault.Invalid("language_unknown").At("language")
	}
	if name == "" {
		return tx.Exec(`DELETE FROM category_names WHERE category = $1 AND language = $2`, category, language)
	}
	return tx.Exec(`INSERT INTO category_names (category, language, name, description) VALUES ($1, $2, $3, $4)
		ON CONFLICT (category, language) DO UPDATE SET name = excluded.name, description = excluded.description`,
		category, language, name, description)
}

var codeForm = regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*$`)

// SaveAttribute writes an attribute of a category. Faults: required,
// code_form, choices_needed, number_bounds, choice_unknown.
func SaveAttribute(tx *db.Tx, a Attribute) error {
	var f faults
	f.length("name", a.Name, 1, TitleMax)
	if !codeForm.MatchString(a.Code) {
		f.add("code", "code_form")
	}
	switch a.Kind {
	case OneChoice, ManyChoices:
		if len(a.Choices) < 2 {
			f.add("choices", "choices_needed", "most", RowsMax)
		}
	case NumberRange:
		if a.Min >= a.Max {
			f.add("max", "number_bounds", "least", a.Min, "most", a.Max)
		}
	case YesNo:
	default:
		f.add("kind", "choice_unknown")
	}
	if err := fault.Join(f...); err != nil {
		return err
	}
	choices, err := json.Marshal(append([]Choice{}, a.Choices...))
	if err != nil {
		return fmt.Errorf("catalogue: choices: %w", err)
	}
	return tx.Exec(`INSERT INTO attributes (category, code, name, kind, required, choices, least, most, position)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (category, code) DO UPDATE SET name = excluded.name, kind = excluded.kind,
			required = excluded.required, choices = excluded.choices, least = excluded.least,
			most = excluded.most, position = excluded.position`,
		a.Category, a.Code, a.Name, a.Kind, a.Required, string(choices), a.Min, a.Max, a.Position)
}

// DropAttribute takes an attribute away; versions keep what they state.
func DropAttribute(tx *db.Tx, category id.Category, code string) error {
	return tx.Exec(`DELETE FROM attributes WHERE category = $1 AND code = $2`, category, code)
}
