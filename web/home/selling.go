package home

import (
	"strconv"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/reputation"
	"guildhall/rulebook"
	"guildhall/web/parts"
)

// Bounds of the seller's desk.
const (
	waitingMost    = 10 // orders that want something
	earningsMonths = 6
)

// sellersDesk is what a seller sees first: what needs doing now, what was
// earned, what others say.
type sellersDesk struct {
	v       *desk.Visit
	Waiting []waits
	Counts  map[order.Tab]int64
	Live    int
	Earned  [earningsMonths]money.Amount // oldest first, this month last
	Tally   reputation.Tally
}

// waits is an order that wants the seller, with its nearest deadline.
type waits struct {
	order.Order
	Until time.Time
	Duty  string
}

// Selling is the seller's desk.
func Selling(v *desk.Visit) error {
	d := &sellersDesk{v: v}
	if err := v.Read(d.read); err != nil {
		return err
	}
	return v.Render(sellingPage(d))
}

func (d *sellersDesk) read(tx *db.Tx) error {
	me := d.v.Member.ID
	orders, err := order.List(tx, order.Filter{Member: me, Side: order.Seller, Tab: order.TabWaiting, Limit: waitingMost})
	if err != nil {
		return err
	}
	for _, o := range orders {
		rules, err := rulebook.At(tx, o.PolicyVersion)
		if err != nil {
			return err
		}
		d.Waiting = append(d.Waiting, d.waits(o, &rules.Policy))
	}
	if d.Counts, err = order.CountTabs(tx, order.Filter{Member: me, Side: order.Seller}); err != nil {
		return err
	}
	services, err := catalogue.BySeller(tx, me)
	if err != nil {
		return err
	}
	for _, s := range services {
		if s.Stored == catalogue.Live {
			d.Live++
		}
	}
	figures, err := reputation.FiguresFor(tx, me)
	if err != nil {
		return err
	}
	d.Tally = figures.Tally
	return d.readEarnings(tx)
}

func (d *sellersDesk) waits(o order.Order, rules *policy.Policy) waits {
	made := waits{Order: o}
	for _, c := range o.Ahead(rules) {
		if c.Who == order.Seller {
			made.Until, made.Duty = c.Until, d.v.Say.T("orderpage.duty."+c.Deadline.String()+".you")
			return made
		}
	}
	return made
}

// readEarnings adds up what orders and tips brought, by month of the reader's
// calendar.
func (d *sellersDesk) readEarnings(tx *db.Tx) error {
	from := d.month(0)
	moves, err := ledger.Statement(tx, d.v.Member.ID, ledger.StatementFilter{
		From: from, Kinds: []ledger.Kind{ledger.KindRelease, ledger.KindSplit, ledger.KindTip},
	})
	if err != nil {
		return err
	}
	for _, m := range moves {
		for i := earningsMonths - 1; i >= 0; i-- {
			if !m.At.Before(d.month(i)) {
				d.Earned[i] = d.Earned[i].Plus(max(m.Main, 0)) // a tip given away is no earning
				break
			}
		}
	}
	return nil
}

// month is when the i-th of the shown months began, in the reader's zone.
func (d *sellersDesk) month(i int) time.Time {
	now := d.v.At.In(d.v.Say.Zone())
	return time.Date(now.Year(), now.Month()-time.Month(earningsMonths-1-i), 1, 0, 0, 0, 0, d.v.Say.Zone())
}

func (d *sellersDesk) bars() []parts.Bar {
	var bars []parts.Bar
	for i, sum := range d.Earned {
		bar := parts.Bar{Label: d.v.Say.T("home.month." + strconv.Itoa(int(d.month(i).Month()))), Size: int64(sum), Now: i == earningsMonths-1}
		if sum > 0 {
			bar.Words = d.v.Say.Money(sum)
		}
		bars = append(bars, bar)
	}
	return bars
}

func (d *sellersDesk) escrow() bool { return d.v.Rules.Policy.Custody == policy.CustodyEscrow }

// record is the seller's standing in figures, each leading to what it counts.
func (d *sellersDesk) record() []parts.Link {
	s := d.v.Say
	return []parts.Link{
		{Href: "/services/mine", Label: s.T("home.selling.live", "count", d.Live)},
		{Href: "/orders?side=selling", Label: s.T("home.selling.orders", "count", int(d.Counts[order.TabAll]))},
		{Href: "/orders?side=selling&tab=completed", Label: s.T("home.selling.completed", "count", int(d.Counts[order.TabCompleted]))},
		{Href: "/reputation", Label: s.T("home.selling.liked", "liked", d.Tally.Liked, "all", d.Tally.All())},
	}
}
