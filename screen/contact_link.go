package screen

import "regexp"

// contactHosts are places whose links exist to meet or to pay.
const contactHosts = `(?:wa\.me|(?:api|chat|web)\.whatsapp\.com|whatsapp\.com/(?:channel|dl)|t\.me|telegram\.(?:me|dog)|discord\.gg|discord(?:app)?\.com/(?:invite|users)|m\.me|messenger\.com/t|line\.me|viber\.(?:me|click)|signal\.(?:me|group)|join\.skype\.com|calendly\.com|cal\.com/[a-z]|zoom\.us/j|meet\.google\.com|linktr\.ee|paypal\.me|paypal\.com/paypalme|cash\.app|venmo\.com|buymeacoffee\.com|ko-fi\.com|wise\.com/pay|revolut\.me|snapchat\.com/add|vk\.me|icq\.im)`

var linkForms = []*regexp.Regexp{
	regexp.MustCompile(`\b(?:https?://)?(?:www\.)?` + contactHosts + `[^\s<>"')]*`),
	regexp.MustCompile(`\b(?:tel|sms|mailto|skype|viber|whatsapp|tg|callto|facetime):(?://)?[a-z0-9+?@._=&%\-]{4,}`),
	// a page of one's own, offered for contact: "contact me at https://…"
	regexp.MustCompile(`\b(?:contact|reach|message|write(?: to)?|email|e-mail|call|chat with|talk to|pay|hire|order) (?:me|us)\b[^.\n]{0,30}?((?:https?://|www\.)[^\s<>"')]+)`),
}

func linkSpans(text string) [][2]int {
	var spans [][2]int
	for _, form := range linkForms {
		for _, hit := range form.FindAllStringSubmatchIndex(text, -1) {
			last := len(hit) - 2 // the group where there is one, else the whole
			spans = append(spans, [2]int{hit[last], hit[last+1]})
		}
	}
	return spans
}
