package policy

import (
	"time"

	"guildhall/money"
)

// offerValues: what is offered and asked for.
var offerValues = []Value{
	{"base_price", amount(1, money.Max), "CAT-3", func(p *Policy) any { return &p.BasePrice }},
	{"free_price_min", amount(1, money.Max), "CAT-3", func(p *Policy) any { return &p.FreePriceMin }},
	{"free_price_max", amount(1, money.Max), "CAT-3", func(p *Policy) any { return &p.FreePriceMax }},
	{"max_options", count(0, 100), "CAT-7", func(p *Policy) any { return &p.MaxOptions }},
	{"option_price_min", amount(1, money.Max), "CAT-7", func(p *Policy) any { return &p.OptionPriceMin }},
	{"option_price_max", amount(1, money.Max), "CAT-7", func(p *Policy) any { return &p.OptionPriceMax }},
	{"category_levels", count(1, 5), "CAT-1", func(p *Policy) any { return &p.CategoryLevels }},
	{"newbie_max_services", count(1, 10_000), "CAT-9", func(p *Policy) any { return &p.NewbieMaxServices }},
	{"max_in_moderation", count(1, 10_000), "CAT-9", func(p *Policy) any { return &p.MaxInModeration }},
	{"auto_pause_above", count(1, 10_000), "CAT-13", func(p *Policy) any { return &p.AutoPauseAbove }},
	{"auto_resume_at", count(0, 10_000), "CAT-13", func(p *Policy) any { return &p.AutoResumeAt }},
	{"portfolio_fill", rate(0, money.Whole), "CAT-14", func(p *Policy) any { return &p.PortfolioFill }},
	{"portfolio_orders", count(1, 1000), "CAT-14", func(p *Policy) any { return &p.PortfolioOrders }},
	{"portfolio_from", count(1, 1000), "CAT-14", func(p *Policy) any { return &p.PortfolioFrom }},
	{"cart_days", count(1, 365), "CAT-26", func(p *Policy) any { return &p.CartDays }},
	{"compare_min", count(1, 50), "CAT-27", func(p *Policy) any { return &p.CompareMin }},
	{"compare_max", count(1, 50), "CAT-27", func(p *Policy) any { return &p.CompareMax }},
	{"request_ends", choice(RequestEndsByTime, RequestEndsWhenClosed, RequestEndsWhenFilled), "REQ-2", func(p *Policy) any { return pick(&p.RequestEnds) }},
	{"request_live", span(time.Hour, year), "REQ-2", func(p *Policy) any { return &p.RequestLive }},
	{"bids", choice(BidsPrivate, BidsPublic), "REQ-5", func(p *Policy) any { return pick(&p.Bids) }},
	{"bid_prices_shown", of(KindSwitch), "REQ-5", func(p *Policy) any { return &p.BidPricesShown }},
	{"bid_needs_service", choice(BidNeedsServiceNo, BidNeedsServiceForNewbies, BidNeedsServiceAlways), "REQ-4", func(p *Policy) any { return pick(&p.BidNeedsService) }},
	{"offers_from_level", choice(LevelNewbie, LevelAdvanced, LevelProfessional), "REQ-4", func(p *Policy) any { return pick(&p.OffersFromLevel) }},
	{"offer_price_min", amount(1, money.Max), "REQ-4", func(p *Policy) any { return &p.OfferPriceMin }},
	{"offer_price_max", amount(1, money.Max), "REQ-4", func(p *Policy) any { return &p.OfferPriceMax }},
	{"offer_valid", span(time.Hour, year), "REQ-9", func(p *Policy) any { return &p.OfferValid }},
	{"place_rough", count(0, 100_000), "REQ-12", func(p *Policy) any { return &p.PlaceRough }},
}
