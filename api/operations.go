package api

// Subjects is the whole API, in the order the description shows it.
var Subjects = []Subject{
	{"account", accountOperations},
	{"members", memberOperations},
	{"categories", categoryOperations},
	{"services", serviceOperations},
	{"conversations", conversationOperations},
	{"orders", orderOperations},
	{"files", fileOperations},
	{"staff", append(moderationOperations, staffOrderActions()...)},
}
