package order_test

import (
	"time"

	"guildhall/order"
	"guildhall/policy"
)

// scene puts an order into a state in the plainest way, with a question that
// has its inputs.
func (x *product) scene(a ask, state order.State, side order.Side, custody policy.Custody) *scene {
	s := &scene{p: x.services}
	if custody == policy.CustodyNone {
		s.p = x.direct
	}
	s.o = prepared(&s.p, true, 3)
	s.o.State = state
	s.c = order.Command{
		Verb: a.verb, Reason: a.reason, Deadline: a.deadline, Side: side, Actor: s.o.Member(side), At: moment,
		Sum: 50_00, Files: 1, Due: moment.Add(9 * 24 * time.Hour), Banned: order.Buyer,
		Outage: order.Outage{From: moment.Add(-2 * time.Hour), Until: moment},
	}
	if side == order.Arbiter || side == order.Staff {
		s.c.Actor = pureArbiter
	}
	s.live(state)
	if a.deadline != order.NoDeadline {
		s.o.Clocks[a.deadline] = moment
	}
	return s
}

// live gives an order the facts that its state cannot be without.
func (s *scene) live(state order.State) {
	o := &s.o
	if state == order.Prepared {
		return
	}
	o.PlacedAt, o.LastEventAt, o.LastActAt = moment.Add(-2*24*time.Hour), moment.Add(-time.Hour), moment.Add(-time.Hour)
	if s.p.Custody == policy.CustodyEscrow && !state.Ended() {
		o.Held, o.FeeHeld = o.Price, o.Fee
	}
	if state != order.Placed {
		o.StartedAt, o.Due = o.PlacedAt, o.PlacedAt.Add(o.Lead)
	}
	switch state {
	case order.Placed:
		o.Clocks[order.StartDeadline] = moment.Add(time.Hour)
	case order.Late:
		o.Due, o.LateAt, o.Lateness = moment.Add(-2*time.Hour), moment.Add(-2*time.Hour), order.LateCounts
	case order.Delivered:
		o.Deliveries, o.DeliveredAt, o.FirstOnTime, o.Due = 1, moment.Add(-time.Hour), true, time.Time{}
		o.Clocks[order.CheckDeadline] = moment.Add(time.Hour)
	case order.Disputed:
		o.CaseBy, o.CaseFrom, o.CaseOpenedAt, o.BuyerStated = order.Buyer, order.InWork, moment.Add(-time.Hour), true
	case order.Completed, order.Cancelled:
		o.EndedAt = moment.Add(-time.Hour)
	}
}

// request lets one side's cancellation request wait.
func (s *scene) request(asker order.Side) *scene {
	s.o.AskedBy, s.o.AskedReason = asker, order.BuyerOther
	if asker == order.Seller {
		s.o.AskedReason = order.BuyerSilent
	}
	s.o.Clocks[order.AnswerDeadline] = moment
	return s
}

// rings lets a deadline run out at a moment.
func (s *scene) rings(d order.Deadline, at time.Time) *scene {
	s.o.Clocks[d] = at
	return s
}

// fact makes a condition true or false in a scene.
type fact func(s *scene, holds bool)

// facts has one for each condition of the table, by the condition's name.
var facts = map[string]fact{
	"own_service": func(s *scene, holds bool) {
		if s.o.Seller = pureSeller; !holds {
			s.o.Seller = s.o.Buyer
		}
	},
	"talk_over": ago(func(s *scene) *time.Time { return &s.o.EndedAt }, time.Hour, 31*24*time.Hour),

	"brief_not_complete":   func(s *scene, holds bool) { s.c.Complete = holds },
	"brief_complete":       func(s *scene, holds bool) { s.o.BriefComplete = !holds },
	"brief_asked_already":  notYet(func(s *scene) *time.Time { return &s.o.BriefAskedAt }),
	"brief_not_missing":    ago(func(s *scene) *time.Time { return &s.o.BriefAskedAt }, time.Hour, 0),
	"brief_asked_just_now": ago(func(s *scene) *time.Time { return &s.o.BriefAskedAt }, 4*time.Hour, 3*time.Hour),
	"no_time_marked":       func(s *scene, holds bool) { s.o.NoTime = !holds },
	"delivery_needs_file":  number(func(s *scene) *int { return &s.c.Files }, 1, 0),
	"no_rounds_left":       number(func(s *scene) *int64 { return &s.o.SentBack }, 0, 3),

	"adds_nothing":         func(s *scene, holds bool) { s.c.Sum = s.c.Sum.Times(bit(holds)) },
	"shortens_term":        number(func(s *scene) *time.Duration { return &s.c.Lead }, time.Hour, -time.Hour),
	"nothing_to_hand_back": addition,
	"no_extra": func(s *scene, holds bool) {
		s.o.ExtraOpen, s.o.ExtraSum = holds, 30_00
	},
	"extra_waits": func(s *scene, holds bool) { s.o.ExtraOpen = !holds },
	"no_dates": func(s *scene, holds bool) {
		if s.p.Extension = policy.ExtensionAgreed; !holds {
			s.p.Extension = policy.ExtensionNone
		}
	},
	"date_waits":     func(s *scene, holds bool) { s.o.DateBy = oneOf(holds, order.Nobody, s.c.Side) },
	"date_not_later": func(s *scene, holds bool) { s.c.Due = moment.Add(time.Duration(9*bit(holds)-1) * 24 * time.Hour) },
	"no_date": func(s *scene, holds bool) {
		own := s.c.Verb == order.WithdrawDate
		s.o.DateBy, s.o.DateDue = oneOf(own == holds, s.c.Side, s.c.Side.Other()), moment.Add(9*24*time.Hour)
	},

	"mistake_too_late":    ago(func(s *scene) *time.Time { return &s.o.PlacedAt }, 20*time.Minute, 21*time.Minute),
	"something_delivered": number(func(s *scene) *int64 { return &s.o.Deliveries }, 0, 1),
	"already_started":     func(*scene, bool) {}, // what state and custody are is asked anyway
	"not_late":            func(s *scene, holds bool) { s.o.Lateness = oneOf(holds, order.LateCounts, order.LateExcused) },
	"seller_not_silent":   ago(func(s *scene) *time.Time { return &s.o.BuyerWaitsSince }, 24*time.Hour, 23*time.Hour),
	"seller_not_busy": func(s *scene, holds bool) {
		s.o.NoTime, s.o.BuyerWaitsSince = holds, moment.Add(-23*time.Hour)
	},
	"buyer_not_silent":    ago(func(s *scene) *time.Time { return &s.o.SellerWaitsSince }, 24*time.Hour, 23*time.Hour),
	"not_sent_back":       number(func(s *scene) *int64 { return &s.o.SentBack }, 1, 0),
	"asked_enough":        func(s *scene, holds bool) { s.o.BuyerAsks, s.o.SellerAsks = 2-bit(holds), 2-bit(holds) },
	"seller_said_nothing": ago(func(s *scene) *time.Time { return &s.o.SellerWaitsSince }, 30*24*time.Hour, 0),

	"arbitration_not_yet": func(s *scene, holds bool) { s.o.EverRefused = holds },
	"arbitration_too_late": func(s *scene, holds bool) {
		s.o.ReceivedNoted = !holds
	},
	"case_decided":      func(s *scene, holds bool) { s.o.Decided = !holds },
	"case_no_decision":  decided,
	"case_no_appeal":    func(s *scene, holds bool) { decided(s, true); s.o.Appealed, s.o.AppealedAt = holds, moment },
	"case_not_opener":   func(s *scene, holds bool) { s.o.CaseBy = oneOf(holds, s.c.Side, s.c.Side.Other()) },
	"case_other_stated": func(s *scene, holds bool) { s.o.BuyerStated, s.o.SellerStated = !holds, !holds },
	"case_go_on_waits":  func(s *scene, holds bool) { s.o.GoOnBy = oneOf(holds, order.Nobody, s.c.Side) },
	"case_no_offer":     offered,
	"split_too_much": func(s *scene, holds bool) {
		s.c.Sum = s.o.Held.Part(bit(holds), 2).Plus(s.o.Price.Times(2 * bit(!holds)))
	},
	"case_after_end":   func(s *scene, holds bool) { s.o.CaseFrom = oneOf(holds, order.InWork, order.Completed) },
	"due_not_ahead":    func(s *scene, holds bool) { s.c.Due = moment.Add(time.Duration(bit(holds)) * time.Hour) },
	"case_other_waits": accepted(order.Side.Other, true),
	"case_accepted":    accepted(func(side order.Side) order.Side { return side }, false),
	"case_same_arbiter": func(s *scene, holds bool) {
		s.o.DecidedBy = pureArbiter
		s.c.Actor = oneOf(holds, pureOther, pureArbiter)
	},
	"portfolio_answered": func(s *scene, holds bool) { s.o.Portfolio = oneOf(holds, order.ConsentOpen, order.ConsentRefused) },
	"payment_noted":      func(s *scene, holds bool) { s.o.PaidNoted, s.o.ReceivedNoted = !holds, !holds },
	"payment_not_noted":  func(s *scene, holds bool) { s.o.PaidNoted, s.o.ReceivedNoted = holds, holds },
	"cannot_object":      func(s *scene, holds bool) { s.o.Objection = oneOf(holds, order.ObjectionPossible, order.ObjectionNone) },
	"no_objection":       func(s *scene, holds bool) { s.o.Objection = oneOf(holds, order.ObjectionMade, order.ObjectionRejected) },

	"no_party":      func(s *scene, holds bool) { s.c.Banned = oneOf(holds, order.Buyer, order.Staff) },
	"ban_waits":     func(s *scene, holds bool) { s.o.BannedSide = oneOf(holds, order.Nobody, order.Seller) },
	"nobody_banned": func(s *scene, holds bool) { s.banned(s.c.Side.Other(), holds) },
	"nothing_delivered": func(s *scene, holds bool) {
		s.banned(oneOf(holds, order.Buyer, order.Seller), true)
	},
	"no_outage": func(s *scene, holds bool) {
		s.o.Clocks[order.ObjectionDeadline] = oneOf(holds, moment.Add(-time.Hour), moment.Add(24*time.Hour))
		s.o.Clocks[order.StartDeadline], s.o.Clocks[order.CheckDeadline] = time.Time{}, time.Time{}
	},
}

func bit(holds bool) int64 {
	if holds {
		return 1
	}
	return 0
}

func oneOf[T any](first bool, a, b T) T {
	if first {
		return a
	}
	return b
}

// ago lets something have happened so long ago where the condition holds, and
// so long where not; zero is never.
func ago(field func(*scene) *time.Time, holding, failing time.Duration) fact {
	return func(s *scene, holds bool) {
		span := oneOf(holds, holding, failing)
		*field(s) = oneOf(span == 0, time.Time{}, moment.Add(-span))
	}
}

func notYet(field func(*scene) *time.Time) fact {
	return func(s *scene, holds bool) { *field(s) = oneOf(holds, time.Time{}, moment.Add(-time.Hour)) }
}

func number[N int | int64 | time.Duration](field func(*scene) *N, holding, failing N) fact {
	return func(s *scene, holds bool) { *field(s) = oneOf(holds, holding, failing) }
}

func addition(s *scene, holds bool) {
	s.o.AddedSum, s.o.AddedLeft = 20_00, 5*time.Hour
	s.o.AddedFrom = oneOf(holds, order.InWork, "")
}

func decided(s *scene, holds bool) {
	s.o.Decided, s.o.DecidedTo, s.o.DecidedBlame = holds, 50_00, order.BlameSeller
	if s.p.Custody == policy.CustodyNone {
		s.o.DecidedTo = 0
	}
}

func offered(s *scene, holds bool) {
	by := oneOf(holds, s.c.Side.Other(), order.Nobody)
	s.o.GoOnBy, s.o.SplitBy, s.o.SplitToSeller = by, by, 25_00
}

func accepted(whose func(order.Side) order.Side, want bool) fact {
	return func(s *scene, holds bool) {
		switch yes := holds == want; whose(s.c.Side) {
		case order.Buyer:
			s.o.BuyerAccepted = yes
		default:
			s.o.SellerAccepted = yes
		}
	}
}

func (s *scene) banned(side order.Side, waits bool) {
	s.o.BannedSide = side
	s.o.Clocks[order.BanDeadline] = oneOf(waits, moment, time.Time{})
}
