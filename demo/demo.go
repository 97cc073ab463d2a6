// Package demo fills an empty marketplace with people, services and orders to
// try it out. Nothing is inserted: everything is lived through the doors, with
// the clock set back, so a demo keeps every promise that a marketplace keeps.
package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/file"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
)

// agent is how the demo signs in the diary.
const agent = "demo"

// opened is how long ago the demo's marketplace opened.
const opened = 120 * 24 * time.Hour

// pocketMoney is what every buyer has to spend at the start.
const pocketMoney money.Amount = 2_500_00

// waitingWares is how many services at the end of the list wait for a
// moderator instead of being live.
const waitingWares = 4

// seed makes every demo the same.
const seed = 20261120

// Fill lives a marketplace's first months on an empty store. A store that has
// members is left as it is. Afterwards the store's clock is the real one. The
// covers are drawn by the pages; a few delivered pictures are kept.
func Fill(ctx context.Context, store *db.Store, files *file.Store) error {
	empty, err := isEmpty(ctx, store)
	if err != nil || !empty {
		return err
	}
	l := &lives{store: store, files: files, ctx: ctx, now: store.Now(), chance: rand.New(rand.NewPCG(seed, seed)), member: map[string]id.Member{}}
	defer store.Shift(0)
	l.goTo(l.now.Add(-opened))
	for _, step := range []func() error{l.takePictures, l.open, l.settle, l.stock, l.trade} {
		if err := step(); err != nil {
			return fmt.Errorf("demo: %w", err)
		}
	}
	return nil
}

func isEmpty(ctx context.Context, store *db.Store) (empty bool, err error) {
	err = store.Read(ctx, func(tx *db.Tx) error {
		n, err := db.Value[int64](tx, `SELECT count(*) FROM members`)
		empty = n == 0
		return err
	})
	return empty, err
}

// lives is a demo in the making.
type lives struct {
	store  *db.Store
	files  *file.Store
	ctx    context.Context
	now    time.Time // the real one, when the demo ends
	chance *rand.Rand
	member map[string]id.Member
	live   []catalogue.Service
	leads  []time.Duration // of the first package of each live service
	plan   []step

	pictures []file.Taken // what is delivered, and at the end a document
}

// step is something that happens at a moment.
type step struct {
	at time.Time
	do func(tx *db.Tx) error
}

// goTo sets the clock to a moment of the past.
func (l *lives) goTo(at time.Time) {
	l.store.Shift(0)
	l.store.Shift(at.Sub(l.store.Now()))
}

func (l *lives) write(fn func(*db.Tx) error) error { return l.store.Write(l.ctx, fn) }

// open gives the marketplace its rules, documents and tree, on sandbox books.
func (l *lives) open() error {
	return l.write(func(tx *db.Tx) error {
		if err := desk.Begin(tx, "services"); err != nil {
			return err
		}
		return ledger.Begin(tx, ledger.Books{Currency: "USD"})
	})
}

// settle lets the people join, and gives buyers money to spend.
func (l *lives) settle() error {
	return l.write(func(tx *db.Tx) error {
		for _, p := range slices.Concat(staff, sellers, buyers) {
			if err := l.join(tx, p); err != nil {
				return err
			}
		}
		for _, p := range buyers {
			which := id.New[id.TopUpKind](tx.Now())
			err := ledger.TopUp(tx, ledger.TopUpMoney{
				Member: l.member[p.login], TopUp: which, Amount: pocketMoney, Provider: "sandbox", Key: "demo/" + which.String(),
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (l *lives) join(tx *db.Tx, p person) error {
	m, err := account.Install(tx, account.Registration{
		Login: p.login, Email: p.login + "@demo.invalid", Language: "en", Zone: "UTC",
	}, p.roles...)
	if err != nil {
		return fmt.Errorf("%s: %w", p.login, err)
	}
	l.member[p.login] = m.ID
	return account.SetProfile(tx, m.ID, account.Profile{
		DisplayName: p.name, City: p.city, Country: p.country, Headline: p.headline, Languages: []string{"English"},
	})
}

// stockedAtOnce is how many services share a transaction.
const stockedAtOnce = 20

// stock lets the sellers offer their services, dealt in turn.
func (l *lives) stock() error {
	list, err := wares()
	if err != nil {
		return err
	}
	for first := 0; first < len(list); first += stockedAtOnce {
		var made []catalogue.Service
		err := l.write(func(tx *db.Tx) error {
			made = made[:0]
			for i, w := range list[first:min(first+stockedAtOnce, len(list))] {
				at := first + i
				service, err := w.sell(tx, l.member[sellers[at%len(sellers)].login], at < len(list)-waitingWares)
				if err != nil {
					return err
				}
				made = append(made, service)
			}
			return nil
		})
		if err != nil {
			return err
		}
		l.live = append(l.live, made...)
	}
	for _, w := range list {
		l.leads = append(l.leads, w.lead(1))
	}
	l.live = l.live[:len(l.live)-waitingWares]
	return nil
}

// trade plans all orders, then lets everything happen in the order of time.
func (l *lives) trade() error {
	if err := l.planOrders(); err != nil {
		return err
	}
	l.planStanding()
	slices.SortStableFunc(l.plan, func(a, b step) int { return a.at.Compare(b.at) })
	for _, s := range l.plan {
		l.goTo(s.at)
		if err := l.write(s.do); err != nil {
			return err
		}
	}
	return nil
}
