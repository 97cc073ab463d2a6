package catalogue

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"guildhall/catalogue"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/web/parts"
)

// blankRows is how many empty lines each list of the editor offers; saving
// gives new ones.
const blankRows = 2

const day = 24 * time.Hour

// offerOf reads an offer from the editor's form. was gives what the form does
// not carry. What is malformed is a fault beside its field and left empty.
func offerOf(f *desk.Form, was catalogue.Offer) catalogue.Offer {
	offer := catalogue.Offer{
		Category: desk.FormID[id.CategoryKind](f, "category"),
		Title:    f.Text("title", 4*catalogue.TitleMax), Description: f.Lines("description", 2*catalogue.DescriptionMax),
		Volume: f.Lines("volume", 2*catalogue.VolumeMax), Language: f.Text("language", 8),
		Tags: list(f.Text("tags", 1000)), Instructions: f.Lines("instructions", 2*catalogue.DescriptionMax),
		Video: catalogue.VideoID(f.Text("video", 200)), Rights: f.Flag("rights"),
	}
	offer.Attributes = attributesOf(f)
	offer.Packages = packagesOf(f)
	offer.Rows = rowsOf(f)
	offer.Options = optionsOf(f)
	offer.Questions = questionsOf(f)
	offer.FAQ = faqOf(f)
	offer.Images = keptOf(f, "remove_images", was.Images)
	offer.Files = keptOf(f, "remove_files", was.Files)
	return offer
}

// list breaks "a, b" into its parts.
func list(text string) []string {
	var all []string
	for one := range strings.SplitSeq(text, ",") {
		if one = strings.TrimSpace(one); one != "" {
			all = append(all, one)
		}
	}
	return all
}

// attributesPrefix stands before an attribute's code.
const attributesPrefix = "attributes."

func attributesOf(f *desk.Form) map[string][]string {
	stated := map[string][]string{}
	for _, code := range f.Values("attribute_codes") {
		for _, value := range f.Many(attributesPrefix+code, catalogue.RowsMax*2) {
			if value = strings.TrimSpace(value); value != "" {
				stated[code] = append(stated[code], value)
			}
		}
	}
	return stated
}

func packagesOf(f *desk.Form) []catalogue.Package {
	if f.Value("sold") == "unit" {
		return []catalogue.Package{packageOf(f, catalogue.Single)}
	}
	var all []catalogue.Package
	for _, tier := range catalogue.Tiers {
		all = append(all, packageOf(f, tier))
	}
	return all
}

func packageOf(f *desk.Form, tier catalogue.Tier) catalogue.Package {
	field := "packages." + string(tier)
	return catalogue.Package{
		Tier: tier, Description: f.Text(field+".description", 2*catalogue.LineMax), Price: f.OptionalAmount(field + ".price"),
		Lead:      time.Duration(f.OptionalInt(field+".lead", 0, 9999, 0)) * day,
		Revisions: f.OptionalInt(field+".revisions", catalogue.Unlimited, 999, catalogue.Unlimited),
	}
}

func rowsOf(f *desk.Form) []catalogue.Row {
	var all []catalogue.Row
	for i := range catalogue.RowsMax + blankRows {
		field := fmt.Sprintf("rows.%d.", i)
		row := catalogue.Row{Label: f.Text(field+"label", 2*catalogue.LineMax)}
		for at, tier := range catalogue.Tiers {
			row.Values[at] = f.Text(field+string(tier), 2*catalogue.LineMax)
		}
		if row != (catalogue.Row{}) {
			all = append(all, row)
		}
	}
	return all
}

// optionRowsMax is more options than any policy allows, so that the policy
// refuses them and not the form.
const optionRowsMax = 30

func optionsOf(f *desk.Form) []catalogue.Option {
	var all []catalogue.Option
	for i := range optionRowsMax {
		field := fmt.Sprintf("options.%d.", i)
		title := f.Text(field+"title", 2*catalogue.LineMax)
		if title == "" {
			continue
		}
		all = append(all, catalogue.Option{
			Code: f.Text(field+"code", catalogue.TagMax), Title: title, Price: f.OptionalAmount(field + "price"),
			Lead:    time.Duration(f.OptionalInt(field+"lead", 0, 9999, 0)) * day,
			Express: f.Flag(field + "express"), Most: f.OptionalInt(field+"most", 0, 9999, 1),
		})
	}
	for i := range all {
		if all[i].Code == "" {
			all[i].Code = freeCode("o", func(code string) bool {
				return slices.ContainsFunc(all, func(o catalogue.Option) bool { return o.Code == code })
			})
		}
	}
	return all
}

// freeCode is the first of prefix1, prefix2, … that is not taken.
func freeCode(prefix string, taken func(string) bool) string {
	for n := 1; ; n++ {
		if code := prefix + strconv.Itoa(n); !taken(code) {
			return code
		}
	}
}

func questionsOf(f *desk.Form) []catalogue.Question {
	var all []catalogue.Question
	for i := range catalogue.QuestionsMax + blankRows {
		field := fmt.Sprintf("questions.%d.", i)
		text := f.Text(field+"text", 2*catalogue.LineMax)
		if text == "" {
			continue
		}
		question := catalogue.Question{
			Code: f.Text(field+"code", catalogue.TagMax), Text: text,
			Kind: catalogue.QuestionKind(f.Text(field+"kind", catalogue.TagMax)), Required: f.Flag(field + "required"),
		}
		if question.Kind == catalogue.AskChoice {
			question.Choices = list(strings.ReplaceAll(f.Lines(field+"choices", catalogue.AnswerMax), "\n", ","))
		}
		all = append(all, question)
	}
	for i := range all {
		if all[i].Code == "" {
			all[i].Code = freeCode("q", func(code string) bool {
				return slices.ContainsFunc(all, func(q catalogue.Question) bool { return q.Code == code })
			})
		}
	}
	return all
}

func faqOf(f *desk.Form) []catalogue.Answer {
	var all []catalogue.Answer
	for i := range catalogue.FAQMax + blankRows {
		field := fmt.Sprintf("faq.%d.", i)
		answer := catalogue.Answer{
			Question: f.Text(field+"question", 2*catalogue.LineMax), Answer: f.Lines(field+"answer", 2*catalogue.AnswerMax),
		}
		if answer != (catalogue.Answer{}) {
			all = append(all, answer)
		}
	}
	return all
}

// keptOf keeps the files whose box "take away" is not ticked.
func keptOf(f *desk.Form, field string, was []id.File) []id.File {
	var kept []id.File
	for _, one := range was {
		if !slices.Contains(f.Values(field), one.String()) {
			kept = append(kept, one)
		}
	}
	return kept
}

// in is a field of the editor with what was typed and what is wrong.
func (p *editPage) in(field string, in parts.Input) parts.Input {
	in.Name = field
	if p.Form == nil {
		return in
	}
	return parts.Ask(p.v.Say, p.Form, in)
}

// text is a field with the usual texts: label and hint by the last word of
// its name.
func (p *editPage) text(field, value string) parts.Input {
	word := field[strings.LastIndex(field, ".")+1:]
	in := parts.Input{Label: p.v.Say.T("catalogue.field." + word), Value: value}
	if p.v.Say.Has("catalogue.hint." + word) {
		in.Hint = p.v.Say.T("catalogue.hint." + word)
	}
	return p.in(field, in)
}

func (p *editPage) long(field, value string, rows int) parts.Input {
	in := p.text(field, value)
	in.Rows = rows
	return in
}

func (p *editPage) number(field, value, suffix string) parts.Input {
	in := p.text(field, value)
	in.InputMode, in.Short, in.Suffix = "numeric", true, suffix
	return in
}

func (p *editPage) price(field string, amount int64) parts.Input {
	in := p.text(field, "")
	if in.Value == "" && amount != 0 {
		in.Value = p.v.Rules.Policy.Currency.Decimal(amountOf(amount))
	}
	in.InputMode, in.Short, in.Suffix = "decimal", true, string(p.v.Rules.Policy.Currency)
	return in
}

func (p *editPage) flag(field string, on bool) parts.Input {
	in := p.text(field, "")
	if on || p.Form != nil && p.Form.Flag(field) {
		in.Value = "yes"
	}
	return in
}

// days writes a lead time in days; an untouched one is empty.
func days(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return strconv.FormatInt(int64(d/day), 10)
}

func revisionsText(n int) string {
	if n == catalogue.Unlimited {
		return ""
	}
	return strconv.Itoa(n)
}

// categories are the leaves of the tree, under the names of what is above.
func (p *editPage) categories() []parts.Option {
	options := []parts.Option{{Value: "", Label: p.v.Say.T("catalogue.choose_category")}}
	for _, top := range p.Tree {
		options = append(options, leaves(top, "")...)
	}
	return options
}

func leaves(node catalogue.Node, above string) []parts.Option {
	if node.Prohibited {
		return nil
	}
	if node.Leaf() {
		return []parts.Option{{Value: node.ID.String(), Label: above + node.Name}}
	}
	var options []parts.Option
	for _, below := range node.Below {
		options = append(options, leaves(below, above+node.Name+" / ")...)
	}
	return options
}

// attributeOptions are the values of a single choice, with none in front.
func (p *editPage) attributeOptions(a catalogue.Attribute) []parts.Option {
	options := []parts.Option{{Value: "", Label: "–"}}
	if a.Kind == catalogue.YesNo {
		return append(options, parts.Option{Value: "yes", Label: p.v.Say.T("catalogue.yes")}, parts.Option{Value: "no", Label: p.v.Say.T("catalogue.no")})
	}
	for _, choice := range a.Choices {
		options = append(options, parts.Option{Value: choice.Code, Label: choice.Name})
	}
	return options
}

func (p *editPage) attribute(a catalogue.Attribute) parts.Input {
	in := parts.Input{Label: a.Name, Optional: !a.Required}
	if values := p.Offer.Attributes[a.Code]; len(values) > 0 {
		in.Value = values[0]
	}
	if a.Kind == catalogue.NumberRange {
		in.Hint = p.v.Say.T("catalogue.hint_range", "least", a.Min, "most", a.Max)
		in.InputMode, in.Short = "numeric", true
	} else {
		in.Options = p.attributeOptions(a)
	}
	return p.in(attributesPrefix+a.Code, in)
}

// unit reports whether the offer is being prepared by the unit: what the
// seller chose, as far as the category leaves a choice.
func (p *editPage) unit() bool {
	switch p.Rules.Category.Pricing.Rule {
	case catalogue.PriceUnit:
		return true
	case catalogue.PricePackages:
		return false
	}
	return p.Offer.ByUnit()
}

// tiers are the packages the editor shows.
func (p *editPage) tiers() []catalogue.Package {
	if p.unit() {
		found, _ := p.Offer.Package(catalogue.Single)
		return []catalogue.Package{found}
	}
	var all []catalogue.Package
	for _, tier := range catalogue.Tiers {
		found, known := p.Offer.Package(tier)
		if !known {
			found = catalogue.Package{Tier: tier, Revisions: catalogue.Unlimited}
		}
		all = append(all, found)
	}
	return all
}

func (p *editPage) tierName(tier catalogue.Tier) string {
	if tier == catalogue.Single {
		return p.v.Say.T("catalogue.unit")
	}
	return p.v.Say.T("catalogue.tier." + string(tier))
}

// free reports whether the seller sets the prices.
func (p *editPage) free() bool {
	rule := p.Rules.Category.Pricing.Rule
	return rule == catalogue.PriceFree || rule == ""
}

// share is what the seller gets of a price after commission.
func (p *editPage) share(c catalogue.Package) string {
	rate := p.v.Rules.Policy.Commission
	return p.v.Say.T("catalogue.you_get", "net", c.Price.Minus(c.Price.Share(rate)), "price", c.Price)
}

func padded[T any](all []T, most int) []T {
	n := min(len(all)+blankRows, max(most, len(all)))
	return append(slices.Clone(all), make([]T, n-len(all))...)
}

func (p *editPage) path(noun string) string { return "/services/" + p.Service.ID.String() + noun }
