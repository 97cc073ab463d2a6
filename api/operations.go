package api

import "slices"

// Subjects is the whole API, in the order the description shows it.
var Subjects = []Subject{
	{"account", slices.Concat(accountOperations, secretOperations)},
	{"members", memberOperations},
	{"categories", categoryOperations},
	{"services", slices.Concat(serviceOperations, statisticsOperations)},
	{"cart", slices.Concat(favouriteOperations, cartOperations)},
	{"conversations", slices.Concat(conversationOperations, talkOperations)},
	{"works", workOperations},
	{"orders", slices.Concat(orderOperations, evidenceOperations)},
	{"feedback", slices.Concat(feedbackOperations, reputationOperations)},
	{"checkouts", checkoutOperations},
	{"money", slices.Concat(moneyOperations, debtOperations)},
	{"notifications", notificationOperations},
	{"files", fileOperations},
	{"rules", ruleOperations},
	{"staff", slices.Concat(ruleStaffOperations, synonymOperations, moderationOperations, workStaffOperations, caseOperations, responseOperations, staffOrderActions(), financeOperations, claimOperations, appointOperations)},
}
