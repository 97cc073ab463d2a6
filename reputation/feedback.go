// Package reputation is what both sides leave behind: the buyer's verdict, the
// seller's public answer, and the figures that come from them (REP-1 to REP-3).
package reputation

import (
	"time"

	"guildhall/id"
	"guildhall/money"
	"guildhall/policy"
)

// TextMost bounds a verdict and a response, in characters.
const TextMost = 2_000

// Feedback is one party's verdict on an order.
type Feedback struct {
	ID      id.Feedback
	Order   id.Order
	Service id.Service
	Author  id.Member
	About   id.Member // the other party
	ByBuyer bool
	Verdict
	Counts    bool // whether it gives stars (REP-3)
	At        time.Time
	Changes   int64 // since it was left
	ChangedAt time.Time
	Response  Response
	RemovedAt time.Time // zero: stands; else only a stub is shown (REP-19)
	Rule      string    // why: a reason of moderation
}

// Changeable reports whether its author may change it: the answer to it is
// shown, and the policy leaves a change (REP-1).
func (f Feedback) Changeable(p *policy.Policy) bool {
	return f.RemovedAt.IsZero() && f.Response.State == ResponseShown && f.Changes < int64(p.FeedbackChanges)
}

// Verdict is what is said: like or dislike, or one to five stars where the
// policy rates by stars.
type Verdict struct {
	Liked bool
	Stars int64 // 1 to 5 with stars; 0 with like and dislike
	Text  string
}

// Response is the public answer of the one it is about (REP-2).
type Response struct {
	Text  string
	At    time.Time
	Count int64 // how often one was given; once more for each change of the feedback
	State ResponseState
}

// ResponseState is where a response stands with the moderators.
type ResponseState string

// A response waits where the policy has responses checked before they are
// shown.
const (
	NoResponse       ResponseState = ""
	ResponseWaiting  ResponseState = "waiting"
	ResponseShown    ResponseState = "shown"
	ResponseRejected ResponseState = "rejected"
)

// Tally counts the verdicts that give stars.
type Tally struct {
	Liked    int64
	Disliked int64
	StarSum  int64 // a like is five of them and a dislike one
}

// All is how many there are.
func (t Tally) All() int64 { return t.Liked + t.Disliked }

// Positive is the share of likes; 0 when there are none.
func (t Tally) Positive() money.Rate {
	if t.All() == 0 {
		return 0
	}
	return money.Rate(int64(money.Whole) * t.Liked / t.All())
}

// Tenths is the rating in tenths of a star, 0 when nobody has judged yet: 50
// from five_stars_from on, and in proportion below (REP-3); with rating by
// stars it is their mean.
func (t Tally) Tenths(p *policy.Policy) int64 {
	switch {
	case t.All() == 0:
		return 0
	case p.RatingKind == policy.RatingKindStars:
		return (t.StarSum*10 + t.All()/2) / t.All()
	}
	return min(50, int64(t.Positive())*50/int64(p.FiveStarsFrom))
}
