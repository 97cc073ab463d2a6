package screen

import (
	"regexp"
	"slices"
	"strings"

	"guildhall/fault"
)

// reserved are words a login may not be, as they would pass for the house or
// for a part of an address.
var reserved = strings.Fields(`about abuse account accounts admin administrator admins api app arbiter arbitration
	assets auth balance billing blog board boards bot cart categories category checkout config confirm contact
	conversations cookies demo deleted dev docs download everyone export faq favicon feed fees finance forum
	ftp guest guildhall help home host hostmaster imap import info invoice jobs legal login logout mail
	mailer-daemon marketplace me media member members moderator moderation mod news nobody noreply no-reply
	notification notifications null official operator order orders owner password pay payment payments payout
	ping policy pop postmaster press privacy profile public register report reports requests reset robots root
	rules sales search secure security seller selling service services session sessions settings setup
	sign-in sign-out sign-up signin signout signup site smtp ssl staff static status superuser support sysadmin
	system team terms test ticket tickets token tokens trust undefined unsubscribe upload uploads user users
	void webmaster well-known wiki www`)

var loginForm = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// Login holds a public name against ACC-2: its form, words it may not be or
// hold, and whether it reads as a phone number; least and most are its
// characters. Nil when it is fine. Codes: login_length, login_letters,
// login_reserved, login_rude, login_phone.
func Login(login string, least, most int) *fault.Fault {
	switch low := strings.ToLower(login); {
	case len(login) < least || len(login) > most:
		return fault.Invalid("login_length", "min", least, "max", most)
	case !loginForm.MatchString(login):
		return fault.Invalid("login_letters")
	case slices.Contains(reserved, low), slices.Contains(reserved, strings.Trim(low, "-_0123456789")):
		return fault.Invalid("login_reserved", "word", login)
	case rudeLogin(low):
		return fault.Invalid("login_rude")
	case readsAsPhone(low):
		return fault.Invalid("login_phone")
	}
	return nil
}

// rudeLogin looks at the parts of a login as words of any language.
func rudeLogin(login string) bool {
	apart := strings.FieldsFunc(login, func(r rune) bool { return r == '-' || r == '_' })
	return Profanity(strings.Join(apart, " "), anyLanguage) != "" || Profanity(strings.Join(apart, ""), anyLanguage) != ""
}

// readsAsPhone reports seven digits or more, in figures or words, with signs
// between them left out.
func readsAsPhone(login string) bool {
	digits := 0
	for _, part := range loginParts.FindAllString(login, -1) {
		if part[0] >= '0' && part[0] <= '9' {
			digits += len(part)
		} else if _, word := digitWords[part]; word {
			digits++
		}
	}
	return digits >= phoneDigitsMin
}

var loginParts = regexp.MustCompile(`[0-9]+|zero|one|two|three|four|five|six|seven|eight|nine|[a-z]+?`)
