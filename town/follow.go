package town

import (
	"context"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/deadline"
	"guildhall/event"
)

// atOnce is how many entries or clocks are taken in one transaction.
const atOnce = 500

// Follow hands what the diary says since the last time to a reader, in order,
// as the sweeper does. A town has one such reader.
func (town *Town) Follow(take func(*db.Tx, event.Entry) error) {
	town.T.Helper()
	if town.Store.Engine() == db.Postgres {
		town.Write(func(tx *db.Tx) error {
			_, err := event.Number(tx, atOnce)
			return err
		})
	}
	for {
		taken, from := 0, town.followed
		town.Write(func(tx *db.Tx) error {
			entries, err := event.After(tx, from, atOnce)
			if err != nil {
				return err
			}
			for _, e := range entries {
				if err := take(tx, e); err != nil {
					return err
				}
				town.followed = e.Seq
			}
			taken = len(entries)
			return nil
		})
		if taken == 0 {
			return
		}
	}
}

// Weigh looks at everybody anew whom a cause may hide, as the sweeper does when
// other rules hold, and answers in how many portions.
func (town *Town) Weigh(all catalogue.Weighing) (portions int) {
	town.T.Helper()
	more := false
	town.Read(func(tx *db.Tx) (err error) {
		more, err = all.Due(tx)
		return err
	})
	for more {
		portions++
		town.Write(func(tx *db.Tx) (err error) {
			more, err = all.Go(tx)
			return err
		})
	}
	return portions
}

// Ring lets the clocks of a kind of subject that are due take effect, the
// earliest first, as the sweeper does.
func (town *Town) Ring(kind string, due func(*db.Tx, deadline.Clock) error) {
	town.T.Helper()
	town.each(kind, deadline.Due, due)
}

// Remind lets the reminders go out that are due.
func (town *Town) Remind(kind string, warn func(*db.Tx, deadline.Clock) error) {
	town.T.Helper()
	town.each(kind, deadline.Warnings, func(tx *db.Tx, c deadline.Clock) error {
		if err := warn(tx, c); err != nil {
			return err
		}
		return deadline.Warned(tx, c)
	})
}

func (town *Town) each(kind string, list func(*db.Tx, time.Time, int) ([]deadline.Clock, error), do func(*db.Tx, deadline.Clock) error) {
	town.T.Helper()
	var clocks []deadline.Clock
	town.Read(func(tx *db.Tx) (err error) {
		clocks, err = list(tx, tx.Now(), atOnce)
		return err
	})
	for _, c := range clocks {
		if c.Subject.Kind != kind {
			continue
		}
		if err := town.Store.Write(context.Background(), func(tx *db.Tx) error { return do(tx, c) }); err != nil {
			town.T.Fatalf("town: the clock %s of %s: %v", c.Kind, c.Subject, err)
		}
	}
}
