package demo

import (
	"time"

	"guildhall/account"
	"guildhall/cart"
	"guildhall/db"
)

// One of so many sellers was met by staff, and is verified (ACC-19).
const verifiedEach = 4

// What buyers keep in view, and the list that the first of them made.
const (
	keptEach = 3
	listName = "For the shop window"
)

// planStanding lets staff verify sellers, one seller ask for it, and buyers keep
// favourites.
func (l *lives) planStanding() {
	begun := l.now.Add(-opened)
	for i := 0; i < len(sellers); i += verifiedEach {
		l.plan = append(l.plan, step{begun.Add(time.Duration(i+1) * 24 * time.Hour), l.verify(sellers[i])})
	}
	asks := sellers[1]
	l.plan = append(l.plan, step{l.now.Add(-20 * time.Hour), func(tx *db.Tx) error {
		return account.AskIdentity(tx, l.member[asks.login], asks.name, l.pictures[len(l.pictures)-1])
	}})
	for i := range buyers {
		l.plan = append(l.plan, step{l.now.Add(-time.Duration(i+2) * 31 * time.Hour), l.keep(i)})
	}
}

func (l *lives) verify(who person) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		_, err := account.JudgeIdentity(tx, account.Judging{
			Member: l.member[who.login], By: l.member["fay"], Verified: true, Reason: "We met when the hall opened, and looked at the passport.",
		})
		return err
	}
}

// keep gives a buyer favourites; the first one sorts one of them into a list.
func (l *lives) keep(nth int) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		buyer := l.member[buyers[nth].login]
		for i := range keptEach {
			if err := cart.Keep(tx, buyer, l.live[(nth*17+i*29)%len(l.live)].ID); err != nil {
				return err
			}
		}
		if nth > 0 {
			return nil
		}
		list, err := cart.MakeList(tx, buyer, listName)
		if err != nil {
			return err
		}
		return cart.Sort(tx, buyer, l.live[0].ID, list.ID)
	}
}
