package hall

import (
	"context"
	"time"

	"guildhall/account"
	"guildhall/cart"
	"guildhall/catalogue"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/event"
	"guildhall/file"
	"guildhall/id"
	"guildhall/notification"
	"guildhall/order"
	"guildhall/portfolio"
	"guildhall/reputation"
	"guildhall/sweep"
)

// clocks is what each kind of subject does about its deadlines.
var clocks = sweep.Handlers{
	"order":          {Due: order.Ring, Warn: order.Remind, Outage: order.MoveBy},
	"checkout":       {Due: order.RingCheckout},
	"feedback":       {Due: reputation.Ring, Warn: reputation.Remind},
	"sandbox_charge": {Due: order.RingLetter},

	conversation.Subject:     {Due: conversation.Ring, Warn: conversation.Remind, Outage: conversation.MoveBy},
	catalogue.WeekendSubject: {Due: catalogue.RingWeekend, Outage: catalogue.LeaveWeekend},
}

// hiding is what the diary says about what hides services (docs/visibility.md).
func hiding(tx *db.Tx, e event.Entry) error {
	for _, take := range []func(*db.Tx, event.Entry) error{order.TakeLoad, catalogue.TakeWeekends, portfolio.Take, conversation.Take} {
		if err := take(tx, e); err != nil {
			return err
		}
	}
	return nil
}

// liftedAtOnce bounds one transaction of the duty that lifts causes.
const liftedAtOnce = 100

// liftCauses lifts the causes whose end has come: what is on sale again by its
// address is soon in search again.
func liftCauses(ctx context.Context, store *db.Store) error {
	return portions(ctx, store, catalogue.CausesEnded, func(tx *db.Tx) (bool, error) {
		return catalogue.LiftEnded(tx, liftedAtOnce)
	})
}

// weigh looks at everybody anew when other rules hold (CAT-13, CAT-14).
func weigh(ctx context.Context, store *db.Store) error {
	for _, all := range []catalogue.Weighing{order.Workload, portfolio.Keeping} {
		if err := portions(ctx, store, all.Due, all.Go); err != nil {
			return err
		}
	}
	return nil
}

// keysKeptFor is how long an idempotency key is remembered: past a day nobody
// repeats a click, and a program that does has read the answer.
const keysKeptFor = 24 * time.Hour

// sweeper is everything that happens by itself.
func sweeper(store *db.Store, d *desk.Desk, o Options) *sweep.Sweeper {
	duties := sweep.Own(clocks)
	duties = append(duties,
		sweep.Duty{Name: "causes", Every: time.Second, Run: liftCauses},
		sweep.Duty{Name: "weighing", Every: time.Second, Run: weigh},
		sweep.Reader{Name: notification.Reader, Take: notification.Take}.Duty(),
		sweep.Reader{Name: reputation.Reader, Take: reputation.Take}.Duty(),
		sweep.Duty{Name: "figures", Every: time.Minute, Run: fillFigures},
		sweep.Duty{Name: "ranks", Every: time.Second, Run: rankServices},
		sweep.Duty{Name: "republishing", Every: 5 * time.Second, Eager: true, Run: republishServices},
		sweep.Reader{Name: "bans", Take: order.TakeBan}.Duty(),
		sweep.Reader{Name: "comparisons", Take: cart.Take}.Duty(),
		sweep.Reader{Name: "hiding", Take: hiding}.Duty(),
		sweep.Duty{Name: "payments", Every: time.Second, Eager: true, Run: callProviders},
		write("online", onlineEvery, keepOnline),
		write("account", time.Hour, account.Tidy),
		write("documents", 5*time.Second, account.TellDocuments),
		write("cart", time.Hour, cart.Tidy),
		write("viewers", time.Hour, catalogue.ForgetViewers),
		write("keys", time.Hour, func(tx *db.Tx) error { return desk.ForgetKeys(tx, tx.Now().Add(-keysKeptFor)) }),
	)
	if d.Files != nil {
		duties = append(duties, sweep.Duty{Name: "files", Every: time.Hour, Run: func(ctx context.Context, store *db.Store) error {
			return sweepFiles(ctx, store, d.Files)
		}})
	}
	if o.Mail != nil {
		duties = append(duties, sweep.Mail(d.MailHouse, o.Mail.Send))
	}
	node := id.New[id.SessionKind](store.Now()).String()
	return sweep.New(store, node, o.Log, duties...)
}

// write makes a duty of one transaction.
func write(name string, every time.Duration, fn func(*db.Tx) error) sweep.Duty {
	return sweep.Duty{Name: name, Every: every, Run: func(ctx context.Context, store *db.Store) error {
		return store.Write(ctx, fn)
	}}
}

// strayFor is how long an upload may lie on disk before its row is written.
const strayFor = 24 * time.Hour

// sweepFiles removes uploads whose transaction never happened. The rows are
// read first and the disk is touched afterwards.
func sweepFiles(ctx context.Context, store *db.Store, files *file.Store) error {
	var strays []id.File
	err := store.Read(ctx, func(tx *db.Tx) error {
		var err error
		strays, err = files.Strays(tx, store.Now().Add(-strayFor))
		return err
	})
	if err != nil {
		return err
	}
	return files.Discard(strays...)
}
