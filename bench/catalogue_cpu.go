package bench

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"guildhall/db"
	"guildhall/search"
)

// roundsAsked is how often the index is asked each query, after a first time
// that fills caches; the middle round counts. The databases take long: they
// are measured once, warm from the queries before, and afterwards only asked.
const roundsAsked = 5

// ask measures every query on one engine and keeps the answers.
func (b *catalogueBench) ask(ctx context.Context, e *searched) ([]search.Result, error) {
	runtime.GC()
	measured, rounds := e.took != nil, 1
	if e == b.engines[0] {
		measured, rounds = false, roundsAsked
	}
	if !measured {
		e.took = []spent{}
		for _, q := range b.queries[:kindCount] {
			if _, err := find(ctx, e, q.Query); err != nil {
				return nil, fmt.Errorf("%s: %w", q, err)
			}
		}
	}
	var answers []search.Result
	for _, q := range b.queries {
		var result search.Result
		var took []spent
		for range rounds {
			one, answer, err := e.measure(ctx, q.Query)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", q, err)
			}
			took, result = append(took, one), answer
		}
		answers = append(answers, result)
		if !measured {
			slices.SortFunc(took, func(x, y spent) int { return int(x.cpu - y.cpu) })
			e.took = append(e.took, took[rounds/2])
		}
	}
	return answers, nil
}

// measure asks one query and tells the CPU time of this process and of the
// server's process for this connection.
func (e *searched) measure(ctx context.Context, q search.Query) (took spent, result search.Result, err error) {
	err = e.store.Read(ctx, func(tx *db.Tx) error {
		backend := int64(0)
		if tx.Engine() == db.Postgres {
			if backend, err = db.Value[int64](tx, `SELECT CAST(pg_backend_pid() AS BIGINT)`); err != nil {
				return err
			}
		}
		server, err := ranFor(backend)
		if err != nil {
			return err
		}
		own, began := ownCPU(), time.Now()
		if result, err = e.finder.Find(tx, q); err != nil {
			return err
		}
		took = spent{cpu: ownCPU() - own, wall: time.Since(began)}
		after, err := ranFor(backend)
		took.cpu += after - server
		return err
	})
	return took, result, err
}

// ranFor is how long a process has had a CPU; 0 for process 0. It reads what
// Linux tells to the nanosecond.
func ranFor(process int64) (time.Duration, error) {
	if process == 0 {
		return 0, nil
	}
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/schedstat", process))
	if err != nil {
		return 0, fmt.Errorf("the server's CPU time is read from this machine: %w", err)
	}
	ran, _, _ := strings.Cut(string(raw), " ")
	ns, err := strconv.ParseInt(ran, 10, 64)
	return time.Duration(ns), err
}

// alone is the server's address with every query in one process, whose time
// can be told.
func alone(server string) (string, error) {
	address, err := url.Parse(server)
	if err != nil {
		return "", err
	}
	query := address.Query()
	query.Set("max_parallel_workers_per_gather", "0")
	query.Set("work_mem", "256MB")
	address.RawQuery = query.Encode()
	return address.String(), nil
}

// heap is what is reachable now, in bytes.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	return now.HeapAlloc
}
