package staff

import (
	"math"
	"regexp"
	"strconv"
	"testing"

	"guildhall/web/assets"
)

// contrastMin is WCAG's bound for text.
const contrastMin = 4.5

// pairs are tokens that meet as text and ground.
var pairs = [][2]string{
	{"--ink", "--ground"}, {"--ink", "--sheet"}, {"--ink-soft", "--ground"}, {"--green", "--ground"}, {"--green", "--sheet"},
	{"--on-green", "--green"}, {"--green", "--green-wash"}, {"--amber-ink", "--amber-wash"}, {"--on-amber", "--amber"},
}

var value = regexp.MustCompile(`(?m)^\s*(--[a-z-]+): light-dark\(oklch\(([\d.]+) ([\d.]+) ([\d.]+)\), oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)\)`)

// tokens reads the colours of a sheet, light and dark.
func tokens(sheet string, into map[string][2]float64) {
	for _, row := range value.FindAllStringSubmatch(sheet, -1) {
		var n [6]float64
		for i := range n {
			n[i], _ = strconv.ParseFloat(row[i+2], 64) // the pattern lets only numbers in
		}
		into[row[1]] = [2]float64{luminance(n[0], n[1], n[2]), luminance(n[3], n[4], n[5])}
	}
}

// luminance of an OKLCH colour, cut to what a screen can show.
func luminance(l, c, h float64) float64 {
	a, b := c*math.Cos(h*math.Pi/180), c*math.Sin(h*math.Pi/180)
	x := cube(l + 0.3963377774*a + 0.2158037573*b)
	y := cube(l - 0.1055613458*a - 0.0638541728*b)
	z := cube(l - 0.0894841775*a - 1.2914855480*b)
	red := 4.0767416621*x - 3.3077115913*y + 0.2309699292*z
	green := -1.2684380046*x + 2.6097574011*y - 0.3413193965*z
	blue := -0.0041960863*x - 0.7034186147*y + 1.7076147010*z
	return 0.2126*cut(red) + 0.7152*cut(green) + 0.0722*cut(blue)
}

func cube(x float64) float64 { return x * x * x }
func cut(x float64) float64  { return min(1, max(0, x)) }

func contrast(a, b float64) float64 { return (max(a, b) + 0.05) / (min(a, b) + 0.05) }

func TestEveryThemeCanBeRead(t *testing.T) {
	for _, hue := range Hues {
		seen := map[string][2]float64{}
		tokens(assets.Text("css/tokens.css"), seen)
		tokens(themeSheet(hue.Hue, hue.Accent), seen)
		for _, pair := range pairs {
			text, ground := seen[pair[0]], seen[pair[1]]
			for i, scheme := range []string{"light", "dark"} {
				if got := contrast(text[i], ground[i]); got < contrastMin {
					t.Errorf("%s, %s: %s on %s has a contrast of %.2f", hue.Code, scheme, pair[0], pair[1], got)
				}
			}
		}
	}
}

func TestAThemeTurnsInkAndAmberOnly(t *testing.T) {
	plain, turned := map[string][2]float64{}, map[string][2]float64{}
	tokens(assets.Text("css/tokens.css"), plain)
	tokens(themeSheet(250, 55), turned)
	if len(turned) == 0 || len(turned) == len(plain) {
		t.Fatalf("%d of %d tokens turned", len(turned), len(plain))
	}
	if _, changed := turned["--red"]; changed {
		t.Error("red means harm in every theme")
	}
}
