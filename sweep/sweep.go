// Package sweep does what nobody asks for at the moment it is due: deadlines,
// reminders, mail, numbering and sealing of the diary, and whatever reads the
// diary. Each duty is carried out by one node at a time; when that node dies,
// another takes over within 10 s.
//
// Duties are guarded all the same: whatever runs twice does no harm.
package sweep

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"guildhall/db"
	"guildhall/fault"
)

// Duty is one thing that is done again and again.
type Duty struct {
	Name  string        // unique; the key of its lease
	Every time.Duration // the pause between two rounds
	Eager bool          // also runs when somebody poked: there is news in the diary
	Run   func(context.Context, *db.Store) error
}

// Sweeper carries out the duties whose lease its node holds.
type Sweeper struct {
	store  *db.Store
	duties []Duty
	log    *slog.Logger
	node   string
}

// New prepares a sweeper. node names this process among all nodes: it must be
// different after each start.
func New(store *db.Store, node string, log *slog.Logger, duties ...Duty) *Sweeper {
	return &Sweeper{store: store, duties: duties, log: log, node: node}
}

// Run works until ctx ends, then gives its leases back. With SQLite the
// process that holds the data folder has all duties and needs no lease.
func (s *Sweeper) Run(ctx context.Context) {
	if s.store.Engine() == db.SQLite {
		s.carryOut(ctx, s.duties)
		return
	}
	s.takeTurns(ctx)
}

// carryOut runs duties side by side until ctx ends.
func (s *Sweeper) carryOut(ctx context.Context, duties []Duty) {
	var all sync.WaitGroup
	for _, duty := range duties {
		all.Go(func() { s.keep(ctx, duty) })
	}
	all.Wait()
}

// keep runs one duty, round after round. What fails is said once, until it
// fails otherwise or works again.
func (s *Sweeper) keep(ctx context.Context, duty Duty) {
	pokes := make(<-chan struct{})
	if duty.Eager {
		pokes = s.store.Pokes(ctx)
	}
	said := ""
	for {
		err := round(ctx, s.store, duty)
		if ctx.Err() != nil {
			return
		}
		said = s.say(duty, err, said)
		select {
		case <-ctx.Done():
			return
		case <-pokes:
		case <-time.After(duty.Every):
		}
	}
}

func (s *Sweeper) say(duty Duty, err error, said string) string {
	switch {
	case err == nil && said == "":
		return ""
	case err == nil:
		s.log.Info("duty works again", "duty", duty.Name)
		return ""
	case errors.Is(err, fault.Away("database_away")):
		if said == "away" {
			return said
		}
		s.log.Warn("duty waits for the database", "duty", duty.Name, "error", err)
		return "away"
	case err.Error() != said:
		s.log.Error("duty failed", "duty", duty.Name, "error", err)
	}
	return err.Error()
}

// round runs a duty once. Broken books stop the duty's round, not the program.
func round(ctx context.Context, store *db.Store, duty Duty) (err error) {
	defer caught(&err)
	return duty.Run(ctx, store)
}

// caught makes an error of a panic, with the place where it happened.
func caught(err *error) {
	if broken := recover(); broken != nil {
		*err = fmt.Errorf("sweep: panic: %v\n%s", broken, debug.Stack())
	}
}
