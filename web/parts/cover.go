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
// title: the category gives five patterns and a family of colours to choose
// from, the title chooses and gives the rhythm.
// The same words always give the same drawing.
func Cover(category, title string) templ.Component {
	return covers.draw(coverWords{category, title}, coverWords.draw)
}

// coverWords are what a cover is drawn from.
type coverWords struct{ category, title string }

// covers are those drawn lately, of about 1 kB each.
var covers = newKept[coverWords](1000)

func (c coverWords) draw() templ.Component {
	patterns := [...]func(*dice) string{arcs, quilt, strata, arcade, weave, leaves, rings, tiles}
	throw := &dice{state: seed(c.category, c.title)}
	hue := (seed(c.category)%8 + throw.upTo(4)*2) % 8
	pattern := patterns[(seed(c.category, "pattern")+throw.upTo(5)*3)%uint64(len(patterns))]
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

// pieces gathers shapes by their colour, so that a pattern of many small ones
// is a few paths: a page of covers weighs half.
type pieces [4]strings.Builder // f0 to f3

func (p *pieces) add(colour int, shape string, x, y int) {
	fmt.Fprintf(&p[colour], "M%d %d%s", x, y, shape)
}

func (p *pieces) String() string {
	var out strings.Builder
	for colour := range p {
		if p[colour].Len() > 0 {
			fmt.Fprintf(&out, `<path class="f%d" d="%s"/>`, colour, p[colour].String())
		}
	}
	return out.String()
}

// piece is a shape and where it begins in its cell.
type piece struct {
	x, y  int
	shape string
}

// floor covers everything with square cells, each with one of four pieces.
func floor(d *dice, corners [4]piece, colours [6]int) string {
	const side = 40
	var all pieces
	for y := 0; y < coverHigh; y += side {
		for x := 0; x < coverWide; x += side {
			colour, c := colours[d.upTo(6)], corners[d.upTo(4)]
			all.add(colour, c.shape, x+c.x, y+c.y)
		}
	}
	return all.String()
}

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
	corners := [4]piece{{0, 0, "h40l-40 40z"}, {0, 0, "h40v40z"}, {40, 0, "v40h-40z"}, {0, 0, "v40h40z"}}
	return floor(d, corners, [6]int{1, 1, 1, 2, 3, 0})
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
	const count, foot = 5, 168
	var all pieces
	all.add(1, "h320v32h-320z", 0, foot)
	lit := d.between(0, 4)
	for i := range count {
		colour := 1
		if i == lit {
			colour = 3
		} else if (i+lit)%3 == 0 {
			colour = 2
		}
		high := foot - 70 - d.between(0, 2)*12
		all.add(colour, fmt.Sprintf("v-%da22 22 0 0 1 44 0v%dz", high, high), i*coverWide/count+10, foot)
	}
	return all.String()
}

// weave is cloth: bands over and under.
func weave(d *dice) string {
	var all pieces
	band := d.between(18, 26)
	for y := 0; y*band*2 < coverHigh+band; y++ {
		all.add(1, fmt.Sprintf("h320v%dh-320z", band), 0, y*band*2)
	}
	accent := d.between(1, 5)
	crossing := fmt.Sprintf("h%dv%dh-%dz", band, band, band)
	for x := 0; x*band*2 < coverWide+band; x++ {
		colour := 2
		if x == accent {
			colour = 3
		}
		for y := 0; y*band < coverHigh+band; y++ {
			if (x+y)%2 == 0 {
				all.add(colour, crossing, x*band*2, y*band)
			}
		}
	}
	return all.String()
}

// leaves are lenses strewn on a grid, each turned by an eighth more or less.
func leaves(d *dice) string {
	turned := [4]piece{
		{0, -30, "c22 20 22 40 0 60-22-20-22-40 0-60z"},
		{21, -21, "c1 29-13 44-42 42-1-29 13-44 42-42z"},
		{30, 0, "c-20 22-40 22-60 0 20-22 40-22 60 0z"},
		{21, 21, "c-29 1-44-13-42-42 29-1 44 13 42 42z"},
	}
	colours := [5]int{1, 1, 2, 1, 3}
	var all pieces
	for y := range 3 {
		for x := range 5 {
			leaf := turned[d.upTo(4)]
			all.add(colours[d.upTo(5)], leaf.shape, x*64+32+leaf.x, y*66+34+leaf.y)
		}
	}
	return all.String()
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
	corners := [4]piece{
		{0, 0, "h40a40 40 0 0 1-40 40z"}, {40, 0, "v40a40 40 0 0 1-40-40z"},
		{40, 40, "h-40a40 40 0 0 1 40-40z"}, {0, 40, "v-40a40 40 0 0 1 40 40z"},
	}
	return floor(d, corners, [6]int{1, 1, 2, 1, 3, 1})
}
