package reputation

import (
	"slices"

	"guildhall/money"
	"guildhall/policy"
)

// levelRule is what a level asks: more than so many completed orders, and less
// than such a share negative or failed (REP-8).
type levelRule struct {
	Level policy.Level
	Above int
	Below money.Rate
}

// levelRules lists the levels above the first, lowest first.
func levelRules(p *policy.Policy) []levelRule {
	return []levelRule{
		{policy.LevelAdvanced, p.AdvancedAbove, p.AdvancedFailures},
		{policy.LevelProfessional, p.ProfessionalAbove, p.ProfessionalFailures},
	}
}

func (r levelRule) holds(completed int64, loss Share) bool {
	return completed > int64(r.Above) && loss < OfRate(r.Below)
}

// levelOf is the highest level whose rule holds.
func levelOf(completed int64, loss Share, p *policy.Policy) policy.Level {
	level := policy.LevelNewbie
	for _, rule := range levelRules(p) {
		if rule.holds(completed, loss) {
			level = rule.Level
		}
	}
	return level
}

// Outlook is what is missing for the next level, and what endangers this one.
type Outlook struct {
	Next    policy.Level // empty: there is none higher
	Missing int64        // faultless completed orders in a row until it is reached
	Never   bool         // its share cannot be reached at all
	// Failures in a row after which the present level is lost; 0 for the
	// lowest, which cannot be.
	Failures int64
}

// OutlookOf looks ahead from where a seller stands: latest are the latest
// WindowOf marks, newest first.
func OutlookOf(f Figures, latest []Mark, p *policy.Policy) Outlook {
	ahead := ahead{f.Completed, newest(latest, p.LevelOrders), p}
	var o Outlook
	rules := levelRules(p)
	now := slices.IndexFunc(rules, func(r levelRule) bool { return r.Level == f.Level })
	if now+1 < len(rules) {
		o.Next = rules[now+1].Level
		o.Missing = ahead.until(Mark{Outcome: Outcome{Ended: true, Completed: true}}, rules[now+1].holds)
		o.Never = o.Missing == 0
	}
	if now >= 0 {
		failed := Mark{Outcome: Outcome{Ended: true, Cause: "cancelled"}}
		o.Failures = ahead.until(failed, func(completed int64, loss Share) bool { return !rules[now].holds(completed, loss) })
	}
	return o
}

// ahead is a record to which orders are added in thought.
type ahead struct {
	completed int64
	latest    []Mark
	p         *policy.Policy
}

// aheadMost bounds how far one looks: past it the window holds nothing but
// what was added, and any number of completed orders is reached.
const aheadMost = 12_000

// until is after how many more marks of one kind something holds; 0: never.
func (a ahead) until(next Mark, holds func(completed int64, loss Share) bool) int64 {
	window := a.p.LevelOrders
	var old Share
	for _, m := range a.latest {
		old += m.Loss(a.p)
	}
	kept, completed := len(a.latest), a.completed
	for n := 1; n <= aheadMost; n++ {
		if kept > 0 && kept+n > window {
			kept--
			old -= a.latest[kept].Loss(a.p)
		}
		if next.Completed {
			completed++
		}
		added := Share(min(n, window))
		if holds(completed, (old+added*next.Loss(a.p))/(Share(kept)+added)) {
			return int64(n)
		}
	}
	return 0
}

// BuyerStanding is a member's level as a buyer (REP-10).
type BuyerStanding struct {
	Purchases int64 // completed
	Recent    int64 // of the last super_buyer_months
	Level     int   // 0: none yet
	Next      int64 // purchases missing for the next level; 0: there is none higher
	Super     bool
}

// BuyerStandingOf is the level that so many purchases make.
func BuyerStandingOf(purchases, recent int64, p *policy.Policy) BuyerStanding {
	s := BuyerStanding{Purchases: purchases, Recent: recent, Super: recent >= int64(p.SuperBuyerOrders)}
	for _, from := range p.BuyerLevels {
		if purchases < int64(from) {
			s.Next = int64(from) - purchases
			break
		}
		s.Level++
	}
	return s
}
