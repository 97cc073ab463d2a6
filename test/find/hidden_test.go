package find

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/say"
)

// TestTheHandbookSaysWhatAStrangerSees reads docs/visibility.md row by row,
// hides Sam's services by its cause and looks for one of them where the columns
// say: in search, on his profile, at its address, by the API.
func TestTheHandbookSaysWhatAStrangerSees(t *testing.T) {
	text, err := os.ReadFile("../../docs/visibility.md")
	if err != nil {
		t.Fatal(err)
	}
	english := say.For("en", nil, "USD")
	eachHall(t, func(t *testing.T, h *hall) {
		const title = "Logo in three drafts for your shop"
		service := h.sold[title].ID.String()
		sees := func() []string {
			h.follow()
			words := map[bool]string{true: "yes", false: "no"}
			direct, _ := h.get("/services/" + service)
			program, _ := h.get("/api/v1/services/" + service)
			found := slices.Contains(h.ask("find=drafts").services(), service)
			if listed := slices.Contains(shown(h.page("/services?q=drafts")), service); listed != found {
				t.Errorf("found by the API %t, on the page %t", found, listed)
			}
			if (direct == http.StatusNotFound) != (program == http.StatusNotFound) {
				t.Errorf("the page answers %d, the API %d", direct, program)
			}
			return []string{words[found], words[strings.Contains(h.page("/members/sam"), title)], words[direct != http.StatusNotFound]}
		}
		if got := sees(); !slices.Equal(got, []string{"yes", "yes", "yes"}) {
			t.Fatalf("with no cause a stranger sees %v", got)
		}
		for _, row := range catalogue.Visibilities {
			var cells []string
			for line := range strings.Lines(string(text)) {
				if strings.HasPrefix(line, fmt.Sprintf("| %s | %s |", english.T("catalogue.causes."+string(row.Cause)), row.Rule)) {
					cells = strings.Split(line, " | ")[2:5]
				}
			}
			h.Write(func(tx *db.Tx) error { return catalogue.Withhold(tx, h.Seller.ID, row.Cause, "", time.Time{}) })
			if got := sees(); !slices.Equal(got, cells) {
				t.Errorf("%s: in search, on the profile, by direct link: %v, the handbook says %v", row.Cause, got, cells)
			}
			h.Write(func(tx *db.Tx) error { return catalogue.Release(tx, h.Seller.ID, row.Cause) })
		}
	})
}
