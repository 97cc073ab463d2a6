package parts

import (
	"maps"
	"slices"

	"guildhall/money"
)

// Samples of the style guide.
var (
	styleIcons   = map[string]string{"": "info", "good": "check", "wanted": "clock", "harm": "warning"}
	styleAmounts = []money.Amount{4200, 128050, 950}
	styleCovers  = [][2]string{
		{"design", "logo"}, {"design", "poster"}, {"writing", "blog"}, {"writing", "translation"},
		{"code", "server"}, {"code", "shop"}, {"music", "jingle"}, {"music", "mix"},
		{"video", "wedding"}, {"video", "explainer"}, {"marketing", "newsletter"}, {"photo", "portraits"},
		{"business", "books"}, {"teaching", "harmony"}, {"craft", "coat"}, {"data", "sheet"},
	}
)

func iconNames() []string { return slices.Sorted(maps.Keys(icons)) }

func styleOptions(c Chrome) []Option {
	return []Option{
		{Value: "a", Label: c.Say.T("style.quiet"), Hint: c.Say.T("style.hint")},
		{Value: "b", Label: c.Say.T("style.wanted"), Hint: c.Say.T("style.hint")},
		{Value: "c", Label: c.Say.T("style.card"), Hint: c.Say.T("style.hint")},
	}
}
