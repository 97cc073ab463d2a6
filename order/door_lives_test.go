package order_test

import (
	"context"
	"os"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/order"
	"guildhall/verify"
)

// livesThroughTheDoor is how many orders live on each engine; a tenth in a
// quick check, four times as many in a long one.
const livesThroughTheDoor = 500

func livesWanted() int {
	switch {
	case os.Getenv("GUILDHALL_LONG") != "":
		return 4 * livesThroughTheDoor
	case testing.Short():
		return livesThroughTheDoor / 10
	}
	return livesThroughTheDoor
}

// TestWhatAlwaysHoldsHoldsAfterEachStepOfEachLife takes lives that the table
// and the naive model agree on through the door, with the invariants on the
// touched order after each step and on everything at the end.
func TestWhatAlwaysHoldsHoldsAfterEachStepOfEachLife(t *testing.T) {
	eachStage(t, func(t *testing.T, s *stage) {
		w := newWanderer(uint64(len(walkedRules)))
		w.judges = [2]id.Member{s.Arbiter.ID, s.second.ID}
		steps, lives, taken := 0, livesWanted()/len(walkedRules)+1, map[string]int{}
		for n := range lives {
			s.Clock.Advance(time.Minute)
			o := s.place([]string{"economy", "standard", "business"}[n%3], n%4 == 0)
			steps += s.relive(t, o, &twin{t: t, w: w, p: &s.p, slow: n%2 == 0, taken: taken, ways: map[string][]order.Command{}})
		}
		s.holdsEverywhere(t)
		t.Logf("%d lives, %d steps", lives, steps)
	})
}

// relive lives an order on the table, and then the same through the door.
func (s *stage) relive(t *testing.T, o order.Order, tw *twin) int {
	t.Helper()
	tw.live(o)
	for _, c := range tw.did {
		if err := s.carryOut(c); err != nil {
			t.Fatalf("%s %s by %s: %v", c.Verb, c.Deadline, c.Side, err)
		}
		s.holds(t, o.ID, c)
	}
	is := s.read(o.ID)
	is.Diary, is.Version = tw.o.Diary, tw.o.Version // the door keeps these, the table does not
	if is != tw.o {
		t.Fatalf("the order in the database\n  %+v\nis not the one on the table\n  %+v", is, tw.o)
	}
	return len(tw.did)
}

func (s *stage) holds(t *testing.T, o id.Order, c order.Command) {
	t.Helper()
	s.Read(func(tx *db.Tx) error {
		found, err := verify.Order(tx, o)
		for _, f := range found {
			t.Fatalf("after %s %s: %+v", c.Verb, c.Deadline, f)
		}
		return err
	})
}

func (s *stage) holdsEverywhere(t *testing.T) {
	t.Helper()
	found, err := verify.Run(context.Background(), s.Store)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Errorf("%+v", f)
	}
}
