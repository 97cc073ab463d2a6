package reputation

import (
	"guildhall/desk"
	"guildhall/policy"
)

// The values that take money or set a time, in the order a deal meets them.
var (
	feeValues = []string{
		"commission", "commission_tiers", "buyer_fee", "tip_commission", "vat", "withdrawal_fee", "withdrawal_min",
		"top_up_min", "top_up_max", "payout_days", "clearing",
	}
	deadlineValues = []string{
		"prepared_for", "start_within", "check_within", "idle_cancel", "cancel_answer", "revision_time", "extension_answer",
		"extra_answer", "hand_back_within", "free_cancel", "no_contact", "objection", "case_statement", "arbitration_target",
		"arbitration_limit", "case_appeal", "feedback_days", "reply_within", "talk_after",
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
	taken.Rows, times.Rows = w.values(*p, feeValues), w.values(*p, deadlineValues)
	if p.Custody == policy.CustodyNone {
		taken = w.chapter("reputation.fees.none", 1)
	}
	return []chapter{taken, times}
}

// values are rows of the policy's table that are set.
func (w writer) values(p policy.Policy, names []string) [][]string {
	var rows [][]string
	for _, name := range names {
		value, known := policy.Find(name)
		if text := value.Text(p); known && text != "" {
			if value.Shape.Kind == policy.KindAmount {
				text += " " + string(p.Currency)
			}
			rows = append(rows, []string{w.s.T(value.Key()), text})
		}
	}
	return rows
}
