package money

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"guildhall/payment"
)

// TestTheHandbookListsTheMagicAmounts prints the table from the code and wants
// it in docs/money.md as it is.
func TestTheHandbookListsTheMagicAmounts(t *testing.T) {
	handbook, err := os.ReadFile("../../docs/money.md")
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	for _, m := range payment.Magics[1:] {
		fmt.Fprintf(&table, "| %d | %s | %s |\n", m.Ends, m.Name, story(m))
	}
	if !strings.Contains(string(handbook), "| --- | --- | --- |\n"+table.String()+"\n") {
		t.Errorf("docs/money.md should list:\n%s", table.String())
	}
}

func story(m payment.Magic) string {
	var told []string
	if m.Calls > 0 {
		told = append(told, fmt.Sprintf("the first %d calls fail", m.Calls))
	}
	for _, s := range m.Says {
		one := string(s.Said)
		if s.Later > 0 {
			one += " after " + s.Later.String()
		}
		if s.Twice {
			one += ", sent twice"
		}
		told = append(told, one)
	}
	return strings.Join(told, "; ")
}
