package event_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/event"
	"guildhall/id"
	"guildhall/testkit"
)

var ctx = context.Background()

func write(t *testing.T, store *db.Store, fn func(tx *db.Tx) error) {
	t.Helper()
	if err := store.Write(ctx, fn); err != nil {
		t.Fatal(err)
	}
}

func read[T any](t *testing.T, store *db.Store, fn func(tx *db.Tx) (T, error)) T {
	t.Helper()
	var got T
	err := store.Read(ctx, func(tx *db.Tx) (err error) {
		got, err = fn(tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// chain writes n entries of one order and answers its subject.
func chain(t *testing.T, store *db.Store, n int) event.Subject {
	t.Helper()
	subject := event.Of("order", id.New[id.OrderKind](testkit.Start))
	write(t, store, func(tx *db.Tx) error {
		var head event.Head
		for i := range n {
			var err error
			head, err = event.Append(tx, head, event.Entry{
				Subject: subject, Kind: "ORD-18", Rule: "ORD-18", Agent: "<agent>", Policy: 3,
				Actor: id.New[id.MemberKind](tx.Now()),
				Data:  map[string]any{"round": i, "z": "ü & <b>", "at": tx.Now(), "nested": struct{ Z, A int }{1, 2}},
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return subject
}

func TestAChainVerifies(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		subject := chain(t, store, 5)
		history := read(t, store, func(tx *db.Tx) ([]event.Entry, error) { return event.History(tx, subject) })
		if len(history) != 5 {
			t.Fatalf("%d entries, want 5", len(history))
		}
		if err := event.Verify(history); err != nil {
			t.Error(err)
		}
	})
}

func TestEveryAlterationIsFound(t *testing.T) {
	store, _ := testkit.SQLite(t)
	subject := chain(t, store, 4)
	for _, damage := range []string{
		`at = at + 1`, `kind = 'ORD-19'`, `rule = ''`, `agent = ''`, `policy = 4`, `n = 9`, `actor = NULL`,
		`data = '{}'`, `prev = hash`, `hash = prev`, `subject_kind = 'case'`, `id = subject_id`,
	} {
		err := store.Write(ctx, func(tx *db.Tx) error {
			if err := tx.Exec(`UPDATE events SET ` + damage + ` WHERE n = 2`); err != nil {
				return err
			}
			left, err := event.History(tx, subject)
			if err != nil {
				return err
			}
			if event.Verify(left) == nil {
				t.Errorf("%s was not found", damage)
			}
			return errUndo
		})
		if !errors.Is(err, errUndo) {
			t.Error(err)
		}
	}
}

var errUndo = errors.New("undo")

// An entry of a transaction that commits late is not skipped by a reader who
// already saw a later one.
func TestReadersSkipNothing(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		early := make(chan struct{})
		done := make(chan error)
		if store.Engine() == db.Postgres {
			go func() {
				done <- store.Write(ctx, func(tx *db.Tx) error {
					if err := event.Note(tx, note("slow")); err != nil {
						return err
					}
					if err := tx.Flush(); err != nil {
						return err
					}
					close(early)
					<-early
					time.Sleep(50 * time.Millisecond)
					return nil
				})
			}()
			<-early
		}
		write(t, store, func(tx *db.Tx) error { return event.Note(tx, note("quick")) })
		number(t, store)
		first := read(t, store, func(tx *db.Tx) ([]event.Entry, error) { return event.After(tx, 0, 10) })
		if store.Engine() == db.Postgres {
			if err := <-done; err != nil {
				t.Fatal(err)
			}
		}
		number(t, store)
		rest := read(t, store, func(tx *db.Tx) ([]event.Entry, error) { return event.After(tx, first[0].Seq, 10) })
		if len(first) != 1 || store.Engine() == db.Postgres && (len(rest) != 1 || rest[0].Kind != "slow") {
			t.Errorf("first %d, then %d entries", len(first), len(rest))
		}
	})
}

func note(kind string) event.Entry {
	return event.Entry{Subject: event.Of("member", id.New[id.MemberKind](testkit.Start)), Kind: kind}
}

func number(t *testing.T, store *db.Store) {
	t.Helper()
	write(t, store, func(tx *db.Tx) error {
		_, err := event.Number(tx, 100)
		return err
	})
}

func TestNumbersHaveNoGapAndKeepTheChainsOrder(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		chain(t, store, 6)
		chain(t, store, 6)
		number(t, store)
		all := read(t, store, func(tx *db.Tx) ([]event.Entry, error) { return event.After(tx, 0, 100) })
		last := map[event.Subject]int64{}
		for i, e := range all {
			if e.Seq != int64(i+1) {
				t.Errorf("entry %d has number %d", i+1, e.Seq)
			}
			if e.N != last[e.Subject]+1 {
				t.Errorf("entry %d of its subject came after %d", e.N, last[e.Subject])
			}
			last[e.Subject] = e.N
		}
		if len(all) != 12 {
			t.Errorf("%d entries, want 12", len(all))
		}
	})
}

func TestOneOfTwoReadersAdvances(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		for step, from := range []int64{0, 5} {
			to := from + 5
			write(t, store, func(tx *db.Tx) error { return event.Advance(tx, "mail", from, to) })
			err := store.Write(ctx, func(tx *db.Tx) error { return event.Advance(tx, "mail", from, to) })
			if !errors.Is(err, event.ErrMoved) {
				t.Errorf("step %d: the second reader got %v", step, err)
			}
		}
		at := read(t, store, func(tx *db.Tx) (int64, error) { return event.Position(tx, "mail") })
		if at != 10 {
			t.Errorf("position %d, want 10", at)
		}
	})
}

func TestTheHashedFormIsFixed(t *testing.T) {
	text, err := event.Canonical(event.Entry{
		Subject: event.Of("order", [16]byte{1}), N: 1, Kind: "placed", Rule: "ORD-1",
		At: testkit.Start, Data: map[string]any{"b": 1, "a": "<"},
	})
	want := fmt.Sprintf(`{"actor":"","agent":"","at":%d,"data":{"a":"<","b":1},"id":"00000000-0000-0000-0000-000000000000",`+
		`"kind":"placed","n":1,"policy":0,"prev":"%064d","rule":"ORD-1","subject":"order:01000000-0000-0000-0000-000000000000"}`,
		testkit.Start.UnixMicro(), 0)
	if err != nil || string(text) != want {
		t.Errorf("got  %s\nwant %s (%v)", text, want, err)
	}
}
