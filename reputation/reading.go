package reputation

import (
	"guildhall/conversation"
	"guildhall/policy"
)

// Unit is what a reading counts.
type Unit string

// The units: a share in millionths, stars in tenths, a span in nanoseconds, a
// number of orders, yes as 1, the name of a level.
const (
	UnitShare Unit = "share"
	UnitStars Unit = "stars"
	UnitSpan  Unit = "seconds"
	UnitCount Unit = "orders"
	UnitYesNo Unit = "yes_no"
	UnitLevel Unit = "level"
)

// Reckoned is what a figure comes to.
type Reckoned struct {
	Known bool  // else nothing says anything about it yet
	Of    int64 // so many orders; for Reply, answers
	Value int64
	Level policy.Level // with UnitLevel
}

// Reading is one figure: what it is, and what it would be without the last
// event (REP-15).
type Reading struct {
	Name   Figure
	Unit   Unit
	Is     Reckoned
	Before Reckoned
}

// reckonings are how figures are read, in the order people ask for them.
var reckonings = []struct {
	name Figure
	unit Unit
	of   func(f Figures, p *policy.Policy) Reckoned
}{
	{Level, UnitLevel, func(f Figures, _ *policy.Policy) Reckoned { return Reckoned{Known: true, Level: f.Level} }},
	{Completed, UnitCount, func(f Figures, _ *policy.Policy) Reckoned { return Reckoned{true, f.Completed, f.Completed, ""} }},
	{Loss, UnitShare, func(f Figures, _ *policy.Policy) Reckoned { return reckoned(f.LossOf, int64(f.Loss)) }},
	{Stars, UnitStars, func(f Figures, _ *policy.Policy) Reckoned { return reckoned(f.Tally.All(), f.Stars) }},
	{Overall, UnitShare, func(f Figures, _ *policy.Policy) Reckoned { return Reckoned{f.Ended > 0, 0, int64(f.Overall), ""} }},
	{Responsibility, UnitShare, func(f Figures, _ *policy.Policy) Reckoned {
		return reckoned(f.ResponsibilityOf, int64(f.Responsibility))
	}},
	{OrderRating, UnitShare, func(f Figures, p *policy.Policy) Reckoned {
		return Reckoned{f.OrderRatingOf > 0, f.rated(p), int64(f.OrderRating), ""}
	}},
	{Successful, UnitShare, func(f Figures, _ *policy.Policy) Reckoned { return reckoned(f.Concluded(), int64(f.Successful())) }},
	{Punctual, UnitShare, func(f Figures, _ *policy.Policy) Reckoned { return reckoned(f.Timed, int64(f.Punctual())) }},
	{Lead, UnitSpan, func(f Figures, _ *policy.Policy) Reckoned { return reckoned(f.Led, int64(f.MeanLead())) }},
	{Wait, UnitSpan, func(f Figures, _ *policy.Policy) Reckoned { return reckoned(f.Started, int64(f.MeanWait())) }},
	{Silent, UnitShare, func(f Figures, _ *policy.Policy) Reckoned { return reckoned(f.SilentOf, int64(f.Silent)) }},
	{Clean, UnitYesNo, func(f Figures, p *policy.Policy) Reckoned {
		value := int64(0)
		if f.Clean {
			value = 1
		}
		return reckoned(f.rated(p), value)
	}},
}

func reckoned(of, value int64) Reckoned { return Reckoned{of > 0, of, value, ""} }

// rated is how many orders the order rating looks at.
func (f Figures) rated(p *policy.Policy) int64 { return min(f.Ended, int64(p.RatingOrders)) }

// readings reads figures beside those of before.
func readings(is, before Figures, p *policy.Policy) []Reading {
	list := make([]Reading, len(reckonings))
	for i, r := range reckonings {
		list[i] = Reading{r.name, r.unit, r.of(is, p), r.of(before, p)}
	}
	return list
}

// replies reads the usual reply time (REP-6); its last event is the last answer.
func replies(answers []conversation.Answered) Reading {
	read := func(answers []conversation.Answered) Reckoned {
		usual, of := conversation.Usual(answers)
		return reckoned(int64(of), int64(usual))
	}
	return Reading{Reply, UnitSpan, read(answers), read(answers[min(1, len(answers)):])}
}

// Condition is one of those for the mark of top-rated, and whether it holds.
type Condition struct {
	Name string
	Met  bool
}

// Conditions hold a service to REP-9: all of them must be met.
func Conditions(s Service, seller Figures, p *policy.Policy) [4]Condition {
	return [4]Condition{
		{"pleased", s.Pleased >= int64(p.TopRatedOrders)},
		{"disliked", s.Disliked == 0},
		{"silent", seller.Silent <= OfRate(p.TopRatedSilent)},
		{"clean", seller.Clean},
	}
}

func topRated(s Service, seller Figures, p *policy.Policy) bool {
	for _, condition := range Conditions(s, seller, p) {
		if !condition.Met {
			return false
		}
	}
	return true
}

// Rule is the sentence that says how a figure is made, by key, with the values
// in force.
func (f Figure) Rule(p *policy.Policy) (key string, args []any) {
	if f == Stars {
		return "reputation.stars." + string(p.RatingKind), []any{"five", p.FiveStarsFrom}
	}
	return "reputation.rule." + string(f), []any{
		"orders", f.Latest(p), "late", p.LateWeight, "repeat", p.RepeatWeight,
		"start", p.RatingStart, "begin", p.RatingStartOrders, "silent", p.TopRatedSilent, "level", p.LevelOrders,
	}
}
