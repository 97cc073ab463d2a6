package reputation

import (
	"time"

	"guildhall/money"
	"guildhall/policy"
)

// This file is the whole of how services are ranked (REP-7, REP-16, REP-18).
// It reads no clock and no database: given what a service's page and the
// policy show, anyone can do the sums. Everything is in millionths.
//
//	place = relevance of the words x rank
//	rank  = 1 + rating + conversion + top-rated + fresh + new

// overall combines a seller's figures (REP-7). Each share starts at
// rating_start as if so many orders had earned it, so that one good or bad
// order of a newcomer decides little.
func (f Figures) overall(p *policy.Policy) Share {
	parts := f.OverallParts(p)
	var sum, weights Share
	for _, part := range parts {
		sum += part.Weight.times(part.Share)
		weights += part.Weight
	}
	return sum * Whole / weights
}

// OverallPart is one of the four figures in the overall rating.
type OverallPart struct {
	Name   string
	Share  Share
	Weight Share
}

// OverallParts are the four, as they enter the overall rating.
func (f Figures) OverallParts(p *policy.Policy) [4]OverallPart {
	stars := Share(f.Stars) * Whole / 50
	return [4]OverallPart{
		{"responsibility", started(f.Responsibility, Share(f.ResponsibilityOf)*Whole, p), OfRate(p.WeightResponsibility)},
		{"order_rating", started(f.OrderRating, f.OrderRatingOf, p), OfRate(p.WeightOrderRating)},
		{"quantity", shareOf(f.Completed, f.Completed+int64(p.QuantityHalf)), OfRate(p.WeightQuantity)},
		{"quality", started(stars, Share(f.Tally.All())*Whole, p), OfRate(p.WeightQuality)},
	}
}

// started mixes a share that n voices made (in millionths of one) with the
// starting share.
func started(share, n Share, p *policy.Policy) Share {
	start := Share(p.RatingStartOrders) * Whole
	if start+n == 0 {
		return OfRate(p.RatingStart)
	}
	// In hundreds of millionths, the step of a rate, products stay within 64 bits.
	return (start/100*OfRate(p.RatingStart) + n/100*share) / ((start + n) / 100)
}

// Standing is what a service's rank is made of: every position can be
// computed again from it.
type Standing struct {
	Overall  Share // of its seller
	TopRated bool
	Orders   int64 // ended, over all time
	Bad      int64 // of them failed or disliked
	Placed   int64 // within conversion_for
	Views    int64 // likewise
	LiveAt   time.Time
	At       time.Time // when it was looked at
}

// Parts are what each thing adds to a rank of 1, or takes away.
type Parts struct {
	Rating     Share
	Conversion Share
	TopRated   Share
	Fresh      Share
	New        Share
}

// Rank multiplies the relevance of the words.
func (parts Parts) Rank() Share {
	return max(1, Whole+parts.Rating+parts.Conversion+parts.TopRated+parts.Fresh+parts.New)
}

// NamedPart is one of them with its name.
type NamedPart struct {
	Name  string
	Share Share
}

// Named lists the parts in the order of the formula.
func (parts Parts) Named() [5]NamedPart {
	return [5]NamedPart{
		{"rating", parts.Rating}, {"conversion", parts.Conversion}, {"top_rated", parts.TopRated}, {"fresh", parts.Fresh}, {"new", parts.New},
	}
}

// Rank is the recommended order's formula (REP-16).
func Rank(s Standing, p *policy.Policy) Parts {
	var parts Parts
	parts.Rating = OfRate(p.RankRating).times(s.Overall - OfRate(p.RatingStart))
	parts.Conversion = OfRate(p.RankConversion).times(conversionLead(s, p))
	if s.TopRated {
		parts.TopRated = OfRate(p.RankTopRated)
	}
	parts.Fresh = OfRate(p.RankFresh).times(freshness(s, p))
	if Newcomer(s, p) {
		parts.New = OfRate(p.RankNewcomer)
	}
	return parts
}

// conversionLead is by how much conversion is above or below the usual one:
// -1 without an order, 0 at the usual, 1 at twice that and above. The usual
// conversion counts as so many views, and so a few views decide nothing. Who
// orders has looked, whatever the counter says.
func conversionLead(s Standing, p *policy.Policy) Share {
	usual, views := int64(p.ConversionUsual), int64(p.ConversionViews)
	expected := (views + max(s.Views, s.Placed)) * usual
	ordered := views*usual + s.Placed*int64(money.Whole)
	return min(Whole, shareOf(ordered-expected, expected))
}

// freshness falls from all to nothing, day by day, in fresh_for.
func freshness(s Standing, p *policy.Policy) Share {
	const day = 24 * time.Hour
	days, most := int64(s.At.Sub(s.LiveAt)/day), int64(p.FreshFor/day)
	return max(0, shareOf(most-days, most))
}

// Newcomer reports whether a new service has its share of the first page
// (REP-18): it went live not long ago, few orders have ended, and it has not
// disappointed: no order failed, no buyer disliked it, and not too many looked
// without one ordering.
func Newcomer(s Standing, p *policy.Policy) bool {
	return s.At.Sub(s.LiveAt) < p.NewcomerFor && s.Orders < int64(p.NewcomerOrders) && s.Bad == 0 &&
		(s.Placed > 0 || s.Views < int64(p.NewcomerViews))
}
