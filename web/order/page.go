package order

import (
	"errors"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/dispute"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/money"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/portfolio"
	"guildhall/reputation"
	"guildhall/rulebook"
)

// page is everything the order page shows to one reader.
type page struct {
	v        *desk.Visit
	Form     *desk.Form // of an action that was refused; nil otherwise
	Judged   *desk.Form // of feedback that was refused; nil otherwise
	JudgedAs string     // which form that was: "feedback" or "response"
	Order    order.Order
	Side     order.Side // of the reader
	Buyer    account.Member
	Seller   account.Member
	Rules    rulebook.Version // of the order, not of today
	Lines    []order.Line
	Version  catalogue.ServiceVersion
	Answers  []order.Answer
	Files    []file.File
	Events   []event.Entry
	Words    []conversation.Message
	Feedback []reputation.Feedback
	Works    []portfolio.Work // the one that everybody may see, if there is
	MayShow  bool             // the reader is the seller and can publish a work of it
	Options  []order.Option
	Ahead    []order.Consequence
	Now      time.Time
}

// Show is the order page.
func Show(v *desk.Visit) error {
	p, err := open(v)
	if errors.Is(err, lookFirst) {
		return v.Redirect("/staff/orders/" + v.Path("id") + "/look")
	}
	if err != nil {
		return err
	}
	return v.Render(showPage(p))
}

// lookFirst sends staff to say why they look at an order that is not theirs
// (TRU-25).
var lookFirst = fault.Denied("look_first")

// open reads the order for its party, or for an arbiter while there is a case.
// Anyone else gets the same answer as for an order that is not there.
func open(v *desk.Visit) (*page, error) {
	order, err := desk.PathID[id.OrderKind](v, "id")
	if err != nil {
		return nil, err
	}
	p := &page{v: v, Now: v.At}
	return p, v.Read(func(tx *db.Tx) error { return p.read(tx, order) })
}

func (p *page) read(tx *db.Tx, which id.Order) error {
	var err error
	if p.Order, err = order.Get(tx, which); err != nil {
		return err
	}
	if p.Side = p.side(); p.Side == order.Nobody {
		return fault.Missing()
	}
	if err := p.mayLook(tx); err != nil {
		return err
	}
	return firstOf(
		func() error { p.Buyer, err = account.Get(tx, p.Order.Buyer); return err },
		func() error { p.Seller, err = account.Get(tx, p.Order.Seller); return err },
		func() error { p.Rules, err = rulebook.At(tx, p.Order.PolicyVersion); return err },
		func() error { p.Lines, err = order.Lines(tx, which); return err },
		func() error { p.Version, err = catalogue.GetVersion(tx, p.Order.ServiceVersion); return err },
		func() error { p.Answers, err = order.Brief(tx, which); return err },
		func() error { p.Files, err = file.Of(tx, file.HolderOf("order", which)); return err },
		func() error { p.Events, err = event.History(tx, event.Of("order", which)); return err },
		func() error { p.Words, err = conversation.OfOrder(tx, which); return err },
		func() error { p.Feedback, err = reputation.OfOrder(tx, which); return err },
		func() error { p.Works, err = portfolio.OfOrder(tx, which); return err },
		func() error { p.MayShow, err = portfolio.May(tx, p.Order); return err },
		p.reckon,
	)
}

// mayLook lets staff in once they have said why.
func (p *page) mayLook(tx *db.Tx) error {
	if p.Side == order.Buyer || p.Side == order.Seller {
		return nil
	}
	looking, err := dispute.Looking(tx, p.Order.ID, p.v.Member.ID, p.Now)
	if err == nil && !looking {
		return lookFirst
	}
	return err
}

// reckon works out what can be done and what happens next.
func (p *page) reckon() error {
	p.Options = order.Options(p.Order, p.Side, p.Now, &p.Rules.Policy)
	p.Ahead = p.Order.Ahead(&p.Rules.Policy)
	return nil
}

// firstOf runs the steps until one fails.
func firstOf(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// side is the reader's: a party's own, an arbiter's while there is a case, a
// moderator's for an objection.
func (p *page) side() order.Side {
	if side := p.Order.SideOf(p.v.Member.ID); side != order.Nobody {
		return side
	}
	switch {
	case p.Order.State == order.Disputed && p.v.May(account.Arbitrate):
		return order.Arbiter
	case p.Order.Objection == order.ObjectionMade && p.v.May(account.Moderate):
		return order.Staff
	}
	return order.Nobody
}

// path is the order's address, with what follows it.
func (p *page) path(rest string) string { return "/orders/" + p.Order.ID.String() + rest }

// other is the member across the table; for an arbiter, the buyer.
func (p *page) other() account.Member {
	if p.Side == order.Buyer {
		return p.Seller
	}
	return p.Buyer
}

// name is how this reader is told of a side: by the person's name.
func (p *page) name(side order.Side) string {
	switch side {
	case order.Buyer:
		return p.Buyer.Name()
	case order.Seller:
		return p.Seller.Name()
	}
	return p.v.Say.T("orderpage.side." + string(side))
}

// member is a party, or staff by their office: people of the house act without
// their names.
func (p *page) member(who id.Member) account.Member {
	switch who {
	case p.Order.Buyer:
		return p.Buyer
	case p.Order.Seller:
		return p.Seller
	}
	role := "orderpage.side.staff"
	if who == p.Order.DecidedBy {
		role = "orderpage.side.arbiter"
	}
	return account.Member{Login: "staff", DisplayName: p.v.Say.T(role)}
}

// option is what the reader can do by a verb, the reason left open.
func (p *page) option(verb order.Verb) (order.Option, bool) {
	var refused order.Option
	for _, o := range p.Options {
		if o.Verb != verb {
			continue
		}
		if o.Refused == nil {
			return o, true
		}
		refused = o
	}
	return refused, false
}

// net is what the seller gets of a sum.
func (p *page) net(gross money.Amount) money.Amount {
	return gross.Minus(gross.Share(p.Order.Commission))
}

// escrow tells whether the marketplace holds this order's money.
func (p *page) escrow() bool { return p.Order.Custody == policy.CustodyEscrow }

// files finds files by their ids.
func (p *page) files(ids []id.File) []file.File {
	var found []file.File
	for _, one := range ids {
		for _, f := range p.Files {
			if f.ID == one {
				found = append(found, f)
			}
		}
	}
	return found
}
