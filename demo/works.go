package demo

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/file"
	"guildhall/order"
	"guildhall/portfolio"
)

// Pictures that are delivered: drawn here, so that nobody's work is carried
// along with the program.
const (
	pictureWide, pictureHigh = 480, 320
	picturesTaken            = 7 // one each delivery that is shown, and one document
)

// takePictures draws them and keeps their bytes, before anything is written.
func (l *lives) takePictures() error {
	for nth := range picturesTaken {
		var drawn bytes.Buffer
		if err := png.Encode(&drawn, picture(nth)); err != nil {
			return err
		}
		taken, err := l.files.Take(&drawn, fmt.Sprintf("work-%d.png", nth+1), l.store.Now(), file.Limits{BytesMax: 1 << 20, Types: []string{"png"}})
		if err != nil {
			return err
		}
		l.pictures = append(l.pictures, taken)
	}
	return nil
}

// grounds and inks are the colours of a picture, by turns.
var (
	grounds = []color.Color{
		color.RGBA{244, 236, 219, 255}, color.RGBA{31, 61, 54, 255}, color.RGBA{226, 232, 240, 255}, color.RGBA{84, 36, 43, 255},
	}
	inks = []color.Color{
		color.RGBA{178, 74, 46, 255}, color.RGBA{232, 196, 104, 255}, color.RGBA{38, 70, 131, 255}, color.RGBA{240, 214, 190, 255},
	}
)

// picture is a row of arches with a sun in one of them, another one each time.
func picture(nth int) image.Image {
	p := image.NewPaletted(image.Rect(0, 0, pictureWide, pictureHigh), color.Palette{
		grounds[nth%len(grounds)], inks[nth%len(inks)], inks[(nth+1)%len(inks)],
	})
	arches := 3 + nth%4
	width := pictureWide / arches
	for y := range pictureHigh {
		for x := range pictureWide {
			inArch := x%width - width/2
			top := pictureHigh/3 + inArch*inArch*4/width
			switch sun := x/width == nth%arches && square(inArch)+square(y-pictureHigh*2/3) < square(width/4); {
			case sun:
				p.SetColorIndex(x, y, 2)
			case y > top && abs(inArch) < width*2/5:
				p.SetColorIndex(x, y, 1)
			}
		}
	}
	return p
}

func square(n int) int { return n * n }

func abs(n int) int { return max(n, -n) }

// deliverPicture hands in the picture that is the order's work.
func (t *tale) deliverPicture(tx *db.Tx, c order.Command) error {
	kept, err := file.Attach(tx, t.picture, file.HolderOf("order", t.id), t.seller)
	if err != nil {
		return err
	}
	c.Files, c.Attachments = 1, append(c.Attachments, kept.ID)
	_, err = order.Act(tx, c)
	return err
}

// publish shows the delivered picture in the seller's portfolio (REP-12), once
// a moderator has looked at it.
func (t *tale) publish(tx *db.Tx) error {
	o, err := order.Get(tx, t.id)
	if err != nil {
		return err
	}
	delivered, err := portfolio.DeliveredIn(tx, o)
	if err != nil {
		return err
	}
	work, err := portfolio.Publish(tx, portfolio.Publishing{
		Seller: t.seller, Order: t.id, Title: t.work, File: delivered.Files[0].ID, Rights: true,
	})
	if err != nil || work.State == portfolio.Shown {
		return err
	}
	_, err = portfolio.Judge(tx, portfolio.Judgement{Work: work.ID, Moderator: t.l.member["ada"], Shown: true})
	return err
}

// workTitle names what was made: "Lettered sign".
func workTitle(tx *db.Tx, service catalogue.Service) (string, error) {
	version, err := catalogue.GetVersion(tx, service.Live)
	if err != nil {
		return "", err
	}
	thing := strings.TrimSuffix(strings.TrimPrefix(version.Offer.Volume, "One "), ", as described.")
	return strings.ToUpper(thing[:1]) + thing[1:], nil
}
