package policy

import (
	"slices"

	"guildhall/fault"
	"guildhall/money"
)

// Check holds the values to the rules between them. What needs the lifecycle
// table is the model check's (ORD-37). All broken rules are reported at once.
func (p Policy) Check() error {
	var faults []*fault.Fault
	for _, v := range Values {
		if err := v.set(new(p), v.Text(p)); err != nil {
			faults = append(faults, err.At(v.Name))
		}
	}
	for _, r := range crossRules {
		if !r.holds(p) {
			faults = append(faults, r.refusal)
		}
	}
	return fault.Join(faults...)
}

// crossRule is one rule between values, with the fault for where it is broken.
type crossRule struct {
	refusal *fault.Fault
	holds   func(Policy) bool
}

// atMost is the fault for a value that another one bounds.
func atMost(name, other string) *fault.Fault {
	return fault.Invalid("policy_above_other", "name", name, "other", other).At(name)
}

// withNone is the fault for a value that custody none leaves no room for.
func withNone(name string) *fault.Fault {
	return fault.Invalid("policy_custody_none", "name", name).At(name)
}

var crossRules = []crossRule{
	{withNone("commission"), func(p Policy) bool { return p.escrow() || p.Commission == 0 }},
	{withNone("commission_tiers"), func(p Policy) bool { return p.escrow() || len(p.CommissionTiers) == 0 }},
	{withNone("buyer_fee"), func(p Policy) bool { return p.escrow() || p.BuyerFee == 0 }},
	{withNone("tip_commission"), func(p Policy) bool { return p.escrow() || p.TipCommission == 0 }},
	{withNone("referral_sale"), func(p Policy) bool { return p.escrow() || p.ReferralSale == 0 }},
	{withNone("referral_purchase"), func(p Policy) bool { return p.escrow() || p.ReferralPurchase == 0 }},
	{fault.Invalid("policy_pay_outside").At("pay_outside"), func(p Policy) bool {
		return p.escrow() || p.PayOutside == PayOutsideExpected
	}},
	{fault.Invalid("policy_platform_pays").At("referral_sale"), Policy.keepsItsFee},
	{fault.Invalid("policy_tiers_order").At("commission_tiers"), Policy.tiersAscend},
	{fault.Invalid("policy_payout_days").At("payout_days"), func(p Policy) bool {
		return !p.escrow() || len(p.PayoutDays) > 0
	}},
	{fault.Invalid("policy_file_types").At("file_types"), func(p Policy) bool { return len(p.FileTypes) > 0 }},
	{fault.Invalid("policy_delivery_link").At("delivery_by_link"), func(p Policy) bool {
		return p.FileLinks || !p.DeliveryByLink
	}},
	{fault.Invalid("policy_buyer_levels").At("buyer_levels"), func(p Policy) bool {
		return len(p.BuyerLevels) > 0 && slices.IsSorted(p.BuyerLevels)
	}},
	{fault.Invalid("policy_sealed").At("feedback_sealed"), func(p Policy) bool {
		return !p.FeedbackSealed || p.FeedbackSides == FeedbackByBoth
	}},
	{fault.Invalid("policy_weights").At("weight_responsibility"), func(p Policy) bool {
		return p.WeightResponsibility+p.WeightOrderRating+p.WeightQuantity+p.WeightQuality > 0
	}},
	{atMost("option_price_min", "option_price_max"), func(p Policy) bool { return p.OptionPriceMin <= p.OptionPriceMax }},
	{atMost("free_price_min", "free_price_max"), func(p Policy) bool { return p.FreePriceMin <= p.FreePriceMax }},
	{atMost("offer_price_min", "offer_price_max"), func(p Policy) bool { return p.OfferPriceMin <= p.OfferPriceMax }},
	{atMost("top_up_min", "top_up_max"), func(p Policy) bool { return p.TopUpMin <= p.TopUpMax }},
	{atMost("login_length_min", "login_length_max"), func(p Policy) bool { return p.LoginLengthMin <= p.LoginLengthMax }},
	{atMost("password_length_min", "password_length_max"), func(p Policy) bool {
		return p.PasswordLengthMin <= p.PasswordLengthMax
	}},
	{atMost("compare_min", "compare_max"), func(p Policy) bool { return p.CompareMin <= p.CompareMax }},
	{atMost("auto_resume_at", "auto_pause_above"), func(p Policy) bool { return p.AutoResumeAt <= p.AutoPauseAbove }},
	{atMost("portfolio_from", "portfolio_orders"), func(p Policy) bool { return p.PortfolioFrom <= p.PortfolioOrders }},
	{atMost("advanced_above", "professional_above"), func(p Policy) bool { return p.AdvancedAbove <= p.ProfessionalAbove }},
	{atMost("professional_failures", "advanced_failures"), func(p Policy) bool {
		return p.ProfessionalFailures <= p.AdvancedFailures
	}},
	{atMost("start_floor", "start_within"), func(p Policy) bool { return p.StartFloor <= p.StartWithin }},
	{atMost("check_floor", "check_within"), func(p Policy) bool { return p.CheckFloor <= p.CheckWithin }},
	{atMost("brief_ask_wait", "start_within"), func(p Policy) bool { return p.BriefAskWait <= p.StartWithin }},
	{atMost("case_statement", "arbitration_target"), func(p Policy) bool { return p.CaseStatement <= p.ArbitrationTarget }},
	{atMost("arbitration_target", "arbitration_limit"), func(p Policy) bool {
		return p.ArbitrationTarget <= p.ArbitrationLimit
	}},
}

func (p Policy) escrow() bool { return p.Custody == CustodyEscrow }

// keepsItsFee: the lowest commission covers both referral shares, unless the
// platform may pay (ORD-37e).
func (p Policy) keepsItsFee() bool {
	return p.PlatformMayPay || p.LowestCommission() >= p.ReferralSale+p.ReferralPurchase
}

// LowestCommission is the least rate any order can be charged.
func (p Policy) LowestCommission() money.Rate {
	lowest := p.Commission
	for _, tier := range p.CommissionTiers {
		lowest = min(lowest, tier.Rate)
	}
	return lowest
}

// CommissionFor is the rate for a buyer-seller pair with that yearly volume.
func (p Policy) CommissionFor(volume money.Amount) money.Rate {
	rate := p.Commission
	for _, tier := range p.CommissionTiers {
		if volume >= tier.From {
			rate = tier.Rate
		}
	}
	return rate
}

func (p Policy) tiersAscend() bool {
	return slices.IsSortedFunc(p.CommissionTiers, func(a, b Tier) int { return int(a.From - b.From) })
}
