package catalogue

import (
	"bytes"
	"hash/fnv"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/web/parts"
)

// The picture of a link preview, in pixels: the size that most readers of
// links ask for.
const (
	pictureWide, pictureHigh = 1200, 630
	pictureEdge              = 80
	titleSize, titleLines    = 68, 3
	smallSize                = 34
	archesTop                = 450
	archWide, archGap        = 150, 40
)

// pictureText is what the picture says.
type pictureText struct{ Site, Category, Title, Price string }

// Picture is GET /services/{slug}/preview.png: what is shown where somebody
// posts the address of a service (CAT-24).
func Picture(v *desk.Visit) error {
	service, err := parts.ServiceID(v.Path("slug"))
	if err != nil {
		return err
	}
	var said pictureText
	err = v.Read(func(tx *db.Tx) error {
		said, err = pictureOf(tx, v, service)
		return err
	})
	if err != nil {
		return err
	}
	return sendPicture(v, said)
}

func sendPicture(v *desk.Visit, said pictureText) error {
	drawn, err := pictures.of(said)
	if err != nil {
		return err
	}
	v.W.Header().Set("Cache-Control", "public, max-age=86400")
	return v.Raw("image/png", drawn)
}

// palettes are ground, ink, pattern and the one lit arch.
var palettes = [...][4]color.RGBA{
	{{0xf9, 0xf7, 0xf1, 0xff}, {0x17, 0x2e, 0x24, 0xff}, {0x1f, 0x4d, 0x3a, 0xff}, {0xe0, 0x9f, 0x3e, 0xff}},
	{{0xf3, 0xee, 0xe1, 0xff}, {0x33, 0x22, 0x1b, 0xff}, {0x8a, 0x4a, 0x36, 0xff}, {0xe8, 0xc0, 0x6a, 0xff}},
	{{0xed, 0xf3, 0xf7, 0xff}, {0x18, 0x2b, 0x3c, 0xff}, {0x2b, 0x4f, 0x6b, 0xff}, {0xd0, 0x77, 0x4d, 0xff}},
	{{0xee, 0xf4, 0xec, 0xff}, {0x1c, 0x2f, 0x22, 0xff}, {0x4e, 0x7a, 0x5a, 0xff}, {0xdf, 0x8d, 0x5a, 0xff}},
}

// drawPicture draws title, category and price over a row of arches, whose
// colours and whose lit one follow from the words.
func drawPicture(said pictureText) ([]byte, error) {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(said.Category + "\x00" + said.Title))
	seed := int(sum.Sum32() & 0x7fffffff)
	colours := palettes[seed%len(palettes)]
	canvas := image.NewRGBA(image.Rect(0, 0, pictureWide, pictureHigh))
	draw.Draw(canvas, canvas.Bounds(), image.NewUniform(colours[0]), image.Point{}, draw.Src)
	drawArches(canvas, seed/len(palettes), colours)
	p := pen{canvas: canvas, ink: colours[1]}
	if err := p.write(said, colours[2]); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err := png.Encode(&out, canvas)
	return out.Bytes(), err
}

func drawArches(canvas *image.RGBA, seed int, colours [4]color.RGBA) {
	const many = (pictureWide - archGap) / (archWide + archGap)
	const left = (pictureWide - many*archWide - (many-1)*archGap) / 2
	for i := range many {
		colour := colours[2]
		if i == seed%many {
			colour = colours[3]
		}
		drawArch(canvas, float32(left+i*(archWide+archGap)), colour)
	}
}

// bend is how far the handles of a quarter circle's curve reach.
const bend = 0.5523

func drawArch(canvas *image.RGBA, x float32, colour color.RGBA) {
	const radius, foot = float32(archWide) / 2, float32(pictureHigh)
	top, middle := float32(archesTop), float32(archesTop)+radius
	r := vector.NewRasterizer(pictureWide, pictureHigh)
	r.MoveTo(x, foot)
	r.LineTo(x, middle)
	r.CubeTo(x, middle-radius*bend, x+radius-radius*bend, top, x+radius, top)
	r.CubeTo(x+radius+radius*bend, top, x+archWide, middle-radius*bend, x+archWide, middle)
	r.LineTo(x+archWide, foot)
	r.ClosePath()
	r.Draw(canvas, canvas.Bounds(), image.NewUniform(colour), image.Point{})
}

// pen writes lines onto the picture.
type pen struct {
	canvas *image.RGBA
	ink    color.RGBA
}

func (p pen) write(said pictureText, soft color.RGBA) error {
	if err := p.line(soft, said.Category+"  ·  "+said.Site, pictureEdge+smallSize); err != nil {
		return err
	}
	if err := p.line(p.ink, said.Price, archesTop-30); err != nil {
		return err
	}
	bold, err := letteringOf(gobold.TTF, titleSize, said.Title)
	if err != nil || !bold.whole {
		return err
	}
	y := pictureEdge + smallSize + titleSize + 30
	for _, line := range wrapped(bold.Face, said.Title, pictureWide-2*pictureEdge) {
		p.draw(bold.Face, p.ink, line, y)
		y += titleSize + 12
	}
	return nil
}

// line writes a small line.
func (p pen) line(colour color.RGBA, text string, y int) error {
	small, err := letteringOf(goregular.TTF, smallSize, text)
	if err == nil && small.whole {
		p.draw(small.Face, colour, text, y)
	}
	return err
}

func (p pen) draw(face font.Face, colour color.RGBA, text string, y int) {
	d := font.Drawer{Dst: p.canvas, Src: image.NewUniform(colour), Face: face, Dot: fixed.P(pictureEdge, y)}
	d.DrawString(text)
}

// lettering is a font at a size. It is whole where the font draws each letter
// of the text; a row of empty boxes says less than the picture without it.
type lettering struct {
	font.Face
	whole bool
}

func letteringOf(file []byte, size float64, text string) (lettering, error) {
	parsed, err := opentype.Parse(file)
	if err != nil {
		return lettering{}, err
	}
	made := lettering{whole: true}
	var buffer sfnt.Buffer
	for _, letter := range text {
		glyph, err := parsed.GlyphIndex(&buffer, letter)
		made.whole = made.whole && err == nil && glyph != 0
	}
	made.Face, err = opentype.NewFace(parsed, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
	return made, err
}

// wrapped breaks a title into lines that fit; what is too long ends in dots.
func wrapped(face font.Face, title string, wide int) []string {
	fits := func(text string) bool { return font.MeasureString(face, text).Ceil() <= wide }
	lines := []string{""}
	for _, word := range strings.Fields(title) {
		last := len(lines) - 1
		joined := strings.TrimSpace(lines[last] + " " + word)
		switch {
		case fits(joined):
			lines[last] = joined
		case len(lines) == titleLines:
			lines[last] = cutToFit(lines[last]+" "+word, fits)
			return lines
		default:
			lines = append(lines, cutToFit(word, fits))
		}
	}
	return lines
}

// cutToFit shortens a text until it fits with dots at its end.
func cutToFit(text string, fits func(string) bool) string {
	if fits(text) {
		return text
	}
	letters := []rune(text)
	for len(letters) > 0 && !fits(string(letters)+"…") {
		letters = letters[:len(letters)-1]
	}
	return strings.TrimSpace(string(letters)) + "…"
}

// picturesMax bounds the pictures kept in memory, about 20 kB each.
const picturesMax = 256

// pictures are those drawn last. One is drawn at a time, so that a burst of
// readers takes one processor and not all.
var pictures = pictureShelf{drawn: map[pictureText][]byte{}}

type pictureShelf struct {
	sync.Mutex
	drawn map[pictureText][]byte
	order []pictureText
}

func (s *pictureShelf) of(said pictureText) ([]byte, error) {
	s.Lock()
	defer s.Unlock()
	if drawn, ok := s.drawn[said]; ok {
		return drawn, nil
	}
	drawn, err := drawPicture(said)
	if err != nil {
		return nil, err
	}
	if len(s.order) == picturesMax {
		delete(s.drawn, s.order[0])
		s.order = s.order[1:]
	}
	s.drawn[said], s.order = drawn, append(s.order, said)
	return drawn, nil
}

// pictureOf reads what the picture of a live service says.
func pictureOf(tx *db.Tx, v *desk.Visit, service id.Service) (pictureText, error) {
	found, err := catalogue.Get(tx, service)
	if err == nil && (found.Live.IsZero() || !found.Reachable()) {
		err = fault.Missing()
	}
	if err != nil {
		return pictureText{}, err
	}
	version, err := catalogue.GetVersion(tx, found.Live)
	if err != nil {
		return pictureText{}, err
	}
	path, err := catalogue.Path(tx, version.Offer.Category)
	if err != nil {
		return pictureText{}, err
	}
	return pictureText{
		Site: v.Site.Name, Category: path[len(path)-1].Name, Title: version.Offer.Title,
		Price: v.Say.T("catalogue.picture_price", "price", version.Offer.PriceFrom(), "span", version.Offer.LeadFrom()),
	}, nil
}
