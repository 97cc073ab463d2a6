package say

// Claims after chargebacks (MON-20), and card money that staff let go early
// (MON-7).
var _ = english(Texts{
	"fault.claim_open":      "You owe {{.owed}} for a payment that your bank called back. Settle it on your balance page; then you can order again.",
	"fault.claim_closed":    "This was decided already.",
	"fault.claim_reason":    "Say why; the decision is kept with its reason.",
	"fault.escrow_held":     "The payment for this order was called back by the bank. Its money stays where it is until staff have decided, until {{.until}} at the latest.",
	"fault.release_reason":  "Say why; the decision is kept with its reason.",
	"fault.release_nothing": "This member has no card money that waits.",

	"money.owed.settle":  "Settle {{.amount}} from my balance",
	"money.owed.settled": "Settled. You can order again.",

	"money.claims":         "Claims after chargebacks",
	"money.claims.lead":    "Money that a bank called back after it had been spent. The member cannot order, and the money of their running orders is held until you decide.",
	"money.claims.none":    "Nobody owes anything",
	"money.claims.unpaid":  "Still owed",
	"money.claims.amount":  "Called back",
	"money.claims.has":     "On the member’s balance",
	"money.claims.opened":  "Since",
	"money.claims.by":      "To decide",
	"money.claims.reason":  "Needed for forgiving and for cancelling. Both sides of cancelled orders read it.",
	"money.claims.settle":  "Settle from the balance",
	"money.claims.forgive": "Forgive",
	"money.claims.cancel":  "Cancel running orders and settle",
	"money.claims.decided": "Decided, and everybody it concerns was told.",

	"money.releases":        "Card money before its time",
	"money.releases.lead":   "Money topped up by card waits before it can be withdrawn, and goes back to that card only. Here you let it go earlier.",
	"money.releases.reason": "Kept with the decision.",
	"money.releases.do":     "Let it go",
	"money.releases.done":   "{{.member}} can withdraw their card money now.",
	"money.releases.latest": "Latest decisions",
	"money.releases.by":     "Decided by",

	"money.kind.claim_paid": "Debt settled", "money.kind.claim_forgiven": "Debt forgiven",
	"money.account.losses": "Claims that were forgiven",

	"order.event.money_held":  "The bank called the payment of this order back; its money is held until staff have decided.",
	"order.event.money_freed": "The money of this order is no longer held.",

	"notice.claim_opened.member.subject":        "You owe {{.amount}}",
	"notice.claim_opened.member.text":           "Your bank called a payment back whose money you had spent. You cannot order until it is settled; the money of your running orders is held. Your balance page says how to settle it.",
	"notice.claim_settled.member.subject":       "{{.amount}} is settled",
	"notice.claim_settled.member.text":          "Nothing is claimed for that payment any more.",
	"notice.claim_forgiven.member.subject":      "You owe nothing any more",
	"notice.claim_forgiven.member.text":         "Staff decided that the marketplace bears the {{.amount}} that your bank called back.",
	"notice.card_money_released.member.subject": "Your card money can be withdrawn",
	"notice.card_money_released.member.text":    "Staff let it go before its time. It goes back to the card it came from.",

	"notice.order.money_held.buyer.subject":   "The money of an order is held",
	"notice.order.money_held.buyer.text":      "Your bank called the payment of this order back. Nothing is paid out or returned until staff have decided.",
	"notice.order.money_held.seller.subject":  "The money of an order is held",
	"notice.order.money_held.seller.text":     "The buyer’s bank called the payment of this order back. Its money stays in escrow until staff have decided, in a few days; you may wait with the work.",
	"notice.order.money_freed.buyer.subject":  "An order goes on",
	"notice.order.money_freed.buyer.text":     "Its money is no longer held.",
	"notice.order.money_freed.seller.subject": "An order goes on",
	"notice.order.money_freed.seller.text":    "Its money is in escrow as before and no longer held.",

	"api.settleDebt":       "Settle from your balance what you owe after a chargeback",
	"api.listClaims":       "List what members owe after chargebacks",
	"api.decideClaim":      "Decide about a claim: settle, forgive, or cancel running orders",
	"api.releaseCardMoney": "Let a member’s card money be withdrawn before its time",
})
