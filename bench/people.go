package bench

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/order"
	"guildhall/rulebook"
)

const (
	atOnce      = 50           // people or services made in one transaction
	buyersMoney = 9_000_000_00 // nobody runs out of it
)

// market is a filled marketplace.
type market struct {
	store    *db.Store
	run      string // goes into every key, so that runs do not meet
	buyers   []id.Member
	versions []id.ServiceVersion
}

// people fills an empty database through the doors: half of the members buy,
// the others sell, each the same number of services.
func (o Options) people(ctx context.Context, store *db.Store) (*market, error) {
	m := &market{store: store, run: id.New[id.EventKind](store.Now()).String()}
	var moderator account.Member
	err := store.Write(ctx, func(tx *db.Tx) error {
		if err := desk.Begin(tx, "services"); err != nil {
			return err
		}
		var err error
		moderator, err = account.Install(tx, registration("moderator"), account.Moderator)
		return err
	})
	if err == nil {
		err = know(ctx, store)
	}
	if err != nil {
		return nil, err
	}
	var sellers []id.Member
	err = portions(ctx, store, o.Members, func(tx *db.Tx, n int) error {
		member, err := account.Install(tx, registration(fmt.Sprint("member", n)))
		if err != nil {
			return err
		}
		if n%2 == 0 {
			sellers = append(sellers, member.ID)
			return nil
		}
		m.buyers = append(m.buyers, member.ID)
		return fund(tx, member.ID)
	}, func(done int) { sellers, m.buyers = sellers[:(done+1)/2], m.buyers[:done/2] })
	if err != nil {
		return nil, err
	}
	category, err := drawing(ctx, store)
	if err != nil {
		return nil, err
	}
	err = portions(ctx, store, o.Services, func(tx *db.Tx, n int) error {
		version, err := sell(tx, sellers[n%len(sellers)], moderator.ID, offer(category, n))
		m.versions = append(m.versions, version)
		return err
	}, func(done int) { m.versions = m.versions[:done] })
	return m, err
}

// know reads the rules once, as the first page does: only readers keep what
// they have read.
func know(ctx context.Context, store *db.Store) error {
	return store.Read(ctx, func(tx *db.Tx) error {
		_, err := rulebook.Current(tx)
		return err
	})
}

// portions makes n things, some in each transaction. back forgets what a
// transaction that runs again has noted: all from the done-th on.
func portions(ctx context.Context, store *db.Store, n int, make func(tx *db.Tx, n int) error, back func(done int)) error {
	for first := 0; first < n; first += atOnce {
		err := store.Write(ctx, func(tx *db.Tx) error {
			back(first)
			for i := first; i < min(first+atOnce, n); i++ {
				if err := make(tx, i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func registration(login string) account.Registration {
	return account.Registration{Login: login, Email: login + "@bench.example", Language: "en", Zone: "UTC"}
}

func fund(tx *db.Tx, member id.Member) error {
	topUp := id.New[id.TopUpKind](tx.Now())
	return ledger.TopUp(tx, ledger.TopUpMoney{
		Member: member, TopUp: topUp, Amount: buyersMoney, Provider: "sandbox", Key: "bench:" + topUp.String(),
	})
}

func drawing(ctx context.Context, store *db.Store) (id.Category, error) {
	var found id.Category
	err := store.Read(ctx, func(tx *db.Tx) error {
		category, err := catalogue.CategoryBySlug(tx, "illustration")
		found = category.ID
		return err
	})
	return found, err
}

func offer(category id.Category, n int) catalogue.Offer {
	const day = 24 * time.Hour
	return catalogue.Offer{
		Category: category, Language: "en", Rights: true,
		Title:       fmt.Sprintf("Ink drawing of house number %d", n),
		Description: fmt.Sprintf("House %d is drawn in ink on heavy paper, from photographs, and scanned.", n),
		Volume:      "One drawing, A4, as a file ready for print.",
		Packages: []catalogue.Package{
			{Tier: catalogue.Economy, Description: "One view, line only", Price: 20_00, Lead: 2 * day, Revisions: 1},
			{Tier: catalogue.Standard, Description: "One view with shading", Price: 40_00, Lead: 4 * day, Revisions: 3},
			{Tier: catalogue.Business, Description: "Two views with garden", Price: 90_00, Lead: 7 * day, Revisions: 5},
		},
	}
}

// sell brings an offer live by the way everybody takes.
func sell(tx *db.Tx, seller, moderator id.Member, o catalogue.Offer) (id.ServiceVersion, error) {
	service, err := catalogue.Begin(tx, seller, o)
	if err != nil {
		return id.ServiceVersion{}, err
	}
	service, err = catalogue.Act(tx, catalogue.Command{Service: service.ID, Actor: seller, Verb: catalogue.Submit})
	if err != nil || service.Stored == catalogue.Live {
		return service.Live, err
	}
	service, err = catalogue.Act(tx, catalogue.Command{
		Service: service.ID, Version: service.Pending, Actor: moderator, Verb: catalogue.Approve,
	})
	return service.Live, err
}

var errNotPlaced = errors.New("bench: an order was answered without having been placed")

// place orders a random service, as the page does: the intention's key, then
// the door, in one transaction.
func (m *market) place(ctx context.Context, client, n int) error {
	buyer := m.buyers[rand.IntN(len(m.buyers))]
	version := m.versions[rand.IntN(len(m.versions))]
	key := fmt.Sprintf("%s/%d/%d/%d", m.run, client, n, rand.Uint64())
	intention := desk.Intention{Actor: buyer, Key: key, Body: sha256.Sum256([]byte(key))}
	var answer string
	err := m.store.Write(ctx, func(tx *db.Tx) (err error) {
		answer, err = desk.Once(tx, intention, func(tx *db.Tx) (string, error) {
			out, err := order.Place(tx, order.Placing{
				ID: id.New[id.OrderKind](tx.Now()), Buyer: buyer, Version: version,
				Units: 1, Package: string(catalogue.Economy), At: tx.Now(),
			})
			if err != nil {
				return "", err
			}
			return out.After.ID.String(), nil
		})
		return err
	})
	if err == nil && answer == "" {
		return errNotPlaced
	}
	return err
}
