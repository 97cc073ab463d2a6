package reputation

import (
	"guildhall/id"
	"guildhall/policy"
)

// Figures are all that a seller's record comes to under a policy.
type Figures struct {
	Totals
	Stars            int64 // in tenths; 0 while nobody has judged (REP-3)
	Responsibility   Share // REP-4; all of it while no order has ended
	ResponsibilityOf int64 // over so many orders
	OrderRating      Share // REP-5; 0 while nothing speaks for or against
	OrderRatingOf    Share // out of so many voices: feedback and returns, in millionths of one
	Loss             Share // negative or failed (REP-8)
	LossOf           int64
	Silent           Share // completed, and nothing said (REP-9)
	SilentOf         int64 // of so many
	Clean            bool  // nothing late, no cancellation that counts (REP-9)
	Overall          Share // REP-7
	Level            policy.Level
}

// WindowOf is how many of the latest orders any figure looks at.
func WindowOf(p *policy.Policy) int {
	return max(p.ResponsibilityOrders, p.RatingOrders, p.LevelOrders)
}

// FiguresOf computes a seller's figures from the totals of all marks and the
// latest WindowOf of them, newest first. It is pure: who has the orders can
// do the sum again.
func FiguresOf(t Totals, latest []Mark, p *policy.Policy) Figures {
	f := Figures{Totals: t, Stars: t.Tenths(p)}
	f.Responsibility, f.ResponsibilityOf = responsibility(newest(latest, p.ResponsibilityOrders), p)
	f.OrderRating, f.OrderRatingOf = orderRating(newest(latest, p.RatingOrders), p)
	f.Loss, f.LossOf = loss(newest(latest, p.LevelOrders), p)
	f.Silent, f.SilentOf, f.Clean = manners(newest(latest, p.RatingOrders))
	f.Overall = f.overall(p)
	f.Level = levelOf(t.Completed, f.Loss, p)
	return f
}

func newest(marks []Mark, n int) []Mark { return marks[:min(n, len(marks))] }

// responsibility is what failures and late deliveries leave of the whole.
func responsibility(marks []Mark, p *policy.Policy) (Share, int64) {
	burden, n := Share(0), int64(len(marks))
	for _, m := range marks {
		burden += m.Burden(p)
	}
	if n == 0 {
		return Whole, 0
	}
	return Whole - burden/Share(n), n
}

// orderRating is the share of good voices: positive feedback, and orders of
// buyers who come back, against negative feedback.
func orderRating(marks []Mark, p *policy.Policy) (Share, Share) {
	var good, bad Share
	for i, m := range marks {
		switch {
		case m.Judged && m.Liked:
			good += Whole
		case m.Disliked():
			bad += Whole
		}
		if returned(marks, i) {
			good += OfRate(p.RepeatWeight)
		}
	}
	return shareOf(int64(good), int64(good+bad)), good + bad
}

// returned reports whether an order is completed and its buyer had completed
// another of these before.
func returned(marks []Mark, i int) bool {
	if !marks[i].Completed {
		return false
	}
	for _, earlier := range marks[i+1:] {
		if earlier.Completed && earlier.Buyer == marks[i].Buyer {
			return true
		}
	}
	return false
}

func loss(marks []Mark, p *policy.Policy) (Share, int64) {
	sum, n := Share(0), int64(len(marks))
	for _, m := range marks {
		sum += m.Loss(p)
	}
	if n == 0 {
		return 0, 0
	}
	return sum / Share(n), n
}

// manners is what top-rated asks of the seller's latest orders (REP-9).
func manners(marks []Mark) (silent Share, completed int64, clean bool) {
	var unsaid int64
	clean = true
	for _, m := range marks {
		if m.Completed {
			completed++
			if !m.Judged {
				unsaid++
			}
		}
		clean = clean && !m.Late && !m.Failed()
	}
	return shareOf(unsaid, completed), completed, clean
}

// Service is what the record says of one service.
type Service struct {
	Service id.Service
	Seller  id.Member
	Orders  int64 // ended
	Failed  int64
	Pleased int64 // completed with positive feedback
	Tally
}

// with counts a mark in, or out where sign is -1.
func (s Service) with(m Mark, sign int64) Service {
	t := Totals{Tally: s.Tally}.plus(m, sign)
	s.Tally = t.Tally
	s.Orders += t.Ended
	s.Failed += t.Failed
	if m.Ended && m.Completed && m.Judged && m.Liked {
		s.Pleased += sign
	}
	return s
}
