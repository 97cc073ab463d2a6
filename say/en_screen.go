package say

// What screens refuse in logins, addresses, passwords and texts.
var _ = english(Texts{
	"fault.login_length":   "A login has {{.min}} to {{.max}} characters.",
	"fault.login_letters":  "A login is made of Latin letters, digits, hyphens and underscores.",
	"fault.login_reserved": "This name is kept for the site itself. Please choose another.",
	"fault.login_rude":     "This name would offend people. Please choose another.",
	"fault.login_phone":    "This reads like a phone number. Please choose a name instead.",

	"fault.required":        "Please fill this in.",
	"fault.email_malformed": "This is not an e-mail address. It should look like anna@example.org.",

	"fault.password_short":  "A password has at least {{.min}} characters. A few words in a row are good and easy to remember.",
	"fault.password_long":   "A password has at most {{.max}} characters.",
	"fault.password_common": "Many people use this password, so it is tried first. Please choose one that is only yours.",
	"fault.password_own":    "This is almost your login or address. Please choose something nobody can guess from them.",

	"fault.contact_details": "Contact details do not belong here: {{.found}}. You can talk safely on the site, and share what the work needs once an order is running.",
	"fault.rude":            "Please find a friendlier word than {{.word}}.",
})
