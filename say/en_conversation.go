package say

// Conversations outside orders.
var _ = english(Texts{
	"fault.conversation_self":    "You cannot write to yourself.",
	"fault.seller_first":         "Sellers do not write first here. You can answer once a buyer has written to you.",
	"fault.conversation_blocked": "One of you has blocked the other, so no messages can be sent.",
	"fault.writing_restricted":   "Your account may not write to members at the moment.",
	"fault.message_empty":        "Please write something or add a file.",
	"fault.message_fixed":        "A message can be changed for {{.within}} after it was sent. It stays as it is now.",
})
