package parts

import (
	"strconv"
	"time"

	"guildhall/money"
	"guildhall/reputation"
	"guildhall/say"
)

// Stars writes tenths of a star: 4.9 of 5.
func Stars(s *say.Speaker, tenths int64) string {
	if tenths == 0 {
		return s.T("reputation.stars.none")
	}
	return s.T("reputation.stars.of", "stars", tenthsOf(tenths))
}

// tenthsOf writes tenths of a star: 4.8.
func tenthsOf(tenths int64) string { return strconv.FormatFloat(float64(tenths)/10, 'f', 1, 64) }

// BuyerLevel names a level of buyers; those past the named ones have a number.
func BuyerLevel(s *say.Speaker, level int) string {
	if key := "reputation.buyer." + strconv.Itoa(level); s.Has(key) {
		return s.T(key)
	}
	return s.T("reputation.buyer.more", "level", level)
}

// Share writes a share with one decimal.
func Share(s *say.Speaker, share reputation.Share) string {
	half := reputation.Share(500)
	if share < 0 {
		half = -half
	}
	return s.Percent(money.Rate((share+half)/1000) * 10)
}

// Signed writes what a part of a rank adds or takes away.
func Signed(s *say.Speaker, share reputation.Share) string {
	text := Share(s, share)
	if share > 0 {
		return "+" + text
	}
	return text
}

// StandingFacts are a member's public sums: what was sold, how, how fast, and what was
// bought. What nothing is known of is left out.
func StandingFacts(s *say.Speaker, f reputation.Figures, reply time.Duration, buyer reputation.BuyerStanding) []Fact {
	var facts []Fact
	add := func(shown bool, name, value string) {
		if shown {
			facts = append(facts, Fact{Name: s.T("reputation.fact." + name), Value: value})
		}
	}
	add(f.Ended > 0, "completed", s.Number(f.Completed))
	add(f.Tally.All() > 0, "feedback", s.T("reputation.fact.liked_of", "liked", f.Liked, "count", f.Tally.All()))
	add(f.Concluded() > 0, "successful", Share(s, f.Successful()))
	add(f.Timed > 0, "punctual", Share(s, f.Punctual()))
	add(f.ResponsibilityOf > 0, "responsibility", Share(s, f.Responsibility))
	add(f.Led > 0, "lead", s.Span(f.MeanLead()))
	add(f.Started > 0, "wait", s.Span(f.MeanWait()))
	add(reply > 0, "reply", s.Span(reply))
	if buyer.Level > 0 {
		level := BuyerLevel(s, buyer.Level)
		if buyer.Super {
			level += " · " + s.T("reputation.buyer.super")
		}
		add(true, "buyer", s.T("reputation.fact.bought", "level", level, "count", buyer.Purchases))
	}
	return facts
}
