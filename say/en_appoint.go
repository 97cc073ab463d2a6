package say

// Roles and legal documents, as staff give and publish them.
var _ = english(Texts{
	"fault.document_moved_on": "Somebody published version {{.number}} meanwhile. Look at it first.",
	"fault.document_date":     "This day is over. Leave it empty for at once.",

	"staff.roles":           "Roles",
	"staff.roles.lead":      "Who works here, and what each may do. Every change is kept with who made it, and the member is told.",
	"staff.roles.held":      "Roles",
	"staff.roles.role":      "Role",
	"staff.roles.give":      "Give a role",
	"staff.roles.take":      "Take",
	"staff.roles.take_from": "Take the role {{.role}} from {{.member}}",
	"staff.roles.log":       "Latest changes",
	"staff.roles.given":     "{{.by}} made {{.member}} {{.role}}.",
	"staff.roles.taken":     "{{.by}} took the role {{.role}} from {{.member}}.",
	"staff.roles.machine":   "Somebody at the machine",
	"staff.roles.done.give": "{{.member}} is {{.role}} now.",
	"staff.roles.done.take": "{{.member}} is no longer {{.role}}.",

	"staff.documents":           "Legal documents",
	"staff.documents.lead":      "A published version never changes; a correction is a new version. Every member is told of it in the account and by mail.",
	"staff.documents.title":     "Title",
	"staff.documents.body":      "Text",
	"staff.documents.body.hint": "Paragraphs are divided by empty lines; a line that begins with ## is a heading.",
	"staff.documents.from":      "In force from",
	"staff.documents.from.hint": "Members are told at once; the text applies from this day. Empty: at once.",
	"staff.documents.preview":   "Preview",
	"staff.documents.publish":   "Publish and tell everybody",
	"staff.documents.versions":  "All versions",
	"staff.documents.version":   "Version {{.number}}, {{.title}}, in force from {{.from}}",
	"staff.documents.done":      "{{.title}} is published; everybody is being told.",

	"account.document.kind.terms":   "terms",
	"account.document.kind.privacy": "privacy notice",
	"account.document.kind.rules":   "rules",

	"notice.account.terms_changed.member.subject": "Our {{.document}} change",
	"notice.account.terms_changed.member.text":    "A new version of our {{.document}} applies from {{.from}}. Please read it. Using the site after that day counts as agreeing to it.",

	"api.listRoles":       "List who is staff",
	"api.changeRole":      "Give a role or take it",
	"api.publishDocument": "Publish a new version of a legal document",
})
