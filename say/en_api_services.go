package say

// Summaries of services, categories and conversations in the API's description.
var _ = english(Texts{
	"api.subject.categories": "The tree that services stand in.",
	"api.listCategories":     "Read the tree of categories",
	"api.getCategory":        "Read what an offer in a category has to state",

	"api.subject.services":  "Finding services, and offering them. A draft is saved as often as you like and handed in once it is ready.",
	"api.findServices":      "Find services",
	"api.getService":        "Read a service",
	"api.listOwnServices":   "List your services",
	"api.draftService":      "Begin a service",
	"api.getDraft":          "Read the draft of a service",
	"api.saveDraft":         "Save the draft of a service",
	"api.uploadServiceFile": "Upload a picture or file to a service",
	"api.submitService":     "Hand a service in",
	"api.withdrawService":   "Take a service back from moderation",
	"api.pauseService":      "Pause a service",
	"api.activateService":   "Activate a paused service",
	"api.discardDraft":      "Throw a draft away",

	"api.listWaitingServices": "List services that wait for moderation",
	"api.approveService":      "Approve a service",
	"api.rejectService":       "Reject a service with a reason",
	"api.removeService":       "Remove a service for a violation",

	"api.subject.conversations":  "What members say to each other, outside orders and in them.",
	"api.listConversations":      "List your conversations",
	"api.askAboutService":        "Ask the seller of a service before ordering",
	"api.getConversation":        "Read a conversation",
	"api.writeMessage":           "Write a message",
	"api.uploadConversationFile": "Upload a file to a conversation",
	"api.markRead":               "Mark a conversation as read",
	"api.editMessage":            "Edit a message",
	"api.deleteMessage":          "Delete a message",
	"api.listOrderMessages":      "Read what was said in an order",

	"api.getAgreement": "Read the service as it was bought",
	"api.buyMore":      "Buy more units or options",
})
