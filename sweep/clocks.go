package sweep

import (
	"context"
	"fmt"
	"time"

	"guildhall/db"
	"guildhall/deadline"
	"guildhall/rulebook"
)

const (
	clocksAtOnce = 100 // a longer transaction would keep members waiting on SQLite
	retryMin     = 5 * time.Second
	retryMax     = time.Hour
)

// Handler is what a kind of subject does about its clocks, each in the
// transaction it is given.
type Handler struct {
	Due    func(*db.Tx, deadline.Clock) error                  // takes effect; must clear the clock or set it anew
	Warn   func(*db.Tx, deadline.Clock) error                  // reminds; nil = no reminders
	Outage func(*db.Tx, deadline.Clock, deadline.Outage) error // moves it (ORD-15); nil = moved without a word
}

// Handlers are found by the subject's kind.
type Handlers map[string]Handler

// ring lets every clock that ran out take effect.
func (h Handlers) ring(ctx context.Context, store *db.Store) error {
	return h.portions(ctx, store, overdue, h.take, h.putOff)
}

// overdue lists the clocks that ran out longer ago than the policy's grace, so
// that a request that arrived in time and is still under way comes first.
func overdue(tx *db.Tx, at time.Time, limit int) ([]deadline.Clock, error) {
	rules, err := rulebook.Current(tx)
	if err != nil {
		return nil, err
	}
	return deadline.Due(tx, at.Add(-rules.Policy.SweepGrace), limit)
}

// remind sends what reminders are due.
func (h Handlers) remind(ctx context.Context, store *db.Store) error {
	return h.portions(ctx, store, deadline.Warnings, h.warn, putReminderOff)
}

type (
	listing func(tx *db.Tx, at time.Time, limit int) ([]deadline.Clock, error)
	dealing func(tx *db.Tx, c deadline.Clock) error
	failing func(tx *db.Tx, c deadline.Clock, cause error) error
)

// portions deals with listed clocks, up to clocksAtOnce in a transaction,
// until none is left. A clock that fails is put off and does not hold up the
// others.
func (h Handlers) portions(ctx context.Context, store *db.Store, list listing, deal dealing, fail failing) error {
	for {
		due, err := h.list(ctx, store, list)
		if err != nil || len(due) == 0 {
			return err
		}
		err = store.Write(ctx, func(tx *db.Tx) error { return together(tx, due, deal, fail) })
		if isAway(err) || ctx.Err() != nil {
			return err
		}
		if err != nil {
			err = oneByOne(ctx, store, due, deal, fail)
		}
		if err != nil || len(due) < clocksAtOnce {
			return err
		}
	}
}

// list finds nothing while an outage may not have been found yet: clocks that
// ran out in it must be moved first.
func (h Handlers) list(ctx context.Context, store *db.Store, list listing) ([]deadline.Clock, error) {
	var due []deadline.Clock
	err := store.Read(ctx, func(tx *db.Tx) error {
		awake, err := deadline.Awake(tx)
		if err != nil || !awake {
			return err
		}
		due, err = list(tx, tx.Now(), clocksAtOnce)
		return err
	})
	return due, err
}

// together deals with all in one transaction, each under its own savepoint.
func together(tx *db.Tx, due []deadline.Clock, deal dealing, fail failing) error {
	for _, c := range due {
		err := tx.Attempt(func(tx *db.Tx) error { return safely(tx, c, deal) })
		if err == nil {
			continue
		}
		if err := fail(tx, c, err); err != nil {
			return err
		}
	}
	return nil
}

// oneByOne is for the portion that one clock broke as a whole.
func oneByOne(ctx context.Context, store *db.Store, due []deadline.Clock, deal dealing, fail failing) error {
	for _, c := range due {
		cause := store.Write(ctx, func(tx *db.Tx) error { return safely(tx, c, deal) })
		if cause == nil {
			continue
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := store.Write(ctx, func(tx *db.Tx) error { return fail(tx, c, cause) }); err != nil {
			return err
		}
	}
	return nil
}

func safely(tx *db.Tx, c deadline.Clock, deal dealing) (err error) {
	defer caught(&err)
	return deal(tx, c)
}

// take lets one clock take effect, unless it was cleared or set anew since it
// was listed. One that its handler leaves as it was counts as failed: it would
// come back at once, for ever.
func (h Handlers) take(tx *db.Tx, c deadline.Clock) error {
	handler, known := h[c.Subject.Kind]
	if !known || handler.Due == nil {
		return fmt.Errorf("sweep: nobody deals with clocks of %q", c.Subject.Kind)
	}
	if mine, err := deadline.Claim(tx, c); err != nil || !mine {
		return err
	}
	if err := handler.Due(tx, c); err != nil {
		return err
	}
	stands, err := deadline.Stands(tx, c)
	if err == nil && stands {
		err = fmt.Errorf("sweep: the clock %s of %s took no effect", c.Kind, c.Subject)
	}
	return err
}

func (h Handlers) putOff(tx *db.Tx, c deadline.Clock, cause error) error {
	return deadline.Failed(tx, c, tx.Now().Add(pause(c.Tries)), cause.Error())
}

// pause doubles from try to try.
func pause(tries int) time.Duration {
	if tries > 10 {
		return retryMax
	}
	return min(retryMin<<tries, retryMax)
}

func (h Handlers) warn(tx *db.Tx, c deadline.Clock) error {
	if warn := h[c.Subject.Kind].Warn; warn != nil {
		if err := warn(tx, c); err != nil {
			return err
		}
	}
	return deadline.Warned(tx, c) // fails, and undoes the reminder, when another sweeper was quicker
}

func putReminderOff(tx *db.Tx, c deadline.Clock, _ error) error {
	return deadline.WarnLater(tx, c, tx.Now().Add(time.Minute))
}

// Beat notes that the house is at work, and after an outage moves every clock
// that ran out in it or would run out soon after (ORD-15). cmd calls it once
// before the first request is let in.
func (h Handlers) Beat(ctx context.Context, store *db.Store) error {
	return store.Write(ctx, func(tx *db.Tx) error {
		outage, was, err := deadline.Beat(tx)
		if err != nil || !was {
			return err
		}
		hit, err := deadline.Between(tx, outage.From, outage.Until.Add(deadline.OutageReach))
		if err != nil {
			return err
		}
		for _, c := range hit {
			if err := h.move(tx, c, outage); err != nil {
				return err
			}
		}
		return nil
	})
}

// move moves one clock. A subject that cannot be moved must not keep all
// others from it: its clock is moved without a word.
func (h Handlers) move(tx *db.Tx, c deadline.Clock, outage deadline.Outage) error {
	if handle := h[c.Subject.Kind].Outage; handle != nil {
		err := tx.Attempt(func(tx *db.Tx) error {
			return safely(tx, c, func(tx *db.Tx, c deadline.Clock) error { return handle(tx, c, outage) })
		})
		if err == nil {
			return nil
		}
	}
	by := outage.Moved(c.At).Sub(c.At)
	c.At = c.At.Add(by)
	if !c.WarnAt.IsZero() {
		c.WarnAt = c.WarnAt.Add(by)
	}
	return deadline.Set(tx, c)
}
