package api_test

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"guildhall/api"
	"guildhall/testkit"
)

var exampleForm = regexp.MustCompile(`(?m)^curl -s '?http://localhost:8080` + api.Base + `([^' \n]+)'?`)

// TestTheHandbooksSearchesWork sends each example of the chapter on finding
// services as it is written, and wants it to find something.
func TestTheHandbooksSearchesWork(t *testing.T) {
	store, clock := testkit.SQLite(t)
	w := newWorld(t, store, clock)
	w.Plant()
	offer := w.Offer()
	offer.Attributes = map[string][]string{"manner": {"line_drawing"}}
	service := w.Sell(w.Seller.ID, offer)
	offer.Title = "Line drawings of your dog"
	w.Sell(w.Stranger.ID, offer)

	handbook, err := os.ReadFile("../docs/api/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, chapter, _ := strings.Cut(string(handbook), "## Finding services")
	chapter, _, _ = strings.Cut(chapter, "\n## ")
	examples := exampleForm.FindAllStringSubmatch(chapter, -1)
	if len(examples) < 7 {
		t.Fatalf("%d examples", len(examples))
	}
	next := w.visitor().get("/services?find=drawing&limit=1").ok().at("next").text()
	for _, example := range examples {
		path := strings.NewReplacer("NEXT", next, "SERVICE", service.ID.String()).Replace(example[1])
		got := w.visitor().get(path)
		if got.status != http.StatusOK || len(got.value().at("items").list())+len(got.value().at("attributes").list()) == 0 {
			t.Errorf("%s: %d\n%s", path, got.status, got.body)
		}
	}
}
