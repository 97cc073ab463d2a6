package evidence

import (
	"bytes"
	"encoding/json"
	"io"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"codeberg.org/go-fonts/dejavu/dejavusans"
	"codeberg.org/go-fonts/dejavu/dejavusansbold"
	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/sfnt"

	"guildhall/id"
	"guildhall/money"
	"guildhall/order"
	"guildhall/say"
)

// pageName is the order's page in the ZIP, for people to read and print.
const pageName = "page.pdf"

// Page tells of the order's page: what its bytes are, and which program drew
// them. That program can draw it again from the record and compare.
type Page struct {
	Path    string `json:"path"`
	SHA256  string `json:"sha256"`
	DrawnBy string `json:"drawn_by"`
}

// drawnBy is this program: another one may know other words or fonts.
var drawnBy = sync.OnceValue(func() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	return info.Main.Version + " " + info.GoVersion
})

// The measures of a sheet, in millimetres.
const (
	sheetMargin = 20.0
	timeWidth   = 42.0
	lineHeight  = 5.2
	textSize    = 9.5 // points
	sheetFont   = "sans"
)

// sheet is the page while it is drawn. It knows nothing but the record, so that
// a check can draw it again.
type sheet struct {
	*fpdf.Fpdf
	record Record
	s      *say.Speaker
}

// draw writes the record as a page in its reader's language.
func draw(w io.Writer, r Record) error {
	d := sheet{fpdf.New("P", "mm", "A4", ""), r, say.For(r.Language, time.UTC, r.Currency)}
	d.SetCatalogSort(true)
	d.SetCreationDate(r.Made)
	d.SetModificationDate(r.Made)
	d.SetLang(r.Language)
	d.SetTitle(d.s.T("evidence.title", "number", r.Order.Number), true)
	d.AddUTF8FontFromBytes(sheetFont, "", slices.Clone(dejavusans.TTF))
	d.AddUTF8FontFromBytes(sheetFont, "B", slices.Clone(dejavusansbold.TTF))
	d.SetMargins(sheetMargin, sheetMargin, sheetMargin)
	d.SetAutoPageBreak(true, sheetMargin)
	d.SetFooterFunc(d.foot)
	d.AddPage()
	for _, part := range []func(){d.head, d.agreement, d.money, d.timeline, d.brief, d.check} {
		part()
	}
	return d.Output(w)
}

func (d sheet) foot() {
	d.SetY(-sheetMargin + lineHeight)
	d.SetFont(sheetFont, "", textSize-2)
	d.CellFormat(0, lineHeight, d.s.T("evidence.foot", "number", d.record.Order.Number, "page", d.PageNo()), "", 0, "R", false, 0, "")
}

func (d sheet) head() {
	d.SetFont(sheetFont, "B", 2*textSize)
	d.MultiCell(0, 2*lineHeight, shown(d.s.T("evidence.title", "number", d.record.Order.Number)), "", "L", false)
	d.text(d.record.Order.Title)
	d.text(d.s.T("evidence.made", "at", d.s.Moment(d.record.Made)))
}

func (d sheet) heading(key string) {
	d.Ln(lineHeight)
	d.SetFont(sheetFont, "B", 1.3*textSize)
	d.MultiCell(0, 1.6*lineHeight, shown(d.s.T(key)), "B", "L", false)
	d.Ln(lineHeight / 3)
}

func (d sheet) text(text string) {
	d.SetFont(sheetFont, "", textSize)
	d.MultiCell(0, lineHeight, shown(text), "", "L", false)
}

// pair is a line with a name or a moment at the left.
func (d sheet) pair(left, right string) {
	if d.GetY() > 297-2*sheetMargin {
		d.AddPage()
	}
	d.SetFont(sheetFont, "", textSize)
	d.SetTextColor(90, 90, 90)
	d.CellFormat(timeWidth, lineHeight, shown(left), "", 0, "L", false, 0, "")
	d.SetTextColor(0, 0, 0)
	d.MultiCell(0, lineHeight, shown(right), "", "L", false)
}

func (d sheet) agreement() {
	a := d.record.Order
	d.heading("evidence.agreement")
	for _, p := range d.record.People {
		d.pair(d.s.T("evidence.side."+p.Side), p.Name)
	}
	d.pair(d.s.T("evidence.state"), d.s.T("order.state."+a.State))
	d.pair(d.s.T("evidence.units"), d.s.Number(a.Units))
	d.pair(d.s.T("evidence.lead"), d.s.Span(time.Duration(a.LeadNs)))
	for _, l := range a.Lines {
		line := d.s.T("evidence.line", "count", l.Quantity, "title", d.what(l), "price", money.Amount(l.Price))
		if l.Addition > 0 {
			line = d.s.T("evidence.line.added", "line", line)
		}
		d.pair("", line)
	}
}

// what a line is for; the first one's title is its package, or the service.
func (d sheet) what(l order.Line) string {
	switch {
	case l.Title != "":
		return l.Title
	case d.record.Order.Package != "":
		return d.s.T("orderpage.package." + d.record.Order.Package)
	}
	return d.record.Order.Title
}

func (d sheet) money() {
	d.heading("evidence.money")
	if d.record.Money.Custody == "none" {
		d.text(d.s.T("evidence.money.outside"))
	}
	for _, sum := range d.record.Money.sums() {
		d.pair(d.s.T("evidence.money."+sum.name), d.s.Money(sum.amount))
	}
	d.pair(d.s.T("evidence.money.commission"), d.s.Percent(money.Rate(d.record.Order.Commission)))
}

// timeline writes each entry of the diary with what was said along with it.
func (d sheet) timeline() {
	d.heading("evidence.timeline")
	said := map[string]Message{}
	for _, m := range d.record.Messages {
		said[m.ID.String()] = m
	}
	for _, e := range d.record.Diary {
		var l line
		if json.Unmarshal([]byte(e.Text), &l) != nil {
			continue // the check has told
		}
		text := d.event(l)
		if m, with := said[l.text("message")]; with {
			text = strings.Join(slices.DeleteFunc(append([]string{text, m.Text}, m.Files...), func(s string) bool { return s == "" }), "\n")
		}
		d.pair(d.s.Moment(time.UnixMicro(l.At).UTC()), text)
		d.Ln(lineHeight / 4)
	}
}

// event is the sentence of an entry; one without a sentence has its name.
func (d sheet) event(l line) string {
	key := "order.event." + l.Kind
	if !d.s.Has(key) {
		return l.Kind
	}
	return d.s.T(key, "name", d.name(l.Actor), "buyer", d.name(d.record.Order.Buyer.String()), "seller", d.name(d.record.Order.Seller.String()))
}

func (d sheet) name(who string) string {
	for _, p := range d.record.People {
		if p.ID.String() == who {
			return p.Name
		}
	}
	return d.s.T("evidence.staff")
}

func (d sheet) brief() {
	if len(d.record.Answers) == 0 {
		return
	}
	d.heading("evidence.brief")
	for _, a := range d.record.Answers {
		d.SetFont(sheetFont, "B", textSize)
		d.MultiCell(0, lineHeight, shown(a.Asked), "", "L", false)
		if a.Text != "" {
			d.text(a.Text)
		}
		if a.Path != "" {
			d.text(a.Path)
		}
		d.Ln(lineHeight / 3)
	}
}

// check tells how one finds out that nothing was changed.
func (d sheet) check() {
	d.heading("evidence.check")
	d.text(d.s.T("evidence.check.text"))
	if n := len(d.record.Diary); n > 0 {
		d.text(d.record.Diary[n-1].Hash)
	}
}

// missingGlyph stands for a character that the font does not have; the record
// beside the page has it.
const missingGlyph = '□'

// shown is the text as the font can show it.
func shown(text string) string {
	var buffer sfnt.Buffer
	return strings.Map(func(r rune) rune {
		if r == '\n' {
			return r
		}
		if r > 0xFFFF { // fpdf counts in 16 bits
			return missingGlyph
		}
		if glyph, err := glyphs().GlyphIndex(&buffer, r); err != nil || glyph == 0 {
			return missingGlyph
		}
		return r
	}, strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\t", " "))
}

var glyphs = sync.OnceValue(func() *sfnt.Font {
	font, err := sfnt.Parse(dejavusans.TTF)
	if err != nil {
		panic(err) // the font is part of the program
	}
	return font
})

// drawn answers the page's bytes.
func drawn(r Record) ([]byte, error) {
	var page bytes.Buffer
	err := draw(&page, r)
	return page.Bytes(), err
}

// Person is one side, by the name of the day on which the file was made.
type Person struct {
	ID   id.Member `json:"id"`
	Side string    `json:"side"`
	Name string    `json:"name"`
}

// Money is where the order's money is.
type Money struct {
	Custody  string `json:"custody"`
	Price    int64  `json:"price"`
	Fee      int64  `json:"fee"`
	Held     int64  `json:"held"`
	ToSeller int64  `json:"to_seller"`
	ToBuyer  int64  `json:"to_buyer"`
	Tipped   int64  `json:"tipped"`
}

func moneyOf(o order.Order) Money {
	return Money{
		Custody: string(o.Custody), Price: int64(o.Price), Fee: int64(o.Fee), Held: int64(o.Held.Plus(o.FeeHeld)),
		ToSeller: int64(o.ToSeller), ToBuyer: int64(o.ToBuyer), Tipped: int64(o.Tipped),
	}
}

type namedSum struct {
	name   string
	amount money.Amount
}

// sums are what the page tells, without zeros.
func (m Money) sums() []namedSum {
	all := []namedSum{
		{"price", money.Amount(m.Price)}, {"fee", money.Amount(m.Fee)}, {"held", money.Amount(m.Held)},
		{"to_seller", money.Amount(m.ToSeller)}, {"to_buyer", money.Amount(m.ToBuyer)}, {"tipped", money.Amount(m.Tipped)},
	}
	return slices.DeleteFunc(all, func(s namedSum) bool { return s.amount == 0 })
}
