package assets

import (
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"testing"
)

// tone is a colour in OKLCH.
type tone struct{ light, chroma, hue float64 }

var tokenLine = regexp.MustCompile(`--([a-z-]+): light-dark\(oklch\(([\d.]+) ([\d.]+) ([\d.]+)\), oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)\)`)

// palettes reads the tokens of the light and the dark theme.
func palettes(t *testing.T) [2]map[string]tone {
	t.Helper()
	text, err := fs.ReadFile(files, "css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	both := [2]map[string]tone{{}, {}}
	for _, found := range tokenLine.FindAllStringSubmatch(string(text), -1) {
		var n [6]float64
		for i := range n {
			n[i], _ = strconv.ParseFloat(found[2+i], 64) // the pattern admits numbers only
		}
		both[0][found[1]] = tone{n[0], n[1], n[2]}
		both[1][found[1]] = tone{n[3], n[4], n[5]}
	}
	return both
}

// luminance is the relative luminance of WCAG, through linear sRGB.
func (c tone) luminance() float64 {
	a, b := c.chroma*math.Cos(c.hue*math.Pi/180), c.chroma*math.Sin(c.hue*math.Pi/180)
	cube := func(x float64) float64 { return x * x * x }
	l := cube(c.light + 0.3963377774*a + 0.2158037573*b)
	m := cube(c.light - 0.1055613458*a - 0.0638541728*b)
	s := cube(c.light - 0.0894841775*a - 1.291485548*b)
	clamp := func(x float64) float64 { return min(max(x, 0), 1) }
	red := clamp(4.0767416621*l - 3.3077115913*m + 0.2309699292*s)
	green := clamp(-1.2684380046*l + 2.6097574011*m - 0.3413193965*s)
	blue := clamp(-0.0041960863*l - 0.7034186147*m + 1.707614701*s)
	return 0.2126*red + 0.7152*green + 0.0722*blue
}

func contrast(a, b tone) float64 {
	high, low := a.luminance(), b.luminance()
	if high < low {
		high, low = low, high
	}
	return (high + 0.05) / (low + 0.05)
}

func TestColoursThatMeetCanBeTold(t *testing.T) {
	const text, control = 4.5, 3
	pairs := []struct {
		front, back string
		least       float64
	}{
		{"ink", "ground", text}, {"ink", "sheet", text}, {"ink", "well", text}, {"ink", "green-wash", text}, {"ink", "amber-wash", text}, {"ink", "red-wash", text},
		{"ink-soft", "ground", text}, {"ink-soft", "sheet", text}, {"ink-soft", "well", text}, {"ink-soft", "green-wash", text}, {"ink-soft", "amber-wash", text},
		{"green", "ground", text}, {"green", "sheet", text}, {"green", "well", text}, {"green", "green-wash", text}, {"green-deep", "ground", text},
		{"on-green", "green", text}, {"on-green", "green-deep", text},
		{"on-amber", "amber", text}, {"amber-ink", "amber-wash", text}, {"amber-ink", "sheet", text}, {"amber-ink", "ground", text},
		{"red", "ground", text}, {"red", "sheet", text}, {"red", "red-wash", text}, {"on-red", "red", text},
		{"control", "ground", control}, {"control", "sheet", control}, {"amber-line", "sheet", control}, {"amber-line", "ground", control},
		{"focus", "ground", control}, {"focus", "sheet", control}, {"focus", "well", control},
	}
	for theme, palette := range palettes(t) {
		for _, pair := range pairs {
			front, known := palette[pair.front]
			back, both := palette[pair.back]
			if !known || !both {
				t.Fatalf("the tokens %s and %s are not both there", pair.front, pair.back)
			}
			if got := contrast(front, back); got < pair.least {
				t.Errorf("theme %d: %s on %s has %.2f:1, wants %.1f:1", theme, pair.front, pair.back, got, pair.least)
			}
		}
	}
}

func TestContrastIsReckonedAsTheStandardDoes(t *testing.T) {
	black, white := tone{0, 0, 0}, tone{1, 0, 0}
	if got := contrast(black, white); math.Abs(got-21) > 0.01 {
		t.Errorf("black on white has %.3f:1, wants 21:1", got)
	}
}
