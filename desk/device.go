package desk

import "strings"

// The browsers and systems that sessions are told apart by, as (part of the
// User-Agent, name); the first that fits counts, so Edge stands before Chrome
// and Android before Linux.
var (
	browsers = [][2]string{{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chromium/", "Chromium"},
		{"Chrome/", "Chrome"}, {"Safari/", "Safari"}, {"curl/", "curl"}}
	systems = [][2]string{{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"},
		{"Macintosh", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"}}
)

// Device names what the asker uses, as in "Firefox on Linux", for the member's
// list of sessions. It is stored, so it is told in the marketplace's language.
func (v *Visit) Device() string {
	agent := v.R.UserAgent()
	browser, system := firstIn(agent, browsers), firstIn(agent, systems)
	if browser == "" || system == "" {
		return v.Say.T("desk.device.unknown")
	}
	return v.Say.T("desk.device", "browser", browser, "system", system)
}

func firstIn(agent string, names [][2]string) string {
	for _, name := range names {
		if strings.Contains(agent, name[0]) {
			return name[1]
		}
	}
	return ""
}
