package chaos

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/order"
	"guildhall/testkit"
)

// movesWithin is how long a duty may stand still when its node dies.
const movesWithin = 10 * time.Second

// Two nodes are at work on one PostgreSQL. The one that lets deadlines take
// effect is killed; the other goes on within 10 s, and each deadline took
// effect once.
func TestDeadlinesGoOnWhenTheirNodeIsKilled(t *testing.T) {
	p := prepare(t, testkit.PostgresURL(t))
	buyer := p.Buyers[0]
	p.Buyers = nil // nobody trades: the nodes only sweep
	path := filepath.Join(p.Folder, "plan.json")
	text, err := json.Marshal(p)
	must(t, err)
	must(t, os.WriteFile(path, text, 0o600))
	processes := map[string]*os.Process{}
	for range 2 {
		one := start(t, path)
		processes[nodeName(one.Process.Pid)] = one.Process
	}
	store := testkit.Open(t, p.URL, testkit.NewClock()) // its orders are long overdue for the nodes
	first := p.overdue(t, store, buyer)
	if !awaits(movesWithin, func() bool { return ended(t, store, first) }) {
		t.Fatal("no node lets deadlines take effect")
	}
	holder := holderOf(t, store, "deadlines")
	if processes[holder] == nil {
		t.Fatalf("the duty is held by %q, which is no node of this test", holder)
	}
	must(t, processes[holder].Kill())
	killed := time.Now()
	second := p.overdue(t, store, buyer)
	if !awaits(2*movesWithin, func() bool { return ended(t, store, second) }) {
		t.Fatal("nobody took the duty over")
	}
	if took := time.Since(killed); took > movesWithin {
		t.Errorf("the duty moved after %v", took)
	} else {
		t.Logf("the duty moved within %v", took)
	}
}

// overdue places an order at the clock of the test, months before the nodes'.
func (p plan) overdue(t *testing.T, store *db.Store, buyer id.Member) id.Order {
	t.Helper()
	one := id.New[id.OrderKind](store.Now())
	must(t, store.Write(ctx, func(tx *db.Tx) error {
		_, err := order.Place(tx, order.Placing{
			ID: one, Buyer: buyer, Version: p.Version, Units: 1, Package: "economy", At: tx.Now(),
		})
		return err
	}))
	return one
}

func ended(t *testing.T, store *db.Store, one id.Order) (ended bool) {
	t.Helper()
	must(t, store.Read(ctx, func(tx *db.Tx) error {
		o, err := order.Get(tx, one)
		ended = o.State == order.Cancelled
		return err
	}))
	return ended
}

func holderOf(t *testing.T, store *db.Store, duty string) (node string) {
	t.Helper()
	must(t, store.Read(ctx, func(tx *db.Tx) (err error) {
		node, err = db.Value[string](tx, `SELECT node FROM leases WHERE duty = $1`, duty)
		return err
	}))
	return node
}
