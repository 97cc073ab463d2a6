package reputation

import (
	"guildhall/desk"
	"guildhall/policy"
)

// told is a value of the policy that the page tells, where it applies; nil is
// everywhere.
type told struct {
	name string
	when func(*policy.Policy) bool
}

func inEscrow(p *policy.Policy) bool { return p.Custody == policy.CustodyEscrow }

// The values that take money or set a time, in the order a deal meets them.
var (
	feeValues = []told{
		{"commission", nil}, {"commission_tiers", nil}, {"buyer_fee", nil}, {"tip_commission", nil},
		{"top_up_min", nil}, {"top_up_max", nil}, {"card_hold", nil}, {"clearing", nil},
		{"withdrawal_fee", nil}, {"withdrawal_min", nil}, {"payout_days", nil},
		{"withdrawal_kyc_limit", func(p *policy.Policy) bool { return p.WithdrawalKycLimit > 0 }},
		{"security_hold", nil}, {"new_details_limit", nil},
	}
	deadlineValues = []told{
		{"prepared_for", inEscrow}, {"start_within", nil}, {"start_floor", nil}, {"brief_ask_wait", nil}, {"free_cancel", nil},
		{"check_within", nil}, {"check_floor", nil}, {"revision_time", nil}, {"idle_cancel", nil}, {"cancel_answer", nil},
		{"extension_answer", func(p *policy.Policy) bool { return p.Extension != policy.ExtensionNone }},
		{"extra_answer", nil}, {"hand_back_within", nil}, {"no_contact", nil}, {"objection", nil}, {"ban_choice", nil},
		{"arbitration_after", func(p *policy.Policy) bool { return !inEscrow(p) }},
		{"case_statement", nil}, {"arbitration_target", nil}, {"arbitration_limit", nil}, {"case_appeal", nil},
		{"feedback_days", nil}, {"talk_after", nil}, {"new_after", nil}, {"reply_within", nil},
	}
)

// ShowFees is "Fees and deadlines": what the policy in force takes, and by
// when somebody must have acted.
func ShowFees(v *desk.Visit) error {
	return v.Render(rulesPage(v, "reputation.fees", fees(writer{v.Say}, &v.Rules.Policy)))
}

func fees(w writer, p *policy.Policy) []chapter {
	taken, times := w.chapter("reputation.fees.money", 1), w.chapter("reputation.fees.times", 1)
	taken.Head, times.Head = w.heads("what", "value"), w.heads("what", "value")
	taken.Rows, times.Rows = w.values(p, feeValues), w.values(p, deadlineValues)
	if !inEscrow(p) {
		taken = w.chapter("reputation.fees.none", 1)
	}
	return []chapter{taken, times}
}

// values are rows of the policy's table that apply and are set.
func (w writer) values(p *policy.Policy, names []told) [][]string {
	var rows [][]string
	for _, row := range names {
		value, known := policy.Find(row.name)
		text := value.Text(*p)
		if !known || text == "" || row.when != nil && !row.when(p) {
			continue
		}
		if value.Shape.Kind == policy.KindAmount {
			text += " " + string(p.Currency)
		}
		rows = append(rows, []string{w.s.T(value.Key()), text})
	}
	return rows
}
