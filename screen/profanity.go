package screen

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed lists/profanity.csv
var profanityList string

// anyLanguage asks for the longer words of every language at once, as fits
// names: short ones of one language are often plain words of another.
const anyLanguage = "*"

const anyLanguageMin = 5 // letters of words looked for in every language

// plainHere are words of the English list that honest offers need: medicine,
// fashion, the word for a sex of people, and the like.
var plainHere = strings.Fields(`sex sexual sexuality sexually nude nudity escort kinky topless strip striptease
	suck sucks suckmy black erotic erotism hardcore softcore bondage bust escort girl girls on playboy snatch
	tosser wank honkey tush vibrator voyeur domination dominatrix butt babes barely legal fecal genitals
	intercourse nipple nipples panties panty penis vagina rectum semen urethra vulva scat sodomy lolita
	pikey poof beaver god juggs knob doggy bimbos spic swastika xx xxx creampie god damn paedophile rape rapist raping incest`)

// coarse maps a word or a phrase, folded, to the languages that list it.
var coarse = sync.OnceValue(func() map[string][]string {
	words := make(map[string][]string, 3000)
	for line := range strings.Lines(profanityList) {
		language, word, ok := strings.Cut(strings.TrimSpace(line), ",")
		word = plainWords(strings.Trim(word, `"`))
		if !ok || !strings.ContainsFunc(word, unicode.IsLetter) || language == "lang" || language == "en" && slices.Contains(plainHere, word) {
			continue
		}
		words[word] = append(words[word], language)
	}
	return words
})

// phraseMax is how many words the longest phrase of the list has.
const phraseMax = 5

// Profanity finds the first coarse word in English and the given languages (BCP
// 47), as whole words, also with figures for letters; empty when there is
// none.
func Profanity(text string, languages ...string) string {
	asked := append([]string{"en"}, languages...)
	for _, form := range []string{plainWords(text), plainWords(unleetWords(text))} {
		words := strings.Fields(form)
		for i := range words {
			for n := min(phraseMax, len(words)-i); n > 0; n-- {
				phrase := strings.Join(words[i:i+n], " ")
				if listed(phrase, asked) {
					return phrase
				}
			}
		}
	}
	return unspacedProfanity(text, asked)
}

func listed(phrase string, asked []string) bool {
	return slices.ContainsFunc(coarse()[phrase], func(language string) bool {
		return slices.Contains(asked, language) ||
			slices.Contains(asked, anyLanguage) && utf8.RuneCountInString(phrase) >= anyLanguageMin
	})
}

// unspacedProfanity looks inside text of languages that write no spaces.
func unspacedProfanity(text string, asked []string) string {
	if !strings.ContainsFunc(text, unspaced) {
		return ""
	}
	plain := plainWords(text)
	for word := range coarse() {
		first, _ := utf8.DecodeRuneInString(word)
		if unspaced(first) && utf8.RuneCountInString(word) > 1 && listed(word, asked) && strings.Contains(plain, word) {
			return word
		}
	}
	return ""
}

func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

// plainWords is folded text as words with single spaces; marks of letters
// stay, as they tell words apart in many languages.
func plainWords(text string) string {
	return strings.Join(strings.FieldsFunc(fold(text).text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r)
	}), " ")
}

var letterAndSign = regexp.MustCompile(`[\p{L}0-9@$!]*\p{L}[\p{L}0-9@$!]*`)

// unleetWords reads figures and signs inside words as the letters they stand
// for, and letters drawn out as one: "sh1t", "fuuuck".
func unleetWords(text string) string {
	return letterAndSign.ReplaceAllStringFunc(strings.ToLower(text), func(word string) string {
		return squeeze(unleet(word))
	})
}

// squeeze writes three or more of the same letter as one.
func squeeze(word string) string {
	var out []rune
	runes := []rune(word)
	for i := 0; i < len(runes); {
		n := i
		for n < len(runes) && runes[n] == runes[i] {
			n++
		}
		keep := n - i
		if keep > 2 {
			keep = 1
		}
		out = append(out, runes[i:i+keep]...)
		i = n
	}
	return string(out)
}

// insult is aimed at a person, with words that may be harmless elsewhere.
var insult = regexp.MustCompile(`\b(?:you(?:'?re| are| r)?|u r|ur|your?) (?:an? |such an? |so |all |just an? |really |fucking |the )*(idiots?|morons?|stupid|dumb(?:ass)?|imbeciles?|losers?|liars?|trash|garbage|scum(?:bag)?s?|useless|pathetic|worthless|clowns?|pigs?|retard(?:ed)?s?|parasites?|thie(?:f|ves)|lazy)\b|\b(shut (?:the \w+ )?up|go to hell|drop dead|kill yourself|get lost|screw you|kiss my \w+)\b`)

// Rudeness finds an insult aimed at somebody, or else a coarse word; empty when
// there is neither (TRU-12).
func Rudeness(text string, languages ...string) string {
	if hit := insult.FindString(fold(text).text); hit != "" {
		return hit
	}
	return Profanity(text, languages...)
}
