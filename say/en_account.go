package say

// Accounts: what doors answer, and the mails that carry a way in.
var _ = english(Texts{
	"fault.login_taken":       "Somebody has this login already. Please choose another.",
	"fault.login_refused":     "A login here may not contain {{.word}}. Please choose another.",
	"fault.email_taken":       "This address belongs to another account. Sign in there, or ask for a new password.",
	"fault.email_disposable":  "Throw-away addresses cannot be used here, as we could not reach you about your orders. Please use one that stays.",
	"fault.already_confirmed": "Your address is confirmed already. There is nothing more to do.",
	"fault.link_spent":        "This link was used already or is too old. Please ask for a new one.",
	"fault.code_spent":        "This code no longer works. Please have a new one sent.",
	"fault.code_wrong":        "This is not the code we sent. Please look at the newest mail; spaces do not matter.",
	"fault.sign_in_wrong":     "Login and password do not belong together. Please look at both once more, or ask for a new password.",
	"fault.password_wrong":    "This is not your current password.",
	"fault.terms_first":       "Please accept the terms and the privacy page to go on.",
	"fault.age_first":         "An account is only for people aged {{.age}} or more. Please confirm that you are.",
	"fault.too_young":         "An account is only for people aged {{.age}} or more.",
	"fault.date_malformed":    "Please write the date as year-month-day, for example 1990-05-31.",
	"fault.too_often":         "That was tried too often. It works again from {{.again}}; nothing was lost.",
	"fault.moved_on":          "This was changed meanwhile. Please look at it again and repeat what you wanted.",
	"fault.last_admin":        "This is the only admin. Make somebody else an admin first.",
	"fault.role_unknown":      "There is no such role.",
	"fault.block_self":        "You cannot block yourself.",
	"fault.token_name":        "Give the token a name of at most {{.max}} characters, so that you know later what it is for.",
	"fault.token_scopes":      "Choose at least one thing the token may do.",
	"fault.tokens_full":       "You have {{.max}} tokens already. Withdraw one you no longer use.",
	"fault.too_long":          "This is too long. {{.max}} characters fit.",
	"fault.too_many":          "That is too many. {{.max}} fit.",
	"fault.zone_unknown":      "This time zone is not known. Choose one from the list, for example Europe/Berlin.",
	"fault.choice":            "Please choose one of the values offered.",

	"account.mail.confirm.subject": "{{.code}} is your code for {{.market}}",
	"account.mail.confirm.text":    "Hello {{.name}},\n\nplease confirm that this address is yours. Type the code {{.code}} where you registered, or open the link below. Both work once, until {{.until}}.\n\nIf you did not register, leave this mail alone. Nothing more will come.",
	"account.mail.confirm.open":    "Confirm my address",

	"account.mail.already.subject": "You already have an account at {{.market}}",
	"account.mail.already.text":    "Somebody has just registered with this address, and it belongs to an account you confirmed before. If it was you, sign in below; if you forgot the password, you can set a new one there.\n\nIf it was not you, there is nothing to do. Nobody got in.",
	"account.mail.already.open":    "Sign in",

	"account.mail.reset.subject": "Set a new password at {{.market}}",
	"account.mail.reset.text":    "Hello {{.name}},\n\nyou or somebody else asked to set a new password for your account. The link below works once, until {{.until}}. Setting a new password ends all sessions.\n\nIf it was not you, leave this mail alone. Your password stays as it is.",
	"account.mail.reset.open":    "Set a new password",

	"account.mail.password_changed.subject": "Your password at {{.market}} was changed",
	"account.mail.password_changed.text":    "Hello {{.name}},\n\nyour password was changed on {{.at}}, and all other sessions were ended.\n\nIf it was not you, set a new password at once: whoever changed it can read your mail or knew the old one.",
	"account.mail.password_changed.open":    "It was not me",
})
