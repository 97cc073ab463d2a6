package parts

import "github.com/a-h/templ"

// The icons are one small family of our own, drawn on a grid of 24 with round
// strokes of 1.6. Their colour and size come from the text around them.
var icons = map[string]string{
	"search":    `<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>`,
	"bell":      `<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 21h4M12 5V3"/>`,
	"menu":      `<path d="M4 7h16M4 12h16M4 17h16"/>`,
	"next":      `<path d="m9 5 7 7-7 7"/>`,
	"back":      `<path d="m15 5-7 7 7 7"/>`,
	"down":      `<path d="m5 9 7 7 7-7"/>`,
	"check":     `<path d="m4.5 12.5 5 5 10-11"/>`,
	"cross":     `<path d="m6 6 12 12M18 6 6 18"/>`,
	"plus":      `<path d="M12 5v14M5 12h14"/>`,
	"minus":     `<path d="M5 12h14"/>`,
	"clock":     `<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.5l3.5 2"/>`,
	"calendar":  `<rect x="4" y="5.5" width="16" height="15" rx="2"/><path d="M4 10.5h16M8.5 3v4.5M15.5 3v4.5"/>`,
	"coin":      `<circle cx="12" cy="12" r="8.5"/><path d="M14.5 9.3c-.6-.8-1.5-1.2-2.6-1.2-1.4 0-2.5.7-2.5 1.9 0 2.7 5.4 1.2 5.4 3.9 0 1.3-1.2 2.1-2.7 2.1-1.2 0-2.3-.5-2.9-1.4M12 6.5v1.6M12 16v1.5"/>`,
	"purse":     `<path d="M4 8.5A2.5 2.5 0 0 1 6.5 6H17v3M4 8.5V17a3 3 0 0 0 3 3h11.5a1.5 1.5 0 0 0 1.5-1.5v-8A1.5 1.5 0 0 0 18.5 9H4.5"/><circle cx="16.2" cy="14.5" r="1" class="dot"/>`,
	"chest":     `<path d="M4 11V9a4 4 0 0 1 4-4h8a4 4 0 0 1 4 4v2M4 11h16v7a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18zM10 11v2.5a2 2 0 0 0 4 0V11"/>`,
	"lock":      `<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5M12 14.5v2"/>`,
	"shield":    `<path d="M12 3.5 5 6v5.5c0 4.3 2.9 7.3 7 9 4.1-1.7 7-4.7 7-9V6zM9 12l2.2 2.2L15.2 10"/>`,
	"scales":    `<path d="M12 4v16M8 20h8M5 7.5 12 6l7 1.5M5 7.5 2.5 13.5a2.7 2.7 0 0 0 5 0zM19 7.5l-2.5 6a2.7 2.7 0 0 0 5 0z"/>`,
	"box":       `<path d="m12 3.5 8 4.2v8.6l-8 4.2-8-4.2V7.7zM4.3 7.9 12 12l7.7-4.1M12 12v8.3M8 5.7l8 4.2"/>`,
	"send":      `<path d="M4 12 20 4.5 15 20l-3.5-6.5zM11.5 13.5 20 4.5"/>`,
	"return":    `<path d="M9 6 4.5 10.5 9 15M5 10.5h9a5.5 5.5 0 0 1 0 11h-2"/>`,
	"file":      `<path d="M6.5 3.5h7l4.5 4.5v11a1.5 1.5 0 0 1-1.5 1.5h-10A1.5 1.5 0 0 1 5 19V5a1.5 1.5 0 0 1 1.5-1.5zM13 3.5V8.5h5"/>`,
	"clip":      `<path d="m19.5 11-7.7 7.7a4.6 4.6 0 0 1-6.5-6.5l8.1-8.1a3.1 3.1 0 0 1 4.4 4.4l-8 8a1.5 1.5 0 0 1-2.2-2.2l7.2-7.2"/>`,
	"download":  `<path d="M12 4v11M7 10.5l5 5 5-5M4.5 19.5h15"/>`,
	"upload":    `<path d="M12 16V5M7 9.5l5-5 5 5M4.5 19.5h15"/>`,
	"message":   `<path d="M5.5 5h13A1.5 1.5 0 0 1 20 6.5v9a1.5 1.5 0 0 1-1.5 1.5H11l-4.5 3.5V17h-1A1.5 1.5 0 0 1 4 15.5v-9A1.5 1.5 0 0 1 5.5 5zM8 9.5h8M8 12.8h5"/>`,
	"star":      `<path d="m12 4 2.4 5.1 5.6.7-4.1 3.9 1.1 5.5-5-2.8-5 2.8 1.1-5.5L4 9.8l5.6-.7z"/>`,
	"heart":     `<path d="M12 19.5C7 15.8 4 13 4 9.5A4.3 4.3 0 0 1 12 7.3a4.3 4.3 0 0 1 8 2.2c0 3.5-3 6.3-8 10z"/>`,
	"like":      `<path d="M7 11v9H4.5v-9zM7 11l4-7.5a2 2 0 0 1 2 2.5l-.8 3.5h5.3a2 2 0 0 1 2 2.4l-1.1 6.4A2 2 0 0 1 16.4 20H7"/>`,
	"dislike":   `<path d="M17 13V4h2.5v9zM17 13l-4 7.5a2 2 0 0 1-2-2.5l.8-3.5H6.5a2 2 0 0 1-2-2.4l1.1-6.4A2 2 0 0 1 7.6 4H17"/>`,
	"person":    `<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5a7.5 7.5 0 0 1 15 0"/>`,
	"people":    `<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 19.5a6.5 6.5 0 0 1 13 0M15.5 5.3a3.5 3.5 0 0 1 0 6.4M18 13.8a6.5 6.5 0 0 1 3.5 5.7"/>`,
	"gear":      `<circle cx="12" cy="12" r="3"/><path d="M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2"/>`,
	"leave":     `<path d="M10 4H6a1.5 1.5 0 0 0-1.5 1.5v13A1.5 1.5 0 0 0 6 20h4M14.5 8l4.5 4-4.5 4M19 12H9"/>`,
	"edit":      `<path d="m5 19 .8-4L16 4.8a1.8 1.8 0 0 1 2.6 0l.6.6a1.8 1.8 0 0 1 0 2.6L9 18.2zM14 6.8l3.2 3.2"/>`,
	"bin":       `<path d="M4.5 6.5h15M9 6.5V4h6v2.5M6.5 6.5l1 14h9l1-14M10.2 10.5v6M13.8 10.5v6"/>`,
	"eye":       `<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.8"/>`,
	"flag":      `<path d="M5.5 21V4M5.5 4.5c4-2.5 8 2.5 13 0v9c-5 2.5-9-2.5-13 0"/>`,
	"link":      `<path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1"/>`,
	"info":      `<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5"/><circle cx="12" cy="7.8" r="1" class="dot"/>`,
	"warning":   `<path d="M12 4 2.8 19.5h18.4zM12 10v4.5"/><circle cx="12" cy="17" r=".9" class="dot"/>`,
	"question":  `<circle cx="12" cy="12" r="8.5"/><path d="M9.5 9.8a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8"/><circle cx="12" cy="16.8" r=".9" class="dot"/>`,
	"sun":       `<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4"/>`,
	"moon":      `<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"/>`,
	"screen":    `<rect x="3.5" y="4.5" width="17" height="12" rx="1.5"/><path d="M9 20h6M12 16.5V20"/>`,
	"tag":       `<path d="M4 12.5V5a1 1 0 0 1 1-1h7.5l7.5 7.5a1.5 1.5 0 0 1 0 2.1L13.6 20a1.5 1.5 0 0 1-2.1 0z"/><circle cx="8.5" cy="8.5" r="1.2"/>`,
	"folder":    `<path d="M3.5 18V6.5A1.5 1.5 0 0 1 5 5h4.5l2 2.5H19A1.5 1.5 0 0 1 20.5 9v9a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 18z"/>`,
	"filter":    `<path d="M4 6h16M7 12h10M10 18h4"/>`,
	"play":      `<path d="M8 5v14l11-7z"/>`,
	"pause":     `<path d="M8.5 5v14M15.5 5v14"/>`,
	"sort":      `<path d="M8 5v14M4.5 15.5 8 19l3.5-3.5M16 19V5M12.5 8.5 16 5l3.5 3.5"/>`,
	"chart":     `<path d="M4 20h16M7 16.5v-5M12 16.5V5M17 16.5V9"/>`,
	"handshake": `<path d="m3 8 4-2 5 2 5-2 4 2v7l-3 1M3 8v7l3 1M12 8 8.5 11.5a1.5 1.5 0 0 0 2.2 2L13 11.5l5 4.5M6 16l3.5 3 2-1 2 1 2-1.5 2.5-1.5"/>`,
	"home":      `<path d="M4 11 12 4.5 20 11M6 9.5V20h12V9.5M10 20v-5.5h4V20"/>`,
	"mail":      `<rect x="3.5" y="5.5" width="17" height="13" rx="1.5"/><path d="m4 7 8 6 8-6"/>`,
	"globe":     `<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5.5 5 11.5 0 17M12 3.5c-5 5.5-5 11.5 0 17"/>`,
	"code":      `<path d="m8 7-5 5 5 5M16 7l5 5-5 5M13.5 5l-3 14"/>`,
	"pen":       `<path d="M12 3.5 7.5 13l1.8 3h5.4l1.8-3zM12 3.5V12M9.3 16v4.5h5.4V16"/><circle cx="12" cy="12.8" r="1"/>`,
	"music":     `<path d="M9 17.5V5.5l10-2v12"/><circle cx="6.5" cy="17.5" r="2.5"/><circle cx="16.5" cy="15.5" r="2.5"/>`,
	"camera":    `<path d="M4 8.5A1.5 1.5 0 0 1 5.5 7H8l1.5-2.5h5L16 7h2.5A1.5 1.5 0 0 1 20 8.5v9a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5z"/><circle cx="12" cy="12.8" r="3.5"/>`,
	"film":      `<rect x="3.5" y="5" width="17" height="14" rx="1.5"/><path d="M8 5v14M16 5v14M3.5 9.5H8M3.5 14.5H8M16 9.5h4.5M16 14.5h4.5"/>`,
	"megaphone": `<path d="M4 10v4h3l8 4.5v-13L7 10zM8 14l1.5 5.5H12L11 15.7M18 9.5a3.5 3.5 0 0 1 0 5"/>`,
	"palette":   `<path d="M12 3.5a8.5 8.5 0 1 0 0 17c1.5 0 2-1 1.6-2.2-.5-1.5.4-2.8 2-2.8h1.9a3 3 0 0 0 3-3c0-5-3.8-9-8.5-9z"/><circle cx="8" cy="10" r="1" class="dot"/><circle cx="12.3" cy="7.5" r="1" class="dot"/><circle cx="16.3" cy="10" r="1" class="dot"/>`,
	"book":      `<path d="M12 6.5C9.5 4.8 6.8 4.5 3.5 5v13.5c3.3-.5 6-.2 8.5 1.5 2.5-1.7 5.2-2 8.5-1.5V5c-3.3-.5-6-.2-8.5 1.5zM12 6.5V20"/>`,
	"tools":     `<path d="m13.5 10.5 5.2-5.2a4 4 0 0 0-5.2 5.2L5 19a1.7 1.7 0 0 1-2.4-2.4M2.6 16.6 10.5 8.5M13 13.5l6 6M7 4l3 3"/>`,
	"leaf":      `<path d="M5 19c0-8 4-13.5 15-14.5C20 14 15.5 19 8.5 18M5 20.5C7 15 10 12 14 10"/>`,
	"cart":      `<path d="M3 5h2.5l2 10.5h10L20 8H6.2"/><circle cx="9" cy="19.5" r="1.4"/><circle cx="16" cy="19.5" r="1.4"/>`,
	"hall":      `<path d="M3.5 9.5 12 4l8.5 5.5M5.5 9.5V19M18.5 9.5V19M3.5 19.5h17M9.5 19.5v-5a2.5 2.5 0 0 1 5 0v5"/>`,
}

// Icon draws one of the family, as decoration: the words stand beside it.
// An unknown name panics; every page is rendered by a test.
func Icon(name string) templ.Component { return icon(name, "icon") }

// LargeIcon is Icon at twice the size, with a finer line.
func LargeIcon(name string) templ.Component { return icon(name, "icon large") }

func icon(name, class string) templ.Component {
	drawing, ok := icons[name]
	if !ok {
		panic("parts: no icon " + name)
	}
	return templ.Raw(`<svg class="` + class + `" viewBox="0 0 24 24" aria-hidden="true" focusable="false">` + drawing + `</svg>`)
}

// HasIcon tells whether the family has the icon, for names that come from data
// such as categories.
func HasIcon(name string) bool { return icons[name] != "" }
