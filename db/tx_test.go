package db_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/testkit"
)

var errStale = errors.New("stale")

func TestAStaleGuardFailsTheTransaction(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		guarded := `UPDATE event_positions SET seq = 9 WHERE reader = 'a' AND seq = 8`
		for name, ending := range map[string]func(tx *db.Tx) error{
			"at the commit": func(*db.Tx) error { return nil },
			"at the flush":  func(tx *db.Tx) error { return tx.Flush() },
			"at the next read": func(tx *db.Tx) error {
				_, err := db.Value[int64](tx, `SELECT count(*) FROM event_positions`)
				return err
			},
		} {
			err := store.Write(ctx, func(tx *db.Tx) error {
				if err := advance(tx, "b", 1); err != nil {
					return err
				}
				if err := tx.ExecOne(errStale, guarded); err != nil {
					return err
				}
				return ending(tx)
			})
			if !errors.Is(err, errStale) {
				t.Errorf("%s: %v", name, err)
			}
			if got := position(t, store, "b"); got != 0 {
				t.Errorf("%s: the rest was written all the same", name)
			}
		}
	})
}

func TestAGuardForOneRowRefusesTwo(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		must(t, store.Write(ctx, func(tx *db.Tx) error { return errors.Join(advance(tx, "a", 1), advance(tx, "b", 1)) }))
		err := store.Write(ctx, func(tx *db.Tx) error {
			return tx.ExecOne(errStale, `UPDATE event_positions SET seq = 2`)
		})
		if !errors.Is(err, errStale) || position(t, store, "a") != 1 {
			t.Errorf("two rows changed: %v", err)
		}
	})
}

func TestASwallowedRefusalStillFailsTheTransaction(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		insert := `INSERT INTO event_positions (reader, seq) VALUES ('a', 1)`
		must(t, store.Write(ctx, func(tx *db.Tx) error { return tx.Exec(insert) }))
		err := store.Write(ctx, func(tx *db.Tx) error {
			_ = tx.Exec(insert)
			_ = tx.Flush()
			_ = advance(tx, "b", 1)
			return nil
		})
		if !db.IsUnique(err, "event_positions_pkey") {
			t.Errorf("got %v", err)
		}
		if position(t, store, "b") != 0 {
			t.Error("what came after the refusal was written")
		}
	})
}

func TestIsUniqueNamesTheIndex(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		insert := `INSERT INTO events (id, seq, subject_kind, subject_id, kind, at, prev, hash, n)
			VALUES ($1, $2, 'x', $3, 'x', 1, $1, $1, 0)`
		try := func(name string, idByte byte, seq int64) error {
			return store.Write(ctx, func(tx *db.Tx) error { return tx.Exec(insert, []byte{idByte}, seq, []byte{byte(seq)}) })
		}
		must(t, try("first", 1, 1))
		if err := try("same number", 2, 1); !db.IsUnique(err, "events_seq") || db.IsUnique(err, "events_pkey") {
			t.Errorf("same number: %v", err)
		}
		if err := try("same id", 1, 2); !db.IsUnique(err, "events_pkey") || db.IsUnique(err, "events_seq") {
			t.Errorf("same id: %v", err)
		}
	})
}

func TestAReadSeesOneSnapshotAndCannotWrite(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		must(t, store.Write(ctx, func(tx *db.Tx) error { return advance(tx, "a", 1) }))
		must(t, store.Read(ctx, func(tx *db.Tx) error {
			before, err := db.Value[int64](tx, `SELECT seq FROM event_positions`)
			must(t, err)
			must(t, store.Write(ctx, func(tx *db.Tx) error { return advance(tx, "a", 2) }))
			after, err := db.Value[int64](tx, `SELECT seq FROM event_positions`)
			if before != 1 || after != 1 {
				t.Errorf("read %d, then %d", before, after)
			}
			return err
		}))
		err := store.Read(ctx, func(tx *db.Tx) error { return advance(tx, "a", 3) })
		if err == nil || position(t, store, "a") != 2 {
			t.Error("a read wrote")
		}
		err = store.Read(ctx, func(tx *db.Tx) error {
			_, err := db.Value[int64](tx, `UPDATE event_positions SET seq = 4 RETURNING seq`)
			return err
		})
		if err == nil || position(t, store, "a") != 2 {
			t.Error("a read wrote by RETURNING")
		}
	})
}

// Two transactions that take the same rows in opposite order deadlock on
// PostgreSQL; both come through all the same, one of them at its second try.
func TestADeadlockIsTriedAgain(t *testing.T) {
	store, _ := testkit.Postgres(t)
	must(t, store.Write(ctx, func(tx *db.Tx) error { return errors.Join(advance(tx, "a", 0), advance(tx, "b", 0)) }))
	var tries sync.Map
	var both, met sync.WaitGroup
	met.Add(2)
	for _, order := range [][2]string{{"a", "b"}, {"b", "a"}} {
		both.Go(func() {
			n := 0
			err := store.Write(ctx, func(tx *db.Tx) error {
				n++
				tries.Store(order, n)
				if err := add(tx, order[0]); err != nil {
					return err
				}
				if err := tx.Flush(); err != nil {
					return err
				}
				if n == 1 {
					met.Done()
					met.Wait()
				}
				return add(tx, order[1])
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if a, b := position(t, store, "a"), position(t, store, "b"); a != 2 || b != 2 {
		t.Errorf("a = %d, b = %d, want 2 and 2", a, b)
	}
	total := 0
	tries.Range(func(_, n any) bool { total += n.(int); return true })
	if total < 3 {
		t.Errorf("%d tries: there was no deadlock, so this test shows nothing", total)
	}
}

func add(tx *db.Tx, reader string) error {
	return tx.ExecOne(errStale, `UPDATE event_positions SET seq = seq + 1 WHERE reader = $1`, reader)
}

func TestConcurrentAdditionsAllCount(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		must(t, store.Write(ctx, func(tx *db.Tx) error { return advance(tx, "a", 0) }))
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for range 25 {
					if err := store.Write(ctx, func(tx *db.Tx) error { return add(tx, "a") }); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		if got := position(t, store, "a"); got != 200 {
			t.Errorf("%d, want 200", got)
		}
	})
}

// Who was answered is seen by everybody who asks afterwards.
func TestAnAnsweredWriteIsSeen(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		var all sync.WaitGroup
		for c := range 8 {
			all.Go(func() {
				for i := range 20 {
					reader := fmt.Sprintf("%d.%d", c, i)
					if err := store.Write(ctx, func(tx *db.Tx) error { return advance(tx, reader, 1) }); err != nil {
						t.Error(err)
					}
					if position(t, store, reader) != 1 {
						t.Errorf("%s was answered and is not there", reader)
					}
				}
			})
		}
		all.Wait()
	})
}

func TestAGoroutineThatEndsInsideUndoesItsWork(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_ = store.Write(ctx, func(tx *db.Tx) error {
				_ = advance(tx, "a", 1)
				runtime.Goexit()
				return nil
			})
		}()
		<-ended
		must(t, store.Write(ctx, func(tx *db.Tx) error { return advance(tx, "b", 1) }))
		if position(t, store, "a") != 0 || position(t, store, "b") != 1 {
			t.Error("the ended goroutine's work stayed, or the next was lost")
		}
	})
}

func TestACallerWhoLeavesBeforeItsTurnWritesNothing(t *testing.T) {
	store, _ := testkit.SQLite(t)
	short, leave := context.WithCancel(ctx)
	left := make(chan error)
	must(t, store.Write(ctx, func(*db.Tx) error {
		go func() { left <- store.Write(short, func(tx *db.Tx) error { return advance(tx, "a", 1) }) }()
		time.Sleep(10 * time.Millisecond)
		leave()
		if err := <-left; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		return nil
	}))
	if position(t, store, "a") != 0 {
		t.Error("it was written all the same")
	}
}

func TestATransactionWithinATransactionIsRefused(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, _ *testkit.Clock) {
		defer func() {
			if recover() == nil {
				t.Error("it was let in")
			}
		}()
		_ = store.Write(ctx, func(tx *db.Tx) error {
			return store.Write(tx.Context(), func(*db.Tx) error { return nil })
		})
	})
}

func TestPokesReachEveryNode(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, store *db.Store, clock *testkit.Clock) {
		nodes := []*db.Store{store}
		if store.Engine() == db.Postgres {
			url := testkit.PostgresURL(t)
			nodes = []*db.Store{testkit.Open(t, url, clock), testkit.Open(t, url, clock)}
		}
		listening, stop := context.WithCancel(ctx)
		defer stop()
		ear := nodes[len(nodes)-1].Pokes(listening)
		settle(ear)
		must(t, nodes[0].Write(ctx, func(tx *db.Tx) error {
			tx.Wake()
			return advance(tx, "a", 1)
		}))
		select {
		case <-ear:
		case <-time.After(5 * time.Second):
			t.Error("nobody was woken")
		}
	})
}

// settle waits until the node has been quiet for a while: it rings by itself
// when it begins to listen.
func settle(ear <-chan struct{}) {
	for {
		select {
		case <-ear:
		case <-time.After(200 * time.Millisecond):
			return
		}
	}
}
