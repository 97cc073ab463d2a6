package screen

import (
	"regexp"
	"slices"
	"strings"
)

const (
	messengers = `(?:what'?s ?app|whatsap|wa|telegram|telegramm?|tele gram|skype|wechat|we chat|weixin|viber|signal|discord|kik|snap ?chat|insta(?:gram)?|ig|face ?book|fb|messenger|icq|qq|hangouts?|threema|line id|vk|телеграм|телега|ватсап|вайбер|скайп)`
	// naming is what leads from a messenger's name to somebody's name there.
	naming = `(?:[ \t]*(?:is|id|me|at|on|my|user ?name|handle|nick(?:name)?|account|under|name)\b|[ \t]*[:=@#\-–>]|[ \t])`
	handle = `([a-z0-9][a-z0-9._:#\-]{2,40}[a-z0-9])`
)

var (
	// telegram: @name, skype id live:name, my discord is name#1234
	namedHandle = regexp.MustCompile(`\b` + messengers + `\b(` + naming + `{1,5})@?` + handle)
	// dm me @name, add me on @name
	calledHandle = regexp.MustCompile(`\b(?:dm|pm|add|message|msg|contact|reach|find|follow|ping|text|write|hit)\b[^.\n@]{0,40}\s@([a-z0-9_][a-z0-9_.]{3,30})`)
	discordTag   = regexp.MustCompile(`\b[a-z0-9_.]{2,32}#\d{4}\b`)
)

// ordinary are words that follow a messenger's name without being anybody's
// name there.
var ordinary = strings.Fields(`account accounts advert adverts ads page pages group groups bot bots app apps
	marketing profile profiles link links channel channels integration business post posts story stories
	followers likes video videos image images template templates support message messages messenger chat call
	calls api and for the with from our your this that where which will would have has can could but not also
	only number numbers sticker stickers emoji shop store campaign campaigns manager management marketplace
	pixel login sign button feed reels content design designs banner cover icon theme twitter linkedin youtube
	tiktok instagram facebook telegram whatsapp skype discord meeting interview service services server`)

func handleSpans(text string) [][2]int {
	var spans [][2]int
	for _, hit := range namedHandle.FindAllStringSubmatchIndex(text, -1) {
		lead, name := text[hit[2]:hit[3]], text[hit[4]:hit[5]]
		signed := strings.ContainsAny(lead, ":=@#>") || text[hit[4]-1] == '@' || regexpWord(lead, "id", "is", "username", "handle", "nick", "nickname", "under")
		if signed && looksLikeHandle(name) {
			spans = append(spans, [2]int{hit[0], hit[1]})
		}
	}
	if strings.Contains(text, "@") {
		for _, hit := range calledHandle.FindAllStringSubmatchIndex(text, -1) {
			spans = append(spans, [2]int{hit[2] - 1, hit[3]})
		}
	}
	if strings.Contains(text, "discord") {
		for _, hit := range discordTag.FindAllStringIndex(text, -1) {
			spans = append(spans, [2]int{hit[0], hit[1]})
		}
	}
	return spans
}

func regexpWord(text string, words ...string) bool {
	return slices.ContainsFunc(strings.Fields(text), func(w string) bool {
		return slices.Contains(words, strings.Trim(w, ":=@#->"))
	})
}

// looksLikeHandle leaves out plain words: a name people sign up with has a
// digit, a sign, or is at least no ordinary word.
func looksLikeHandle(name string) bool {
	if slices.Contains(ordinary, name) || !strings.ContainsFunc(name, func(r rune) bool { return r >= 'a' && r <= 'z' }) {
		return false
	}
	if strings.HasPrefix(name, "http") || strings.HasPrefix(name, "www") {
		return false
	}
	return len(name) >= 4
}
