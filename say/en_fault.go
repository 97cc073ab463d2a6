package say

// Faults that belong to no subject. Each says what is wrong and what to do.
var _ = english(Texts{
	"fault.not_found":     "This page is not there, or it is not yours to see.",
	"fault.sign_in_first": "Please sign in first. You will come back here afterwards.",

	"fault.amount_malformed":   "Write the amount with digits, for example 12.50, without thousands separators.",
	"fault.amount_decimals":    "This currency takes {{.digits}} decimals at most.",
	"fault.amount_negative":    "The amount cannot be below zero.",
	"fault.amount_huge":        "The amount is too large. The most that can be written here is {{.max}}.",
	"fault.insufficient_funds": "Your balance is {{.short}} short. Top it up and order then; nothing has been taken.",

	"fault.busy_try_again": "Someone else changed this at the same moment. Nothing of yours was lost; please try again.",
	"fault.database_away":  "The database cannot be reached at the moment. Nothing was lost; please try again in a minute.",
	"fault.data_in_use":    "Another guildhall is using this data folder ({{.path}}), and one alone may write to it. What staff do can be done in its pages or through its API while it runs; for this command stop it, run the command, and start it again. Over PostgreSQL (--database) commands and servers work side by side.",
	"fault.data_newer":     "The data were written by a newer guildhall (step {{.data}}; this one knows {{.program}}). Please use the newer program.",
	"fault.disk_full":      "There is no space left on the server, so nothing can be saved now. What is there can still be read.",
})
