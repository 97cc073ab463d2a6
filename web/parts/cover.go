package parts

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// coverWide and coverHigh are the size of a cover's drawing.
const coverWide, coverHigh = 320, 200

// Cover draws a picture for a service that has none, from its category and
// title: the category gives three patterns and a family of colours to choose
// from, the title chooses and gives the rhythm.
// The same words always give the same drawing.
func Cover(category, title string) templ.Component {
	patterns := [...]func(*dice) string{arcs, quilt, strata, arcade, weave, leaves, rings, tiles}
	throw := &dice{state: seed(category, title)}
	hue := (seed(category)%8 + throw.upTo(4)*2) % 8
	pattern := patterns[(seed(category, "pattern")+throw.upTo(3)*3)%uint64(len(patterns))]
	return templ.Raw(`<svg class="cover hue` + strconv.FormatUint(hue, 10) +
		`" viewBox="0 0 320 200" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">` +
		`<rect class="f0" width="320" height="200"/>` + pattern(throw) + `</svg>`)
}

// dice gives the same throws for the same words.
type dice struct{ state uint64 }

func (d *dice) upTo(n uint64) uint64 {
	d.state = d.state*6364136223846793005 + 1442695040888963407
	return (d.state >> 33) % n
}

func (d *dice) between(low, high int) int { return low + int(d.upTo(uint64(high-low+1))) }

// arcs are the rings of a cut trunk, seen from a corner.
func arcs(d *dice) string {
	var out strings.Builder
	x, y := d.between(0, 1)*coverWide, coverHigh
	step := d.between(20, 30)
	for i := 11; i > 0; i-- {
		class := "f0"
		if i%2 == 0 {
			class = "f1"
		}
		if i == d.between(3, 7) {
			class = "f3"
		}
		fmt.Fprintf(&out, `<circle class="%s" cx="%d" cy="%d" r="%d"/>`, class, x, y, i*step)
	}
	fmt.Fprintf(&out, `<circle class="f2" cx="%d" cy="%d" r="%d"/>`, x, y, step/2+6)
	return out.String()
}

// quilt is a cloth of triangles.
func quilt(d *dice) string {
	const side = 40
	corners := [4]string{"M0 0h40L0 40z", "M0 0h40v40z", "M40 0v40H0z", "M0 0v40h40z"}
	classes := [6]string{"f1", "f1", "f1", "f2", "f3", "f0"}
	var out strings.Builder
	for y := 0; y < coverHigh; y += side {
		for x := 0; x < coverWide; x += side {
			fmt.Fprintf(&out, `<path class="%s" transform="translate(%d %d)" d="%s"/>`,
				classes[d.upTo(6)], x, y, corners[d.upTo(4)])
		}
	}
	return out.String()
}

// strata are hills behind hills under a low sun.
func strata(d *dice) string {
	var out strings.Builder
	fmt.Fprintf(&out, `<circle class="f3" cx="%d" cy="%d" r="%d"/>`, d.between(60, 260), d.between(46, 80), d.between(24, 36))
	for i, class := range [3]string{"f1", "f2", "f0"} {
		y := 92 + i*36
		a, b := d.between(10, 46), d.between(10, 46)
		fmt.Fprintf(&out, `<path class="%s" d="M0 %d C 80 %d 120 %d 180 %d S 280 %d 320 %d V200H0z"/>`,
			class, y, y-a, y+b, y, y-b, y-a/2)
	}
	return out.String()
}

// arcade is a row of arches, one of them lit.
func arcade(d *dice) string {
	var out strings.Builder
	out.WriteString(`<rect class="f1" y="168" width="320" height="32"/>`)
	lit, count := d.between(0, 4), 5
	wide := coverWide / count
	for i := range count {
		class := "f1"
		if i == lit {
			class = "f3"
		} else if (i+lit)%3 == 0 {
			class = "f2"
		}
		top := 70 + d.between(0, 2)*12
		fmt.Fprintf(&out, `<path class="%s" d="M%d 168V%da22 22 0 0 1 44 0V168z"/>`, class, i*wide+10, top)
	}
	return out.String()
}

// weave is cloth: bands over and under.
func weave(d *dice) string {
	var out strings.Builder
	band := d.between(18, 26)
	for y := 0; y*band*2 < coverHigh+band; y++ {
		fmt.Fprintf(&out, `<rect class="f1" y="%d" width="320" height="%d"/>`, y*band*2, band)
	}
	accent := d.between(1, 5)
	for x := 0; x*band*2 < coverWide+band; x++ {
		class := "f2"
		if x == accent {
			class = "f3"
		}
		for y := 0; y*band < coverHigh+band; y++ {
			if (x+y)%2 == 0 {
				fmt.Fprintf(&out, `<rect class="%s" x="%d" y="%d" width="%d" height="%d"/>`, class, x*band*2, y*band, band, band)
			}
		}
	}
	return out.String()
}

// leaves are lenses strewn on a grid.
func leaves(d *dice) string {
	classes := [5]string{"f1", "f1", "f2", "f1", "f3"}
	var out strings.Builder
	for y := range 3 {
		for x := range 5 {
			turn := []int{0, 45, 90, 135}[d.upTo(4)]
			fmt.Fprintf(&out, `<path class="%s" transform="translate(%d %d) rotate(%d)" d="M0-30C22-10 22 10 0 30-22 10-22-10 0-30z"/>`,
				classes[d.upTo(5)], x*64+32, y*66+34, turn)
		}
	}
	return out.String()
}

// rings are circles within circles, side by side.
func rings(d *dice) string {
	var out strings.Builder
	for i := range 3 {
		x, y := 50+i*110+d.between(-14, 14), d.between(60, 140)
		for ring := 4; ring > 0; ring-- {
			fmt.Fprintf(&out, `<circle class="l%d" cx="%d" cy="%d" r="%d" stroke-width="7"/>`, 1+d.upTo(2), x, y, ring*17)
		}
		fmt.Fprintf(&out, `<circle class="f3" cx="%d" cy="%d" r="7"/>`, x, y)
	}
	return out.String()
}

// tiles are quarter circles laid as a floor.
func tiles(d *dice) string {
	const side = 40
	corners := [4]string{"M0 0h40A40 40 0 0 1 0 40z", "M40 0v40A40 40 0 0 1 0 0z", "M40 40H0A40 40 0 0 1 40 0z", "M0 40V0A40 40 0 0 1 40 40z"}
	classes := [6]string{"f1", "f1", "f2", "f1", "f3", "f1"}
	var out strings.Builder
	for y := 0; y < coverHigh; y += side {
		for x := 0; x < coverWide; x += side {
			fmt.Fprintf(&out, `<path class="%s" transform="translate(%d %d)" d="%s"/>`,
				classes[d.upTo(6)], x, y, corners[d.upTo(4)])
		}
	}
	return out.String()
}
