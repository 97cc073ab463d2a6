package order

import (
	"slices"
	"testing"

	"guildhall/policy"
)

func preset(t testing.TB, name string) policy.Policy {
	t.Helper()
	p, err := policy.Preset(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestThePresetsKeepEveryPromise(t *testing.T) {
	names := []string{"services", "direct", "tasks"}
	if testing.Short() {
		names = names[:1] // the searches of the others are ten times as long
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			found := Check(preset(t, name))
			t.Logf("%d states, %d steps", found.States, found.Steps)
			for _, flaw := range found.Flaws {
				t.Error(flaw)
			}
		})
	}
}

// damaged is the real table with one row changed.
func damaged(rowID string, damage func(row *Row)) *Lifecycle {
	rows := slices.Clone(Table.Rows)
	i := slices.IndexFunc(rows, func(row Row) bool { return row.ID == rowID })
	damage(&rows[i])
	return lifecycle(rows)
}

var never = fact("never", func(*Order) bool { return false })

func TestAFaultPlantedInARowIsFound(t *testing.T) {
	remove := func(row *Row) { row.From = nil }
	tests := []struct {
		row    string
		damage func(row *Row)
		letter string
	}{
		{"check_lapse", remove, "a"},
		{"start_lapse", remove, "a"},
		{"idle_counts", remove, "a"},
		{"case_limit", remove, "a"},
		{"deliver", func(row *Row) { row.If = guards(never) }, "row"},
		{"refuse_cancel", func(row *Row) { row.If = guards(never) }, "row"},
		{"hand_back", func(row *Row) { row.If = guards(never) }, "row"},
		{"accept", func(row *Row) { row.Do = nil }, "c"},
		{"cancel_not_on_time", func(row *Row) { row.Do = effects(payAll, refundAll, holdPrice) }, "c"},
		{"check_lapse", func(row *Row) { row.Warns = seller }, "d"},
		{"idle_counts", func(row *Row) { row.Warns = nil }, "d"},
	}
	services := preset(t, "services")
	if testing.Short() {
		tests = tests[3:6] // one of each kind: a deadline, a guard, a row
	}
	for _, test := range tests {
		t.Run(test.row+" "+test.letter, func(t *testing.T) {
			found := damaged(test.row, test.damage).Check(services)
			i := slices.IndexFunc(found.Flaws, func(f Flaw) bool { return f.Letter == test.letter })
			if i < 0 {
				t.Fatalf("the planted fault was not found under (%s): %v", test.letter, found.Flaws)
			}
			if len(found.Flaws[i].Path) == 0 {
				t.Errorf("no way there is told: %v", found.Flaws[i])
			}
		})
	}
}

func TestCommissionMustCoverReferrals(t *testing.T) {
	p := preset(t, "services")
	p.Commission = 500
	if flaw := checkShare(&p); flaw == nil || flaw.Letter != "e" {
		t.Errorf("5%% commission with 6%% for referrers was accepted: %v", flaw)
	}
	p.PlatformMayPay = true
	if flaw := checkShare(&p); flaw != nil {
		t.Errorf("platform_may_pay did not allow it: %v", flaw)
	}
}
