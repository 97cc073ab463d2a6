// Package dispute is the arbiters' desk in the browser: the cases and
// objections that wait, and the page on which staff say why they look at an
// order (TRU-22, TRU-25). The order page itself is web/order's.
package dispute

import (
	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/dispute"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/order"
	"guildhall/web/parts"
)

// queue is what waits for the reader.
type queue struct {
	v          *desk.Visit
	Cases      []dispute.Case
	Objections []order.Order
	Names      map[id.Member]account.Member
}

// objectionsMost bounds the list of objections on one page.
const objectionsMost = 100

// ShowCases lists the cases that wait for an arbiter.
func ShowCases(v *desk.Visit) error {
	q := &queue{v: v, Names: map[id.Member]account.Member{}}
	if err := v.Read(q.readCases); err != nil {
		return err
	}
	return v.Render(casesPage(q))
}

// ShowObjections lists the objections that wait for a moderator (ORD-39).
func ShowObjections(v *desk.Visit) error {
	q := &queue{v: v, Names: map[id.Member]account.Member{}}
	if err := v.Read(q.readObjections); err != nil {
		return err
	}
	return v.Render(objectionsPage(q))
}

func (q *queue) readCases(tx *db.Tx) (err error) {
	if q.Cases, err = dispute.Queue(tx); err != nil {
		return err
	}
	for _, c := range q.Cases {
		if err := q.know(tx, c.Order); err != nil {
			return err
		}
	}
	return nil
}

func (q *queue) readObjections(tx *db.Tx) (err error) {
	if q.Objections, err = order.Objections(tx, objectionsMost); err != nil {
		return err
	}
	for _, o := range q.Objections {
		if err := q.know(tx, o); err != nil {
			return err
		}
	}
	return nil
}

// know reads the two parties once each.
func (q *queue) know(tx *db.Tx, o order.Order) error {
	for _, member := range []id.Member{o.Buyer, o.Seller} {
		if _, known := q.Names[member]; known {
			continue
		}
		who, err := account.Get(tx, member)
		if err != nil {
			return err
		}
		q.Names[member] = who
	}
	return nil
}

func (q *queue) parties(o order.Order) string {
	return q.v.Say.T("dispute.parties", "buyer", q.Names[o.Buyer].Name(), "seller", q.Names[o.Seller].Name())
}

// ShowLook asks staff why they look at an order.
func ShowLook(v *desk.Visit) error {
	o, err := lookedAt(v)
	if err != nil {
		return err
	}
	f := v.Blank().Set("reason", string(dispute.ForCase))
	if o.State != order.Disputed {
		f = v.Blank().Set("reason", string(dispute.ForObjection))
	}
	return v.Render(lookPage(v, o, f))
}

// Look writes the reason down and opens the order.
func Look(v *desk.Visit) error {
	o, err := lookedAt(v)
	if err != nil {
		return err
	}
	f := v.Form()
	look := dispute.Look{Order: o.ID, Staff: v.Member.ID, At: v.At, Reason: dispute.Reason(f.Text("reason", 40)), Remark: f.Lines("remark", 500)}
	if !f.Bad() {
		if err := f.Take(v.Write(func(tx *db.Tx) error { return dispute.Record(tx, look) })); err != nil {
			return err
		}
	}
	if f.Bad() {
		return v.Render(lookPage(v, o, f))
	}
	return v.Redirect("/orders/" + o.ID.String())
}

// lookedAt is an order that staff may look at: one with a case or an objection
// that waits. A party is not sent here; the page is theirs already.
func lookedAt(v *desk.Visit) (order.Order, error) {
	which, err := desk.PathID[id.OrderKind](v, "id")
	if err != nil {
		return order.Order{}, err
	}
	var o order.Order
	err = v.Read(func(tx *db.Tx) (err error) {
		o, err = order.Get(tx, which)
		return err
	})
	if err != nil {
		return order.Order{}, err
	}
	mine := o.SideOf(v.Member.ID) != order.Nobody
	toJudge := (o.State == order.Disputed && v.May(account.Arbitrate)) || (o.Objection == order.ObjectionMade && v.May(account.Moderate))
	if mine || !toJudge {
		return order.Order{}, fault.Missing()
	}
	return o, nil
}

func reasonOptions(v *desk.Visit) []parts.Option {
	list := make([]parts.Option, len(dispute.Reasons))
	for i, reason := range dispute.Reasons {
		list[i] = parts.Option{Value: string(reason), Label: v.Say.T("dispute.reason." + string(reason))}
	}
	return list
}
