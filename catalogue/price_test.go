package catalogue

import (
	"testing"
	"time"

	"guildhall/fault"
	"guildhall/money"
)

const day = 24 * time.Hour

var terms = Terms{UnitLeadShare: 50_00, LeadFloor: 12 * time.Hour}

func drawing() Offer {
	return Offer{
		Packages: []Package{
			{Tier: Economy, Price: 20_00, Lead: 2 * day, Revisions: 1},
			{Tier: Standard, Price: 40_00, Lead: 4 * day, Revisions: 3},
			{Tier: Business, Price: 90_00, Lead: 7 * day, Revisions: Unlimited},
		},
		Options: []Option{
			{Code: "colour", Title: "Colour", Price: 10_00, Lead: day, Most: 3},
			{Code: "express", Title: "Express", Price: 25_00, Lead: 3 * day, Express: true, Most: 2},
		},
	}
}

func TestTheSumIsUnitsTimesPricePlusOptionsTimesQuantity(t *testing.T) {
	cases := []struct {
		tier    Tier
		units   int
		options []OptionChoice
		total   money.Amount
		lead    time.Duration
		code    string
	}{
		{Economy, 1, nil, 20_00, 2 * day, ""},
		{Economy, 3, nil, 60_00, 4 * day, ""}, // 2 days + 2 x 1 day
		{Standard, 2, nil, 80_00, 6 * day, ""},
		{Economy, 1, []OptionChoice{{"colour", 2}}, 40_00, 4 * day, ""},
		{Economy, 1, []OptionChoice{{"colour", 0}}, 20_00, 2 * day, ""},
		{Economy, 1, []OptionChoice{{"express", 1}}, 45_00, 12 * time.Hour, ""}, // never under the floor
		{Business, 1, []OptionChoice{{"express", 2}, {"colour", 1}}, 150_00, 5 * day, ""},
		{Single, 1, nil, 0, 0, "package_unknown"},
		{Economy, 0, nil, 0, 0, "units_bounds"},
		{Economy, UnitsMax + 1, nil, 0, 0, "units_bounds"},
		{Economy, 1, []OptionChoice{{"gold", 1}}, 0, 0, "option_unknown"},
		{Economy, 1, []OptionChoice{{"colour", 4}}, 0, 0, "option_quantity"},
		{Economy, 1, []OptionChoice{{"colour", -1}}, 0, 0, "option_quantity"},
		{Economy, 1, []OptionChoice{{"colour", 1}, {"colour", 1}}, 0, 0, "option_unknown"},
	}
	for _, c := range cases {
		sum, err := drawing().Add(c.tier, c.units, c.options, terms)
		if f, refused := fault.As(err); refused != (c.code != "") || refused && f.Code != c.code {
			t.Errorf("%s x %d %v: refused by %v, want %q", c.tier, c.units, c.options, err, c.code)
		}
		if sum.Total != c.total || sum.Lead != c.lead {
			t.Errorf("%s x %d %v: %d in %s, want %d in %s", c.tier, c.units, c.options, sum.Total, sum.Lead, c.total, c.lead)
		}
	}
}

func TestTheLinesAddUpToTheTotal(t *testing.T) {
	sum, err := drawing().Add(Standard, 7, []OptionChoice{{"colour", 3}, {"express", 1}}, terms)
	if err != nil {
		t.Fatal(err)
	}
	var total money.Amount
	for _, line := range sum.Lines {
		total = total.Plus(line.Cost())
	}
	if total != sum.Total || len(sum.Lines) != 3 {
		t.Errorf("%d lines come to %d, want 3 and %d", len(sum.Lines), total, sum.Total)
	}
}

func TestTheShareOfFurtherUnitsFollowsThePolicy(t *testing.T) {
	whole := Terms{UnitLeadShare: 100_00, LeadFloor: time.Hour}
	sum, err := drawing().Add(Economy, 3, nil, whole)
	if err != nil || sum.Lead != 6*day {
		t.Errorf("with the whole share three units take %s, %v; want 6 days", sum.Lead, err)
	}
	floor := Terms{UnitLeadShare: 0, LeadFloor: 5 * day}
	sum, err = drawing().Add(Economy, 3, nil, floor)
	if err != nil || sum.Lead != 5*day {
		t.Errorf("under a floor of 5 days three units take %s, %v", sum.Lead, err)
	}
}
