package catalogue

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"guildhall/catalogue"
	"guildhall/money"
	"guildhall/web/parts"
)

func amountOf(minor int64) money.Amount { return money.Amount(minor) }

// nouns are the addresses of the seller's verbs: POST /services/{id}/pause.
var nouns = map[catalogue.Verb]string{
	catalogue.Withdraw: "withdrawal", catalogue.Pause: "pause", catalogue.Resume: "resumption", catalogue.Discard: "discarding",
}

// verbs are what the seller can do with one click. Handing in needs the editor.
func (p *minePage) verbs(s catalogue.Service) []catalogue.Verb {
	return slices.DeleteFunc(catalogue.Open(s, catalogue.TheSeller), func(v catalogue.Verb) bool { return nouns[v] == "" })
}

func (p *minePage) titled(s catalogue.Service) string {
	if s.Title == "" {
		return p.v.Say.T("catalogue.untitled")
	}
	return s.Title
}

func stateMood(s catalogue.State) string {
	switch s {
	case catalogue.Live:
		return "good"
	case catalogue.Rejected, catalogue.Removed:
		return "harm"
	case catalogue.InModeration, catalogue.Hidden, catalogue.Unlisted:
		return "wanted"
	}
	return ""
}

func (p *editPage) categoryInput() parts.Input {
	in := p.text("category", p.Offer.Category.String())
	if p.Offer.Category.IsZero() && p.Form == nil {
		in.Value = ""
	}
	in.Options = p.categories()
	return in
}

func (p *editPage) sold() string {
	if p.unit() {
		return "unit"
	}
	return "packages"
}

func (p *editPage) soldInput() parts.Input {
	in := p.text("sold", p.sold())
	in.Options = []parts.Option{
		{Value: "packages", Label: p.v.Say.T("catalogue.sold_packages")}, {Value: "unit", Label: p.v.Say.T("catalogue.sold_unit")},
	}
	return in
}

func (p *editPage) kindInput(i int, q catalogue.Question) parts.Input {
	in := p.text(fmt.Sprintf("questions.%d.kind", i), string(q.Kind))
	for _, kind := range []catalogue.QuestionKind{catalogue.AskText, catalogue.AskChoice, catalogue.AskFile} {
		in.Options = append(in.Options, parts.Option{Value: string(kind), Label: p.v.Say.T("catalogue.kind." + string(kind))})
	}
	return in
}

func (p *editPage) picturesInput() parts.Input {
	in := p.text("images", "")
	in.Value, in.Many, in.Accept = "", true, "image/*"
	in.Hint = p.v.Say.T("catalogue.hint_images", "most", catalogue.ImagesMax, "size", sizeWords(p.v.Rules.Policy.FileMax))
	in.Attrs = templ.Attributes{"data-size-max": strconv.FormatInt(p.v.Rules.Policy.FileMax, 10)}
	return in
}

func (p *editPage) filesInput() parts.Input {
	in := p.text("files", "")
	in.Value, in.Many, in.Optional = "", true, true
	in.Hint = p.v.Say.T("catalogue.hint_files", "most", catalogue.FilesMax, "types", strings.Join(p.v.Rules.Policy.FileTypes, ", "))
	in.Attrs = templ.Attributes{"data-size-max": strconv.FormatInt(p.v.Rules.Policy.FileMax, 10)}
	return in
}

// sizeWords writes a number of bytes in megabytes.
func sizeWords(bytes int64) string {
	return strconv.FormatFloat(float64(bytes)/(1<<20), 'f', -1, 64) + " MB"
}

func (p *editPage) language() string {
	if p.Offer.Language != "" {
		return p.Offer.Language
	}
	return p.v.Say.Language()
}

func (p *editPage) videoAddress() string {
	if p.Offer.Video == "" {
		return ""
	}
	return "https://youtu.be/" + p.Offer.Video
}

// states reports whether a box of several is ticked, typed or kept.
func (p *editPage) states(a catalogue.Attribute, code string) bool {
	if p.Form != nil {
		return slices.Contains(p.Form.Values(attributesPrefix+a.Code), code)
	}
	return slices.Contains(p.Offer.Attributes[a.Code], code)
}

// resolved is a package with the price its category sets.
func (p *editPage) resolved(tier catalogue.Tier) catalogue.Package {
	whole := p.Rules.Resolve(catalogue.Offer{Packages: []catalogue.Package{{Tier: tier}}})
	return whole.Packages[0]
}

func (p *editPage) bounds() string {
	least, most := p.Rules.Bounds()
	return p.v.Say.T("catalogue.bounds", "least", least, "most", most)
}

func most(o catalogue.Option) string {
	if o.Most == 0 {
		return ""
	}
	return strconv.Itoa(o.Most)
}

// fieldName is what a field of the editor is called, for the list of what is
// wrong: "packages.economy.price" is "Price, Economy".
func (p *editPage) fieldName(field string) string {
	words := strings.Split(field, ".")
	last := words[len(words)-1]
	if words[0] == "attributes" && len(words) > 1 {
		for _, attribute := range p.Rules.Attributes {
			if attribute.Code == words[1] {
				return attribute.Name
			}
		}
	}
	name := field
	if key := "catalogue.field." + last; p.v.Say.Has(key) {
		name = p.v.Say.T(key)
	} else if key := "catalogue.part." + words[0]; p.v.Say.Has(key) {
		name = p.v.Say.T(key)
	}
	if words[0] == "packages" && len(words) == 3 {
		name += ", " + p.tierName(catalogue.Tier(words[1]))
	}
	return name
}
