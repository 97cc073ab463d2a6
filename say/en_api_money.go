package say

// Summaries of money, checkouts, feedback and moderation in the API's
// description.
var _ = english(Texts{
	"fault.api_covered": "Your balance covers this already. Place the order directly.",

	"api.subject.money":      "Your balance, what moved it, money coming in and going out.",
	"api.getBalance":         "Read your balance",
	"api.getStatement":       "Read each movement of your money",
	"api.listTopUps":         "List your top-ups",
	"api.topUp":              "Ask for a top-up",
	"api.getTopUp":           "Read a top-up",
	"api.getPayoutDetails":   "Read where your money goes",
	"api.setPayoutDetails":   "Say where your money goes",
	"api.listWithdrawals":    "List your withdrawals",
	"api.withdraw":           "Ask for a withdrawal",
	"api.getWithdrawal":      "Read a withdrawal",
	"api.cancelWithdrawal":   "Cancel a withdrawal",
	"api.listPayouts":        "List withdrawals that are to go out",
	"api.approveWithdrawal":  "Approve a withdrawal",
	"api.markWithdrawalSent": "Mark a withdrawal as sent",
	"api.markWithdrawalPaid": "Mark a withdrawal as paid",
	"api.returnWithdrawal":   "Return a withdrawal to the balance",
	"api.listHolds":          "List the legal holds in force",
	"api.placeHold":          "Hold a member's withdrawals back, with a reason and the day it is looked at again",
	"api.endHold":            "End a legal hold",
	"api.markTopUp":          "Say whether money paid outside has come",

	"api.subject.checkouts": "Orders that wait for a top-up: all are placed when the money has come, or none.",
	"api.listCheckouts":     "List your checkouts",
	"api.checkOut":          "Order as soon as a top-up has come",
	"api.getCheckout":       "Read a checkout",
	"api.retryCheckout":     "Try a failed checkout again at today's prices",
	"api.dropCheckout":      "Drop a waiting checkout",

	"api.subject.feedback":     "Verdicts on orders, and the answers to them.",
	"api.getOrderFeedback":     "Read the feedback of an order",
	"api.leaveFeedback":        "Leave or change your feedback",
	"api.answerFeedback":       "Answer feedback in public",
	"api.listServiceFeedback":  "List the feedback on a service",
	"api.listMemberFeedback":   "List the feedback about a member",
	"api.listWaitingResponses": "List answers to feedback that wait for moderation",
	"api.approveResponse":      "Let an answer to feedback be shown",
	"api.removeFeedback":       "Remove a feedback that breaks the rules, with the reason",
	"api.rejectResponse":       "Reject an answer to feedback",

	"api.getWaitingService": "Read a waiting service with everything needed to decide",
})
