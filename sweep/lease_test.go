package sweep_test

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/sweep"
	"guildhall/testkit"
)

// roll notes which node carries out the duty, and when two do.
type roll struct {
	mu      sync.Mutex
	busy    int
	clashes int
	last    map[string]time.Time
}

func (r *roll) duty(node string) sweep.Duty {
	return sweep.Duty{Name: "work", Every: 20 * time.Millisecond, Run: func(ctx context.Context, _ *db.Store) error {
		r.enter(node)
		defer r.leave()
		time.Sleep(5 * time.Millisecond)
		return nil
	}}
}

func (r *roll) enter(node string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.busy++; r.busy > 1 {
		r.clashes++
	}
	r.last[node] = time.Now()
}

func (r *roll) leave() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.busy--
}

func (r *roll) since(node string, moment time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.last[node].After(moment)
}

// awaits answers how long it took until node worked.
func (r *roll) awaits(t *testing.T, node string) time.Duration {
	t.Helper()
	began := time.Now()
	for !r.since(node, began) {
		if time.Since(began) > 20*time.Second {
			t.Fatalf("%s never worked", node)
		}
		time.Sleep(10 * time.Millisecond)
	}
	return time.Since(began)
}

func node(t *testing.T, url, name string, r *roll) (leave func(), store *db.Store) {
	t.Helper()
	store = testkit.Open(t, url, testkit.NewClock())
	working, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		sweep.New(store, name, slog.New(slog.NewTextHandler(io.Discard, nil)), r.duty(name)).Run(working)
	}()
	leave = func() {
		stop()
		<-ended
	}
	t.Cleanup(leave)
	return leave, store
}

func TestADutyMovesWithinTenSecondsWhenItsNodeDies(t *testing.T) {
	url := testkit.PostgresURL(t)
	r := &roll{last: map[string]time.Time{}}
	_, first := node(t, url, "first", r)
	r.awaits(t, "first")
	node(t, url, "second", r)
	time.Sleep(3 * time.Second)
	if r.since("second", time.Time{}) {
		t.Fatal("the second node works beside the first")
	}
	first.Close() // dead: it can neither count up nor give back
	if took := r.awaits(t, "second"); took > 10*time.Second {
		t.Errorf("the duty moved after %v", took)
	}
	if r.clashes > 0 {
		t.Errorf("two nodes carried out one duty %d times", r.clashes)
	}
}

func TestADutyIsGivenBackAtTheEnd(t *testing.T) {
	url := testkit.PostgresURL(t)
	r := &roll{last: map[string]time.Time{}}
	leave, _ := node(t, url, "first", r)
	r.awaits(t, "first")
	node(t, url, "second", r)
	time.Sleep(100 * time.Millisecond)
	leave()
	if took := r.awaits(t, "second"); took > 4*time.Second {
		t.Errorf("the duty moved after %v, though it was given back", took)
	}
}

func TestOnSQLiteTheProcessHasAllDuties(t *testing.T) {
	store, _ := testkit.SQLite(t)
	r := &roll{last: map[string]time.Time{}}
	working, stop := context.WithCancel(ctx)
	defer stop()
	go sweep.New(store, "only", slog.New(slog.NewTextHandler(io.Discard, nil)), r.duty("only")).Run(working)
	r.awaits(t, "only")
}
