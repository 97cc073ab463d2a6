package staff

import (
	"regexp"
	"strconv"
	"strings"

	"guildhall/desk"
	"guildhall/fault"
	"guildhall/web/assets"
)

// Hue is a colour an operator can choose: the lightness and strength stay those
// of the house, so that contrast stays too.
type Hue struct {
	Code        string
	Hue, Accent int
	Key         string // of its name
}

// Hues are the choices.
var Hues = []Hue{
	{"green", desk.Ink, desk.Amber, "staff.hue.green"},
	{"blue", 250, 70, "staff.hue.blue"},
	{"teal", 200, 55, "staff.hue.teal"},
	{"plum", 330, 85, "staff.hue.plum"},
	{"brown", 50, 85, "staff.hue.brown"},
	{"slate", 275, 60, "staff.hue.slate"},
}

// hueOf finds a choice by its code.
func hueOf(code string) (Hue, bool) {
	for _, h := range Hues {
		if h.Code == code {
			return h, true
		}
	}
	return Hue{}, false
}

// codeOf is the choice a site has made, or the first.
func codeOf(s desk.Site) string {
	for _, h := range Hues {
		if h.Hue == s.Hue && h.Accent == s.Accent {
			return h.Code
		}
	}
	return Hues[0].Code
}

// Theme serves the operator's style sheet. Its address names the colours, so
// browsers may keep it.
func Theme(v *desk.Visit) error {
	hue, err := strconv.Atoi(v.Path("hue"))
	if err != nil || hue < 0 || hue >= 360 {
		return fault.Missing()
	}
	accent, err := strconv.Atoi(v.Path("accent"))
	if err != nil || accent < 0 || accent >= 360 {
		return fault.Missing()
	}
	v.W.Header().Set("Cache-Control", "public, max-age=31536000")
	return v.Raw("text/css; charset=utf-8", []byte(themeSheet(hue, accent)))
}

var (
	tokenLine = regexp.MustCompile(`(?m)^\s*(--[a-z-]+): (light-dark\(.*\));$`)
	colour    = regexp.MustCompile(`oklch\(([\d.]+) ([\d.]+) ([\d.]+)`)
)

// themeSheet turns the tokens of the house to other hues: what is green ink to
// the one, what is amber to the other. Everything else stays.
func themeSheet(hue, accent int) string {
	var sheet strings.Builder
	sheet.WriteString("@layer tokens {\n  :root {\n")
	for _, token := range tokenLine.FindAllStringSubmatch(assets.Text("css/tokens.css"), -1) {
		name, value := token[1], token[2]
		turned := colour.ReplaceAllStringFunc(value, func(c string) string { return turn(c, strings.Contains(name, "amber"), hue, accent) })
		if turned != value {
			sheet.WriteString("    " + name + ": " + turned + ";\n")
		}
	}
	sheet.WriteString("  }\n}\n")
	return sheet.String()
}

func turn(c string, amber bool, hue, accent int) string {
	found := colour.FindStringSubmatch(c)
	old, err := strconv.ParseFloat(found[3], 64)
	if err != nil {
		return c
	}
	by := 0
	switch {
	case amber && old >= 60 && old <= 90:
		by = accent - desk.Amber
	case old >= 145 && old <= 175:
		by = hue - desk.Ink
	}
	return "oklch(" + found[1] + " " + found[2] + " " + strconv.Itoa((int(old)+by+360)%360)
}
