package notification

// serviceRules: what staff and causes do to a seller's service; what sellers
// do themselves they know.
var serviceRules = []rule{
	{Kind: "service.submitted", Topic: Staff, Tell: []telling{tell(toModerators, massed)}},
	{Kind: "service.reported", Topic: Staff, Tell: []telling{tell(toModerators, massed)}},
	{Kind: "service.published", Topic: Services},
	{Kind: "service.edited", Topic: Staff, Tell: []telling{tell(toModerators, massed)}},
	{Kind: "service.changed", Topic: Services},
	{Kind: "service.withdrawn", Topic: Services},
	{Kind: "service.approved", Topic: Services, Tell: []telling{tell(toSeller, mailed)}},
	{Kind: "service.edit_approved", Topic: Services, Tell: []telling{tell(toSeller, mailed)}},
	{Kind: "service.rejected", Topic: Services, Tell: []telling{tell(toSeller, wanted)}},
	{Kind: "service.edit_rejected", Topic: Services, Tell: []telling{tell(toSeller, wanted)}},
	{Kind: "service.removed", Topic: Services, Tell: []telling{tell(toSeller, mailed)}},
	{Kind: "service.restored", Topic: Services, Tell: []telling{tell(toSeller, mailed)}},
	{Kind: "service.paused", Topic: Services},
	{Kind: "service.resumed", Topic: Services},
	{Kind: "service.hidden", Topic: Services, Tell: []telling{tell(toSeller, mailed)}},
	{Kind: "service.back", Topic: Services, Tell: []telling{tell(toSeller, mailed)}},
	{Kind: "service.top_rated", Topic: Services, Tell: []telling{tell(toSeller, mailed)}},
	{Kind: "service.top_rated_lost", Topic: Services, Tell: []telling{tell(toSeller, mailed)}},
	{Kind: "service.cause_lifted", Topic: Services, Tell: []telling{tell(toSeller, quiet)}},
}

// workRules: works of a portfolio; what sellers do themselves they know.
var workRules = []rule{
	{Kind: "work.waits", Topic: Staff, Tell: []telling{tell(toModerators, massed)}},
	{Kind: "work.shown", Topic: Services},
	{Kind: "work.approved", Topic: Services, Tell: []telling{tell(toSeller, mailed)}},
	{Kind: "work.rejected", Topic: Services, Tell: []telling{tell(toSeller, wanted)}},
	{Kind: "work.refused", Topic: Services, Tell: []telling{tell(toSeller, mailed)}},
	{Kind: "work.withdrawn", Topic: Services},
}

// conversationRules: messages outside orders.
var conversationRules = []rule{
	{Kind: "conversation.message", Topic: Messages, Tell: []telling{tell(toMember, massed)}},
	{Kind: "conversation.answer_near", Topic: Messages, Tell: []telling{tell(toMember, wanted)}},
	{Kind: "conversation.reported", Topic: Staff, Tell: []telling{tell(toModerators, massed)}},
}

// memberRules: the account's safety and standing (never turned off), and what
// hides all of a seller's services.
var memberRules = []rule{
	{Kind: "account.registered", Topic: Safety},
	{Kind: "account.confirmed", Topic: Safety, Tell: []telling{tell(toMember, quiet)}},
	{Kind: "account.new_device", Topic: Safety, Tell: []telling{tell(toMember, mailed)}},
	{Kind: "account.password_changed", Topic: Safety, Tell: []telling{tell(toMember, quiet)}}, // mailed by the account's own door
	{Kind: "account.standing", Topic: Safety, Tell: []telling{tell(toMember, mailed)}},
	{Kind: "account.role_given", Topic: Safety, Tell: []telling{tell(toMember, mailed)}},
	{Kind: "account.role_taken", Topic: Safety, Tell: []telling{tell(toMember, mailed)}},
	{Kind: "account.identity_asked", Topic: Staff, Tell: []telling{tell(toFinance, massed)}},
	{Kind: "account.identity_verified", Topic: Safety, Tell: []telling{tell(toMember, mailed)}},
	{Kind: "account.identity_refused", Topic: Safety, Tell: []telling{tell(toMember, wanted)}},
	{Kind: "account.profile_changed", Topic: Safety},
	{Kind: "account.place_set", Topic: Safety},
	{Kind: "account.weekends_set", Topic: Safety},
	{Kind: "account.document_published", Topic: Safety},
	{Kind: "account.terms_changed", Topic: Safety, Tell: []telling{tell(toMember, mailed)}},
	{Kind: "seller.withheld", Topic: Services, Tell: []telling{tell(toMember, mailed)}},
	{Kind: "seller.released", Topic: Services, Tell: []telling{tell(toMember, mailed)}},
	{Kind: "seller.cause_lifted", Topic: Services, Tell: []telling{tell(toMember, quiet)}},
	{Kind: "seller.level_changed", Topic: Services, Tell: []telling{tell(toMember, mailed)}},
	{Kind: "card_money_released", Topic: Money, Tell: []telling{tell(toMember, mailed)}},
	{Kind: "legal_hold_placed", Topic: Safety},
	{Kind: "legal_hold_ended", Topic: Safety},
}

// moneyRules: top-ups, checkouts, withdrawals.
var moneyRules = []rule{
	{Kind: "top_up_asked", Topic: Money},
	{Kind: "top_up_marked", Topic: Money},
	{Kind: "top_up_succeeded", Topic: Money, Tell: []telling{tell(toMember, mailed)}},
	{Kind: "top_up_failed", Topic: Money, Tell: []telling{tell(toMember, wanted)}},
	{Kind: "top_up_refunded", Topic: Money, Tell: []telling{tell(toMember, mailed)}},
	{Kind: "top_up_charged_back", Topic: Money, Tell: []telling{tell(toMember, mailed), tell(toFinance, wanted)}},
	{Kind: "claim_opened", Topic: Money, Tell: []telling{tell(toMember, wanted)}},
	{Kind: "claim_settled", Topic: Money, Tell: []telling{tell(toMember, mailed)}},
	{Kind: "claim_forgiven", Topic: Money, Tell: []telling{tell(toMember, mailed)}},
	{Kind: "top_up_odd", Topic: Staff, Tell: []telling{tell(toFinance, wanted)}},

	{Kind: "checkout_prepared", Topic: Money},
	{Kind: "checkout_placed", Topic: Money},
	{Kind: "checkout_dropped", Topic: Money},
	{Kind: "checkout_failed", Topic: Money, Tell: []telling{tell(toMember, wanted)}},
	{Kind: "checkout_expired", Topic: Money, Tell: []telling{tell(toMember, mailed)}},
	{Kind: "checkout_missed", Topic: Money, Tell: []telling{tell(toMember, wanted)}},

	{Kind: "withdrawal_requested", Topic: Money, Tell: []telling{tell(toMember, mailed), tell(toFinance, quiet)}},
	{Kind: "withdrawal_approved", Topic: Money},
	{Kind: "withdrawal_sent", Topic: Money, Tell: []telling{tell(toMember, mailed)}},
	{Kind: "withdrawal_paid", Topic: Money, Tell: []telling{tell(toMember, quiet)}},
	{Kind: "withdrawal_returned", Topic: Money, Tell: []telling{tell(toMember, wanted)}},
	{Kind: "withdrawal_cancelled", Topic: Money, Tell: []telling{tell(toMember, mailed)}},
}

// ruleBook finds a rule by kind.
type ruleBook map[string]rule

func bookOf(lists ...[]rule) ruleBook {
	book := ruleBook{}
	for _, list := range lists {
		for _, r := range list {
			if _, twice := book[r.Kind]; twice {
				panic("notification: two rules for " + r.Kind)
			}
			book[r.Kind] = r
		}
	}
	return book
}

// The rules by the kind of subject an entry is about.
var (
	ordersBook        = bookOf(orderRules, besideRules)
	nearBook          = bookOf(nearRules)
	servicesBook      = bookOf(serviceRules)
	worksBook         = bookOf(workRules)
	conversationsBook = bookOf(conversationRules)
	membersBook       = bookOf(memberRules)
	moneyBook         = bookOf(moneyRules)
)
