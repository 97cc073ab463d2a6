package hall

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/rulebook"
	"guildhall/search"
)

// onlineEvery is how often search learns who is online.
const onlineEvery = 30 * time.Second

// keepOnline tells search who of the sellers is online (ACC-18).
func keepOnline(tx *db.Tx) error {
	rules, err := rulebook.Current(tx)
	if err != nil {
		return err
	}
	online, err := account.OnlineSellers(tx, rules.Policy.OnlineWindow)
	if err != nil {
		return err
	}
	return search.SetOnline(tx, online)
}

// find keeps the finder up to date until ctx ends, beginning with the snapshot
// the last run left.
func (o Options) find(ctx context.Context, store *db.Store) {
	if o.Snapshot != "" {
		err := o.Finder.Load(ctx, store, o.Snapshot)
		if err != nil && !errors.Is(err, fs.ErrNotExist) && ctx.Err() == nil {
			o.Log.Info("the search index is built anew", "reason", err)
		}
	}
	o.Finder.Follow(ctx, store, func(err error) { o.Log.Error("search does not follow", "error", err) })
	if o.Snapshot == "" {
		return
	}
	if err := o.Finder.Save(o.Snapshot); err != nil {
		o.Log.Warn("no snapshot of the search index", "error", err)
	}
}
