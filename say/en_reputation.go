package say

var _ = english(Texts{
	"reputation.level.newbie":       "Newbie",
	"reputation.level.advanced":     "Advanced",
	"reputation.level.professional": "Professional",

	"api.getReputation":        "Read what a member's orders come to",
	"api.getOwnReputation":     "Read your own figures with their rules, what each would be without the last event, and the ranks of your services",
	"api.listReputationOrders": "List the orders behind one of your figures, or behind one of your services",

	"notice.seller.level_changed.member.subject":   "Your level as a seller is now: {{.level}}",
	"notice.seller.level_changed.member.text":      "It was: {{.before}}. Your figures and the orders behind them show what made the difference, what is missing for the next level and what endangers this one.",
	"notice.service.top_rated.seller.subject":      "“{{.title}}” is top-rated",
	"notice.service.top_rated.seller.text":         "Buyers see the mark on it, and it stands higher in the recommended order.",
	"notice.service.top_rated_lost.seller.subject": "“{{.title}}” is no longer top-rated",
	"notice.service.top_rated_lost.seller.text":    "Your figures show which of the conditions does not hold any more.",

	"fault.feedback_shut":      "Feedback on this order is not open: it either never was, or its days are over.",
	"fault.feedback_not_yours": "On this marketplace the buyer leaves the feedback. You can answer it in public.",
	"fault.feedback_given":     "You have left your feedback. It can be changed once, after the other side has answered it.",
	"fault.feedback_removed":   "This feedback was removed by staff. It can no longer be changed.",
	"fault.feedback_empty":     "Please write a sentence; others decide by it.",
	"fault.feedback_long":      "That is too long. Please keep it under {{.most}} characters.",
	"fault.feedback_stars":     "Please choose one to five stars.",
	"fault.response_given":     "You have answered this feedback. You can answer once more if it is changed.",
	"fault.response_judged":    "This answer has been looked at already.",
})
