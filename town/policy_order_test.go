package town_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"guildhall/id"
	"guildhall/order"
	"guildhall/policy"
)

const hour, days = time.Hour, 24 * time.Hour

// life is an order lived on the pure table under a policy, and what could be
// seen of it.
type life struct {
	o    order.Order
	p    policy.Policy
	at   time.Time
	from time.Time
	seen strings.Builder
}

// deal is an order as it is prepared: two days of work for $100.
func deal(p policy.Policy) *life {
	from := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	l := &life{p: p, at: from, from: from}
	l.o = order.Order{
		ID: id.New[id.OrderKind](from), Buyer: id.Member{1}, Seller: id.Member{2}, State: order.Prepared, Custody: p.Custody,
	}
	l.o.Terms = order.Terms{Title: "x", Units: 1, Lead: 48 * hour, Rounds: -1, BriefNeeded: true}
	l.o.Price = 100_00
	return l
}

// do decides one command after a while, and notes all that shows.
func (l *life) do(after time.Duration, c order.Command) *life {
	l.at = l.at.Add(after)
	c.At, c.Order, c.Actor = l.at, l.o.ID, l.o.Member(c.Side)
	out, err := order.Decide(l.o, c, &l.p)
	if err != nil {
		fmt.Fprintf(&l.seen, "%s: %v\n", c.Verb, err)
		return l
	}
	l.o = out.After
	fmt.Fprintf(&l.seen, "%s: %s, %v, feedback until %v, clocks", out.Row.ID, l.o.State, out.Postings, l.o.FeedbackUntil.Sub(l.from))
	for _, d := range order.Deadlines() {
		if at := l.o.Clocks[d]; !at.IsZero() {
			fmt.Fprintf(&l.seen, " %s %v", d, at.Sub(l.from))
		}
	}
	l.seen.WriteByte('\n')
	return l
}

func (l *life) buyer(after time.Duration, verb order.Verb) *life {
	return l.do(after, order.Command{Side: order.Buyer, Verb: verb, Complete: true, Sum: 10_00})
}

func (l *life) seller(after time.Duration, verb order.Verb) *life {
	return l.do(after, order.Command{Side: order.Seller, Verb: verb, Files: 1, Sum: 10_00})
}

func (l *life) cancels(after time.Duration, side order.Side, reason order.Reason) *life {
	return l.do(after, order.Command{Side: side, Verb: order.Cancel, Reason: reason})
}

func (l *life) rings(d order.Deadline) *life {
	return l.do(l.o.Clocks[d].Sub(l.at), order.Command{Side: order.Clock, Verb: order.RingClock, Deadline: d})
}

// The beginnings of lives.
func placed(p policy.Policy) *life { return deal(p).buyer(0, order.PlaceOrder) }
func started(p policy.Policy) *life {
	return placed(p).buyer(hour, order.HandBrief).seller(hour, order.Start)
}
func delivered(p policy.Policy) *life { return started(p).seller(40*hour, order.Deliver) }
func accepted(p policy.Policy) *life  { return delivered(p).buyer(hour, order.Accept) }
func disputed(p policy.Policy) *life {
	return delivered(p).buyer(hour, order.SendBack).buyer(hour, order.AskArbitration)
}
func decided(p policy.Policy) *life {
	l := disputed(p)
	return l.do(hour, order.Command{Side: order.Arbiter, Verb: order.DecideCase, Sum: 50_00})
}
func withDates(p policy.Policy) policy.Policy {
	p.Extension = policy.ExtensionAgreed
	return p
}

// orderWatches say for each value of an order's life which life shows it.
var orderWatches = []watch{
	{"start_within", "36 h", pure(placed)},
	{"check_within", "5 days", pure(delivered)},
	{"idle_cancel", "20 days", pure(started)},
	{"cancel_answer", "3 days", pure(func(p policy.Policy) *life { return started(p).cancels(hour, order.Buyer, order.BuyerOther) })},
	{"revision_time", "60 h", pure(func(p policy.Policy) *life { return delivered(p).buyer(hour, order.SendBack) })},
	{"extension", "agreed", pure(datesProposed)},
	{"extension_answer", "4 days", pure(func(p policy.Policy) *life { return datesProposed(withDates(p)) })},
	{"remind_before", "50%", warning(48 * hour)},
	{"remind_floor", "6 h", warning(8 * hour)},
	{"outage_floor", "5 h", pure(func(p policy.Policy) *life {
		l := placed(p)
		from := l.at.Add(23 * hour)
		return l.do(25*hour, order.Command{Side: order.Clock, Verb: order.MoveClocks, Outage: order.Outage{From: from, Until: from.Add(2 * hour)}})
	})},
	{"delivery_needs_file", "false", pure(func(p policy.Policy) *life {
		return started(p).do(hour, order.Command{Side: order.Seller, Verb: order.Deliver})
	})},
	{"hand_back_within", "48 h", pure(func(p policy.Policy) *life { return started(p).buyer(hour, order.BuyMore) })},
	{"extra_answer", "5 days", pure(func(p policy.Policy) *life { return placed(p).seller(hour, order.ProposeExtra) })},
	{"talk_after", "60 days", pure(func(p policy.Policy) *life { return accepted(p).buyer(40*days, order.Say) })},
	{"brief_ask_wait", "12 h", pure(func(p policy.Policy) *life {
		return placed(p).seller(hour, order.AskBrief).cancels(5*hour, order.Seller, order.BriefMissing)
	})},
	{"cancel_requests", "3", pure(func(p policy.Policy) *life {
		l := started(p)
		for range 3 {
			l.cancels(hour, order.Buyer, order.BuyerOther).buyer(hour, order.TakeBackCancel)
		}
		return l
	})},
	{"start_floor", "12 h", pure(func(p policy.Policy) *life {
		return placed(p).cancels(23*hour, order.Seller, order.DoesNotMatch).seller(hour, order.TakeBackCancel)
	})},
	{"check_floor", "36 h", pure(func(p policy.Policy) *life {
		return delivered(p).cancels(71*hour, order.Buyer, order.BuyerOther).seller(hour, order.RefuseCancel)
	})},
	{"free_cancel", "60 min", pure(func(p policy.Policy) *life { return placed(p).cancels(30*time.Minute, order.Buyer, order.ByMistake) })},
	{"no_contact", "36 h", pure(func(p policy.Policy) *life {
		return started(p).buyer(hour, order.Say).cancels(30*hour, order.Buyer, order.SellerSilent)
	})},
	{"objection", "5 days", pure(func(p policy.Policy) *life {
		return started(p).rings(order.DueDeadline).cancels(hour, order.Buyer, order.NotAsAgreed)
	})},
	{"ban_choice", "5 days", pure(func(p policy.Policy) *life {
		return started(p).do(hour, order.Command{Side: order.Staff, Verb: order.PartyBanned, Banned: order.Seller})
	})},
	{"arbitration_after_revisions", "2", pure(disputed)},
	{"arbitration_after", "60 days", pure(func(p policy.Policy) *life {
		p.Custody = policy.CustodyNone
		return accepted(p).buyer(40*days, order.AskArbitration)
	})},
	{"case_statement", "72 h", pure(disputed)},
	{"arbitration_target", "6 days", pure(disputed)},
	{"arbitration_nag", "2 days", pure(func(p policy.Policy) *life { return disputed(p).rings(order.ReminderDeadline) })},
	{"arbitration_limit", "30 days", pure(disputed)},
	{"case_appeal", "5 days", pure(decided)},
	{"second_look", "72 h", pure(func(p policy.Policy) *life {
		l := decided(p).buyer(hour, order.AppealDecision)
		return l.do(50*hour, order.Command{Side: order.Arbiter, Verb: order.DecideCase, Sum: 60_00})
	})},
	{"tip_commission", "10%", pure(func(p policy.Policy) *life { return accepted(p).buyer(hour, order.Tip) })},
	{"feedback_days", "10", pure(accepted)},
	{"commission_tiers", "from 100.00 at 5%", feesKept(func(*policy.Policy) {})},
	{"platform_may_pay", "true", feesKept(func(p *policy.Policy) { p.Commission = 5_00 })},
	{"referral_sale", "3%", feesKept(func(p *policy.Policy) { p.Commission = 6_00 })},
	{"referral_purchase", "4%", feesKept(func(p *policy.Policy) { p.Commission = 6_00 })},
}

func datesProposed(p policy.Policy) *life {
	l := started(p)
	return l.do(hour, order.Command{Side: order.Seller, Verb: order.ProposeDate, Due: l.at.Add(90 * hour)})
}

func pure(live func(policy.Policy) *life) func(*testing.T, policy.Policy) string {
	return func(_ *testing.T, p policy.Policy) string { return live(p).seen.String() }
}

func pure2(look func(policy.Policy) string) func(*testing.T, policy.Policy) string {
	return func(_ *testing.T, p policy.Policy) string { return look(p) }
}

func warning(span time.Duration) func(*testing.T, policy.Policy) string {
	return pure2(func(p policy.Policy) string {
		from := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		return order.WarnBefore(from, from.Add(span), &p).Sub(from).String()
	})
}

// feesKept tells whether a policy is accepted whose fees are near its costs.
func feesKept(change func(*policy.Policy)) func(*testing.T, policy.Policy) string {
	return pure2(func(p policy.Policy) string {
		change(&p)
		return fmt.Sprint(p.Check() == nil)
	})
}
