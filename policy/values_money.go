package policy

import (
	"time"

	"guildhall/money"
)

// moneyValues: fees, and money in and out.
var moneyValues = []Value{
	{"commission", rate(0, money.Whole), "MON-5", func(p *Policy) any { return &p.Commission }},
	{"commission_tiers", of(KindTiers), "MON-5", func(p *Policy) any { return &p.CommissionTiers }},
	{"buyer_fee", rate(0, money.Whole), "MON-5", func(p *Policy) any { return &p.BuyerFee }},
	{"tip_commission", rate(0, money.Whole), "ORD-27", func(p *Policy) any { return &p.TipCommission }},
	{"platform_may_pay", of(KindSwitch), "ORD-37", func(p *Policy) any { return &p.PlatformMayPay }},
	{"vat", rate(0, money.Whole), "MON-14", func(p *Policy) any { return &p.Vat }},
	{"top_up_min", amount(1, money.Max), "MON-6", func(p *Policy) any { return &p.TopUpMin }},
	{"top_up_max", amount(1, money.Max), "MON-6", func(p *Policy) any { return &p.TopUpMax }},
	{"card_hold", span(0, year), "MON-7", func(p *Policy) any { return &p.CardHold }},
	{"clearing", span(0, year), "MON-11", func(p *Policy) any { return &p.Clearing }},
	{"withdrawal_fee", rate(0, money.Whole), "MON-8", func(p *Policy) any { return &p.WithdrawalFee }},
	{"withdrawal_min", amount(1, money.Max), "MON-8", func(p *Policy) any { return &p.WithdrawalMin }},
	{"withdrawal_kyc_limit", amount(0, money.Max), "ACC-19", func(p *Policy) any { return &p.WithdrawalKycLimit }},
	{"payout_days", of(KindWeekdays), "MON-8", func(p *Policy) any { return &p.PayoutDays }},
	{"new_details_limit", amount(0, money.Max), "MON-9", func(p *Policy) any { return &p.NewDetailsLimit }},
	{"security_hold", span(0, 90*day), "MON-9", func(p *Policy) any { return &p.SecurityHold }},
	{"chargeback_decide", span(time.Hour, 90*day), "MON-20", func(p *Policy) any { return &p.ChargebackDecide }},
	{"referral_cookie", span(0, year), "MON-13", func(p *Policy) any { return &p.ReferralCookie }},
	{"referral_sale", rate(0, money.Whole), "MON-13", func(p *Policy) any { return &p.ReferralSale }},
	{"referral_purchase", rate(0, money.Whole), "MON-13", func(p *Policy) any { return &p.ReferralPurchase }},
	{"referral_activation", span(0, 3*year), "MON-13", func(p *Policy) any { return &p.ReferralActivation }},
	{"referral_years", count(0, 100), "MON-13", func(p *Policy) any { return &p.ReferralYears }},
}
