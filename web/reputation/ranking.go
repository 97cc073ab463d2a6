package reputation

import (
	"time"

	"guildhall/desk"
	"guildhall/policy"
	"guildhall/reputation"
	"guildhall/web/parts"
)

// ShowRanking is "How ranking works": the formula of the recommended order
// with the weights in force, and examples that the formula itself computes.
func ShowRanking(v *desk.Visit) error {
	return v.Render(rulesPage(v, "reputation.ranking", ranking(writer{v.Say}, &v.Rules.Policy, v.At)))
}

func ranking(w writer, p *policy.Policy, at time.Time) []chapter {
	return []chapter{w.formula(p), w.wordWeights(), w.start(p), w.overall(p), w.examples(p, at), w.chapter("reputation.ranking.orders", 2)}
}

// formula is the parts of a rank.
func (w writer) formula(p *policy.Policy) chapter {
	c := w.chapter("reputation.ranking.formula", 3)
	c.Head = w.heads("part", "how", "most")
	row := func(name string, most reputation.Share, args ...any) {
		c.Rows = append(c.Rows, []string{
			w.s.T("reputation.part." + name), w.s.T("reputation.part."+name+".how", args...), signed(w.s, most),
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

func (w writer) start(p *policy.Policy) chapter {
	return w.chapter("reputation.ranking.start", 2, "share", p.NewcomerShare, "span", p.NewcomerFor)
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
	for _, part := range partsByName(made) {
		if part.share != 0 {
			text += " " + w.s.T("reputation.parts.added", "share", signed(w.s, part.share), "name", w.s.T("reputation.part."+part.name))
		}
	}
	return text
}

// namedPart is one part of a rank.
type namedPart struct {
	name  string
	share reputation.Share
}

func partsByName(made reputation.Parts) []namedPart {
	return []namedPart{
		{"rating", made.Rating}, {"conversion", made.Conversion}, {"top_rated", made.TopRated}, {"fresh", made.Fresh}, {"new", made.New},
	}
}
