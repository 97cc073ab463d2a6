package say

// The way around a demo.
var _ = english(Texts{
	"demo.title":          "Try it as anyone",
	"demo.lead":           "None of these people are real, and no money is. One click signs you in as any of them; open a second browser to be two at once.",
	"demo.become":         "Be {{.name}}",
	"demo.you_are":        "You are {{.name}} now.",
	"demo.staff":          "Staff",
	"demo.sellers":        "Sellers",
	"demo.buyers":         "Buyers",
	"demo.services.one":   "{{.count}} service",
	"demo.services.other": "{{.count}} services",
	"demo.orders.one":     "{{.count}} order under way",
	"demo.orders.other":   "{{.count}} orders under way",

	"demo.clock":         "The clock",
	"demo.clock.now":     "It is {{.at}} here.",
	"demo.clock.why":     "Moving it lets every deadline between take effect, as it would have.",
	"demo.clock.admin":   "The admin can move it, to see deadlines take effect.",
	"demo.moved":         "The clock stands at {{.at}} now. What fell due in between is being carried out.",
	"demo.by.hour":       "1 hour on",
	"demo.by.day":        "1 day on",
	"demo.by.three_days": "3 days on",
	"demo.by.fortnight":  "14 days on",

	"demo.role.moderator": "Moderator",
	"demo.role.arbiter":   "Arbiter",
	"demo.role.support":   "Support",
	"demo.role.finance":   "Finance",
	"demo.role.admin":     "Admin",
})
