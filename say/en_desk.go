package say

// The desk: what every page has in common, and the faults of forms.
var _ = english(Texts{
	"fault.desk_other_origin":     "This form came from another site and was not carried out. Open the page here and send it again.",
	"fault.desk_too_often":        "That was too often in a short time. Nothing was lost; please wait a minute and try again.",
	"fault.desk_body_huge":        "What was sent is too large. Nothing was saved; please send less at once.",
	"fault.desk_body_unreadable":  "What was sent could not be read. Please fill in the form again.",
	"fault.desk_busy":             "That took too long and was given up. Nothing was half done; please try again in a moment.",
	"fault.desk_internal":         "Something went wrong on our side. Nothing was half done; please try again, and tell us the number below if it stays.",
	"fault.desk_confirm_first":    "Please confirm your e-mail address first. The code was sent to you by mail.",
	"fault.desk_no_right":         "Your account may not do this at the moment.",
	"fault.desk_key_missing":      "This form has lost its number. Please open the page again and send it from there.",
	"fault.desk_key_reused":       "This form was sent before with something else in it. Please open the page again.",
	"fault.desk_required":         "Please fill this in.",
	"fault.desk_text_long":        "This is too long; {{.max}} characters fit.",
	"fault.desk_number_malformed": "Please write a whole number with digits.",
	"fault.desk_number_bounds":    "Please choose a number from {{.min}} to {{.max}}.",
	"fault.desk_choice":           "Please choose one of the values offered.",
	"fault.desk_too_many":         "That is too many; {{.max}} at most.",
	"fault.desk_moment_malformed": "Please write the date like 2026-11-27, with the time like 14:30 where it is asked for.",

	"fault.desk_demo_real":   "This folder holds a real marketplace, so it cannot become a demo. Give the demo a folder of its own with --data.",
	"fault.desk_demo_folder": "This folder holds a demo. Start it with --demo, or give the marketplace a folder of its own with --data.",
	"fault.desk_demo_torn":   "Filling this demo was cut off. Remove the folder and start again.",
	"fault.desk_clock_far":   "The clock can be moved forward only, and five years at most.",

	"desk.wrong.title.401": "Please sign in",
	"desk.wrong.title.403": "Not allowed",
	"desk.wrong.title.404": "Nothing here",
	"desk.wrong.title.409": "Something changed meanwhile",
	"desk.wrong.title.413": "Too large",
	"desk.wrong.title.422": "Please look again",
	"desk.wrong.title.429": "One moment",
	"desk.wrong.title.500": "That did not work",
	"desk.wrong.title.503": "Back in a moment",
	"desk.wrong.request":   "Number of this request: {{.request}}",
	"desk.wrong.home":      "To the first page",
	"desk.wrong.again":     "Try again",

	"desk.device.unknown": "Unknown device",
	"desk.device":         "{{.browser}} on {{.system}}",
})
