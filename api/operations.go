package api

// Subjects is the whole API, in the order the description shows it.
var Subjects = []Subject{
	{"account", accountOperations},
	{"members", memberOperations},
	{"orders", orderOperations},
	{"files", fileOperations},
	{"staff", staffOrderActions()},
}
