package say

// What stands in every mail, and the outbox staff see.
var _ = english(Texts{
	"mail.open": "Open the page",
	"mail.why":  "You get this mail because of your account at {{.market}}.",
	"mail.stop": "No more mails of this kind",

	"mail.test.subject": "A test from {{.market}}",
	"mail.test.text":    "This mail was sent to see whether mail works. It does.",

	"mail.state.queued": "Waiting",
	"mail.state.sent":   "Sent",
	"mail.state.failed": "Given up",
})
