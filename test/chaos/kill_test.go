// Package chaos kills, cuts off and crowds the real program, and looks up
// afterwards what it had answered.
package chaos

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/testkit"
	"guildhall/town"
	"guildhall/verify"
)

const (
	clients         = 8
	killsSQLite     = 20
	killsPostgres   = 5
	answersMin      = 100              // between two kills
	backWithin      = 10 * time.Second // 2 s on a machine of its own
	answersWithin   = 20 * time.Second
	eachBuyersMoney = 9_000_000_00
)

var ctx = context.Background()

func TestMain(m *testing.M) {
	if path := os.Getenv(planVariable); path != "" {
		fmt.Fprintln(os.Stderr, load(path))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func TestNothingAnsweredIsLostByKillingOnSQLite(t *testing.T) {
	survives(t, "sqlite:"+filepath.Join(t.TempDir(), "guildhall.db"), killsSQLite)
}

func TestNothingAnsweredIsLostByKillingOnPostgreSQL(t *testing.T) {
	survives(t, testkit.PostgresURL(t), killsPostgres)
}

// survives kills the load again and again, and after each kill looks up every
// line that was ever answered and checks everything that always holds.
func survives(t *testing.T, url string, kills int) {
	t.Helper()
	p := prepare(t, url)
	path := filepath.Join(p.Folder, "plan.json")
	text, err := json.Marshal(p)
	must(t, err)
	must(t, os.WriteFile(path, text, 0o600))
	slowest := time.Duration(0)
	for range kills {
		before := p.answered()
		process := start(t, path)
		began := time.Now()
		if !awaits(backWithin, func() bool { return p.answered() > before }) {
			t.Fatalf("no answer within %v of the start", backWithin)
		}
		slowest = max(slowest, time.Since(began))
		if !awaits(answersWithin, func() bool { return p.answered() >= before+answersMin }) {
			t.Fatalf("only %d answers in %v", p.answered()-before, answersWithin)
		}
		time.Sleep(rand.N(30 * time.Millisecond))
		must(t, process.Process.Kill()) // SIGKILL
		_ = process.Wait()
		p.lookUp(t)
	}
	t.Logf("%d kills, %d answers, all found; first answer after a start within %v", kills, p.answered(), slowest)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// prepare makes a marketplace with a service and buyers who can pay for long.
func prepare(t *testing.T, url string) plan {
	t.Helper()
	clock := testkit.NewClock()
	store := testkit.Open(t, url, clock)
	must(t, store.Migrate(ctx))
	place := town.New(t, store, clock)
	service := place.Shop()
	p := plan{URL: url, Folder: t.TempDir(), Version: service.Live, Seller: place.Seller.ID}
	for n := range clients {
		buyer := place.Join(fmt.Sprint("buyer", n))
		place.Write(func(tx *db.Tx) error { return town.Fund(tx, buyer.ID, eachBuyersMoney) })
		p.Buyers = append(p.Buyers, buyer.ID)
	}
	must(t, store.Close())
	return p
}

func start(t *testing.T, path string) *exec.Cmd {
	t.Helper()
	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), planVariable+"="+path)
	process.Stderr = os.Stderr
	must(t, process.Start())
	t.Cleanup(func() { process.Process.Kill() })
	return process
}

func (p plan) answered() int {
	n := 0
	for client := range p.Buyers {
		n += lines(p.answers(client))
	}
	return n
}

// lookUp finds every answered line in the diary, no order twice, and nothing
// that breaks an invariant.
func (p plan) lookUp(t *testing.T) {
	t.Helper()
	store, err := db.Open(ctx, db.Options{URL: p.URL})
	must(t, err)
	defer store.Close()
	told, orders := diary(t, store)
	sent := 0
	for client := range p.Buyers {
		text, err := os.ReadFile(p.answers(client))
		must(t, err)
		for answer := range strings.Lines(string(text)) {
			if answer = strings.TrimSpace(answer); !told[answer] {
				t.Fatalf("answered and lost: %s", answer)
			}
		}
		sent += lines(p.sent(client))
	}
	if orders > sent {
		t.Fatalf("%d orders for %d intentions", orders, sent)
	}
	findings, err := verify.Run(ctx, store)
	must(t, err)
	for _, f := range findings {
		t.Errorf("after a kill: %+v", f)
	}
}

// diary is every entry of every order as the line that it was answered with.
func diary(t *testing.T, store *db.Store) (told map[string]bool, orders int) {
	t.Helper()
	told = map[string]bool{}
	must(t, store.Read(ctx, func(tx *db.Tx) error {
		all, err := db.All(tx, func(row db.Row) (text string, err error) {
			var one id.Order
			var n int64
			var kind string
			err = row.Scan(&one, &n, &kind)
			return fmt.Sprintf("%s %d %s", one, n, kind), err
		}, `SELECT subject_id, n, kind FROM events WHERE subject_kind = 'order'`)
		for _, text := range all {
			told[text] = true
		}
		if err != nil {
			return err
		}
		n, err := db.Value[int64](tx, `SELECT count(*) FROM orders`)
		orders = int(n)
		return err
	}))
	return told, orders
}
