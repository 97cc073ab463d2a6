package reputation

import (
	"guildhall/conversation"
	"guildhall/desk"
	"guildhall/money"
	"guildhall/policy"
	"guildhall/reputation"
	"guildhall/web/parts"
)

// ShowRatings is "How ratings work": every figure on a profile with its rule.
func ShowRatings(v *desk.Visit) error {
	return v.Render(rulesPage(v, "reputation.ratings", ratings(writer{v.Say}, &v.Rules.Policy)))
}

func ratings(w writer, p *policy.Policy) []chapter {
	return []chapter{
		w.feedback(p),
		w.chapter("reputation.ratings.responsibility", 2, "orders", p.ResponsibilityOrders, "late", p.LateWeight),
		w.chapter("reputation.ratings.order_rating", 1, "orders", p.RatingOrders, "repeat", p.RepeatWeight),
		w.chapter("reputation.ratings.profile", 3),
		w.chapter("reputation.ratings.reply", 2, "answers", conversation.RepliesLooked, "after", p.NewAfter, "within", p.ReplyWithin),
		w.levels(p),
		w.chapter("reputation.ratings.top_rated", 1, "orders", p.TopRatedOrders, "latest", p.RatingOrders, "silent", p.TopRatedSilent),
		w.buyers(p),
	}
}

func (w writer) feedback(p *policy.Policy) chapter {
	kind := string(p.RatingKind)
	c := w.chapter("reputation.ratings.feedback", 2, "days", p.FeedbackDays, "five", p.FiveStarsFrom,
		"who", w.s.T("reputation.sides."+string(p.FeedbackSides)), "kind", w.s.T("reputation.kind."+kind))
	changes := w.s.T("reputation.ratings.changes", "count", p.FeedbackChanges)
	if p.FeedbackChanges == 0 {
		changes = w.s.T("reputation.ratings.no_changes")
	}
	c.Text = append(c.Text, changes, w.s.T("reputation.ratings.response."+string(p.ResponseModeration)),
		w.s.T("reputation.stars."+kind, "five", p.FiveStarsFrom, "liked", reputation.LikedFrom), w.s.T("reputation.ratings.removed"))
	return c
}

func (w writer) levels(p *policy.Policy) chapter {
	c := w.chapter("reputation.ratings.levels", 2, "orders", p.LevelOrders, "late", p.LateWeight)
	c.Head = w.heads("level", "completed", "failed")
	level := func(name policy.Level, above int, below money.Rate) {
		c.Rows = append(c.Rows, []string{
			w.s.T("reputation.level." + string(name)), w.s.T("reputation.more_than", "count", above), w.s.T("reputation.less_than", "share", below),
		})
	}
	c.Rows = append(c.Rows, []string{w.s.T("reputation.level.newbie"), w.s.T("reputation.any"), w.s.T("reputation.any")})
	level(policy.LevelAdvanced, p.AdvancedAbove, p.AdvancedFailures)
	level(policy.LevelProfessional, p.ProfessionalAbove, p.ProfessionalFailures)
	return c
}

func (w writer) buyers(p *policy.Policy) chapter {
	c := w.chapter("reputation.ratings.buyers", 2, "orders", p.SuperBuyerOrders, "months", p.SuperBuyerMonths)
	c.Head = w.heads("level", "purchases")
	for i, from := range p.BuyerLevels {
		c.Rows = append(c.Rows, []string{parts.BuyerLevel(w.s, i+1), w.s.T("reputation.at_least", "count", from)})
	}
	return c
}
