package hall

import (
	"context"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/reputation"
)

// rankedAtOnce bounds one transaction of the duty that ranks services.
const rankedAtOnce = 100

// fillFigures brings figures in that are missing or older than the policy, a
// portion at a time, so that members wait for none of it.
func fillFigures(ctx context.Context, store *db.Store) error {
	return portions(ctx, store, func(tx *db.Tx) (bool, error) {
		filled, err := reputation.Filled(tx)
		return !filled, err
	}, reputation.Fill)
}

// rankServices ranks what changed, and once a day everything (REP-16).
func rankServices(ctx context.Context, store *db.Store) error {
	return portions(ctx, store, reputation.RanksDue, func(tx *db.Tx) (bool, error) {
		ranked, err := reputation.RankDue(tx, rankedAtOnce)
		return ranked == rankedAtOnce, err
	})
}

// republishServices brings documents up to date after a change of the tree.
func republishServices(ctx context.Context, store *db.Store) error {
	return portions(ctx, store, catalogue.RepublishDue, catalogue.Republish)
}

// portions looks before it writes, and writes until there is no more.
func portions(ctx context.Context, store *db.Store, needed, do func(*db.Tx) (bool, error)) error {
	more := false
	err := store.Read(ctx, func(tx *db.Tx) (err error) {
		more, err = needed(tx)
		return err
	})
	for err == nil && more {
		err = store.Write(ctx, func(tx *db.Tx) (err error) {
			more, err = do(tx)
			return err
		})
	}
	return err
}
