package say

// The moderators' desk, and what sellers are told.
var _ = english(Texts{
	"fault.reason_needed": "Please choose at least one reason, so that the seller knows what to change.",
	"fault.remark_needed": "Please name the reason in your own words.",
	"fault.item_claimed":  "Another moderator is looking at this until {{.until}}. Please take the next one.",

	"moderation.reason.unclear":         "It is not clear what the buyer gets.",
	"moderation.reason.wrong_category":  "It belongs to another category.",
	"moderation.reason.incomplete":      "Something that buyers need to know is missing.",
	"moderation.reason.poor_pictures":   "The pictures are too small, unreadable, or show something else.",
	"moderation.reason.price_mismatch":  "The price does not fit what is described.",
	"moderation.reason.wrong_language":  "It is written in another language than stated.",
	"moderation.reason.illegal":         "It is illegal or fraudulent.",
	"moderation.reason.infringement":    "It infringes somebody’s copyright, trademark or terms.",
	"moderation.reason.adult":           "It is adult or obscene.",
	"moderation.reason.copy":            "It is copied from somebody else on purpose.",
	"moderation.reason.spam":            "It is spam or nonsense.",
	"moderation.reason.misleading":      "It misleads buyers.",
	"moderation.reason.resale":          "It resells goods that may not be resold.",
	"moderation.reason.bad_marketing":   "It is a kind of marketing that is not allowed here.",
	"moderation.reason.hate":            "It is hateful or discriminates.",
	"moderation.reason.private_data":    "It shows private data of others.",
	"moderation.reason.malware":         "It spreads harmful programs or phishing.",
	"moderation.reason.contact_outside": "It leads to contact or payment outside the site.",
	"moderation.reason.boosting":        "It boosts feedback or sells accounts.",
	"moderation.reason.false_identity":  "It uses a false identity or somebody else’s profile.",
	"moderation.reason.prohibited":      "Its topic is prohibited on this marketplace.",
	"moderation.reason.other":           "Another reason, named below.",
})
