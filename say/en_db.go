package say

var _ = english(Texts{
	"fault.data_in_use":    "Another process uses this data folder ({{.path}} is locked). Stop it first, or choose another folder.",
	"fault.data_newer":     "This data was written by a newer program (its form is {{.data}}, this program knows {{.program}}). Start the newer program.",
	"fault.disk_full":      "The disk is full, so nothing can be saved right now. Nothing was changed. Please try again later.",
	"fault.database_away":  "The database cannot be reached right now. Please try again in a moment; nothing you already saved is lost.",
	"fault.busy_try_again": "Too many people changed this at the same moment. Please try again.",
})
