package db_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/testkit"
)

// wire stands between a store and PostgreSQL and can be cut or fall silent.
type wire struct {
	server  net.Addr
	network string
	address string
	mu      sync.Mutex
	cut     bool
	silent  bool
	open    []net.Conn
}

func newWire(t *testing.T, direct string) (*wire, string) {
	t.Helper()
	there, err := url.Parse(direct)
	must(t, err)
	w := &wire{network: "tcp", address: there.Host}
	query := there.Query()
	if folder := query.Get("host"); folder != "" {
		w.network, w.address = "unix", filepath.Join(folder, ".s.PGSQL.5432")
		query.Del("host")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { listener.Close() })
	w.server = listener.Addr()
	go w.serve(listener)
	query.Set("connect_timeout", "1")
	query.Set("sslmode", "disable")
	there.Host, there.RawQuery = listener.Addr().String(), query.Encode()
	return w, there.String()
}

func (w *wire) serve(listener net.Listener) {
	for {
		near, err := listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial(w.network, w.address)
		if err != nil || w.is(&w.cut) {
			near.Close()
			continue
		}
		w.mu.Lock()
		w.open = append(w.open, near, far)
		w.mu.Unlock()
		go w.carry(near, far)
		go w.carry(far, near)
	}
}

func (w *wire) is(flag *bool) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return *flag
}

// carry swallows everything while the wire is silent: dropped, not reset.
func (w *wire) carry(to, from net.Conn) {
	defer to.Close()
	piece := make([]byte, 4096)
	for {
		n, err := from.Read(piece)
		if err != nil {
			return
		}
		if w.is(&w.silent) {
			continue
		}
		if _, err := to.Write(piece[:n]); err != nil {
			return
		}
	}
}

// set changes the wire; every connection through it breaks.
func (w *wire) set(cut, silent bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut, w.silent = cut, silent
	if silent {
		return
	}
	for _, conn := range w.open {
		conn.Close()
	}
	w.open = nil
}

func TestPostgreSQLMayBeAwayAndComeBack(t *testing.T) {
	direct := testkit.PostgresURL(t)
	w, through := newWire(t, direct)
	store := testkit.Open(t, through, testkit.NewClock())
	must(t, store.Write(ctx, func(tx *db.Tx) error { return advance(tx, "before", 1) }))
	for round := range 3 {
		w.set(true, false)
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
		w.set(false, false)
		must(t, store.Write(ctx, func(tx *db.Tx) error { return advance(tx, "after", int64(round)) }))
	}
	if position(t, store, "before") != 1 || position(t, store, "during") != 0 || position(t, store, "after") != 2 {
		t.Error("something was lost, or what was refused is there")
	}
}

// A server that no longer answers holds nobody longer than they want to wait.
func TestASilentPostgreSQLHoldsNobodyForEver(t *testing.T) {
	w, through := newWire(t, testkit.PostgresURL(t))
	store := testkit.Open(t, through, testkit.NewClock())
	must(t, store.Write(ctx, func(tx *db.Tx) error { return advance(tx, "before", 1) }))
	w.set(false, true)
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
	w.set(false, false)
	must(t, store.Write(ctx, func(tx *db.Tx) error { return advance(tx, "after", 1) }))
}

// Connections break at random under load. What was answered is there once;
// what was refused for certain is not there.
func TestNothingAnsweredIsLostWhenConnectionsBreak(t *testing.T) {
	w, through := newWire(t, testkit.PostgresURL(t))
	store := testkit.Open(t, through, testkit.NewClock())
	must(t, store.Write(ctx, func(tx *db.Tx) error { return advance(tx, "warm", 1) }))
	var enough atomic.Int64
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 150 {
			time.Sleep(100 * time.Millisecond)
			w.set(false, false)
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
