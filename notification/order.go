package notification

import (
	"strings"
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/event"
	"guildhall/id"
	"guildhall/money"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/say"
)

// orderMessage is what an entry about an order is told with: the rows of its
// life, reminders of its deadlines, and what stands beside its chain.
func orderMessage(tx *db.Tx, e event.Entry) (message, error) {
	m, err := orderRule(e)
	if err != nil || len(m.rule.Tell) == 0 {
		return message{}, err
	}
	o, err := order.Get(tx, id.Order(e.Subject.ID))
	if err != nil {
		return message{}, err
	}
	askedBuyer, askedSeller := account.Ask(tx, o.Buyer), account.Ask(tx, o.Seller)
	buyer, err := askedBuyer()
	if err != nil {
		return message{}, err
	}
	seller, err := askedSeller()
	if err != nil {
		return message{}, err
	}
	m.path, m.unpaid = "/orders/"+o.ID.String(), o.Custody == policy.CustodyNone
	if e.Kind == "response_waits" {
		m.path = "/staff/responses" // its readers are no party to the order
	}
	if e.Kind == "agree_portfolio" {
		m.path = "/orders/" + o.ID.String() + "/work"
	}
	m.people = orderPeople(o, e, buyer, seller)
	m.facts = orderFacts(o, e, buyer, seller)
	return m, nil
}

func orderRule(e event.Entry) (message, error) {
	if e.Kind == "deadline_near" {
		near, err := nearBook.find(text(e, "deadline"))
		near.Tell = warned(near.Tell, text(e, "warns"))
		return message{rule: near, prefix: keyed("near", near.Kind)}, err
	}
	found, err := ordersBook.find(e.Kind)
	return message{rule: found, prefix: keyed("order", e.Kind)}, err
}

// warned keeps the audiences that the lifecycle table warns of this deadline.
func warned(tell []telling, sides string) []telling {
	names := map[audience]string{toBuyer: "buyer", toSeller: "seller", toArbiters: "staff"}
	var kept []telling
	for _, t := range tell {
		for side := range strings.FieldsSeq(sides) {
			if names[t.To] == side {
				kept = append(kept, t)
			}
		}
	}
	return kept
}

func orderPeople(o order.Order, e event.Entry, buyer, seller account.Member) map[audience][]account.Member {
	people := map[audience][]account.Member{toBuyer: {buyer}, toSeller: {seller}}
	switch o.SideOf(e.Actor) {
	case order.Buyer:
		people[toOther] = people[toSeller]
	case order.Seller:
		people[toOther] = people[toBuyer]
	}
	switch o.BannedSide {
	case order.Buyer:
		people[toUnbanned] = people[toSeller]
	case order.Seller:
		people[toUnbanned] = people[toBuyer]
	}
	for name, to := range map[string]audience{"author": toAuthor, "about": toAbout} {
		switch text(e, name) {
		case o.Buyer.String():
			people[to] = people[toBuyer]
		case o.Seller.String():
			people[to] = people[toSeller]
		}
	}
	return people
}

// orderFacts are the facts every text about an order may name. A deadline that
// no longer runs when the entry is read is told as the entry's own moment.
func orderFacts(o order.Order, e event.Entry, buyer, seller account.Member) []any {
	gross := money.Amount(number(e, string(order.ReleasePosting)))
	facts := []any{
		"number", o.Number, "title", o.Title, "buyer", buyer.Name(), "seller", seller.Name(),
		"who", actorName(o, e, buyer, seller), "at", moment(e),
		"price", o.Price, "sum", money.Amount(number(e, "sum")), "held", money.Amount(number(e, string(order.HoldPosting))),
		"net", gross.Minus(gross.Share(o.Commission)), "tip", money.Amount(number(e, string(order.TipPosting))),
		"refund", money.Amount(number(e, string(order.RefundPosting))).Plus(money.Amount(number(e, string(order.RefundPosting)+"_fee"))),
		"reason", say.Key("order.reason." + reasonOf(o, e)), "due", orElse(o.Due, e.At),
	}
	for _, d := range order.Deadlines() {
		facts = append(facts, d.String()+"_at", orElse(o.Clocks[d], e.At))
	}
	return facts
}

// moment is what an entry is about in time: the deadline a reminder warns of,
// a proposed date, the end of a window; else when it happened.
func moment(e event.Entry) time.Time {
	for _, name := range []string{"at", "due", "until"} {
		if micros := number(e, name); micros != 0 {
			return time.UnixMicro(micros).UTC()
		}
	}
	return e.At
}

func orElse(at, otherwise time.Time) time.Time {
	if at.IsZero() {
		return otherwise
	}
	return at
}

func reasonOf(o order.Order, e event.Entry) string {
	if reason := text(e, "reason"); reason != "" {
		return reason
	}
	return string(o.AskedReason)
}

func actorName(o order.Order, e event.Entry, buyer, seller account.Member) string {
	switch e.Actor {
	case o.Buyer:
		return buyer.Name()
	case o.Seller:
		return seller.Name()
	}
	return ""
}
