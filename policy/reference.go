package policy

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"guildhall/say"
)

// WriteReference prints the whole table as a page of the handbook: what each
// value is in every preset, between which bounds it may be, and what it does.
func WriteReference(w io.Writer) error {
	out := bufio.NewWriter(w)
	s := say.For("en", nil, "USD")
	var all []Policy
	for _, preset := range presets {
		all = append(all, preset.make())
	}
	fmt.Fprintf(out, "# %s\n\n%s\n", s.T("policy.page.title"), s.T("policy.page.about"))
	for _, section := range sections {
		fmt.Fprintf(out, "\n## %s\n\n| | %s | %s | |\n", s.T(section.heading), strings.Join(Presets(), " | "), s.T("policy.page.bounds"))
		fmt.Fprintf(out, "| --- |%s --- | --- |\n", strings.Repeat(" --- |", len(all)))
		for _, v := range section.values {
			fmt.Fprintf(out, "| `%s` |", v.Name)
			for i, p := range all {
				fmt.Fprintf(out, " %s |", v.compared(p, all[0], i == 0))
			}
			fmt.Fprintf(out, " %s | %s (%s) |\n", v.allowed(all[0]), s.T(v.Key()), v.Spec)
		}
	}
	return out.Flush()
}

// compared writes a value, or nothing where a preset keeps the first one's.
func (v Value) compared(p, first Policy, isFirst bool) string {
	text := v.Text(p)
	switch {
	case !isFirst && text == v.Text(first):
		return ""
	case text == "":
		return "-"
	default:
		return text
	}
}

// allowed writes what the value may be.
func (v Value) allowed(p Policy) string {
	if v.Shape.Kind == KindChoice {
		return strings.Join(v.Shape.Choices, ", ")
	}
	least, most := v.Bounds(p.Currency)
	if least == most {
		return ""
	}
	return least + " to " + most
}
