package catalogue

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"guildhall/fault"
	"guildhall/money"
	"guildhall/policy"
)

// Rules are what an offer is checked against.
type Rules struct {
	Policy     policy.Policy
	Category   Category
	Leaf       bool // no category below it
	Attributes []Attribute
}

// Resolve returns the offer with what the category decides filled in: the
// prices where they are not the seller's to set.
func (r Rules) Resolve(o Offer) Offer {
	packages := append([]Package(nil), o.Packages...)
	for i, p := range packages {
		switch r.Category.Pricing.Rule {
		case PriceUnit:
			packages[i].Price = r.unitPrice()
		case PricePackages:
			if at := tierIndex(p.Tier); at >= 0 {
				packages[i].Price = r.Category.Pricing.Packages[at]
			}
		case PriceFree:
		}
	}
	o.Packages = packages
	return o
}

func (r Rules) unitPrice() money.Amount {
	if r.Category.Pricing.Unit > 0 {
		return r.Category.Pricing.Unit
	}
	return r.Policy.BasePrice
}

// Bounds are the lowest and highest free price of the category (CAT-3).
func (r Rules) Bounds() (least, most money.Amount) {
	least, most = r.Category.Pricing.Min, r.Category.Pricing.Max
	if least == 0 {
		least = r.Policy.FreePriceMin
	}
	if most == 0 {
		most = r.Policy.FreePriceMax
	}
	return least, most
}

func tierIndex(tier Tier) int {
	for i, t := range Tiers {
		if t == tier {
			return i
		}
	}
	return -1
}

// faults collects what is wrong with an offer, each beside its field.
type faults []*fault.Fault

func (f *faults) add(field, code string, args ...any) {
	*f = append(*f, fault.Invalid(code, args...).At(field))
}

// length refuses text that is too short or too long, counted in characters.
func (f *faults) length(field, text string, least, most int) {
	switch n := utf8.RuneCountInString(strings.TrimSpace(text)); {
	case n == 0 && least > 0:
		f.add(field, "required")
	case n < least:
		f.add(field, "text_short", "least", least)
	case n > most:
		f.add(field, "text_long", "most", most)
	}
}

// Check says everything that keeps the offer from being handed in, each fault
// beside its field; nil when nothing does. It judges form and bounds; who
// reads texts for contact details is Screen.
func (r Rules) Check(o Offer) error {
	var f faults
	f.length("title", o.Title, TitleMin, TitleMax)
	f.length("description", o.Description, DescriptionMin, DescriptionMax)
	f.length("volume", o.Volume, 0, VolumeMax)
	f.length("instructions", o.Instructions, 0, DescriptionMax)
	if !languageForm.MatchString(o.Language) {
		f.add("language", "language_unknown")
	}
	if o.Video != "" && !videoForm.MatchString(o.Video) {
		f.add("video", "video_not_youtube")
	}
	if !o.Rights {
		f.add("rights", "rights_unconfirmed")
	}
	r.checkCategory(&f)
	r.checkAttributes(&f, o)
	r.checkPackages(&f, o)
	r.checkOptions(&f, o)
	checkTags(&f, o)
	checkQuestions(&f, o)
	checkLists(&f, o)
	return fault.Join(f...)
}

var languageForm = regexp.MustCompile(`^[a-z]{2,3}$`)

func (r Rules) checkCategory(f *faults) {
	switch {
	case r.Category.ID.IsZero():
		f.add("category", "required")
	case r.Category.Prohibited:
		f.add("category", "category_prohibited", "category", r.Category.Name)
	case !r.Leaf:
		f.add("category", "category_not_leaf")
	}
}

func (r Rules) checkAttributes(f *faults, o Offer) {
	known := map[string]bool{}
	for _, attribute := range r.Attributes {
		known[attribute.Code] = true
		field := "attributes." + attribute.Code
		values := o.Attributes[attribute.Code]
		if len(values) == 0 {
			if attribute.Required {
				f.add(field, "required")
			}
			continue
		}
		if code, args := attribute.wrong(values); code != "" {
			f.add(field, code, args...)
		}
	}
	for code := range o.Attributes {
		if !known[code] {
			f.add("attributes", "attribute_unknown", "attribute", code)
		}
	}
}

// wrong is the code of what is wrong with the values, empty when nothing is.
func (a Attribute) wrong(values []string) (string, []any) {
	if a.Kind != ManyChoices && len(values) > 1 {
		return "attribute_one_value", nil
	}
	for _, value := range values {
		switch a.Kind {
		case OneChoice, ManyChoices:
			if !a.chosen(value) {
				return "attribute_value", []any{"value", value}
			}
		case NumberRange:
			n, err := strconv.ParseInt(value, 10, 64)
			if err != nil || n < a.Min || n > a.Max {
				return "number_bounds", []any{"least", a.Min, "most", a.Max}
			}
		case YesNo:
			if value != "yes" && value != "no" {
				return "attribute_value", []any{"value", value}
			}
		}
	}
	return "", nil
}

// checkPackages holds the packages to the category's price rule (CAT-6).
func (r Rules) checkPackages(f *faults, o Offer) {
	if !r.shaped(o) {
		f.add("packages", "packages_shape")
		return
	}
	least, most := r.Bounds()
	for _, p := range o.Packages {
		field := "packages." + string(p.Tier)
		if r.Category.Pricing.Rule == PriceFree && (p.Price < least || p.Price > most) {
			f.add(field+".price", "price_bounds", "least", least, "most", most)
		}
		checkLead(f, field+".lead", p.Lead)
		if p.Revisions < Unlimited || p.Revisions > RevisionsMax {
			f.add(field+".revisions", "revisions_bounds", "most", RevisionsMax)
		}
		if !o.ByUnit() {
			f.length(field+".description", p.Description, 1, LineMax)
		}
	}
}

// shaped reports whether the packages are what the price rule allows: one of
// tier Single, or the three in their order.
func (r Rules) shaped(o Offer) bool {
	if o.ByUnit() {
		return r.Category.Pricing.Rule != PricePackages
	}
	if len(o.Packages) != len(Tiers) || r.Category.Pricing.Rule == PriceUnit {
		return false
	}
	for i, p := range o.Packages {
		if p.Tier != Tiers[i] {
			return false
		}
	}
	return true
}

func checkLead(f *faults, field string, lead time.Duration) {
	if lead < 24*time.Hour || lead > LeadDaysMax*24*time.Hour {
		f.add(field, "lead_bounds", "least", 1, "most", LeadDaysMax)
	}
}

// checkOptions holds the options to CAT-7.
func (r Rules) checkOptions(f *faults, o Offer) {
	if len(o.Options) > r.Policy.MaxOptions {
		f.add("options", "options_many", "most", r.Policy.MaxOptions)
	}
	seen := map[string]bool{}
	for i, option := range o.Options {
		field := fmt.Sprintf("options.%d", i)
		f.length(field+".title", option.Title, 1, LineMax)
		if option.Price < r.Policy.OptionPriceMin || option.Price > r.Policy.OptionPriceMax {
			f.add(field+".price", "price_bounds", "least", r.Policy.OptionPriceMin, "most", r.Policy.OptionPriceMax)
		}
		if option.Lead < 0 || option.Lead > LeadDaysMax*24*time.Hour || option.Express && option.Lead == 0 {
			f.add(field+".lead", "lead_bounds", "least", 0, "most", LeadDaysMax)
		}
		if option.Most < 1 || option.Most > QuantityMax {
			f.add(field+".most", "number_bounds", "least", 1, "most", QuantityMax)
		}
		if option.Code == "" || seen[option.Code] {
			f.add(field+".title", "option_twice")
		}
		seen[option.Code] = true
	}
}

func checkTags(f *faults, o Offer) {
	if len(o.Tags) > TagsMax {
		f.add("tags", "tags_many", "most", TagsMax)
	}
	for _, tag := range o.Tags {
		f.length("tags", tag, 1, TagMax)
	}
}

func checkQuestions(f *faults, o Offer) {
	if len(o.Questions) > QuestionsMax {
		f.add("questions", "list_long", "most", QuestionsMax)
	}
	seen := map[string]bool{}
	for i, question := range o.Questions {
		field := fmt.Sprintf("questions.%d", i)
		f.length(field+".text", question.Text, 1, LineMax)
		switch question.Kind {
		case AskText, AskFile:
		case AskChoice:
			if len(question.Choices) < 2 || len(question.Choices) > RowsMax {
				f.add(field+".choices", "choices_needed", "most", RowsMax)
			}
		default:
			f.add(field+".kind", "choice_unknown")
		}
		if question.Code == "" || seen[question.Code] {
			f.add(field+".text", "question_twice")
		}
		seen[question.Code] = true
	}
}

func checkLists(f *faults, o Offer) {
	if len(o.FAQ) > FAQMax {
		f.add("faq", "list_long", "most", FAQMax)
	}
	for i, faq := range o.FAQ {
		f.length(fmt.Sprintf("faq.%d.question", i), faq.Question, 1, LineMax)
		f.length(fmt.Sprintf("faq.%d.answer", i), faq.Answer, 1, AnswerMax)
	}
	if len(o.Rows) > RowsMax {
		f.add("rows", "list_long", "most", RowsMax)
	}
	for i, row := range o.Rows {
		f.length(fmt.Sprintf("rows.%d.label", i), row.Label, 1, LineMax)
		for _, value := range row.Values {
			f.length(fmt.Sprintf("rows.%d.label", i), value, 0, LineMax)
		}
	}
	if len(o.Images) > ImagesMax {
		f.add("images", "list_long", "most", ImagesMax)
	}
	if len(o.Files) > FilesMax {
		f.add("files", "list_long", "most", FilesMax)
	}
}

// Matters reports whether a change between two offers must be looked at
// before buyers see it (CAT-11): title, texts, images, price, what is sold.
// Tags, attributes, language, lead times and revisions do not.
func Matters(old, new Offer) bool {
	return slices.ContainsFunc(Changes(old, new), func(c Change) bool { return !c.Small })
}
