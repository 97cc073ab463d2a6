package screen_test

import (
	"strings"
	"testing"

	"guildhall/screen"
)

func TestLoginsAreRefusedWithTheirReason(t *testing.T) {
	cases := []struct{ login, code string }{
		{"anna", ""}, {"Anna_K-2", ""}, {"essex-studio", ""}, {"peacock", ""}, {"Scunthorpe", ""}, {"test-pilot", ""},
		{"dickens", ""}, {"cockpit", ""}, {"design2026", ""}, {"a1b2c3", ""},
		{"ab", "login_length"}, {strings.Repeat("a", 33), "login_length"},
		{"anna k", "login_letters"}, {"änna", "login_letters"}, {"anna.k", "login_letters"}, {"аnna", "login_letters"},
		{"admin", "login_reserved"}, {"Admin", "login_reserved"}, {"support", "login_reserved"}, {"admin_1", "login_reserved"}, {"api", "login_reserved"},
		{"fuck", "login_rude"}, {"big-fuck", "login_rude"}, {"sh1t", "login_rude"}, {"f-u-c-k", "login_rude"}, {"arschloch", "login_rude"},
		{"4915112345678", "login_phone"}, {"call-0170-555-0199", "login_phone"}, {"seven0seven5551", "login_phone"},
		{"one-two-three-four-five-six-seven", "login_length"}, {"onetwothreefourfivesixseven", "login_phone"},
	}
	for _, c := range cases {
		got := ""
		if f := screen.Login(c.login, 3, 32); f != nil {
			got = f.Code
		}
		if got != c.code {
			t.Errorf("%q: got %q, want %q", c.login, got, c.code)
		}
	}
}

func TestPasswordsThatGuessersTryAreRefused(t *testing.T) {
	cases := []struct{ password, code string }{
		{"four dull brown hens", ""}, {"Gartenzaun-im-Mai", ""}, {"kV9#qLw2", ""}, {"ein Pfad am See", ""}, {"correct horse battery", ""},
		{"short", "password_short"}, {strings.Repeat("ab1", 50), "password_long"}, {"sieben7", "password_short"},
		{"password", "password_common"}, {"Password1!", "password_common"}, {"p@ssw0rd", "password_common"}, {"12345678", "password_common"},
		{"qwertyuiop", "password_common"}, {"87654321", "password_common"}, {"aaaaaaaa", "password_common"}, {"abcabcabc", "password_common"},
		{"1qaz2wsx", "password_common"}, {"Summer2026", "password_common"}, {"iloveyou!", "password_common"}, {"qwerty123", "password_common"},
		{"19901990", "password_common"}, {"hasloHaslo", "password_common"},
		{"annakarenina", "password_own"}, {"annakarenina1", "password_own"}, {"AnnaKarenina", "password_own"},
	}
	for _, c := range cases {
		got := ""
		if f := screen.Password(c.password, 8, 128, "annakarenina", "annakarenina@tolstoy.example"); f != nil {
			got = f.Code
		}
		if got != c.code {
			t.Errorf("%q: got %q, want %q", c.password, got, c.code)
		}
	}
}

func TestAddressesAreHeldAgainstTheirForm(t *testing.T) {
	for address, want := range map[string]bool{
		"anna@example.org": true, "a.b+c@sub.example.co.uk": true, "": false, "anna": false, "anna@": false, "@example.org": false,
		"anna@localhost": false, "Anna <anna@example.org>": false, "anna@example.org\r\nBcc: all@example.org": false,
		"anna@[127.0.0.1]": false, strings.Repeat("a", 250) + "@example.org": false,
	} {
		if f := screen.Email(address); (f == nil) != want {
			t.Errorf("%q: %v", address, f)
		}
	}
}

func TestThrowAwayMailIsKnownAlsoOnItsParts(t *testing.T) {
	for address, want := range map[string]bool{
		"a@0-mail.com": true, "a@x.0-mail.com": true, "A@0-MAIL.COM": true, "a@gmail.com": false, "a@com": false, "": false,
	} {
		if screen.Disposable(address) != want {
			t.Errorf("%q: want %v", address, want)
		}
	}
}

func TestCoarseWordsMatchWholeAndFolded(t *testing.T) {
	for text, want := range map[string]bool{
		"what the fuck": true, "FUCKING great": true, "sh1t": true, "fuuuuck this": true, "ｆｕｃｋ": true, "f\u200buck": true, "fυck": true,
		"I grew up in Essex": false, "a peacock in Scunthorpe": false, "class assignment": false, "cocktail bar menu": false,
		"unisex shirts": false, "I am happy": false, "": false,
	} {
		if word := screen.Profanity(text); (word != "") != want {
			t.Errorf("%q: found %q", text, word)
		}
	}
}

func TestWordsOfAnotherLanguageCountWhereItIsSpoken(t *testing.T) {
	if screen.Profanity("so ein arschloch", "de") == "" {
		t.Error("not found in German")
	}
	if word := screen.Profanity("I am here", "en"); word != "" {
		t.Errorf("found %q", word)
	}
	if screen.Profanity("你是傻逼吗", "zh") == "" {
		t.Error("not found inside Chinese, which writes no spaces")
	}
}

func TestInsultsAreAimedAtSomebody(t *testing.T) {
	for text, want := range map[string]bool{
		"you are an idiot": true, "You're so stupid!": true, "shut up": true, "go to hell": true,
		"this is a stupid bug of mine": false, "idiot-proof manual": false, "your work is great": false, "you are a star": false,
	} {
		if word := screen.Rudeness(text); (word != "") != want {
			t.Errorf("%q: found %q", text, word)
		}
	}
}

const offer = `I will draw a modern logo for your company with three drafts, two rounds of changes, and all source files
in vector form. You get the rights to use it anywhere, and a short guide for colours and letters.`

func TestNearCopiesAreNear(t *testing.T) {
	copied := strings.Replace(strings.ToUpper(offer), "THREE", "Four", 1)
	other := `I translate contracts from German into English, sworn, within two days, also at weekends, and I keep the
layout of the original. Please send a scan that can be read.`
	if !screen.Near(screen.Simhash(offer), screen.Simhash(copied)) {
		t.Error("one word changed makes no new text")
	}
	if screen.Near(screen.Simhash(offer), screen.Simhash(other)) {
		t.Error("another offer is no copy")
	}
	if screen.Near(screen.Simhash(""), screen.Simhash("…")) {
		t.Error("nothing is near nothing")
	}
}
