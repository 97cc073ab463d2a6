package say

// The pages about people.
var _ = english(Texts{
	"account.sign_in":       "Sign in",
	"account.sign_in.do":    "Sign me in",
	"account.signed_out":    "You are signed out.",
	"account.register":      "Create an account",
	"account.register.lead": "One account at {{.site}} is for buying and for selling. It costs nothing.",
	"account.register.send": "Create my account",
	"account.have_account":  "You have an account already?",
	"account.no_account":    "New here?",
	"account.kept":          "What you chose is kept",
	"account.kept.why":      "After this you come back to it, as you left it.",

	"account.field.name":         "Login or e-mail address",
	"account.field.password":     "Password",
	"account.field.new_password": "New password",
	"account.field.old_password": "Your password until now",
	"account.field.email":        "E-mail address",
	"account.field.email.hint":   "We send a code there. Nobody else sees it.",
	"account.field.other_email":  "Use another address",
	"account.field.login":        "Login",
	"account.field.login.hint":   "The name everyone sees: {{.min}} to {{.max}} Latin letters, digits, hyphens or underscores.",
	"account.field.organisation": "Name of the organisation",
	"account.field.capacity":     "Your role there",
	"account.field.code":         "Code from the mail",
	"account.field.code.hint":    "Six digits.",
	"account.password.hint":      "At least {{.min}} characters. Four words in a row are easy to remember and hard to guess.",

	"account.organisation": "I act for an organisation",
	"account.of_age":       "I am {{.age}} years old or more.",
	"account.accept":       "I accept the terms of use and the privacy page.",
	"account.read_terms":   "Read the terms",
	"account.read_privacy": "Read the privacy page",

	"account.remember":      "Stay signed in on this device",
	"account.remember.hint": "Leave this open on a device that others use too.",

	"account.forgotten":      "Forgotten password",
	"account.forgotten.lead": "Tell us your login or address, and we send a link with which you set a new password.",
	"account.forgotten.send": "Send me the link",
	"account.mailed":         "Look into your mail",
	"account.mailed.lead":    "If there is an account with this name, a mail with a link is on its way to its address.",
	"account.mailed.again":   "Ask for another link",

	"account.reset":      "Set a new password",
	"account.reset.lead": "This ends all sessions of your account and begins a new one here.",
	"account.reset.set":  "Set the password and sign in",
	"account.reset.done": "Your new password is set. All other sessions were ended.",

	"account.confirm":       "Confirm your address",
	"account.confirm.lead":  "We sent a code to {{.email}}. Type it here, or open the link in the mail.",
	"account.confirm.send":  "Confirm",
	"account.confirm.later": "Later",
	"account.confirm.press": "One press, and the address is confirmed.",
	"account.confirmed":     "Your address is confirmed. You can order, offer and write now.",
	"account.send_again":    "Send the mail again",
	"account.sent_again":    "A new mail is on its way. Earlier codes no longer work.",
	"account.correct_email": "Send it there",

	"account.not_arrived":           "Mail not arrived?",
	"account.not_arrived.wait":      "It usually takes less than a minute.",
	"account.not_arrived.spam":      "Look among unwanted mail for one from {{.site}}.",
	"account.not_arrived.no_server": "This site sends no mail yet. Its operator sees what was written and can hand you the code.",

	"account.spent":       "This link has done its work",
	"account.spent.again": "Ask for a new one",
})
