package screen

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"

	"guildhall/fault"
)

//go:embed lists/passwords.txt
var commonList string

// commonWords are what people choose first, in their plain form.
var commonWords = sync.OnceValue(func() map[string]bool {
	words := make(map[string]bool, 700)
	for word := range strings.FieldsSeq(commonList) {
		words[word] = true
	}
	return words
})

// Password holds a password against ACC-4: its length, from least to most
// characters, and whether guessers try it early. own are texts it may not be made of, such as login and
// address. Nil when it is fine. Codes: password_short, password_long,
// password_common, password_own.
func Password(password string, least, most int, own ...string) *fault.Fault {
	n := utf8.RuneCountInString(password)
	switch {
	case n < least:
		return fault.Invalid("password_short", "min", least)
	case n > most:
		return fault.Invalid("password_long", "max", most)
	case common(password):
		return fault.Invalid("password_common")
	case madeOf(password, own):
		return fault.Invalid("password_own")
	}
	return nil
}

// common reports what a guesser tries early: a word of the list with figures
// and signs put around it or in place of letters, a row of keys, one
// part over and over.
func common(password string) bool {
	low := strings.ToLower(password)
	if repeats(low) || keyRow(low) {
		return true
	}
	const edges = "0123456789!@#$%^&*()_-+=.,?~ "
	for _, form := range []string{low, unleet(low)} {
		core := strings.Trim(form, edges)
		if commonWords()[form] || commonWords()[core] || core == "" || repeats(core) && len(core) > 2 {
			return true
		}
	}
	return false
}

var leet = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i", "8", "b")

func unleet(text string) string { return leet.Replace(text) }

// repeats reports text that is one part over and over.
func repeats(text string) bool {
	for part := 1; part*2 <= len(text); part++ {
		if strings.Repeat(text[:part], len(text)/part+1)[:len(text)] == text {
			return true
		}
	}
	return false
}

var keyRows = []string{
	"abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop",
	"azertyuiop", "йцукенгшщзхъ", "фывапролджэ", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0",
	"qazwsxedcrfvtgbyhnujm", "qweasdzxc",
}

// keyRow reports text made of at most two runs along the alphabet or the keys,
// forwards or backwards, with nothing else in it.
func keyRow(text string) bool {
	runs := 0
	for len(text) > 0 {
		n := max(runLength(text), 1)
		if n < 3 && len(text) > 2 {
			return false
		}
		text = text[n:]
		runs++
	}
	return runs <= 3
}

func runLength(text string) int {
	longest := 0
	for _, row := range keyRows {
		for _, way := range []string{row, backwards(row)} {
			n := 0
			for n < len(text) && strings.Contains(way, text[:n+1]) {
				n++
			}
			longest = max(longest, n)
		}
	}
	return longest
}

func backwards(text string) string {
	runes := []rune(text)
	for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {
		runes[i], runes[j] = runes[j], runes[i]
	}
	return string(runes)
}

// madeOf reports a password that is one of the texts with little around it.
func madeOf(password string, own []string) bool {
	low := strings.ToLower(password)
	for _, text := range own {
		name, _, _ := strings.Cut(strings.ToLower(text), "@")
		for _, part := range []string{strings.ToLower(text), name} {
			if len(part) >= 3 && strings.Contains(low, part) && len(low)-len(part) <= 4 {
				return true
			}
		}
	}
	return false
}
