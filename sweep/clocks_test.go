package sweep_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/deadline"
	"guildhall/event"
	"guildhall/rulebook"
	"guildhall/sweep"
	"guildhall/testkit"
)

var ctx = context.Background()

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func egg(n int) event.Subject { return event.Of("egg", [16]byte{byte(n), byte(n >> 8), 1}) }

// eggs boil: each clock that takes effect adds one to the egg's count, in the
// table of positions for want of a better one. Broken ones fail in three ways.
var eggs = sweep.Handlers{"egg": {
	Due: func(tx *db.Tx, c deadline.Clock) error {
		if err := count(tx, c); err != nil {
			return err
		}
		switch c.Kind {
		case "broken":
			return errors.New("broken")
		case "panics":
			panic("broken books")
		case "stands":
			return nil
		}
		return deadline.Clear(tx, c.Subject, c.Kind)
	},
	Warn: func(tx *db.Tx, c deadline.Clock) error { return count(tx, c) },
}}

// grace is policy.SweepGrace of the preset.
const grace = 5 * time.Second

// open gives the house its rules and lets it begin to work.
func open(t *testing.T, store *db.Store) {
	t.Helper()
	must(t, store.Write(ctx, func(tx *db.Tx) error {
		_, err := rulebook.Start(tx, "services")
		return err
	}))
	must(t, eggs.Beat(ctx, store))
}

func count(tx *db.Tx, c deadline.Clock) error {
	return tx.Exec(`
		INSERT INTO event_positions (reader, seq) VALUES ($1, 1)
		ON CONFLICT (reader) DO UPDATE SET seq = event_positions.seq + 1`, c.Subject.String()+c.Kind)
}

// counts is how many clocks took effect, and how many of them more than once.
func counts(t *testing.T, store *db.Store) (done, twice int64) {
	t.Helper()
	must(t, store.Read(ctx, func(tx *db.Tx) (err error) {
		if done, err = db.Value[int64](tx, `SELECT count(*) FROM event_positions`); err != nil {
			return err
		}
		twice, err = db.Value[int64](tx, `SELECT count(*) FROM event_positions WHERE seq > 1`)
		return err
	}))
	return done, twice
}

func set(t *testing.T, store *db.Store, clocks ...deadline.Clock) {
	t.Helper()
	must(t, store.Write(ctx, func(tx *db.Tx) error {
		for _, c := range clocks {
			if err := deadline.Set(tx, c); err != nil {
				return err
			}
		}
		return nil
	}))
}

func boiling(n int, at time.Time) []deadline.Clock {
	clocks := make([]deadline.Clock, n)
	for i := range clocks {
		clocks[i] = deadline.Clock{Subject: egg(i), Kind: "boil", At: at.Add(time.Duration(i) * time.Millisecond)}
	}
	return clocks
}

func TestEveryDueClockTakesEffectOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		open(t, store)
		set(t, store, boiling(250, clock.Now())...)
		must(t, eggs.Ring(ctx, store))
		if done, _ := counts(t, store); done != 0 {
			t.Errorf("%d took effect within the grace", done)
		}
		clock.Advance(grace - time.Microsecond)
		must(t, eggs.Ring(ctx, store))
		if done, _ := counts(t, store); done != 0 {
			t.Errorf("%d took effect within the grace", done)
		}
		clock.Advance(time.Second)
		must(t, eggs.Ring(ctx, store))
		must(t, eggs.Ring(ctx, store))
		if done, twice := counts(t, store); done != 250 || twice != 0 {
			t.Errorf("%d took effect, %d of them twice", done, twice)
		}
	})
}

func TestFailingClocksHoldUpNobodyAndWait(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		open(t, store)
		at := clock.Now()
		for i, kind := range []string{"broken", "panics", "stands"} {
			set(t, store, deadline.Clock{Subject: egg(1000 + i), Kind: kind, At: at.Add(-time.Minute)})
		}
		set(t, store, deadline.Clock{Subject: event.Of("stone", [16]byte{1}), Kind: "boil", At: at})
		set(t, store, boiling(120, at)...)
		clock.Advance(10 * time.Second)
		must(t, eggs.Ring(ctx, store))
		if done, twice := counts(t, store); done != 120 || twice != 0 {
			t.Errorf("%d took effect, %d of them twice; want 120 and 0", done, twice)
		}
		must(t, store.Read(ctx, func(tx *db.Tx) error {
			stuck, err := deadline.Failing(tx, 10)
			for _, s := range stuck {
				if s.Tries != 1 || s.Cause == "" || !s.RetryAt.After(clock.Now()) {
					t.Errorf("%s: %d tries, again at %v: %q", s.Kind, s.Tries, s.RetryAt, s.Cause)
				}
			}
			if len(stuck) != 4 {
				t.Errorf("%d clocks are kept as failed, want 4", len(stuck))
			}
			return err
		}))
	})
}

// One that breaks the whole transaction is found by going one by one.
func TestAClockThatAlwaysCollidesHoldsUpNobody(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		colliding := sweep.Handlers{"egg": {Due: func(tx *db.Tx, c deadline.Clock) error {
			if c.Kind == "collides" {
				return db.ErrAgain
			}
			return eggs["egg"].Due(tx, c)
		}}}
		open(t, store)
		set(t, store, deadline.Clock{Subject: egg(999), Kind: "collides", At: clock.Now()})
		set(t, store, boiling(5, clock.Now())...)
		clock.Advance(10 * time.Second)
		must(t, colliding.Ring(ctx, store))
		if done, _ := counts(t, store); done != 5 {
			t.Errorf("%d took effect, want 5", done)
		}
	})
}

func TestTwoSweepersLetEachClockTakeEffectOnce(t *testing.T) {
	clock := testkit.NewClock()
	url := testkit.PostgresURL(t)
	nodes := []*db.Store{testkit.Open(t, url, clock), testkit.Open(t, url, clock)}
	open(t, nodes[0])
	set(t, nodes[0], boiling(300, clock.Now())...)
	clock.Advance(10 * time.Second)
	done := make(chan error, len(nodes))
	for _, node := range nodes {
		go func() { done <- eggs.Ring(ctx, node) }()
	}
	for range nodes {
		must(t, <-done)
	}
	must(t, eggs.Ring(ctx, nodes[0]))
	if done, twice := counts(t, nodes[0]); done != 300 || twice != 0 {
		t.Errorf("%d took effect, %d of them twice", done, twice)
	}
}

func TestARemindersGoesOutOnceAndNotAfterItsClock(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		open(t, store)
		at := clock.Now().Add(time.Hour)
		set(t, store,
			deadline.Clock{Subject: egg(1), Kind: "warned", At: at, WarnAt: clock.Now()},
			deadline.Clock{Subject: egg(2), Kind: "later", At: at, WarnAt: at})
		must(t, eggs.Remind(ctx, store))
		must(t, eggs.Remind(ctx, store))
		if done, twice := counts(t, store); done != 1 || twice != 0 {
			t.Errorf("%d reminders, %d of them twice; want 1 and 0", done, twice)
		}
	})
}

// ORD-15: what ran out in an outage, or in the hour after it, is moved by its
// length, with at least an hour of working site before it.
func TestAnOutageCostsNobodyAnything(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		open(t, store)
		from := clock.Now()
		for i, after := range []time.Duration{-time.Minute, 0, time.Hour, 150 * time.Minute, 3*time.Hour + time.Minute} {
			set(t, store, deadline.Clock{Subject: egg(i), Kind: "boil", At: from.Add(after)})
		}
		until := clock.Advance(2 * time.Hour)
		must(t, eggs.Ring(ctx, store))
		if done, _ := counts(t, store); done != 0 {
			t.Errorf("%d took effect before the outage was looked at", done)
		}
		must(t, eggs.Beat(ctx, store))
		must(t, eggs.Beat(ctx, store))
		want := []time.Time{
			from.Add(-time.Minute), until.Add(time.Hour), until.Add(time.Hour), until.Add(150 * time.Minute),
			from.Add(3*time.Hour + time.Minute),
		}
		must(t, store.Read(ctx, func(tx *db.Tx) error {
			for i, at := range want {
				got, err := deadline.Of(tx, egg(i))
				if err != nil || len(got) != 1 || !got[0].At.Equal(at) {
					t.Errorf("clock %d stands at %v, want %v (%v)", i, got, at, err)
				}
			}
			return nil
		}))
	})
}

func TestAnOutageIsFoundByOneOfTwoNodes(t *testing.T) {
	clock := testkit.NewClock()
	url := testkit.PostgresURL(t)
	nodes := []*db.Store{testkit.Open(t, url, clock), testkit.Open(t, url, clock)}
	open(t, nodes[0])
	set(t, nodes[0], deadline.Clock{Subject: egg(1), Kind: "boil", At: clock.Now().Add(time.Hour)})
	clock.Advance(2 * time.Hour)
	done := make(chan error, 8)
	for i := range cap(done) {
		go func() {
			clock.Advance(time.Microsecond)
			done <- eggs.Beat(ctx, nodes[i%2])
		}()
	}
	for range cap(done) {
		must(t, <-done)
	}
	must(t, nodes[0].Read(ctx, func(tx *db.Tx) error {
		outages, err := deadline.Outages(tx, testkit.Start)
		if len(outages) != 1 {
			t.Errorf("outages %v, want one", outages)
		}
		return err
	}))
}

func TestReadersTakeEveryEntryOnceAndParkWhatTheyCannot(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		for i := range 230 {
			must(t, store.Write(ctx, func(tx *db.Tx) error {
				return event.Note(tx, event.Entry{Subject: egg(i), Kind: fmt.Sprint("laid", i%50)})
			}))
		}
		must(t, store.Write(ctx, func(tx *db.Tx) error {
			_, err := event.Number(tx, 1000)
			return err
		}))
		reader := sweep.Reader{Name: "cook", Take: func(tx *db.Tx, e event.Entry) error {
			if err := count(tx, deadline.Clock{Subject: e.Subject}); err != nil {
				return err
			}
			if e.Kind == "laid7" {
				return errors.New("this one is bad")
			}
			return nil
		}}
		must(t, reader.Run(ctx, store))
		must(t, reader.Run(ctx, store))
		done, _ := counts(t, store)
		must(t, store.Read(ctx, func(tx *db.Tx) error {
			parked, err := sweep.ParkedEntries(tx, 100)
			if len(parked) != 5 || done != 230-5+1 { // and the reader's own position
				t.Errorf("%d taken, %d parked", done-1, len(parked))
			}
			return err
		}))
	})
}
