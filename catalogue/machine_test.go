package catalogue

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var rewrite = flag.Bool("rewrite", false, "write golden files anew")

var (
	stored = []State{Draft, InModeration, Live, Paused, Rejected, Removed}
	verbs  = []Verb{Submit, Withdraw, Approve, Reject, Remove, Restore, Pause, Resume, Discard}
)

// TestEveryStateRoleAndVerb holds the whole product against a file that a
// person reads.
func TestEveryStateRoleAndVerb(t *testing.T) {
	var product strings.Builder
	for _, state := range stored {
		for _, who := range []Who{TheSeller, AModerator} {
			for _, verb := range verbs {
				for pending := range 2 {
					for checked := range 2 {
						writeCase(&product, Facts{Stored: state, HasPending: pending == 1, HasLive: state == Live || state == Paused, Checked: checked == 1}, who, verb)
					}
				}
			}
		}
	}
	const golden = "testdata/machine.golden"
	if *rewrite {
		if err := os.WriteFile(golden, []byte(product.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != product.String() {
		t.Error("the table decides otherwise than the golden file; go test -rewrite ./catalogue shows the difference in git")
	}
}

// writeCase writes what is decided; refused cases are left out of the file.
func writeCase(to *strings.Builder, f Facts, who Who, verb Verb) {
	if f.Checked && verb != Submit {
		return
	}
	step, err := Decide(f, who, verb)
	if err != nil {
		return
	}
	fmt.Fprintf(to, "%-13s pending=%-5t checked=%-5t %-9s %-8s -> %-13s %-8s %s\n",
		f.Stored, f.HasPending, f.Checked, who, verb, step.To, step.Does, step.ID)
}

func TestEveryStepIsTaken(t *testing.T) {
	taken := map[Step]int{}
	for _, state := range stored {
		for _, who := range []Who{TheSeller, AModerator} {
			for _, verb := range verbs {
				for i := range 4 {
					step, err := Decide(Facts{Stored: state, HasPending: i&1 == 1, HasLive: true, Checked: i&2 == 2}, who, verb)
					if err == nil {
						taken[step]++
					}
				}
			}
		}
	}
	for _, step := range Steps {
		if taken[step] == 0 {
			t.Errorf("no facts lead to %+v", step)
		}
	}
}

func TestWhatWasRemovedBeforeItWasLiveGoesBackToItsDraft(t *testing.T) {
	step, err := Decide(Facts{Stored: Removed}, AModerator, Restore)
	if err != nil || step.To != Draft {
		t.Errorf("restored to %s, %v", step.To, err)
	}
}

func TestHiddenIsASetOfCauses(t *testing.T) {
	cases := []struct {
		stored    State
		causes    []Cause
		want      State
		orderable bool
	}{
		{Live, nil, Live, true},
		{Live, []Cause{CauseWorkload}, Hidden, true}, // CAT-15
		{Live, []Cause{CauseWeekend, CausePortfolio}, Hidden, true},
		{Live, []Cause{CauseIgnored}, Hidden, false},
		{Live, []Cause{CauseWorkload, CauseIgnored}, Hidden, false},
		{Live, []Cause{CauseSanction}, Hidden, false},
		{Live, []Cause{CauseUnlisted}, Unlisted, true},
		{Live, []Cause{CauseUnlisted, CauseWorkload}, Hidden, true},
		{Paused, []Cause{CauseWorkload}, Paused, false},
		{Paused, nil, Paused, false},
		{InModeration, nil, InModeration, false},
		{Removed, nil, Removed, false},
	}
	for _, c := range cases {
		s := Service{Stored: c.stored, Causes: c.causes}
		if s.State() != c.want || s.Orderable() != c.orderable || s.Shown() != (c.want == Live) {
			t.Errorf("%s with %v: %s, orderable %t", c.stored, c.causes, s.State(), s.Orderable())
		}
	}
}
