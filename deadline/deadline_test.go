package deadline_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/deadline"
	"guildhall/event"
	"guildhall/testkit"
)

var (
	ctx   = context.Background()
	order = event.Of("order", [16]byte{7})
)

func write(t *testing.T, store *db.Store, fn func(tx *db.Tx) error) {
	t.Helper()
	if err := store.Write(ctx, fn); err != nil {
		t.Fatal(err)
	}
}

func due(t *testing.T, store *db.Store, at time.Time) []deadline.Clock {
	t.Helper()
	var found []deadline.Clock
	write(t, store, func(tx *db.Tx) (err error) {
		found, err = deadline.Due(tx, at, 10)
		return err
	})
	return found
}

func TestAClockIsDueFromItsMomentOn(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		at := clock.Now().Add(time.Hour)
		set := deadline.Clock{Subject: order, Kind: "check", At: at, WarnAt: at.Add(-time.Minute)}
		write(t, store, func(tx *db.Tx) error { return deadline.Set(tx, set) })
		if early := due(t, store, at.Add(-time.Microsecond)); len(early) != 0 {
			t.Errorf("due before its moment: %v", early)
		}
		if got := due(t, store, at); len(got) != 1 || got[0] != set {
			t.Errorf("due at its moment: %v, want %v", got, set)
		}
		write(t, store, func(tx *db.Tx) error { return deadline.Clear(tx, order, "check") })
		if got := due(t, store, at); len(got) != 0 {
			t.Errorf("due after it was cleared: %v", got)
		}
	})
}

func TestAFailedClockWaitsAndKeepsItsMoment(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		at := clock.Now()
		set := deadline.Clock{Subject: order, Kind: "check", At: at}
		write(t, store, func(tx *db.Tx) error { return deadline.Set(tx, set) })
		write(t, store, func(tx *db.Tx) error { return deadline.Failed(tx, set, at.Add(time.Minute), "books broken") })
		if got := due(t, store, at); len(got) != 0 {
			t.Errorf("due while it waits: %v", got)
		}
		got := due(t, store, at.Add(time.Minute))
		if len(got) != 1 || got[0].Tries != 1 || !got[0].At.Equal(at) {
			t.Errorf("after the wait: %v", got)
		}
		write(t, store, func(tx *db.Tx) error { return deadline.Set(tx, set) })
		if got := due(t, store, at); len(got) != 1 || got[0].Tries != 0 {
			t.Errorf("set anew: %v", got)
		}
	})
}

func TestAReminderGoesOutOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		set := deadline.Clock{Subject: order, Kind: "check", At: clock.Now().Add(time.Hour), WarnAt: clock.Now()}
		write(t, store, func(tx *db.Tx) error { return deadline.Set(tx, set) })
		write(t, store, func(tx *db.Tx) error { return deadline.Warned(tx, set) })
		err := store.Write(ctx, func(tx *db.Tx) error { return deadline.Warned(tx, set) })
		if !errors.Is(err, deadline.ErrGone) {
			t.Errorf("the second reminder got %v", err)
		}
		write(t, store, func(tx *db.Tx) error {
			left, err := deadline.Warnings(tx, clock.Now(), 10)
			if len(left) != 0 {
				t.Errorf("still to warn: %v", left)
			}
			return err
		})
	})
}

func beat(t *testing.T, store *db.Store) (found deadline.Outage, was bool) {
	t.Helper()
	write(t, store, func(tx *db.Tx) (err error) {
		found, was, err = deadline.Beat(tx)
		return err
	})
	return found, was
}

func TestASilenceOfAMinuteIsAnOutage(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		beat(t, store)
		clock.Advance(deadline.OutageMin - time.Microsecond)
		if found, was := beat(t, store); was {
			t.Errorf("a shorter silence was taken for an outage: %v", found)
		}
		from := clock.Now()
		until := clock.Advance(deadline.OutageMin)
		want := deadline.Outage{From: from, Until: until}
		if found, was := beat(t, store); !was || found != want {
			t.Errorf("outage %v %v, want %v", found, was, want)
		}
		if found, was := beat(t, store); was {
			t.Errorf("found twice: %v", found)
		}
		write(t, store, func(tx *db.Tx) error {
			all, err := deadline.Outages(tx, testkit.Start)
			if len(all) != 1 || all[0] != want {
				t.Errorf("outages %v, want only %v", all, want)
			}
			return err
		})
	})
}

func TestMovingTheClockIsNoOutage(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		beat(t, store)
		write(t, store, func(tx *db.Tx) error { return deadline.Skip(tx, tx.Now().Add(48*time.Hour)) })
		clock.Advance(48 * time.Hour)
		if found, was := beat(t, store); was {
			t.Errorf("taken for an outage: %v", found)
		}
	})
}
