package sweep

import (
	"context"
	"errors"
	"sync"
	"time"

	"guildhall/db"
)

// A lease says which node carries out a duty. The holder counts beat up at
// each tick; others take the duty over when they saw it stand still for
// staleTicks. Only ticks of one's own are counted, so neither wrong clocks nor
// a moved one (a demonstration, a test) confuse it.
//
// A holder that cannot count up for longer than a renewal may take stops its
// duties before another may start: renewMax < staleTicks*tick.
const (
	tick       = 2 * time.Second
	staleTicks = 3 // with the tick in which it died: over within 8 s
	renewMax   = 3 * time.Second
)

type lease struct {
	node string
	beat int64
}

// seen is a lease as this node knows it, and for how many ticks unchanged.
type seen struct {
	lease
	ticks int
}

// held is a duty that runs here.
type held struct {
	stop  context.CancelFunc
	ended chan struct{}
}

// takeTurns holds what leases it can get until ctx ends.
func (s *Sweeper) takeTurns(ctx context.Context) {
	known := map[string]seen{}
	running := map[string]held{}
	defer s.giveBack(ctx, running)
	for {
		mine, err := s.renew(ctx, known)
		if err != nil && ctx.Err() == nil {
			s.log.Warn("leases could not be renewed", "error", err)
		}
		s.follow(ctx, mine, running)
		select {
		case <-ctx.Done():
			return
		case <-time.After(tick):
		}
	}
}

// renew counts this node's leases up, takes those that stand still, and
// answers the duties it holds; none when the database does not answer.
func (s *Sweeper) renew(ctx context.Context, known map[string]seen) (map[string]bool, error) {
	ctx, cancel := context.WithTimeout(ctx, renewMax)
	defer cancel()
	leases, err := s.beat(ctx)
	if err != nil {
		return nil, err
	}
	mine := map[string]bool{}
	for _, duty := range s.duties {
		now, there := leases[duty.Name]
		before := known[duty.Name]
		known[duty.Name] = watch(before, now)
		free := !there || now.node == "" || known[duty.Name].ticks >= staleTicks
		switch {
		case there && now.node == s.node:
			mine[duty.Name] = true
		case free:
			mine[duty.Name] = s.take(ctx, duty.Name, now) == nil
		}
	}
	return mine, nil
}

func watch(before seen, now lease) seen {
	if before.lease == now {
		return seen{now, before.ticks + 1}
	}
	return seen{now, 0}
}

// beat counts up and reads all leases in one transaction.
func (s *Sweeper) beat(ctx context.Context) (map[string]lease, error) {
	leases := map[string]lease{}
	err := s.store.Write(ctx, func(tx *db.Tx) error {
		clear(leases)
		if err := tx.Exec(`UPDATE leases SET beat = beat + 1 WHERE node = $1`, s.node); err != nil {
			return err
		}
		_, err := db.All(tx, func(row db.Row) (struct{}, error) {
			var duty string
			var l lease
			err := row.Scan(&duty, &l.node, &l.beat)
			leases[duty] = l
			return struct{}{}, err
		}, `SELECT duty, node, beat FROM leases`)
		return err
	})
	return leases, err
}

var errTaken = errors.New("sweep: another node was quicker")

// take claims a lease that is still as it was seen.
func (s *Sweeper) take(ctx context.Context, duty string, was lease) error {
	return s.store.Write(ctx, func(tx *db.Tx) error {
		return tx.ExecOne(errTaken, `
			INSERT INTO leases (duty, node, beat) VALUES ($1, $2, 1)
			ON CONFLICT (duty) DO UPDATE SET node = excluded.node, beat = leases.beat + 1
			WHERE leases.node = $3 AND leases.beat = $4`, duty, s.node, was.node, was.beat)
	})
}

// follow starts and stops duties so that those of mine run.
func (s *Sweeper) follow(ctx context.Context, mine map[string]bool, running map[string]held) {
	for name, duty := range running {
		if !mine[name] {
			s.log.Info("duty went to another node", "duty", name)
			duty.stop()
			<-duty.ended
			delete(running, name)
		}
	}
	for _, duty := range s.duties {
		if _, runs := running[duty.Name]; mine[duty.Name] && !runs {
			running[duty.Name] = s.start(ctx, duty)
		}
	}
}

func (s *Sweeper) start(ctx context.Context, duty Duty) held {
	ctx, stop := context.WithCancel(ctx)
	h := held{stop: stop, ended: make(chan struct{})}
	go func() {
		defer close(h.ended)
		s.keep(ctx, duty)
	}()
	return h
}

// giveBack ends the duties and lets the other nodes have them at once.
func (s *Sweeper) giveBack(ctx context.Context, running map[string]held) {
	var all sync.WaitGroup
	for _, duty := range running {
		duty.stop()
		all.Go(func() { <-duty.ended })
	}
	all.Wait()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), renewMax)
	defer cancel()
	err := s.store.Write(ctx, func(tx *db.Tx) error {
		return tx.Exec(`UPDATE leases SET node = '', beat = beat + 1 WHERE node = $1`, s.node)
	})
	if err != nil {
		s.log.Warn("leases could not be given back", "error", err)
	}
}
