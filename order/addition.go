package order

import (
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
	"guildhall/rulebook"
)

// More is what a buyer adds to a running order: further units of what they
// bought, or options, at the order's own prices (ORD-21).
type More struct {
	Units   int
	Options []catalogue.OptionChoice
}

// Added is what more would cost and how much time it brings.
type Added struct {
	Lines []Line
	Command
}

// MoreOf works out an addition from the version that was bought, without
// writing anything. Faults: units_bounds, option_unknown, option_quantity.
func MoreOf(tx *db.Tx, o Order, more More) (Added, error) {
	version, err := catalogue.GetVersion(tx, o.ServiceVersion)
	if err != nil {
		return Added{}, err
	}
	rules, err := rulebook.At(tx, o.PolicyVersion)
	if err != nil {
		return Added{}, err
	}
	terms := catalogue.Terms{UnitLeadShare: rules.Policy.UnitLeadShare, LeadFloor: 0}
	before, err := version.Offer.Add(catalogue.Tier(o.Package), int(o.Units), nil, terms)
	if err != nil {
		return Added{}, err
	}
	after, err := version.Offer.Add(catalogue.Tier(o.Package), int(o.Units)+more.Units, more.Options, terms)
	if err != nil {
		return Added{}, err
	}
	added := Added{Command: Command{Sum: after.Total.Minus(before.Total), Lead: after.Lead - before.Lead}}
	added.Lines = addedLines(after.Lines, o, more)
	return added, nil
}

func addedLines(lines []catalogue.Line, o Order, more More) []Line {
	var list []Line
	for i, l := range lines {
		quantity, lead := l.Quantity, l.Lead
		if i == 0 {
			if quantity = more.Units; quantity == 0 {
				continue
			}
			lead = 0 // the further units' time is in the sum, their first is in the order
		}
		list = append(list, Line{Addition: o.Additions + 1, Code: l.Code, Title: l.Title, Price: int64(l.Price), Quantity: int64(quantity), Lead: lead})
	}
	return list
}

// AddMore buys more in a running order: the sum joins the pot and the time the
// clock (ORD-21). Faults: those of MoreOf and Act, insufficient_funds{short}.
func AddMore(tx *db.Tx, c Command, more More) (Outcome, error) {
	o, _, err := Party(tx, c.Order, c.Actor)
	if err != nil {
		return Outcome{}, err
	}
	added, err := MoreOf(tx, o, more)
	if err != nil {
		return Outcome{}, err
	}
	c.Verb, c.Sum, c.Lead = BuyMore, added.Sum, added.Lead
	out, err := Act(tx, c)
	if err != nil {
		return Outcome{}, err
	}
	return out, insertLines(tx, id.Order(o.ID), added.Lines)
}
