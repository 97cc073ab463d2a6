package hall_test

import (
	"testing"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/hall"
	"guildhall/search"
	"guildhall/testkit"
	"guildhall/town"
)

// TestARenamedCategoryIsFoundOnEveryNode renames a category on one of two nodes
// over one PostgreSQL: what stands in it is found by the new name on both.
func TestARenamedCategoryIsFoundOnEveryNode(t *testing.T) {
	clock := testkit.NewClock()
	url := testkit.PostgresURL(t)
	here := testkit.Open(t, url, clock)
	place := town.New(t, here, clock)
	place.Shop()
	halls := []*hall.Hall{node(t, here), node(t, testkit.Open(t, url, clock))}
	place.Write(func(tx *db.Tx) error {
		c, err := catalogue.CategoryBySlug(tx, "illustration")
		if err != nil {
			return err
		}
		c.Name = "Etchings"
		return catalogue.SaveCategory(tx, c)
	})
	since := time.Now()
	for n, h := range halls {
		for found := int64(0); found != 1; time.Sleep(10 * time.Millisecond) {
			place.Read(func(tx *db.Tx) error {
				result, err := h.Desk.Finder.Find(tx, search.Query{Words: "etchings"})
				found = result.Total
				return err
			})
			if time.Since(since) > awaited {
				t.Fatalf("node %d never found it", n+1)
			}
		}
		t.Logf("node %d found it after %v", n+1, time.Since(since))
	}
}
