package town_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"guildhall/policy"
)

// watch names a value of the policy, another figure for it, and what to look
// at: under the two figures it must not look the same.
type watch struct {
	value string
	to    string
	look  func(*testing.T, policy.Policy) string
}

// elsewhere are values that are shown by a test of their own package.
var elsewhere = map[string]string{
	"request_ends":    "rulebook.TestAPresetWhoseSubjectIsNotBuiltIsRefused",
	"category_levels": "test/policy.TestTheTreeIsShownAsDeepAsThePolicySays",
	"newcomer_share":  "desk.TestTheNewcomersShareOfAPageIsThePolicys",
	"sweep_grace":     "sweep.TestTheGraceIsThePolicys",
}

// sameName are values that wait for their subject as well. Other types have
// fields of these names, so tidy, which goes by names, takes them for read.
var sameName = []string{"words", "duties", "revisions", "places"}

func watches() []watch {
	return slices.Concat(orderWatches, doorWatches, hidingWatches, reputationWatches)
}

// TestEachValueOfThePolicyMakesADifference changes each value alone.
func TestEachValueOfThePolicyMakesADifference(t *testing.T) {
	for _, w := range watches() {
		t.Run(w.value, func(t *testing.T) {
			before, err := policy.Preset("services")
			if err != nil {
				t.Fatal(err)
			}
			after := before
			row, known := policy.Find(w.value)
			if !known {
				t.Fatalf("there is no value %s", w.value)
			}
			if err := row.Set(&after, w.to); err != nil {
				t.Fatal(err)
			}
			was, again, is := w.look(t, before), w.look(t, before), w.look(t, after)
			if was != again {
				t.Fatalf("the same policy looks different each time, so nothing is shown:\n%s\n%s", was, again)
			}
			if was == is {
				t.Errorf("%s = %s changes nothing; with %s as well one sees\n%s", w.value, w.to, row.Text(before), is)
			}
		})
	}
}

// TestEachValueIsWatchedOrWaitsForItsSubject holds the table of watches to the
// policy: what is not watched is on tidy's list of values that nothing reads.
func TestEachValueIsWatchedOrWaitsForItsSubject(t *testing.T) {
	list, err := os.ReadFile("../tidy/unread.txt")
	if err != nil {
		t.Fatal(err)
	}
	waits, watched := strings.Fields(string(list)), map[string]bool{}
	for _, w := range watches() {
		watched[w.value] = true
	}
	for _, v := range policy.Values {
		name := strings.ReplaceAll(v.Name, "_", "")
		unread := slices.ContainsFunc(waits, func(field string) bool { return strings.EqualFold(field, name) })
		_, shown := elsewhere[v.Name]
		if !watched[v.Name] && !unread && !shown && !slices.Contains(sameName, v.Name) {
			t.Errorf("nobody watches %s", v.Name)
		}
		if watched[v.Name] && unread {
			t.Errorf("%s is watched: take it off the list of values that nothing reads", v.Name)
		}
	}
}
