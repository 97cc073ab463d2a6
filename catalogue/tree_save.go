package catalogue

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"

	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
)

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// SaveCategory writes a category, new when its id is not known yet. Faults:
// required, slug_form, slug_taken, category_own_parent, choice_unknown,
// price_bounds, attribute_code_taken{code, category}.
func SaveCategory(tx *db.Tx, c Category) error {
	now, err := restamp(tx)
	if err != nil {
		return err
	}
	if err := checkCategory(tx, c); err != nil {
		return err
	}
	was, err := CategoryByID(tx, c.ID)
	known := err == nil
	if err != nil && !errors.Is(err, fault.Missing()) {
		return err
	}
	if err := writeCategory(tx, c); err != nil || !known {
		return err
	}
	if was.Portfolio != c.Portfolio {
		if err := notePortfolio(tx, c); err != nil {
			return err
		}
	}
	if was.Parent == c.Parent && was.Name == c.Name {
		return nil
	}
	return republishBelow(tx, c.ID, now)
}

func writeCategory(tx *db.Tx, c Category) error {
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
		return fault.Join(f...)
	}
	if err := f.doubleCodes(tx, c); err != nil {
		return err
	}
	return fault.Join(f...)
}

// upFrom and downFrom are the SQL of a category with all above it, and with all
// below it.
const (
	upFrom = `up (id, parent) AS (SELECT id, parent FROM categories WHERE id = $1
		UNION ALL SELECT c.id, c.parent FROM categories c JOIN up ON c.id = up.parent)`
	downFrom = `down (id) AS (SELECT id FROM categories WHERE id = $2
		UNION ALL SELECT c.id FROM categories c JOIN down ON c.parent = down.id)`
)

// below reports whether the category's parent is itself or stands below it.
func below(tx *db.Tx, c Category) (bool, error) {
	if c.Parent.IsZero() {
		return false, nil
	}
	if _, err := CategoryByID(tx, c.Parent); err != nil {
		return false, err
	}
	met, err := db.Value[int64](tx, `WITH RECURSIVE `+upFrom+` SELECT count(*) FROM up WHERE id = $2`, c.Parent, c.ID)
	return met > 0, err
}

// doubleCodes refuses a place where an attribute of the category, or of one
// below it, would have the code of one above: offers keep values by code, so it
// is unique along a path.
func (f *faults) doubleCodes(tx *db.Tx, c Category) error {
	doubles, err := db.All(tx, scanDouble, `WITH RECURSIVE `+upFrom+`, `+downFrom+`
		SELECT a.code, c.name FROM attributes a JOIN categories c ON c.id = a.category
		WHERE a.category IN (SELECT id FROM up)
			AND a.code IN (SELECT code FROM attributes WHERE category IN (SELECT id FROM down))
		ORDER BY a.code LIMIT 1`, c.Parent, c.ID)
	for _, d := range doubles {
		f.add("parent", "attribute_code_taken", "code", d.code, "category", d.category)
	}
	return err
}

// doubleCode refuses an attribute whose code another one has above or below.
func (f *faults) doubleCode(tx *db.Tx, a Attribute) error {
	doubles, err := db.All(tx, scanDouble, `WITH RECURSIVE `+upFrom+`, `+downFrom+`
		SELECT a.code, c.name FROM attributes a JOIN categories c ON c.id = a.category
		WHERE a.code = $3 AND a.category <> $1
			AND (a.category IN (SELECT id FROM up) OR a.category IN (SELECT id FROM down))
		ORDER BY c.name LIMIT 1`, a.Category, a.Category, a.Code)
	for _, d := range doubles {
		f.add("code", "attribute_code_taken", "code", d.code, "category", d.category)
	}
	return err
}

// double is a code that is taken, and where.
type double struct{ code, category string }

func scanDouble(row db.Row) (double, error) {
	var d double
	err := row.Scan(&d.code, &d.category)
	return d, err
}

// Translate gives a category its name in another language; an empty name
// takes the translation away.
func Translate(tx *db.Tx, category id.Category, language, name, description string) error {
	if !languageForm.MatchString(language) {
		return fault.Invalid("language_unknown").At("language")
	}
	now, err := restamp(tx)
	if err != nil {
		return err
	}
	if err := republishBelow(tx, category, now); err != nil {
		return err
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
// code_form, choices_needed, number_bounds, choice_unknown,
// attribute_code_taken{code, category}.
func SaveAttribute(tx *db.Tx, a Attribute) error {
	now, err := restamp(tx)
	if err != nil {
		return err
	}
	if err := checkAttribute(tx, a); err != nil {
		return err
	}
	if err := writeAttribute(tx, a); err != nil {
		return err
	}
	return republishBelow(tx, a.Category, now)
}

func checkAttribute(tx *db.Tx, a Attribute) error {
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
	if err := f.doubleCode(tx, a); err != nil {
		return err
	}
	return fault.Join(f...)
}

func writeAttribute(tx *db.Tx, a Attribute) error {
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
	now, err := restamp(tx)
	if err != nil {
		return err
	}
	if err := tx.Exec(`DELETE FROM attributes WHERE category = $1 AND code = $2`, category, code); err != nil {
		return err
	}
	return republishBelow(tx, category, now)
}
