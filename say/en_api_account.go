package say

// Summaries of accounts and members in the API's description.
var _ = english(Texts{
	"api.subject.account":  "Your own account: joining, tokens, profile, sessions.",
	"api.register":         "Make an account",
	"api.makeToken":        "Sign a program in with login and password",
	"api.getAccount":       "Read your account",
	"api.confirmAddress":   "Confirm your e-mail address by the mailed code",
	"api.sendConfirmation": "Have the confirmation mailed again",
	"api.correctEmail":     "Correct an address that was never confirmed",
	"api.setPlace":         "Set your language and time zone",
	"api.setWeekends":      "Hide your services from Friday to Monday, or no longer",
	"api.getOwnProfile":    "Read your profile",
	"api.setProfile":       "Write your profile",
	"api.listTokens":       "List your tokens",
	"api.withdrawToken":    "Withdraw a token",
	"api.listSessions":     "List where you are signed in",
	"api.endSession":       "End a session",
	"api.getSafetyLog":     "Read what happened to the safety of your account",
	"api.listBlocks":       "List whom you blocked",
	"api.blockMember":      "Block a member",
	"api.unblockMember":    "Unblock a member",

	"api.subject.members": "Members as everyone may see them.",
	"api.getMember":       "Read a member's public page",
})
