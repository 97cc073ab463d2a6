package say

var _ = english(Texts{
	"dispute.cases":           "Cases",
	"dispute.cases.lead":      "Orders in which one side asked for a decision, longest waiting first.",
	"dispute.objections":      "Objections",
	"dispute.objections.lead": "Sellers who say that a cancelled order should not count against them, longest waiting first.",
	"dispute.none":            "Nothing to decide",
	"dispute.none.text":       "No case is waiting.",
	"dispute.none.objections": "No objection is waiting.",
	"dispute.parties":         "{{.buyer}} bought from {{.seller}}",
	"dispute.appeal":          "Appealed",
	"dispute.overdue":         "Overdue",
	"dispute.column.order":    "Order",
	"dispute.column.asked":    "Asked for",
	"dispute.column.wanted":   "Decide by",
	"dispute.column.held":     "Held",
	"dispute.column.ended":    "Cancelled",

	"dispute.look":             "Look at order {{.number}}",
	"dispute.look.lead":        "This page is private to its two sides. Why you look is written down, and they can see that somebody did.",
	"dispute.look.reason":      "Why do you look?",
	"dispute.look.remark":      "A remark for the record",
	"dispute.look.open":        "Open the order",
	"dispute.reason.case":      "To decide its case",
	"dispute.reason.objection": "To decide an objection",
	"dispute.reason.report":    "Somebody reported it",
	"dispute.reason.support":   "One of its sides asked for help",
	"dispute.reason.law":       "The law asks for it",

	"fault.look_first":  "This order is private to its two sides. Please say first why you look at it.",
	"fault.look_reason": "Please choose why you look.",
	"fault.look_remark": "Please keep the remark under {{.most}} characters.",
})
