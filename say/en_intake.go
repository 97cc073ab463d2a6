package say

// What an import says about lines and how far it got.
var _ = english(Texts{
	"fault.import_line_broken":     "Line {{.line}} is not of the form that the file starts with.",
	"fault.import_package_missing": "The {{.tier}} package is missing.",
	"fault.import_days":            "The days must be a number from 0 to {{.most}}.",
	"fault.import_revisions":       "The revisions must be a number, or -1 for no limit.",
})
