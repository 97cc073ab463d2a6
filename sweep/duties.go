package sweep

import (
	"context"
	"time"

	"guildhall/db"
	"guildhall/event"
	"guildhall/search"
)

const (
	numberAtOnce = 1000
	sealAtOnce   = 500
)

// Own are the duties of the house itself.
func Own(handlers Handlers) []Duty {
	return []Duty{
		{Name: "number", Every: time.Second, Eager: true, Run: number},
		{Name: "heartbeat", Every: 10 * time.Second, Run: handlers.Beat},
		{Name: "deadlines", Every: time.Second, Run: handlers.ring},
		{Name: "reminders", Every: 5 * time.Second, Run: handlers.remind},
		{Name: "seal", Every: 10 * time.Second, Run: seal},
	}
}

// number gives committed diary entries and search documents their numbers. On
// SQLite they have them already.
func number(ctx context.Context, store *db.Store) error {
	if store.Engine() == db.SQLite {
		return nil
	}
	if err := untilLess(ctx, store, numberAtOnce, event.Number); err != nil {
		return err
	}
	return untilLess(ctx, store, numberAtOnce, search.Number)
}

func seal(ctx context.Context, store *db.Store) error {
	return untilLess(ctx, store, sealAtOnce, event.Grow)
}

// untilLess does a piece of work in portions, each in its own transaction,
// until a portion is not full.
func untilLess(ctx context.Context, store *db.Store, portion int, work func(*db.Tx, int) (int, error)) error {
	for {
		done := 0
		err := store.Write(ctx, func(tx *db.Tx) (err error) {
			done, err = work(tx, portion)
			return err
		})
		if err != nil || done < portion {
			return err
		}
	}
}
