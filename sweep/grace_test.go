package sweep_test

import (
	"testing"
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/rulebook"
	"guildhall/testkit"
)

// TestTheGraceIsThePolicys changes sweep_grace (ORD-15) and sees the clock wait
// so much longer.
func TestTheGraceIsThePolicys(t *testing.T) {
	store, clock := testkit.SQLite(t)
	open(t, store)
	must(t, store.Write(ctx, func(tx *db.Tx) error {
		now, err := rulebook.Current(tx)
		if err != nil {
			return err
		}
		now.Policy.SweepGrace = 30 * time.Second
		_, err = rulebook.Publish(tx, now.Policy, id.Member{}, "slow networks", tx.Now())
		return err
	}))
	set(t, store, boiling(1, clock.Now())...)
	for _, c := range []struct {
		after time.Duration
		done  int64
	}{{grace + time.Second, 0}, {30 * time.Second, 1}} {
		clock.Advance(c.after)
		must(t, eggs.Ring(ctx, store))
		if done, _ := counts(t, store); done != c.done {
			t.Errorf("%v later %d took effect, want %d", c.after, done, c.done)
		}
	}
}
