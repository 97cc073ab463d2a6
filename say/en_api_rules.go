package say

// Summaries of rules and secrets in the API's description.
var _ = english(Texts{
	"api.changePassword": "Change your password",
	"api.askForReset":    "Have a link mailed that resets a password",
	"api.resetPassword":  "Set a new password by the mailed link",
	"api.getPrivate":     "Read what only you and staff with a reason may see",
	"api.setPrivate":     "Write what only you and staff with a reason may see",

	"api.subject.rules":      "The rules: every number and switch of the policy, and the legal documents.",
	"api.getPolicy":          "Read the policy in force",
	"api.getRanking":         "Read how services are ranked: what words and figures count",
	"api.getPolicyVersion":   "Read a version of the policy",
	"api.getDocument":        "Read a legal document",
	"api.listPolicyVersions": "List the versions of the policy",
	"api.publishPolicy":      "Publish a further version of the policy",
})
