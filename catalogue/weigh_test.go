package catalogue_test

import (
	"slices"
	"testing"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
	"guildhall/rulebook"
	"guildhall/testkit"
	"guildhall/town"
)

// TestEverybodyIsWeighedOnceUnderEachPolicy walks over many in portions and
// changes the rules before, in the middle of and after a walk.
func TestEverybodyIsWeighedOnceUnderEachPolicy(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		w := town.New(t, store, clock)
		w.Write(func(tx *db.Tx) error {
			for range 120 {
				if err := catalogue.HoldSeller(tx, id.New[id.MemberKind](tx.Now())); err != nil {
					return err
				}
			}
			return nil
		})
		var weighed []id.Member
		all := catalogue.Weighing{
			Cause: catalogue.CauseWorkload,
			List:  `SELECT seller FROM seller_counts WHERE seller > $1 ORDER BY seller LIMIT $2`,
			Each: func(_ *db.Tx, which [16]byte) error {
				weighed = append(weighed, id.Member(which))
				return nil
			},
		}
		once := func(when string) {
			t.Helper()
			weighed = nil
			if portions := w.Weigh(all); portions != 3 {
				t.Errorf("%s: done in %d portions", when, portions)
			}
			slices.SortFunc(weighed, func(a, b id.Member) int { return slices.Compare(a[:], b[:]) })
			if len(weighed) < 120 || len(slices.Compact(slices.Clone(weighed))) != len(weighed) {
				t.Errorf("%s: %d were weighed", when, len(weighed))
			}
			if w.Weigh(all) != 0 {
				t.Errorf("%s: weighed again under the same rules", when)
			}
		}
		change := func(most int) {
			w.Write(func(tx *db.Tx) error {
				rules, err := rulebook.Current(tx)
				if err != nil {
					return err
				}
				rules.Policy.AutoPauseAbove = most
				_, err = rulebook.Publish(tx, rules.Policy, w.Admin.ID, "test", tx.Now())
				return err
			})
		}
		once("at the first start")
		change(30)
		once("under other rules")
		change(31)
		w.Write(func(tx *db.Tx) error { _, err := all.Go(tx); return err })
		change(32)
		once("under rules that changed in the middle")
		w.Write(all.Again)
		once("asked to")
	})
}
