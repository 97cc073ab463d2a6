package hall

import (
	"context"

	"guildhall/db"
	"guildhall/desk"
	"guildhall/file"
	"guildhall/rulebook"
)

// fill makes the demo where one is asked for and the data is empty, and refuses
// to make one of a real marketplace or the reverse.
func fill(ctx context.Context, store *db.Store, files *file.Store, o Options) error {
	var wanted bool
	err := store.Write(ctx, func(tx *db.Tx) error {
		var err error
		wanted, err = desk.DemoWanted(tx, o.Demo)
		return err
	})
	if err != nil || !wanted || o.Fill == nil {
		return err
	}
	if err := o.Fill(ctx, store, files); err != nil {
		return err
	}
	return store.Write(ctx, func(tx *db.Tx) error {
		rules, err := rulebook.Current(tx)
		if err != nil {
			return err
		}
		site, err := desk.SiteNow(tx, rules.Policy)
		if err != nil {
			return err
		}
		return desk.DemoFilled(tx, site)
	})
}

// setClock puts the demo's clock where it was moved to.
func setClock(ctx context.Context, store *db.Store, o Options) error {
	if !o.Demo {
		return nil
	}
	return store.Read(ctx, func(tx *db.Tx) error {
		ahead, err := desk.ClockAhead(tx)
		if err == nil {
			store.Shift(ahead)
		}
		return err
	})
}
