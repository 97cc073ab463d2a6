package say

var _ = english(Texts{
	"moderation.responses":           "Answers to feedback",
	"moderation.responses.lead":      "What sellers answer in public, before it is shown.",
	"moderation.responses.none":      "Nothing to look at",
	"moderation.responses.none.text": "No answer is waiting.",
	"moderation.responses.said":      "{{.buyer}} said",
	"moderation.responses.answered":  "{{.seller}} answered",
	"moderation.responses.show":      "Show it",
	"moderation.responses.reject":    "Give it back",
	"moderation.response_shown":      "The answer is shown now.",
	"moderation.response_rejected":   "The answer went back to its author, who can write it anew.",
})
