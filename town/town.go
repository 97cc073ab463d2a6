// Package town holds people with names and histories for the tests of all
// subjects. They are made through the doors, as everybody is.
package town

import (
	"context"
	"testing"

	"guildhall/account"
	"guildhall/db"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/payment"
	"guildhall/policy"
	"guildhall/rulebook"
	"guildhall/testkit"
)

// BuyersMoney is what Bea has on her main balance at the start.
const BuyersMoney money.Amount = 1_000_00

// Town is a small marketplace on a store of its own, under the preset
// "services" unless another is named.
type Town struct {
	T     testing.TB
	Store *db.Store
	Clock *testkit.Clock

	Buyer    account.Member // Bea: confirmed, with BuyersMoney where the site holds money
	Seller   account.Member // Sam: confirmed
	Arbiter  account.Member // Ada: confirmed, arbiter and moderator
	Admin    account.Member // Max: confirmed, admin
	Finance  account.Member // Fay: confirmed, finance
	Stranger account.Member // Stig: confirmed, party to nothing
	Newcomer account.Member // Nora: address not confirmed

	followed int64 // how far Follow has read the diary
}

// New peoples the store under the preset "services".
func New(t testing.TB, store *db.Store, clock *testkit.Clock) *Town {
	t.Helper()
	return Under(t, store, clock, "services")
}

// Under peoples the store under a preset.
func Under(t testing.TB, store *db.Store, clock *testkit.Clock, preset string) *Town {
	t.Helper()
	town := &Town{T: t, Store: store, Clock: clock}
	town.Write(func(tx *db.Tx) error {
		rules, err := rulebook.Start(tx, preset)
		if err != nil {
			return err
		}
		if err := account.SeedDocuments(tx); err != nil {
			return err
		}
		if err := town.settle(tx); err != nil || rules.Policy.Custody != policy.CustodyEscrow {
			return err
		}
		return Fund(tx, town.Buyer.ID, BuyersMoney)
	})
	return town
}

func (town *Town) settle(tx *db.Tx) error {
	for _, person := range []struct {
		who   *account.Member
		login string
		roles []account.Role
	}{
		{&town.Buyer, "bea", nil},
		{&town.Seller, "sam", nil},
		{&town.Arbiter, "ada", []account.Role{account.Arbiter, account.Moderator}},
		{&town.Admin, "max", []account.Role{account.Admin}},
		{&town.Finance, "fay", []account.Role{account.Finance}},
		{&town.Stranger, "stig", nil},
	} {
		m, err := account.Install(tx, Registration(person.login), person.roles...)
		if err != nil {
			return err
		}
		*person.who = m
	}
	var err error
	town.Newcomer, err = account.Register(tx, Registration("nora"))
	return err
}

// Registration is what a person of that login would type, without a password.
func Registration(login string) account.Registration {
	return account.Registration{
		Login: login, Email: login + "@town.example", Language: "en", Zone: "UTC",
		Secret: account.Secret{Link: "link-of-" + login, Code: "123456"},
	}
}

// Fund puts money on a member's main balance, by a bank transfer that has
// arrived: it can be withdrawn at once. More than the policy lets anybody top
// up, for tests under load, is booked without one, as a single lot.
func Fund(tx *db.Tx, member id.Member, amount money.Amount) error {
	rules, err := rulebook.Current(tx)
	if err != nil {
		return err
	}
	if amount <= rules.Policy.TopUpMax {
		return transfer(tx, member, amount)
	}
	topUp := id.New[id.TopUpKind](tx.Now())
	return ledger.TopUp(tx, ledger.TopUpMoney{
		Member: member, TopUp: topUp, Amount: amount, Provider: payment.BankName, Key: "town:" + topUp.String(),
	})
}

func transfer(tx *db.Tx, member id.Member, amount money.Amount) error {
	asked, err := payment.Ask(tx, payment.Asking{
		ID: id.New[id.TopUpKind](tx.Now()), Member: member, Provider: payment.BankName, Amount: amount,
	})
	if err != nil {
		return err
	}
	if err := payment.Answer(tx, asked.ID, payment.Begun{Reference: "town"}); err != nil {
		return err
	}
	_, err = payment.Mark(tx, asked.ID, member, payment.SaidSucceeded)
	return err
}

// Join adds one more confirmed member.
func (town *Town) Join(login string, roles ...account.Role) account.Member {
	town.T.Helper()
	var m account.Member
	town.Write(func(tx *db.Tx) (err error) {
		m, err = account.Install(tx, Registration(login), roles...)
		return err
	})
	return m
}

// Write runs fn in a transaction that must succeed.
func (town *Town) Write(fn func(*db.Tx) error) {
	town.T.Helper()
	if err := town.Store.Write(context.Background(), fn); err != nil {
		town.T.Fatalf("town: %v", err)
	}
}

// Try runs fn in a transaction and answers how it ended.
func (town *Town) Try(fn func(*db.Tx) error) error {
	town.T.Helper()
	return town.Store.Write(context.Background(), fn)
}

// Read runs fn on a snapshot and must succeed.
func (town *Town) Read(fn func(*db.Tx) error) {
	town.T.Helper()
	if err := town.Store.Read(context.Background(), fn); err != nil {
		town.T.Fatalf("town: %v", err)
	}
}
