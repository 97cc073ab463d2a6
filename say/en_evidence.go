package say

// The page of an evidence file (ORD-33).
var _ = english(Texts{
	"evidence.title":            "Order {{.number}}",
	"evidence.made":             "Made {{.at}}. All times are in UTC.",
	"evidence.foot":             "Order {{.number}}, page {{.page}}",
	"evidence.agreement":        "What was agreed",
	"evidence.side.buyer":       "Buyer",
	"evidence.side.seller":      "Seller",
	"evidence.staff":            "Staff",
	"evidence.state":            "State",
	"evidence.units":            "Units",
	"evidence.lead":             "Lead time",
	"evidence.line":             "{{.count}} × {{.title}}, {{.price}} each",
	"evidence.line.added":       "{{.line}} (added later)",
	"evidence.money":            "Money",
	"evidence.money.outside":    "The two agreed on payment between themselves; nothing was held here.",
	"evidence.money.price":      "Price",
	"evidence.money.fee":        "Marketplace fee",
	"evidence.money.held":       "Still held",
	"evidence.money.to_seller":  "To the seller",
	"evidence.money.to_buyer":   "Back to the buyer",
	"evidence.money.tipped":     "Tip",
	"evidence.money.commission": "Commission",
	"evidence.timeline":         "What happened and was said",
	"evidence.brief":            "The brief",
	"evidence.check":            "How to check this",
	"evidence.check.text": "This page is a reading copy of evidence.json beside it. The command guildhall evidence verify finds a changed byte in the agreement, a message, a file, a time or this page. " +
		"□ stands for a character that this font does not have. The last entry of the diary has the checksum:",
})
