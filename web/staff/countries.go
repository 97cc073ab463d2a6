package staff

import (
	"cmp"
	"slices"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"guildhall/desk"
	"guildhall/web/parts"
)

// countryCodes lists the countries of ISO 3166 by code.
var countryCodes = sync.OnceValue(func() []string {
	var codes []string
	for first := 'A'; first <= 'Z'; first++ {
		for second := 'A'; second <= 'Z'; second++ {
			code := string([]rune{first, second})
			region, err := language.ParseRegion(code)
			if err == nil && region.IsCountry() && region.Canonicalize() == region && region.String() == code {
				codes = append(codes, code)
			}
		}
	}
	return codes
})

// countries are the choices by name, in the reader's language.
func countries(v *desk.Visit) []parts.Option {
	tag := language.Make(v.Say.Language())
	names := display.Regions(tag)
	var options []parts.Option
	for _, code := range countryCodes() {
		if name := names.Name(language.MustParseRegion(code)); name != "" {
			options = append(options, parts.Option{Value: code, Label: name})
		}
	}
	slices.SortFunc(options, func(a, b parts.Option) int { return cmp.Compare(a.Label, b.Label) })
	return options
}
