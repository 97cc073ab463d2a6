package api

import "slices"

// Subjects is the whole API, in the order the description shows it.
var Subjects = []Subject{
	{"account", accountOperations},
	{"members", memberOperations},
	{"categories", categoryOperations},
	{"services", serviceOperations},
	{"conversations", conversationOperations},
	{"orders", slices.Concat(orderOperations, evidenceOperations)},
	{"feedback", feedbackOperations},
	{"checkouts", checkoutOperations},
	{"money", moneyOperations},
	{"notifications", notificationOperations},
	{"files", fileOperations},
	{"staff", slices.Concat(moderationOperations, caseOperations, responseOperations, staffOrderActions(), financeOperations)},
}
