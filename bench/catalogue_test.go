package bench_test

import (
	"context"
	"strings"
	"testing"

	"guildhall/bench"
	"guildhall/testkit"
)

// The figures are measured elsewhere; here a small run shows that all engines
// are asked the same and held against each other, also after edits.
func TestASmallCatalogueIsSearchedByEveryEngine(t *testing.T) {
	var out strings.Builder
	err := bench.Catalogue(context.Background(), bench.CatalogueOptions{
		Out: &out, Folder: t.TempDir(), Postgres: testkit.PostgresURL(t), Services: 1200, Edits: 300,
	})
	t.Log("\n" + out.String())
	if err != nil {
		t.Fatal(err)
	}
	for _, wanted := range []string{"index", "SQLite FTS5", "PostgreSQL GIN", "all engines agree"} {
		if strings.Count(out.String(), wanted) < 2 {
			t.Errorf("%q is not told before and after the edits", wanted)
		}
	}
}
