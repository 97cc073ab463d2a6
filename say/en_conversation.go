package say

// Conversations outside orders.
var _ = english(Texts{
	"fault.conversation_self":    "You cannot write to yourself.",
	"fault.seller_first":         "Sellers do not write first here. You can answer once a buyer has written to you.",
	"fault.conversation_blocked": "One of you has blocked the other, so no messages can be sent.",
	"fault.writing_restricted":   "Your account may not write to members at the moment.",
	"fault.message_empty":        "Please write something or add a file.",
	"fault.report_own":           "This is your own message.",
	"fault.replies_many":         "You can save {{.most}} replies. Please delete one first.",
	"fault.message_fixed":        "A message can be changed for {{.within}} after it was sent. It stays as it is now.",
})

// The pages of conversations.
var _ = english(Texts{
	"conversation.title":      "Conversations",
	"conversation.none":       "Nothing said yet",
	"conversation.none_text":  "Ask a seller before you order: on the page of a service, choose “Ask the seller”.",
	"conversation.new":        "Ask {{.name}}",
	"conversation.with":       "Conversation with {{.name}}",
	"conversation.about":      "It began with “{{.title}}”.",
	"conversation.said":       "What was said",
	"conversation.text":       "Your message",
	"conversation.first_hint": "Say what you need and by when. Contact details stay out; you can talk about everything here.",
	"conversation.files":      "Files",
	"conversation.files_hint": "These are taken: {{.types}}.",
	"conversation.send":       "Send",
	"conversation.change":     "Change the message",
	"conversation.leave":      "Leave it as it was",
	"conversation.quote":      "Quote",
	"conversation.edit":       "Edit",
	"conversation.delete":     "Delete",
	"conversation.edited":     "edited",
	"conversation.gone":       "This message was deleted by its author.",
	"conversation.deleted":    "The message is deleted. What it said is kept for arbitration only.",
})
