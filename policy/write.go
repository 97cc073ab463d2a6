package policy

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"guildhall/say"
)

// sections are the parts of the table with the keys of their headings.
var sections = []struct {
	heading string
	values  []Value
}{
	{"policy.heading.kind", kindValues},
	{"policy.heading.orders", orderValues},
	{"policy.heading.money", moneyValues},
	{"policy.heading.people", peopleValues},
	{"policy.heading.offers", offerValues},
	{"policy.heading.standing", standingValues},
	{"policy.heading.ranking", rankingValues},
	{"policy.heading.law", lawValues},
}

// Write prints the policy for people: each value with its rule and its
// sentence, in the table's order.
func Write(w io.Writer, p Policy) error {
	out := bufio.NewWriter(w)
	speaker := say.For("en", nil, p.Currency)
	for i, section := range sections {
		if i > 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprintln(out, speaker.T(section.heading))
		for _, v := range section.values {
			text := v.Text(p)
			if text == "" {
				text = "-"
			}
			fmt.Fprintf(out, "  %s = %s  [%s]\n      %s\n", v.Name, text, v.Spec, speaker.T(v.Key()))
		}
	}
	return out.Flush()
}

// WriteJSON prints the policy as the file that Parse reads, one value a line
// in the table's order.
func WriteJSON(w io.Writer, p Policy) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "{\n  %q: %d", schemaName, Schema)
	for _, v := range Values {
		value, err := json.Marshal(v.JSON(p))
		if err != nil {
			return fmt.Errorf("policy: write %s: %w", v.Name, err)
		}
		fmt.Fprintf(out, ",\n  %q: %s", v.Name, value)
	}
	fmt.Fprintln(out, "\n}")
	return out.Flush()
}
