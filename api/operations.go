package api

import "slices"

// Subjects is the whole API, in the order the description shows it.
var Subjects = []Subject{
	{"account", slices.Concat(accountOperations, identityOperations, secretOperations, decisionOperations)},
	{"members", memberOperations},
	{"categories", categoryOperations},
	{"services", slices.Concat(serviceOperations, recordOperations, frontOperations, statisticsOperations)},
	{"cart", slices.Concat(favouriteOperations, cartOperations, comparisonOperations)},
	{"conversations", slices.Concat(conversationOperations, talkOperations)},
	{"works", slices.Concat(workOperations, readyOperations)},
	{"orders", slices.Concat(orderOperations, evidenceOperations)},
	{"feedback", slices.Concat(feedbackOperations, reputationOperations)},
	{"checkouts", checkoutOperations},
	{"money", slices.Concat(moneyOperations, debtOperations)},
	{"notifications", notificationOperations},
	{"files", fileOperations},
	{"rules", slices.Concat(ruleOperations, rankingOperations)},
	{"staff", slices.Concat(ruleStaffOperations, synonymOperations, categoryStaffOperations, moderationOperations, raisedOperations, workStaffOperations, caseOperations, responseOperations, staffOrderActions(), financeOperations, claimOperations, holdOperations, identityStaffOperations, appointOperations)},
}
