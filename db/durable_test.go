package db_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/testkit"
)

// batch runs n functions, each for a reader of its own, as one batch: they
// queue up behind one that waits. each sees its answer as it comes.
func batch(store *db.Store, n int, round string, each func(reader string, err error)) {
	var all sync.WaitGroup
	_ = store.Write(ctx, func(tx *db.Tx) error {
		for i := range n {
			reader := fmt.Sprint(round, ".", i)
			all.Go(func() {
				each(reader, store.Write(ctx, func(tx *db.Tx) error { return advance(tx, reader, 1) }))
			})
		}
		time.Sleep(5 * time.Millisecond) // until they stand in the queue
		return nil
	})
	all.Wait()
}

// A killed process loses nothing even without a sync, so the syncs themselves
// are looked at: between a batch's last write and its first answer there is
// one.
func TestABatchIsSyncedBeforeItsFirstAnswer(t *testing.T) {
	store, _ := testkit.SQLite(t)
	for round := range 20 {
		theDisk.reset(0, false, 0)
		batch(store, 30, fmt.Sprint(round), func(reader string, err error) {
			if durable, writes, _, _ := theDisk.state(); err != nil || !durable || writes == 0 {
				t.Errorf("%s was answered (%v) before the log was synced (%d writes)", reader, err, writes)
			}
		})
		if _, _, syncs, _ := theDisk.state(); syncs == 0 || syncs > 10 {
			t.Errorf("%d syncs for a batch of 30", syncs)
		}
	}
}

// The same look at a database with synchronous=NORMAL sees that nothing is
// synced: the test above can fail.
func TestTheWatchSeesAMissingSync(t *testing.T) {
	conn, err := new(sqlite.Driver).Open("file:" + t.TempDir() + "/x.db?_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)")
	must(t, err)
	defer conn.Close()
	for _, sql := range []string{"CREATE TABLE x (a)", "INSERT INTO x VALUES (1)"} {
		statement, err := conn.Prepare(sql)
		must(t, err)
		theDisk.reset(0, false, 0)
		_, err = statement.Exec(nil)
		must(t, err)
		statement.Close()
	}
	if durable, writes, syncs, _ := theDisk.state(); durable || writes == 0 || syncs != 0 {
		t.Errorf("durable=%v after %d writes and %d syncs", durable, writes, syncs)
	}
}

// Every point at which something is asked of the disk fails once, and then
// from there on. What was answered is there, what was refused is not, and the
// store works again as soon as the disk does.
func TestEveryDiskPointMayFail(t *testing.T) {
	for _, forEver := range []bool{false, true} {
		for point := 1; ; point++ {
			store, _ := testkit.SQLite(t)
			must(t, store.Write(ctx, func(tx *db.Tx) error { return advance(tx, "before", 1) }))
			if failed := failingBatch(t, store, point, forEver); failed == 0 {
				if point < 3 {
					t.Errorf("only %d points were tried", point)
				}
				break
			}
			store.Close()
		}
	}
}

func failingBatch(t *testing.T, store *db.Store, point int, forEver bool) int {
	t.Helper()
	var mu sync.Mutex
	answers := map[string]error{}
	theDisk.reset(point, forEver, sqlite3.SQLITE_IOERR_WRITE)
	batch(store, 10, "r", func(reader string, err error) {
		mu.Lock()
		defer mu.Unlock()
		answers[reader] = err
	})
	_, _, _, failed := theDisk.state()
	theDisk.reset(0, false, 0)
	for reader, err := range answers {
		if there := position(t, store, reader) == 1; there != (err == nil) {
			t.Errorf("point %d: %s was answered %v, and there=%v", point, reader, err, there)
		}
	}
	must(t, store.Write(ctx, func(tx *db.Tx) error { return advance(tx, "after", 1) }))
	if position(t, store, "before") != 1 || position(t, store, "after") != 1 {
		t.Errorf("point %d: the store does not work again", point)
	}
	return failed
}

func TestAFullDiskRefusesWritesKeepsReadingAndRecovers(t *testing.T) {
	store, _ := testkit.SQLite(t)
	must(t, store.Write(ctx, func(tx *db.Tx) error { return advance(tx, "before", 1) }))
	theDisk.reset(1, true, sqlite3.SQLITE_FULL)
	for range 3 {
		err := store.Write(ctx, func(tx *db.Tx) error { return advance(tx, "during", 1) })
		if !errors.Is(err, fault.Away("disk_full")) {
			t.Errorf("the write was answered %v", err)
		}
		if position(t, store, "before") != 1 || position(t, store, "during") != 0 {
			t.Error("reading no longer works, or the refused write is there")
		}
	}
	theDisk.reset(0, false, 0)
	must(t, store.Write(ctx, func(tx *db.Tx) error { return advance(tx, "after", 1) }))
	if position(t, store, "during") != 0 || position(t, store, "after") != 1 {
		t.Error("it did not recover")
	}
}
