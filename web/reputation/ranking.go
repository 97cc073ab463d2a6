package reputation

import (
	"time"

	"guildhall/desk"
	"guildhall/policy"
	"guildhall/reputation"
	"guildhall/search"
	"guildhall/web/parts"
)

// ShowRanking is "How ranking works": the formula of the recommended order
// with the weights in force, and examples that the formula itself computes.
func ShowRanking(v *desk.Visit) error {
	return v.Render(rulesPage(v, "reputation.ranking", ranking(writer{v.Say}, &v.Rules.Policy, v.At)))
}

func ranking(w writer, p *policy.Policy, at time.Time) []chapter {
	return []chapter{w.formula(p), w.wordWeights(), w.start(p), w.overall(p), w.examples(p, at), w.popular(), w.chapter("reputation.ranking.orders", 2)}
}

// formula is the parts of a rank.
func (w writer) formula(p *policy.Policy) chapter {
	c := w.chapter("reputation.ranking.formula", 3)
	c.Head = w.heads("part", "how", "most")
	row := func(name string, most reputation.Share, args ...any) {
		c.Rows = append(c.Rows, []string{
			w.s.T("reputation.part." + name), w.s.T("reputation.part."+name+".how", args...), parts.Signed(w.s, most),
		})
	}
	best := reputation.Standing{Overall: reputation.Whole}
	highest := reputation.Rank(best, p)
	row("rating", highest.Rating, "weight", p.RankRating, "start", p.RatingStart)
	row("conversion", reputation.OfRate(p.RankConversion), "usual", p.ConversionUsual, "span", p.ConversionFor, "views", p.ConversionViews)
	row("top_rated", reputation.OfRate(p.RankTopRated))
	row("fresh", reputation.OfRate(p.RankFresh), "span", p.FreshFor)
	row("new", reputation.OfRate(p.RankNewcomer), "span", p.NewcomerFor, "orders", p.NewcomerOrders, "views", p.NewcomerViews)
	return c
}

// start is the newcomers' share of a first page, and what it comes to (REP-18).
func (w writer) start(p *policy.Policy) chapter {
	places, page := desk.NewcomerPlaces(p)
	if places == 0 {
		return w.chapter("reputation.ranking.no_start", 1)
	}
	return w.chapter("reputation.ranking.start", 3, "share", p.NewcomerShare, "span", p.NewcomerFor, "places", places, "page", page)
}

// popular is what the front page shows (CAT-23).
func (w writer) popular() chapter {
	return w.chapter("reputation.ranking.popular", 1, "orders", reputation.PopularFrom)
}

// wordWeights is what words count (CAT-18).
func (w writer) wordWeights() chapter {
	weights := search.Weights()
	c := w.chapter("reputation.ranking.words", 3, "unfinished", weights.Unfinished, "synonym", weights.Synonym, "typo", weights.Typo,
		"nearest", weights.Nearest, "common", weights.Common)
	c.Head = w.heads("field", "points")
	for _, field := range []struct {
		name   string
		points int64
	}{{"title", weights.Title}, {"tags", weights.Tags}, {"labels", weights.Labels}, {"texts", weights.Texts}} {
		c.Rows = append(c.Rows, []string{w.s.T("reputation.field." + field.name), w.s.Number(field.points)})
	}
	return c
}

// overall is the overall rating with its weights (REP-7).
func (w writer) overall(p *policy.Policy) chapter {
	c := w.chapter("reputation.ranking.overall", 2, "start", p.RatingStart, "orders", p.RatingStartOrders, "half", p.QuantityHalf)
	c.Head = w.heads("figure", "weight")
	for _, part := range (reputation.Figures{}).OverallParts(p) {
		c.Rows = append(c.Rows, []string{w.s.T("reputation.figure." + part.Name), parts.Share(w.s, part.Weight)})
	}
	return c
}

// examples are services that show each part.
func (w writer) examples(p *policy.Policy, at time.Time) chapter {
	c := w.chapter("reputation.ranking.examples", 1)
	c.Head = w.heads("example", "parts", "rank")
	old := at.AddDate(-2, 0, 0)
	for _, example := range []struct {
		name string
		s    reputation.Standing
	}{
		{"settled", reputation.Standing{Overall: 900_000, Orders: 60, Placed: 30, Views: 1000, TopRated: true, LiveAt: old, At: at}},
		{"plain", reputation.Standing{Overall: reputation.OfRate(p.RatingStart), Orders: 60, Placed: 10, Views: 500, LiveAt: old, At: at}},
		{"new", reputation.Standing{Overall: reputation.OfRate(p.RatingStart), LiveAt: at, At: at}},
		{"shunned", reputation.Standing{Overall: 400_000, Orders: 12, Bad: 6, Views: 1000, LiveAt: old, At: at}},
	} {
		made := reputation.Rank(example.s, p)
		c.Rows = append(c.Rows, []string{w.s.T("reputation.example." + example.name), w.sum(made), parts.Share(w.s, made.Rank())})
	}
	return c
}

// sum writes what a rank is made of, leaving out what adds nothing.
func (w writer) sum(made reputation.Parts) string {
	text := parts.Share(w.s, reputation.Whole)
	for _, part := range made.Named() {
		if part.Share != 0 {
			text += " " + w.s.T("reputation.parts.added", "share", parts.Signed(w.s, part.Share), "name", w.s.T("reputation.part."+part.Name))
		}
	}
	return text
}
