package db

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

// Group commit. A commit on SQLite costs a sync of the disk, whatever it
// holds, so the functions that wait are run one after another, each under a
// savepoint of its own, and committed together. Nobody is answered before the
// commit. There is no timer: while one batch syncs, the next one gathers.
//
// A function runs on its caller's goroutine when the writer gives it the
// turn, so a panic or a t.Fatal ends the caller and never the writer.
const (
	batchFunctionsMax = 128
	batchSpan         = 20 * time.Millisecond
	writeQueueLength  = 1024
)

var errClosed = errors.New("db: the store is closed")

// errGone stands for a function that never came back: a panic or Goexit.
var errGone = errors.New("db: the write function did not return")

type writer struct {
	conn  *sqliteConn
	bell  *bell
	most  int // functions in a batch
	queue chan *job
	quit  chan struct{} // closed: take no more
	gone  chan struct{} // closed: the writer has ended
	once  sync.Once
}

// job is one write function on its way through a batch.
type job struct {
	claimed atomic.Bool // by the writer, or by a caller who gave up waiting
	turn    chan error  // the writer: run now (nil), or why not
	ran     chan outcome
	answer  chan error // the writer: committed (nil), or why not
	outcome outcome
}

type outcome struct {
	err   error
	wakes bool
}

func startWriter(conn *sqliteConn, batch int, bell *bell) *writer {
	if batch == 0 {
		batch = batchFunctionsMax
	}
	w := &writer{
		most:  batch,
		conn:  conn,
		bell:  bell,
		queue: make(chan *job, writeQueueLength),
		quit:  make(chan struct{}),
		gone:  make(chan struct{}),
	}
	go w.loop()
	return w
}

// write queues fn, runs it when its turn comes and answers after the commit.
func (w *writer) write(ctx context.Context, s *Store, fn func(*Tx) error) error {
	j := &job{turn: make(chan error, 1), ran: make(chan outcome, 1), answer: make(chan error, 1)}
	if err := w.wait(ctx, j); err != nil {
		return err
	}
	came := outcome{err: errGone}
	defer func() {
		if errors.Is(came.err, errGone) {
			j.ran <- came
		}
	}()
	tx := newTx(ctx, s, w.conn, false)
	came = outcome{err: tx.end(fn(tx)), wakes: tx.wakes}
	j.ran <- came
	return <-j.answer
}

// wait queues the job and waits for its turn. A caller whose ctx ends may
// leave as long as the turn has not come.
func (w *writer) wait(ctx context.Context, j *job) error {
	select {
	case <-w.quit:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	case w.queue <- j:
	}
	select {
	case err := <-j.turn:
		return err
	case <-w.gone:
		return errClosed
	case <-ctx.Done():
		if j.claimed.CompareAndSwap(false, true) {
			return ctx.Err()
		}
		return <-j.turn
	}
}

func (w *writer) loop() {
	defer close(w.gone)
	for {
		select {
		case j := <-w.queue:
			w.batch(j)
		case <-w.quit:
			if j := w.queued(); j != nil {
				w.batch(j)
				continue
			}
			return
		}
	}
}

// queued is the next job, if one waits now.
func (w *writer) queued() *job {
	select {
	case j := <-w.queue:
		return j
	default:
		return nil
	}
}

// batch runs first and what is queued behind it, commits all and answers all.
func (w *writer) batch(first *job) {
	var ran []*job
	began := time.Now()
	broken := w.conn.run("BEGIN IMMEDIATE")
	for j := first; j != nil; j = w.queued() {
		if !j.claimed.CompareAndSwap(false, true) {
			continue // its caller left
		}
		if broken != nil {
			j.turn <- broken
			break
		}
		ran = append(ran, j)
		if broken = w.turn(j); broken != nil {
			break
		}
		if len(ran) == w.most || time.Since(began) > batchSpan {
			break
		}
	}
	w.finish(ran, broken)
}

// turn lets one function run under its savepoint. Its failure undoes its own
// work only; the error answered is one that breaks the whole batch.
func (w *writer) turn(j *job) error {
	if err := w.conn.run("SAVEPOINT f"); err != nil {
		j.turn <- err
		return err
	}
	j.turn <- nil
	j.outcome = <-j.ran
	if j.outcome.err == nil {
		return w.conn.run("RELEASE f")
	}
	if err := w.conn.run("ROLLBACK TO f"); err != nil {
		return err
	}
	if err := w.conn.run("RELEASE f"); err != nil {
		return err
	}
	if breaksBatch(j.outcome.err) {
		return j.outcome.err
	}
	return nil
}

// finish commits and answers. A refusal is answered after the commit too: it
// may rest on what another function of the batch wrote.
func (w *writer) finish(ran []*job, broken error) {
	if broken == nil {
		broken = w.conn.run("COMMIT")
	}
	if broken != nil {
		w.conn.run("ROLLBACK") // fails when SQLite did so itself
	}
	wakes := false
	for _, j := range ran {
		err := j.outcome.err
		if broken != nil {
			err = broken
		}
		wakes = wakes || err == nil && j.outcome.wakes
		j.answer <- err
	}
	if wakes {
		w.bell.ring()
	}
}

// close lets the queue run out.
func (w *writer) close() error {
	err := errClosed
	w.once.Do(func() {
		close(w.quit)
		<-w.gone
		err = w.conn.close()
	})
	return err
}
