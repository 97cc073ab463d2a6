package db_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/testkit"
)

func TestPostgreSQLMayBeAwayAndComeBack(t *testing.T) {
	direct := testkit.PostgresURL(t)
	w, through := testkit.NewWire(t, direct)
	store := testkit.Open(t, through, testkit.NewClock())
	must(t, store.Write(ctx, func(tx *db.Tx) error { return advance(tx, "before", 1) }))
	for round := range 3 {
		w.Cut()
		err := store.Write(ctx, func(tx *db.Tx) error { return advance(tx, "during", 1) })
		if !errors.Is(err, fault.Away("database_away")) {
			t.Errorf("round %d: the write was answered %v", round, err)
		}
		err = store.Read(ctx, func(tx *db.Tx) error {
			_, err := db.Value[int64](tx, `SELECT count(*) FROM event_positions`)
			return err
		})
		if !errors.Is(err, fault.Away("database_away")) {
			t.Errorf("round %d: the read was answered %v", round, err)
		}
		w.Mend()
		must(t, store.Write(ctx, func(tx *db.Tx) error { return advance(tx, "after", int64(round)) }))
	}
	if position(t, store, "before") != 1 || position(t, store, "during") != 0 || position(t, store, "after") != 2 {
		t.Error("something was lost, or what was refused is there")
	}
}

// A server that no longer answers holds nobody longer than they want to wait.
func TestASilentPostgreSQLHoldsNobodyForEver(t *testing.T) {
	w, through := testkit.NewWire(t, testkit.PostgresURL(t))
	store := testkit.Open(t, through, testkit.NewClock())
	must(t, store.Write(ctx, func(tx *db.Tx) error { return advance(tx, "before", 1) }))
	w.Silence()
	patient, leave := context.WithTimeout(ctx, 300*time.Millisecond)
	defer leave()
	began := time.Now()
	err := store.Read(patient, func(tx *db.Tx) error {
		_, err := db.Value[int64](tx, `SELECT count(*) FROM event_positions`)
		return err
	})
	if !errors.Is(err, fault.Away("database_away")) || time.Since(began) > 5*time.Second {
		t.Errorf("answered %v after %v", err, time.Since(began))
	}
	w.Mend()
	must(t, store.Write(ctx, func(tx *db.Tx) error { return advance(tx, "after", 1) }))
}

// Connections break at random under load. What was answered is there once;
// what was refused for certain is not there.
func TestNothingAnsweredIsLostWhenConnectionsBreak(t *testing.T) {
	w, through := testkit.NewWire(t, testkit.PostgresURL(t))
	store := testkit.Open(t, through, testkit.NewClock())
	must(t, store.Write(ctx, func(tx *db.Tx) error { return advance(tx, "warm", 1) }))
	var enough atomic.Int64
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 150 {
			time.Sleep(100 * time.Millisecond)
			w.Mend()
			if enough.Load() >= 200 {
				return
			}
		}
	}()
	var all sync.WaitGroup
	answered := make([][]string, 8)
	for c := range answered {
		all.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-done:
					return
				default:
				}
				reader := fmt.Sprint(c, ".", i)
				if store.Write(ctx, func(tx *db.Tx) error { return advance(tx, reader, 1) }) == nil {
					enough.Add(1)
					answered[c] = append(answered[c], reader)
				}
			}
		})
	}
	all.Wait()
	total := 0
	for _, readers := range answered {
		for _, reader := range readers {
			if position(t, store, reader) != 1 {
				t.Fatalf("%s was answered and is not there", reader)
			}
		}
		total += len(readers)
	}
	if total < 100 {
		t.Errorf("only %d were answered: this test shows little", total)
	}
}
