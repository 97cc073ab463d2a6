package catalogue

import (
	"time"

	"guildhall/fault"
	"guildhall/money"
)

// OptionChoice is how many of one option a buyer takes.
type OptionChoice struct {
	Code     string
	Quantity int
}

// Line is one thing of a sum: the package or an option, with its quantity.
type Line struct {
	Code     string // the option's; empty for the package
	Title    string // the option's; empty for the package
	Price    money.Amount
	Quantity int
	Lead     time.Duration // what all of them add to the lead time; negative shortens
}

// Cost is what these pieces cost together.
func (l Line) Cost() money.Amount { return l.Price.Times(int64(l.Quantity)) }

// Terms are the policy's figures that a sum needs (ORD-2).
type Terms struct {
	UnitLeadShare money.Rate    // of the lead time, for each unit after the first
	LeadFloor     time.Duration // no order is due earlier
}

// Sum is what a choice costs and takes (ORD-2).
type Sum struct {
	Lines     []Line // the package first
	Total     money.Amount
	Lead      time.Duration
	Revisions int
}

// Add computes ORD-2: units x price + options x quantity; lead time of n
// units L + (n-1) x share of L, plus or minus options, to the minute, never
// under the floor. Faults: package_unknown, units_bounds, option_unknown,
// option_quantity, each beside its field.
func (o Offer) Add(tier Tier, units int, choices []OptionChoice, terms Terms) (Sum, error) {
	chosen, ok := o.Package(tier)
	if !ok {
		return Sum{}, fault.Invalid("package_unknown").At("package")
	}
	if units < 1 || units > UnitsMax {
		return Sum{}, fault.Invalid("units_bounds", "least", 1, "most", UnitsMax).At("units")
	}
	sum := Sum{
		Lines:     []Line{{Price: chosen.Price, Quantity: units, Lead: unitsLead(chosen.Lead, units, terms)}},
		Revisions: chosen.Revisions,
	}
	lines, err := o.optionLines(choices)
	if err != nil {
		return Sum{}, err
	}
	sum.Lines = append(sum.Lines, lines...)
	for _, line := range sum.Lines {
		sum.Total = sum.Total.Plus(line.Cost())
		sum.Lead += line.Lead
	}
	if sum.Total > money.Max {
		return Sum{}, fault.Invalid("amount_huge", "max", money.Max).At("units")
	}
	sum.Lead = max(sum.Lead, terms.LeadFloor).Truncate(time.Minute)
	return sum, nil
}

// unitsLead is the lead time of n units: L + (n-1) x share of L.
func unitsLead(lead time.Duration, units int, terms Terms) time.Duration {
	further := int64(lead) / int64(money.Whole) * int64(terms.UnitLeadShare)
	return lead + time.Duration(further*int64(units-1))
}

// optionLines prices the chosen options; a quantity of zero is not chosen.
func (o Offer) optionLines(choices []OptionChoice) ([]Line, error) {
	var lines []Line
	seen := map[string]bool{}
	for _, choice := range choices {
		if choice.Quantity == 0 {
			continue
		}
		option, ok := o.Option(choice.Code)
		if !ok || seen[choice.Code] {
			return nil, fault.Invalid("option_unknown").At("options")
		}
		seen[choice.Code] = true
		if choice.Quantity < 1 || choice.Quantity > max(1, option.Most) {
			return nil, fault.Invalid("option_quantity", "option", option.Title, "most", max(1, option.Most)).At("options")
		}
		lines = append(lines, Line{
			Code: option.Code, Title: option.Title, Price: option.Price,
			Quantity: choice.Quantity, Lead: option.lead(choice.Quantity),
		})
	}
	return lines, nil
}

// lead is what n of the option do to the lead time. Express shortens once,
// however many are taken.
func (o Option) lead(n int) time.Duration {
	if o.Express {
		return -o.Lead
	}
	return o.Lead * time.Duration(n)
}
