package catalogue

import (
	"strings"

	"guildhall/db"
	"guildhall/id"
	"guildhall/money"
	"guildhall/search"
)

// seed is one category of the starting tree. Names double as slugs and codes,
// folded to lower case, so the table stays readable.
type seed struct {
	name       string
	icon       string
	about      string
	pricing    Pricing
	portfolio  bool
	attributes []string // "Name: One, Two" one choice; "Name*: …" many; "Name 1..9" a number; "Name?" yes or no; "!" in front: required
	below      []seed
}

// Plant gives an empty marketplace its starting tree of categories with
// attributes (operator.md, "first five minutes"); it does nothing where there
// are categories already.
func Plant(tx *db.Tx) error {
	have, err := db.Value[int64](tx, `SELECT count(*) FROM categories`)
	if err != nil || have > 0 {
		return err
	}
	return plant(tx, id.Category{}, startingTree)
}

func plant(tx *db.Tx, parent id.Category, seeds []seed) error {
	for i, s := range seeds {
		made := Category{
			ID: id.New[id.CategoryKind](tx.Now()), Parent: parent, Slug: Slug(s.name), Name: s.name, Icon: s.icon,
			Description: s.about, Position: int64(i), Pricing: s.pricing, Portfolio: s.portfolio,
		}
		if made.Pricing.Rule == "" {
			made.Pricing.Rule = PriceFree
		}
		if err := SaveCategory(tx, made); err != nil {
			return err
		}
		for at, text := range s.attributes {
			attribute := parseAttribute(text)
			attribute.Category, attribute.Position = made.ID, int64(at)
			if err := SaveAttribute(tx, attribute); err != nil {
				return err
			}
		}
		if err := plant(tx, made.ID, s.below); err != nil {
			return err
		}
	}
	return nil
}

// parseAttribute reads the short form of the table above.
func parseAttribute(text string) Attribute {
	var a Attribute
	text, a.Required = strings.CutPrefix(text, "!")
	name, choices, listed := strings.Cut(text, ": ")
	switch {
	case listed && strings.HasSuffix(name, "*"):
		a.Kind, a.Name = ManyChoices, strings.TrimSuffix(name, "*")
	case listed:
		a.Kind, a.Name = OneChoice, name
	case strings.HasSuffix(text, "?"):
		a.Kind, a.Name = YesNo, strings.TrimSuffix(text, "?")
	default:
		a.Kind, a.Min = NumberRange, 1
		a.Name, a.Max = numberBound(text)
	}
	a.Code = Code(a.Name)
	if listed {
		for choice := range strings.SplitSeq(choices, ", ") {
			a.Choices = append(a.Choices, Choice{Code: Code(choice), Name: choice})
		}
	}
	return a
}

// numberBound reads "Speakers 1..20" as the name and the upper bound.
func numberBound(text string) (string, int64) {
	name, bound, _ := strings.Cut(text, " 1..")
	var most int64
	for _, digit := range bound {
		most = most*10 + int64(digit-'0')
	}
	return name, most
}

// Slug is the address form of a text: lower-case letters, digits and single
// hyphens; at most 80 characters, "service" when nothing is left.
func Slug(text string) string { return short(text, '-', "service") }

// Code is the stored form of a name of an attribute or of one of its values:
// lower-case letters, digits and single underscores.
func Code(text string) string { return short(text, '_', "value") }

const slugMax = 80

func short(text string, between byte, empty string) string {
	var made []byte
	for _, r := range search.Fold(text) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			made = append(made, byte(r))
		case len(made) > 0 && made[len(made)-1] != between:
			made = append(made, between)
		}
		if len(made) >= slugMax {
			break
		}
	}
	if made := strings.Trim(string(made), string(between)); made != "" {
		return made
	}
	return empty
}

// unitPriced and inPackages spare the table their repetition.
func unitPriced(cents money.Amount) Pricing { return Pricing{Rule: PriceUnit, Unit: cents} }

func inPackages(economy, standard, business money.Amount) Pricing {
	return Pricing{Rule: PricePackages, Packages: [3]money.Amount{economy, standard, business}}
}
