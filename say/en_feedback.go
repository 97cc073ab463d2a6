package say

// Feedback where everybody reads it, and what staff do with it.
var _ = english(Texts{
	"feedback.title":        "Feedback",
	"feedback.none":         "Nobody has left feedback on this service yet.",
	"feedback.how":          "Only who ordered can leave feedback, once for each order. Staff remove it only where it breaks a rule, and what they removed stays marked.",
	"feedback.how_more":     "How ratings work",
	"feedback.liked":        "Liked it",
	"feedback.disliked":     "Did not like it",
	"feedback.tally":        "{{.liked}} liked it, {{.disliked}} did not",
	"feedback.changed":      "changed since",
	"feedback.as_buyer":     "about them as a buyer",
	"feedback.removed_word": "Removed",
	"feedback.removed":      "Staff removed this feedback: {{.why}}",
	"feedback.answered":     "{{.name}} answered",
	"feedback.newest":       "The newest",
	"feedback.older":        "Older ones",

	"record.title":           "Its record so far",
	"record.completed.one":   "{{.count}} order completed",
	"record.completed.other": "{{.count}} orders completed",
	"record.queue.one":       "{{.count}} in work now",
	"record.queue.other":     "{{.count}} in work now",
	"record.none":            "No orders yet: be the first.",
	"record.first":           "No feedback yet",

	"share.title":   "Share",
	"share.send":    "Share it",
	"share.mail":    "Send by mail",
	"share.subject": "{{.title}}, on {{.site}}",

	"report.service": "Report this service",
	"report.title":   "Report a service",
	"report.lead":    "Moderators look at it. The seller is not told who reported it.",
	"report.reason":  "What is wrong with it",
	"report.remark":  "Anything moderators should know",
	"report.send":    "Report it",
	"report.leave":   "Back without reporting",
	"report.done":    "Thank you. Moderators will look at it.",

	"moderation.feedback.title":  "Decide about a feedback",
	"moderation.feedback.lead":   "By {{.buyer}} about {{.seller}}. It is removed only where it breaks the rules or has nothing to do with the work.",
	"moderation.feedback.reason": "Why it is removed",
	"moderation.feedback.remark": "To its author",
	"moderation.feedback.do":     "Remove it",
	"moderation.feedback.leave":  "Leave it as it is",
	"moderation.feedback.done":   "The feedback was removed. A note with the reason stays where it stood.",
})
