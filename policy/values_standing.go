package policy

import (
	"time"

	"guildhall/money"
)

// standingValues: reputation and trust.
var standingValues = []Value{
	{"feedback_days", count(1, 365), "REP-1", func(p *Policy) any { return &p.FeedbackDays }},
	{"feedback_sides", choice(FeedbackByBuyer, FeedbackByBoth), "REP-1", func(p *Policy) any { return pick(&p.FeedbackSides) }},
	{"feedback_sealed", of(KindSwitch), "REP-1", func(p *Policy) any { return &p.FeedbackSealed }},
	{"feedback_changes", count(0, 10), "REP-1", func(p *Policy) any { return &p.FeedbackChanges }},
	{"rating_kind", choice(RatingKindLike, RatingKindStars), "REP-1", func(p *Policy) any { return pick(&p.RatingKind) }},
	{"five_stars_from", rate(50_00, money.Whole), "REP-3", func(p *Policy) any { return &p.FiveStarsFrom }},
	{"responsibility_orders", count(1, 1000), "REP-4", func(p *Policy) any { return &p.ResponsibilityOrders }},
	{"rating_orders", count(1, 1000), "REP-5", func(p *Policy) any { return &p.RatingOrders }},
	{"level_orders", count(1, 1000), "REP-8", func(p *Policy) any { return &p.LevelOrders }},
	{"late_weight", rate(0, money.Whole), "REP-8", func(p *Policy) any { return &p.LateWeight }},
	{"advanced_above", count(0, 10_000), "REP-8", func(p *Policy) any { return &p.AdvancedAbove }},
	{"advanced_failures", rate(0, money.Whole), "REP-8", func(p *Policy) any { return &p.AdvancedFailures }},
	{"professional_above", count(0, 10_000), "REP-8", func(p *Policy) any { return &p.ProfessionalAbove }},
	{"professional_failures", rate(0, money.Whole), "REP-8", func(p *Policy) any { return &p.ProfessionalFailures }},
	{"top_rated_orders", count(1, 10_000), "REP-9", func(p *Policy) any { return &p.TopRatedOrders }},
	{"top_rated_silent", rate(0, money.Whole), "REP-9", func(p *Policy) any { return &p.TopRatedSilent }},
	{"buyer_levels", Shape{Kind: KindCounts, Min: 1, Max: 1_000_000}, "REP-10", func(p *Policy) any { return &p.BuyerLevels }},
	{"super_buyer_orders", count(1, 10_000), "REP-10", func(p *Policy) any { return &p.SuperBuyerOrders }},
	{"super_buyer_months", count(1, 36), "REP-10", func(p *Policy) any { return &p.SuperBuyerMonths }},
	{"newcomer_share", rate(0, 50_00), "REP-18", func(p *Policy) any { return &p.NewcomerShare }},
	{"service_moderation", choice(ModerationBefore, ModerationAfter), "TRU-1", func(p *Policy) any { return pick(&p.ServiceModeration) }},
	{"edit_moderation", choice(ModerationBefore, ModerationAfter), "CAT-11", func(p *Policy) any { return pick(&p.EditModeration) }},
	{"request_moderation", choice(ModerationBefore, ModerationAfter), "REQ-1", func(p *Policy) any { return pick(&p.RequestModeration) }},
	{"response_moderation", choice(ModerationBefore, ModerationAfter), "REP-2", func(p *Policy) any { return pick(&p.ResponseModeration) }},
	{"picture_moderation", choice(ModerationBefore, ModerationAfter), "TRU-1", func(p *Policy) any { return pick(&p.PictureModeration) }},
	{"board_moderation", choice(ModerationBefore, ModerationAfter), "TRU-1", func(p *Policy) any { return pick(&p.BoardModeration) }},
	{"profile_moderation", choice(ModerationBefore, ModerationAfter), "TRU-1", func(p *Policy) any { return pick(&p.ProfileModeration) }},
	{"moderation_target", span(time.Hour, 90*day), "TRU-1", func(p *Policy) any { return &p.ModerationTarget }},
	{"contact_strikes", count(1, 100), "TRU-6", func(p *Policy) any { return &p.ContactStrikes }},
	{"contact_window", span(time.Hour, 90*day), "TRU-6", func(p *Policy) any { return &p.ContactWindow }},
	{"appeal_months", count(1, 120), "TRU-10", func(p *Policy) any { return &p.AppealMonths }},
	{"suspension_first", span(time.Hour, year), "TRU-11", func(p *Policy) any { return &p.SuspensionFirst }},
	{"suspension_growth", count(1, 10), "TRU-11", func(p *Policy) any { return &p.SuspensionGrowth }},
	{"strike_months", count(1, 120), "TRU-25", func(p *Policy) any { return &p.StrikeMonths }},
	{"ban_people", count(1, 5), "TRU-25", func(p *Policy) any { return &p.BanPeople }},
}

// lawValues: the law.
var lawValues = []Value{
	{"official_language", of(KindLanguage), "LAW-1", func(p *Policy) any { return &p.OfficialLanguage }},
	{"terms_acceptance", choice(TermsByUse, TermsExplicitly), "LAW-2", func(p *Policy) any { return pick(&p.TermsAcceptance) }},
	{"log_kept", span(day, 10*year), "LAW-6", func(p *Policy) any { return &p.LogKept }},
	{"data_requests", count(1, 1000), "LAW-8", func(p *Policy) any { return &p.DataRequests }},
	{"retention", span(0, 50*year), "LAW-9", func(p *Policy) any { return &p.Retention }},
	{"erasure_grace", span(0, 90*day), "LAW-9", func(p *Policy) any { return &p.ErasureGrace }},
}
