package bench

import (
	"context"
	"fmt"
	"sync"
	"time"

	"guildhall/db"
)

// work is CPU time, of this process and of the database's server; server is
// negative where there is none or it cannot be told.
type work struct{ own, server time.Duration }

// String is both as a part of a line.
func (w work) String() string {
	if w.server < 0 {
		return fmt.Sprintf("%.2f ms", ms(w.own))
	}
	return fmt.Sprintf("%.2f ms + server %.2f ms", ms(w.own), ms(w.server))
}

// meter tells how much CPU time a measurement took.
type meter struct {
	ctx    context.Context
	store  *db.Store
	mu     *sync.Mutex
	before *work
}

func meterOf(ctx context.Context, store *db.Store) meter {
	return meter{ctx: ctx, store: store, mu: new(sync.Mutex), before: new(work)}
}

func (m meter) begin() {
	m.mu.Lock()
	defer m.mu.Unlock()
	*m.before = m.now()
}

// each is what one of so many orders took since begin.
func (m meter) each(done int) work {
	m.mu.Lock()
	defer m.mu.Unlock()
	if done == 0 {
		return work{}
	}
	spent := m.now()
	spent.own = (spent.own - m.before.own) / time.Duration(done)
	if spent.server >= 0 {
		spent.server = (spent.server - m.before.server) / time.Duration(done)
	}
	return spent
}

func (m meter) now() work {
	w := work{own: ownCPU(), server: -1}
	if m.store.Engine() == db.Postgres {
		w.server = m.serverRan()
	}
	return w
}

// serverRan adds up the processes that serve this database; it is negative
// where they cannot be seen. The pool keeps its connections while it measures.
func (m meter) serverRan() time.Duration {
	var processes []int64
	err := m.store.Read(m.ctx, func(tx *db.Tx) (err error) {
		processes, err = db.All(tx, func(row db.Row) (pid int64, err error) {
			return pid, row.Scan(&pid)
		}, `SELECT CAST(pid AS BIGINT) FROM pg_stat_activity WHERE datname = current_database()`)
		return err
	})
	if err != nil {
		return -1
	}
	var all time.Duration
	for _, process := range processes {
		ran, err := ranFor(process)
		if err != nil {
			return -1
		}
		all += ran
	}
	return all
}
