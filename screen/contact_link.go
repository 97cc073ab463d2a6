package screen

import (
	"regexp"
	"strings"
)

// contactHosts are places whose links exist to meet or to pay.
const contactHosts = `(?:wa\.me|(?:api|chat|web)\.whatsapp\.com|whatsapp\.com/(?:channel|dl)|t\.me|telegram\.(?:me|dog)|discord\.gg|discord(?:app)?\.com/(?:invite|users)|m\.me|messenger\.com/t|line\.me|viber\.(?:me|click)|signal\.(?:me|group)|join\.skype\.com|calendly\.com|cal\.com/[a-z]|zoom\.us/j|meet\.google\.com|linktr\.ee|paypal\.me|paypal\.com/paypalme|cash\.app|venmo\.com|buymeacoffee\.com|ko-fi\.com|wise\.com/pay|revolut\.me|snapchat\.com/add|vk\.me|icq\.im)`

// linkForms are the ways to link to oneself, each with a quick look as for
// mailForms.
var linkForms = []struct {
	may  func(text string) bool
	form *regexp.Regexp
}{
	{hasHost, regexp.MustCompile(`\b(?:https?://)?(?:www\.)?` + contactHosts + `[^\s<>"')]*`)},
	{hasScheme, regexp.MustCompile(`\b(?:tel|sms|mailto|skype|viber|whatsapp|tg|callto|facetime):(?://)?[a-z0-9+?@._=&%\-]{4,}`)},
	// a page of one's own, offered for contact: "contact me at https://…"
	{hasLink, regexp.MustCompile(`\b(?:contact|reach|message|write(?: to)?|email|e-mail|call|chat with|talk to|pay|hire|order) (?:me|us)\b[^.\n]{0,30}?((?:https?://|www\.)[^\s<>"')]+)`)},
}

// hasHost looks for a dot right before a letter, as in every host's name.
func hasHost(text string) bool {
	for i := 1; i < len(text); i++ {
		if text[i-1] == '.' && text[i] >= 'a' && text[i] <= 'z' {
			return true
		}
	}
	return false
}

// hasScheme looks for a colon with something right behind it.
func hasScheme(text string) bool {
	for i := 1; i < len(text); i++ {
		if text[i-1] == ':' && !blank(text[i]) {
			return true
		}
	}
	return false
}

func hasLink(text string) bool {
	return strings.Contains(text, "://") || strings.Contains(text, "www.")
}

func linkSpans(text string) [][2]int {
	var spans [][2]int
	for _, link := range linkForms {
		if !link.may(text) {
			continue
		}
		for _, hit := range link.form.FindAllStringSubmatchIndex(text, -1) {
			last := len(hit) - 2 // the group where there is one, else the whole
			spans = append(spans, [2]int{hit[last], hit[last+1]})
		}
	}
	return spans
}
