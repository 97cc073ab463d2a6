package bench_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"guildhall/bench"
	"guildhall/testkit"
)

// What is printed is measured elsewhere; here a small run shows that both
// engines are driven, counted and checked.
func TestASmallRunMeasuresBothEnginesAndChecksThem(t *testing.T) {
	var out strings.Builder
	err := bench.Orders(context.Background(), bench.Options{
		Out: &out, Folder: t.TempDir(), Postgres: testkit.PostgresURL(t), PgbenchScale: 1,
		Clients: []int{1, 4}, Span: time.Second, Members: 20, Services: 20,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, wanted := range []string{"group commit", "one commit per order", "PostgreSQL", "pgbench"} {
		if strings.Count(out.String(), wanted) < 2 {
			t.Errorf("%q was not measured with each number of clients:\n%s", wanted, &out)
		}
	}
	if strings.Count(out.String(), "verify: clean") != 3 {
		t.Errorf("not every database was checked:\n%s", &out)
	}
	t.Log("\n" + out.String())
}
