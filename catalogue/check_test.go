package catalogue

import (
	"strings"
	"testing"
	"time"

	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
	"guildhall/policy"
)

func rulesOf(t *testing.T) Rules {
	t.Helper()
	p, err := policy.Preset("services")
	if err != nil {
		t.Fatal(err)
	}
	return Rules{
		Policy: p, Leaf: true,
		Category: Category{ID: id.New[id.CategoryKind](time.Unix(1, 0)), Name: "Drawing", Pricing: Pricing{Rule: PriceFree}},
		Attributes: []Attribute{
			{Code: "manner", Kind: OneChoice, Required: true, Choices: []Choice{{"ink", "Ink"}, {"oil", "Oil"}}},
			{Code: "forms", Kind: ManyChoices, Choices: []Choice{{"svg", "SVG"}, {"png", "PNG"}}},
			{Code: "sheets", Kind: NumberRange, Min: 1, Max: 9},
			{Code: "colour", Kind: YesNo},
		},
	}
}

func finished() Offer {
	offer := drawing()
	offer.Title, offer.Language, offer.Rights = "Ink drawing of your house", "en", true
	offer.Description = "I draw your house in ink on heavy paper, from photographs."
	offer.Attributes = map[string][]string{"manner": {"ink"}, "forms": {"svg", "png"}, "sheets": {"2"}, "colour": {"no"}}
	for i := range offer.Packages {
		offer.Packages[i].Description = "A drawing"
	}
	return offer
}

func TestAFinishedOfferPasses(t *testing.T) {
	if err := rulesOf(t).Check(finished()); err != nil {
		t.Error(err)
	}
}

// TestEachRuleOfAnOfferRefuses breaks one thing at a time and wants exactly
// that refused, beside its field.
func TestEachRuleOfAnOfferRefuses(t *testing.T) {
	long := strings.Repeat("ä", 6000)
	cases := []struct {
		field, code string
		spoil       func(*Offer, *Rules)
	}{
		{"title", "required", func(o *Offer, _ *Rules) { o.Title = "  " }},
		{"title", "text_short", func(o *Offer, _ *Rules) { o.Title = "Draw" }},
		{"title", "text_long", func(o *Offer, _ *Rules) { o.Title = long[:2*TitleMax+2] }},
		{"description", "text_short", func(o *Offer, _ *Rules) { o.Description = "I draw." }},
		{"description", "text_long", func(o *Offer, _ *Rules) { o.Description = long }},
		{"volume", "text_long", func(o *Offer, _ *Rules) { o.Volume = long }},
		{"language", "language_unknown", func(o *Offer, _ *Rules) { o.Language = "English" }},
		{"video", "video_not_youtube", func(o *Offer, _ *Rules) { o.Video = "https://elsewhere.example" }},
		{"rights", "rights_unconfirmed", func(o *Offer, _ *Rules) { o.Rights = false }},
		{"category", "required", func(_ *Offer, r *Rules) { r.Category.ID = id.Category{} }},
		{"category", "category_prohibited", func(_ *Offer, r *Rules) { r.Category.Prohibited = true }},
		{"category", "category_not_leaf", func(_ *Offer, r *Rules) { r.Leaf = false }},
		{"attributes.manner", "required", func(o *Offer, _ *Rules) { delete(o.Attributes, "manner") }},
		{"attributes.manner", "attribute_value", func(o *Offer, _ *Rules) { o.Attributes["manner"] = []string{"chalk"} }},
		{"attributes.manner", "attribute_one_value", func(o *Offer, _ *Rules) { o.Attributes["manner"] = []string{"ink", "oil"} }},
		{"attributes.forms", "attribute_value", func(o *Offer, _ *Rules) { o.Attributes["forms"] = []string{"svg", "exe"} }},
		{"attributes.sheets", "number_bounds", func(o *Offer, _ *Rules) { o.Attributes["sheets"] = []string{"10"} }},
		{"attributes.colour", "attribute_value", func(o *Offer, _ *Rules) { o.Attributes["colour"] = []string{"maybe"} }},
		{"attributes", "attribute_unknown", func(o *Offer, _ *Rules) { o.Attributes["smell"] = []string{"rose"} }},
		{"packages", "packages_shape", func(o *Offer, _ *Rules) { o.Packages = o.Packages[:2] }},
		{"packages", "packages_shape", func(o *Offer, _ *Rules) { o.Packages = nil }},
		{"packages", "packages_shape", func(_ *Offer, r *Rules) { r.Category.Pricing.Rule = PriceUnit }},
		{"packages.economy.price", "price_bounds", func(o *Offer, r *Rules) { o.Packages[0].Price = r.Policy.FreePriceMin - 1 }},
		{"packages.economy.price", "price_bounds", func(o *Offer, r *Rules) { r.Category.Pricing.Max = 15_00; o.Packages = lowered(o.Packages) }},
		{"packages.standard.lead", "lead_bounds", func(o *Offer, _ *Rules) { o.Packages[1].Lead = time.Hour }},
		{"packages.standard.lead", "lead_bounds", func(o *Offer, _ *Rules) { o.Packages[1].Lead = 366 * day }},
		{"packages.business.revisions", "revisions_bounds", func(o *Offer, _ *Rules) { o.Packages[2].Revisions = -2 }},
		{"packages.business.description", "required", func(o *Offer, _ *Rules) { o.Packages[2].Description = "" }},
		{"options", "options_many", func(o *Offer, r *Rules) { r.Policy.MaxOptions = 1 }},
		{"options.0.price", "price_bounds", func(o *Offer, r *Rules) { o.Options[0].Price = r.Policy.OptionPriceMin - 1 }},
		{"options.0.price", "price_bounds", func(o *Offer, r *Rules) { o.Options[0].Price = r.Policy.OptionPriceMax + 1 }},
		{"options.0.title", "required", func(o *Offer, _ *Rules) { o.Options[0].Title = "" }},
		{"options.0.most", "number_bounds", func(o *Offer, _ *Rules) { o.Options[0].Most = 0 }},
		{"options.1.lead", "lead_bounds", func(o *Offer, _ *Rules) { o.Options[1].Lead = 0 }},
		{"options.1.title", "option_twice", func(o *Offer, _ *Rules) { o.Options[1].Code = "colour" }},
		{"tags", "tags_many", func(o *Offer, _ *Rules) { o.Tags = strings.Fields(strings.Repeat("tag ", TagsMax+1)) }},
		{"questions.0.choices", "choices_needed", func(o *Offer, _ *Rules) {
			o.Questions = []Question{{Code: "a", Text: "Which?", Kind: AskChoice, Choices: []string{"one"}}}
		}},
		{"questions.0.kind", "choice_unknown", func(o *Offer, _ *Rules) { o.Questions = []Question{{Code: "a", Text: "Which?"}} }},
		{"faq.0.answer", "required", func(o *Offer, _ *Rules) { o.FAQ = []Answer{{Question: "Why?"}} }},
		{"rows.0.label", "required", func(o *Offer, _ *Rules) { o.Rows = []Row{{}} }},
		{"images", "list_long", func(o *Offer, _ *Rules) { o.Images = make([]id.File, ImagesMax+1) }},
	}
	for _, c := range cases {
		offer, rules := finished(), rulesOf(t)
		c.spoil(&offer, &rules)
		f, refused := fault.As(rules.Check(offer))
		if !refused || f.Code != c.code || f.Field != c.field || len(f.Also) > 0 {
			t.Errorf("%s at %s: got %v", c.code, c.field, f)
		}
	}
}

// lowered leaves only the first price above 15.00.
func lowered(packages []Package) []Package {
	for i := range packages[1:] {
		packages[i+1].Price = 12_00
	}
	return packages
}

func TestThePolicyBoundsAFreePrice(t *testing.T) {
	rules := rulesOf(t)
	rules.Policy.FreePriceMin, rules.Policy.FreePriceMax = 1, 50_00
	f, refused := fault.As(rules.Check(finished()))
	if !refused || f.Field != "packages.business.price" {
		t.Errorf("a price of 90.00 over a bound of 50.00: %v", f)
	}
}

func TestTheCategorySetsItsPrices(t *testing.T) {
	rules := rulesOf(t)
	rules.Category.Pricing = Pricing{Rule: PricePackages, Packages: [3]money.Amount{15_00, 30_00, 60_00}}
	resolved := rules.Resolve(finished())
	if resolved.Packages[0].Price != 15_00 || resolved.Packages[2].Price != 60_00 {
		t.Errorf("resolved to %+v", resolved.Packages)
	}
	unit := Offer{Packages: []Package{{Lead: day}}}
	rules.Category.Pricing = Pricing{Rule: PriceUnit}
	if got := rules.Resolve(unit).Packages[0].Price; got != rules.Policy.BasePrice {
		t.Errorf("a unit costs %d, want the base price %d", got, rules.Policy.BasePrice)
	}
	rules.Category.Pricing.Unit = 7_00
	if got := rules.Resolve(unit).Packages[0].Price; got != 7_00 {
		t.Errorf("a unit costs %d, want the category's 7.00", got)
	}
}

func TestContactDetailsAreRefusedWhereverOthersReadThem(t *testing.T) {
	for i, p := range parts(finished()) {
		offer := finished()
		switch p.field {
		case "title":
			offer.Title = "Write to me at sam@example.org"
		case "description":
			offer.Description += " Call +49 30 1234567."
		default:
			continue
		}
		f, refused := fault.As(Screen(offer))
		if !refused || f.Code != "contact_details" || f.Field != p.field {
			t.Errorf("part %d, %s: %v", i, p.field, f)
		}
	}
	if err := Screen(finished()); err != nil {
		t.Errorf("a clean offer: %v", err)
	}
}

func TestSmallChangesGoLiveAtOnce(t *testing.T) {
	cases := []struct {
		change  func(*Offer)
		matters bool
	}{
		{func(*Offer) {}, false},
		{func(o *Offer) { o.Tags = []string{"ink"} }, false},
		{func(o *Offer) { o.Packages[0].Lead = 3 * day }, false},
		{func(o *Offer) { o.Title += " and garden" }, true},
		{func(o *Offer) { o.Packages[0].Price = 21_00 }, true},
		{func(o *Offer) { o.Images = make([]id.File, 1) }, true},
		{func(o *Offer) { o.FAQ = []Answer{{"Why?", "Because."}} }, true},
	}
	for i, c := range cases {
		edited := finished()
		c.change(&edited)
		if got := Matters(finished(), edited); got != c.matters {
			t.Errorf("case %d matters: %t", i, got)
		}
	}
}
