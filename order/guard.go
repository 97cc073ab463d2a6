package order

import (
	"time"

	"guildhall/fault"
	"guildhall/policy"
)

// Guard is one named condition of a row. Its fault says what is missing, so
// that a greyed button and a refused request give the same reason.
type Guard struct {
	Name   string
	Test   func(o *Order, c *Command, p *policy.Policy) *fault.Fault
	Switch bool // looks at the policy alone: where it refuses, the row is switched off
}

func guards(list ...Guard) []Guard { return list }

// when makes a guard of a plain question; its name is the refusal's code.
func when(name string, holds func(o *Order, c *Command, p *policy.Policy) bool) Guard {
	return Guard{Name: name, Test: func(o *Order, c *Command, p *policy.Policy) *fault.Fault {
		if holds(o, c, p) {
			return nil
		}
		return fault.Conflict("order_" + name)
	}}
}

// fits is like when, for what was typed: the refusal stands beside a field.
func fits(name, field string, holds func(o *Order, c *Command, p *policy.Policy) bool) Guard {
	return Guard{Name: name, Test: func(o *Order, c *Command, p *policy.Policy) *fault.Fault {
		if holds(o, c, p) {
			return nil
		}
		return fault.Invalid("order_" + name).At(field)
	}}
}

// fact is a guard that looks at the order alone.
func fact(name string, holds func(o *Order) bool) Guard {
	return when(name, func(o *Order, _ *Command, _ *policy.Policy) bool { return holds(o) })
}

// switched is a guard that a policy opens or shuts for all orders.
func switched(name string, on func(p *policy.Policy) bool) Guard {
	g := when(name, func(_ *Order, _ *Command, p *policy.Policy) bool { return on(p) })
	g.Switch = true
	return g
}

// passed reports whether span has gone by since a moment that did happen.
func passed(since time.Time, span time.Duration, at time.Time) bool {
	return !since.IsZero() && !at.Before(since.Add(span))
}

// Placing and talking.
var (
	notOwnService = fact("own_service", func(o *Order) bool { return o.Buyer != o.Seller })
	withinTalk    = when("talk_over", func(o *Order, c *Command, p *policy.Policy) bool {
		return !o.State.Ended() || c.At.Before(o.EndedAt.Add(p.TalkAfter))
	})
)

// The brief and the work.
var (
	briefBecomesComplete = when("brief_not_complete", func(o *Order, c *Command, _ *policy.Policy) bool {
		return c.Complete && !o.BriefComplete
	})
	briefIncomplete   = fact("brief_complete", func(o *Order) bool { return !o.BriefComplete })
	briefNotAsked     = fact("brief_asked_already", func(o *Order) bool { return o.BriefAskedAt.IsZero() })
	askedBriefMissing = fact("brief_not_missing", func(o *Order) bool { return !o.BriefAskedAt.IsZero() && !o.BriefComplete })
	askedLongAgo      = when("brief_asked_just_now", func(o *Order, c *Command, p *policy.Policy) bool {
		return passed(o.BriefAskedAt, p.BriefAskWait, c.At)
	})
	noTimeNotMarked = fact("no_time_marked", func(o *Order) bool { return !o.NoTime })
	workComesAlong  = fits("delivery_needs_file", "files", func(_ *Order, c *Command, p *policy.Policy) bool {
		return c.Files > 0 || !p.DeliveryNeedsFile
	})
	roundsLeft = fact("no_rounds_left", func(o *Order) bool { return o.RoundsLeft() != 0 })
)

// Additions, extras, dates.
var (
	addsSomething = fits("adds_nothing", "sum", func(_ *Order, c *Command, _ *policy.Policy) bool { return c.Sum > 0 })
	// What shortens the term needs the seller's consent: they propose it as an extra.
	doesNotShorten   = fits("shortens_term", "lead", func(_ *Order, c *Command, _ *policy.Policy) bool { return c.Lead >= 0 })
	canHandBack      = fact("nothing_to_hand_back", func(o *Order) bool { return o.AddedFrom != "" })
	extraOpen        = fact("no_extra", func(o *Order) bool { return o.ExtraOpen })
	noExtraOpen      = fact("extra_waits", func(o *Order) bool { return !o.ExtraOpen })
	datesCanBeAgreed = switched("no_dates", func(p *policy.Policy) bool { return p.Extension == policy.ExtensionAgreed })
	noDateOpen       = fact("date_waits", func(o *Order) bool { return o.DateBy == Nobody })
	dateIsLater      = fits("date_not_later", "due", func(o *Order, c *Command, _ *policy.Policy) bool {
		return c.Due.After(later(o.Due, c.At))
	})
	otherProposedDate   = when("no_date", func(o *Order, c *Command, _ *policy.Policy) bool { return o.DateBy == c.Side.Other() })
	proposedDateOneself = when("no_date", func(o *Order, c *Command, _ *policy.Policy) bool { return o.DateBy == c.Side })
)

// Cancelling: facts that open a reason (ORD-39).
var (
	withinFreeCancel = when("mistake_too_late", func(o *Order, c *Command, p *policy.Policy) bool {
		return !c.At.After(o.PlacedAt.Add(p.FreeCancel))
	})
	nothingDelivered    = fact("something_delivered", func(o *Order) bool { return o.Deliveries == 0 })
	startedOnlyInEscrow = fact("already_started", func(o *Order) bool { return o.escrow() || o.State == Placed })
	lateCounts          = fact("not_late", func(o *Order) bool { return o.State == Late && o.Lateness == LateCounts })
	sellerSilent        = when("seller_not_silent", func(o *Order, c *Command, p *policy.Policy) bool {
		return passed(o.BuyerWaitsSince, p.NoContact, c.At)
	})
	sellerSilentOrBusy = when("seller_not_busy", func(o *Order, c *Command, p *policy.Policy) bool {
		return o.NoTime || passed(o.BuyerWaitsSince, p.NoContact, c.At)
	})
	buyerSilent = when("buyer_not_silent", func(o *Order, c *Command, p *policy.Policy) bool {
		return passed(o.SellerWaitsSince, p.NoContact, c.At)
	})
	inWorkOnlySentBack = fact("not_sent_back", func(o *Order) bool { return o.State != InWork || o.SentBack > 0 })
	mayAskAgain        = when("asked_enough", func(o *Order, c *Command, p *policy.Policy) bool {
		asks := o.BuyerAsks
		if c.Side == Seller {
			asks = o.SellerAsks
		}
		return asks < int64(p.CancelRequests) && !o.Refused.Has(c.Reason)
	})
	sellerWordUnanswered = fact("seller_said_nothing", func(o *Order) bool {
		return !o.SellerWaitsSince.IsZero() && (o.LateAt.IsZero() || o.SellerSaidAt.Before(o.LateAt))
	})
)

// The case.
var (
	wasRefused = when("arbitration_not_yet", func(o *Order, c *Command, _ *policy.Policy) bool {
		return o.EverRefused || (o.AskedBy != Nobody && o.AskedBy == c.Side.Other())
	})
	mayAskArbitration = when("arbitration_not_yet", func(o *Order, c *Command, p *policy.Policy) bool {
		switch {
		case o.EverRefused, o.AskedBy != Nobody && o.AskedBy == c.Side.Other():
			return true
		case c.Side == Seller:
			return o.SentBack > 0
		}
		return o.SentBack >= int64(p.ArbitrationAfterRevisions) || (o.State == Delivered && o.RoundsLeft() == 0)
	})
	stillUnpaid = when("arbitration_too_late", func(o *Order, c *Command, p *policy.Policy) bool {
		return !o.ReceivedNoted && o.CaseBy == Nobody && c.At.Before(o.EndedAt.Add(p.ArbitrationAfter))
	})
	undecided         = fact("case_decided", func(o *Order) bool { return !o.Decided })
	decidedOpen       = fact("case_no_decision", func(o *Order) bool { return o.Decided && !o.Appealed })
	appealed          = fact("case_no_appeal", func(o *Order) bool { return o.Appealed })
	opener            = when("case_not_opener", func(o *Order, c *Command, _ *policy.Policy) bool { return o.CaseBy == c.Side })
	otherHasNotStated = when("case_other_stated", func(o *Order, c *Command, _ *policy.Policy) bool {
		return (c.Side == Buyer && !o.SellerStated) || (c.Side == Seller && !o.BuyerStated)
	})
	noGoOnOffer      = fact("case_go_on_waits", func(o *Order) bool { return o.GoOnBy == Nobody })
	otherOfferedGoOn = when("case_no_offer", func(o *Order, c *Command, _ *policy.Policy) bool { return o.GoOnBy == c.Side.Other() })
	// The sums must be within what is held; with custody `none` nothing is.
	withinEscrow = fits("split_too_much", "to_seller", func(o *Order, c *Command, _ *policy.Policy) bool {
		return c.Sum >= 0 && c.Sum <= o.Held
	})
	otherOfferedSplit     = when("case_no_offer", func(o *Order, c *Command, _ *policy.Policy) bool { return o.SplitBy == c.Side.Other() })
	workCanGoOn           = fact("case_after_end", func(o *Order) bool { return o.CaseFrom != Completed })
	dueAhead              = fits("due_not_ahead", "due", func(_ *Order, c *Command, _ *policy.Policy) bool { return c.Due.After(c.At) })
	otherAcceptedDecision = when("case_other_waits", func(o *Order, c *Command, _ *policy.Policy) bool {
		return (c.Side == Buyer && o.SellerAccepted) || (c.Side == Seller && o.BuyerAccepted)
	})
	notAcceptedYet = when("case_accepted", func(o *Order, c *Command, _ *policy.Policy) bool {
		return (c.Side == Buyer && !o.BuyerAccepted) || (c.Side == Seller && !o.SellerAccepted)
	})
	// An appeal is decided by another arbiter; where there is none, by the same
	// one after a second look (TRU-22, TRU-27).
	someoneElse = when("case_same_arbiter", func(o *Order, c *Command, p *policy.Policy) bool {
		return c.Actor != o.DecidedBy || passed(o.AppealedAt, p.SecondLook, c.At)
	})
)

// After the end, and staff.
var (
	positiveSum         = fits("adds_nothing", "sum", func(_ *Order, c *Command, _ *policy.Policy) bool { return c.Sum > 0 })
	portfolioOpen       = fact("portfolio_answered", func(o *Order) bool { return o.Portfolio == ConsentOpen })
	portfolioNotRefused = fact("portfolio_answered", func(o *Order) bool { return o.Portfolio != ConsentRefused })
	paidNotNoted        = fact("payment_noted", func(o *Order) bool { return !o.PaidNoted })
	receivedNotNoted    = fact("payment_noted", func(o *Order) bool { return !o.ReceivedNoted })
	otherNotedPayment   = when("payment_not_noted", func(o *Order, c *Command, _ *policy.Policy) bool {
		noted := (c.Side == Seller && o.PaidNoted) || (c.Side == Buyer && o.ReceivedNoted)
		return noted && !o.PaymentContested
	})
	canObject     = fact("cannot_object", func(o *Order) bool { return o.Objection == ObjectionPossible })
	objectionMade = fact("no_objection", func(o *Order) bool { return o.Objection == ObjectionMade })
	namesParty    = when("no_party", func(_ *Order, c *Command, _ *policy.Policy) bool {
		return c.Banned == Buyer || c.Banned == Seller
	})
	nobodyBanned = fact("ban_waits", func(o *Order) bool { return o.BannedSide == Nobody })
	otherBanned  = when("nobody_banned", func(o *Order, c *Command, _ *policy.Policy) bool {
		return o.BannedSide == c.Side.Other() && !o.Clocks[BanDeadline].IsZero()
	})
	buyerBannedAfterDelivery = fact("nothing_delivered", func(o *Order) bool {
		return o.BannedSide == Buyer && o.State == Delivered
	})
	outageTouches = when("no_outage", func(o *Order, c *Command, p *policy.Policy) bool {
		for _, at := range o.Clocks {
			if touched(at, c.Outage, p) {
				return true
			}
		}
		return false
	})
)
