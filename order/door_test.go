package order_test

import (
	"strings"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/deadline"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/order"
)

// eachDoor runs a test on a stage under the preset services.
func eachDoor(t *testing.T, fn func(t *testing.T, s *stage)) {
	eachTwoNodes(t, func(t *testing.T, s *stage, _ *db.Store) { fn(t, s) })
}

func TestAStrangerCannotTellAnOrderFromNone(t *testing.T) { // invariant 11
	eachDoor(t, func(t *testing.T, s *stage) {
		real, none := s.place("economy", true).ID, id.New[id.OrderKind](s.Clock.Now())
		for _, side := range []order.Side{order.Buyer, order.Seller, order.Arbiter, order.Staff} {
			for _, verb := range []order.Verb{order.Say, order.Accept, order.Start, order.DecideCase, order.StaffCancel} {
				c := order.Command{Actor: s.Stranger.ID, Side: side, Verb: verb, At: s.Clock.Now()}
				if there, nowhere := s.answer(real, c), s.answer(none, c); there != nowhere || there != "not_found" {
					t.Errorf("%s as %s: %q for somebody's order, %q for none", verb, side, there, nowhere)
				}
			}
		}
		s.Read(func(tx *db.Tx) error {
			_, _, there := order.Party(tx, real, s.Stranger.ID)
			_, _, nowhere := order.Party(tx, none, s.Stranger.ID)
			if there == nil || nowhere == nil || there.Error() != nowhere.Error() {
				t.Errorf("%v for somebody's order, %v for none", there, nowhere)
			}
			return nil
		})
		if o := s.read(real); o.Version != 1+1 { // placing and the brief
			t.Errorf("a stranger brought the order to version %d", o.Version)
		}
	})
}

// answer is the code that a command is refused with.
func (s *stage) answer(o id.Order, c order.Command) string {
	c.Order = o
	err := s.Try(func(tx *db.Tx) error {
		_, err := order.Act(tx, s.spoken(c))
		return err
	})
	if refused, ok := fault.As(err); ok {
		return refused.Code
	}
	return "let through"
}

func TestAPartyDoesNotJudge(t *testing.T) { // TRU-28
	eachDoor(t, func(t *testing.T, s *stage) {
		s.Buyer = s.Arbiter
		s.Write(s.begin)
		o := s.place("economy", true)
		c := order.Command{Actor: s.Arbiter.ID, Side: order.Staff, Verb: order.StaffCancel, At: s.Clock.Now()}
		if code := s.answer(o.ID, c); code != "order_party_cannot_judge" {
			t.Errorf("Ada ended her own order: %s", code)
		}
	})
}

func TestAFormDrawnBeforeIsToldThatTheOrderMovedOn(t *testing.T) { // ORD-35
	eachDoor(t, func(t *testing.T, s *stage) {
		o := s.plays(t, s.place("economy", true), delivered)
		stale := order.Command{Actor: s.Buyer.ID, Side: order.Buyer, Verb: order.Accept, At: s.Clock.Now(), Version: o.Version - 1}
		if code := s.answer(o.ID, stale); code != "order_moved_on" {
			t.Errorf("a stale form was answered with %s", code)
		}
	})
}

func TestDeadlinesBeforeAnActTakeEffectFirst(t *testing.T) { // ORD-15
	eachDoor(t, func(t *testing.T, s *stage) {
		o := s.plays(t, s.place("economy", true), delivered)
		due := o.Clocks[order.CheckDeadline]
		s.at(due.Add(time.Hour)) // no sweeper came by
		late := order.Command{Actor: s.Buyer.ID, Side: order.Buyer, Verb: order.SendBack, At: due.Add(time.Second)}
		if code := s.answer(o.ID, late); code != "order_not_in_state" {
			t.Errorf("sending back after the deadline was answered with %s", code)
		}
		onTime := late
		onTime.At = due
		if code := s.answer(o.ID, onTime); code != "let through" {
			t.Errorf("a request that arrived in time was answered with %s", code)
		}
	})
}

func TestTheOneItHurtsIsRemindedAQuarterAhead(t *testing.T) { // ORD-14
	eachDoor(t, func(t *testing.T, s *stage) {
		o := s.place("economy", false)
		s.Write(func(tx *db.Tx) error {
			clocks, err := deadline.Of(tx, event.Of("order", o.ID))
			if err != nil || len(clocks) != 1 {
				t.Fatalf("%v, %v", clocks, err)
			}
			if ahead := clocks[0].At.Sub(clocks[0].WarnAt); ahead != s.p.StartWithin/4 {
				t.Errorf("the reminder goes out %v ahead, want a quarter of %v", ahead, s.p.StartWithin)
			}
			return order.Remind(tx, clocks[0])
		})
		s.Read(func(tx *db.Tx) error {
			warns, err := db.Value[string](tx, `SELECT data FROM events WHERE kind = 'deadline_near' AND subject_id = $1`, o.ID)
			if want := `"warns":"seller"`; err == nil && !strings.Contains(warns, want) {
				t.Errorf("the reminder says %s, want %s in it", warns, want)
			}
			return err
		})
	})
}

func TestWhatWasSaidWithAStepIsThere(t *testing.T) { // invariant 14
	eachDoor(t, func(t *testing.T, s *stage) {
		o := s.plays(t, s.place("economy", true), delivered)
		s.Read(func(tx *db.Tx) error {
			said, err := db.Value[int64](tx, `SELECT count(*) FROM messages WHERE holder = $1`, o.ID)
			if said != int64(len(delivered)) {
				t.Errorf("%d messages are there, %d were answered", said, len(delivered))
			}
			return err
		})
	})
}
