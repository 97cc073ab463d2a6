package policy

import "guildhall/money"

// rankingValues: the overall rating and the recommended order. The formulas
// are reputation/rank.go, and the page "How ranking works".
var rankingValues = []Value{
	{"weight_responsibility", rate(0, money.Whole), "REP-7", func(p *Policy) any { return &p.WeightResponsibility }},
	{"weight_order_rating", rate(0, money.Whole), "REP-7", func(p *Policy) any { return &p.WeightOrderRating }},
	{"weight_quantity", rate(0, money.Whole), "REP-7", func(p *Policy) any { return &p.WeightQuantity }},
	{"weight_quality", rate(0, money.Whole), "REP-7", func(p *Policy) any { return &p.WeightQuality }},
	{"repeat_weight", rate(0, money.Whole), "REP-5", func(p *Policy) any { return &p.RepeatWeight }},
	{"quantity_half", count(1, 10_000), "REP-7", func(p *Policy) any { return &p.QuantityHalf }},
	{"rating_start", rate(0, money.Whole), "REP-7", func(p *Policy) any { return &p.RatingStart }},
	{"rating_start_orders", count(0, 1000), "REP-7", func(p *Policy) any { return &p.RatingStartOrders }},
	{"rank_rating", rate(0, 5*money.Whole), "REP-16", func(p *Policy) any { return &p.RankRating }},
	{"rank_conversion", rate(0, 5*money.Whole), "REP-16", func(p *Policy) any { return &p.RankConversion }},
	{"rank_top_rated", rate(0, 5*money.Whole), "REP-16", func(p *Policy) any { return &p.RankTopRated }},
	{"rank_fresh", rate(0, 5*money.Whole), "REP-16", func(p *Policy) any { return &p.RankFresh }},
	{"rank_newcomer", rate(0, 5*money.Whole), "REP-16", func(p *Policy) any { return &p.RankNewcomer }},
	{"conversion_usual", rate(1, money.Whole), "REP-16", func(p *Policy) any { return &p.ConversionUsual }},
	{"conversion_views", count(1, 100_000), "REP-16", func(p *Policy) any { return &p.ConversionViews }},
	{"conversion_for", span(day, year), "REP-16", func(p *Policy) any { return &p.ConversionFor }},
	{"fresh_for", span(day, year), "REP-16", func(p *Policy) any { return &p.FreshFor }},
	{"newcomer_for", span(day, year), "REP-18", func(p *Policy) any { return &p.NewcomerFor }},
	{"newcomer_orders", count(1, 1000), "REP-18", func(p *Policy) any { return &p.NewcomerOrders }},
	{"newcomer_views", count(1, 100_000), "REP-18", func(p *Policy) any { return &p.NewcomerViews }},
}
