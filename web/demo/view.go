package demo

import (
	"cmp"
	"slices"
	"strings"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/order"
	"guildhall/web/parts"
)

// person is someone one can be, with what makes them worth it.
type person struct {
	account.Member
	Services int64 // live ones
	Orders   int64 // that run, on either side
}

// cast is everyone, in three groups, the busiest first.
type cast struct{ staff, sellers, buyers []person }

// castOf reads everyone.
func castOf(tx *db.Tx, members []account.Member) (cast, error) {
	var c cast
	for _, m := range members {
		p, err := personOf(tx, m)
		if err != nil {
			return cast{}, err
		}
		switch {
		case m.Staff():
			c.staff = append(c.staff, p)
		case p.Services > 0:
			c.sellers = append(c.sellers, p)
		default:
			c.buyers = append(c.buyers, p)
		}
	}
	for _, group := range [][]person{c.sellers, c.buyers} {
		slices.SortStableFunc(group, func(a, b person) int { return cmp.Compare(b.Orders, a.Orders) })
	}
	return c, nil
}

func personOf(tx *db.Tx, m account.Member) (person, error) {
	p := person{Member: m}
	services, err := catalogue.BySeller(tx, m.ID)
	if err != nil {
		return p, err
	}
	for _, s := range services {
		if s.Shown() {
			p.Services++
		}
	}
	for _, side := range []order.Side{order.Buyer, order.Seller} {
		counts, err := order.CountTabs(tx, order.Filter{Member: m.ID, Side: side})
		if err != nil {
			return p, err
		}
		p.Orders += counts[order.TabAll] - counts[order.TabCompleted] - counts[order.TabCancelled]
	}
	return p, nil
}

// about is a person with their roles or business as the line below the name.
func about(v *desk.Visit, p person) parts.Person {
	shown := parts.PersonOf(p.Member)
	var facts []string
	for _, role := range p.Roles {
		facts = append(facts, v.Say.T("demo.role."+string(role)))
	}
	if p.Services > 0 {
		facts = append(facts, v.Say.T("demo.services", "count", p.Services))
	}
	if p.Orders > 0 {
		facts = append(facts, v.Say.T("demo.orders", "count", p.Orders))
	}
	shown.About = strings.Join(facts, ", ")
	return shown
}

// first is the name a person is called by, so that the button stays on a line.
func first(name string) string {
	called, _, _ := strings.Cut(name, " ")
	return called
}
