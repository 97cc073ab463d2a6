package file

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"math"

	"golang.org/x/image/bmp"
	"golang.org/x/image/draw"
	"golang.org/x/image/tiff"
)

// Limits of pictures: what a small file may unfold to.
const (
	pixelsMax = 24_000_000 // of one picture, and of all frames together
	framesMax = 300
	thumbSide = 480
	jpegFull  = 90 // quality
	jpegThumb = 80
)

// drawn is a picture made anew from its pixels.
type drawn struct {
	full, thumb   []byte
	width, height int
}

func isPicture(mediaType string) bool {
	switch mediaType {
	case "image/jpeg", "image/png", "image/gif", "image/tiff", "image/bmp":
		return true
	}
	return false
}

// redraw decodes a picture, turns it the way the camera was held and encodes
// its pixels again in the same form. Its size is judged before any pixel is
// unfolded, so a bomb costs nothing.
func redraw(content []byte, mediaType string) (drawn, error) {
	if err := judgeSize(content, mediaType); err != nil {
		return drawn{}, err
	}
	if mediaType == "image/gif" {
		return redrawGIF(content)
	}
	picture, err := decode(content, mediaType)
	if err != nil {
		return drawn{}, refuse("picture_unreadable")
	}
	if mediaType == "image/jpeg" {
		picture = turned(picture, orientation(content))
	}
	var full bytes.Buffer
	if err := encode(&full, picture, mediaType); err != nil {
		return drawn{}, err
	}
	return withThumb(full.Bytes(), picture)
}

// judgeSize refuses what would unfold to too many pixels or frames.
func judgeSize(content []byte, mediaType string) error {
	config, err := decodeConfig(content, mediaType)
	if err != nil || config.Width < 1 || config.Height < 1 {
		return refuse("picture_unreadable")
	}
	frames := 1
	if mediaType == "image/gif" {
		if frames, err = gifFrames(content); err != nil {
			return refuse("picture_unreadable")
		}
	}
	if frames > framesMax {
		return refuse("picture_frames", "most", framesMax)
	}
	if config.Width > pixelsMax || config.Height > pixelsMax || config.Width*config.Height*frames > pixelsMax {
		return refuse("picture_huge", "most", pixelsMax/1_000_000)
	}
	return nil
}

func decodeConfig(content []byte, mediaType string) (image.Config, error) {
	from := bytes.NewReader(content)
	switch mediaType {
	case "image/jpeg":
		return jpeg.DecodeConfig(from)
	case "image/png":
		return png.DecodeConfig(from)
	case "image/gif":
		return gif.DecodeConfig(from)
	case "image/bmp":
		return bmp.DecodeConfig(from)
	}
	return tiff.DecodeConfig(from)
}

func decode(content []byte, mediaType string) (image.Image, error) {
	from := bytes.NewReader(content)
	switch mediaType {
	case "image/jpeg":
		return jpeg.Decode(from)
	case "image/png":
		return png.Decode(from)
	case "image/bmp":
		return bmp.Decode(from)
	}
	return tiff.Decode(from)
}

func encode(to io.Writer, picture image.Image, mediaType string) error {
	switch mediaType {
	case "image/jpeg":
		return jpeg.Encode(to, picture, &jpeg.Options{Quality: jpegFull})
	case "image/png":
		return png.Encode(to, picture)
	case "image/bmp":
		return bmp.Encode(to, picture)
	}
	return tiff.Encode(to, picture, &tiff.Options{Compression: tiff.Deflate})
}

// redrawGIF keeps the frames and their timing and drops everything else.
func redrawGIF(content []byte) (drawn, error) {
	moving, err := gif.DecodeAll(bytes.NewReader(content))
	if err != nil || len(moving.Image) == 0 {
		return drawn{}, refuse("picture_unreadable")
	}
	var full bytes.Buffer
	if err := gif.EncodeAll(&full, moving); err != nil {
		return drawn{}, refuse("picture_unreadable")
	}
	return withThumb(full.Bytes(), moving.Image[0])
}

// withThumb adds the thumbnail: at most thumbSide on its longer side, on white.
func withThumb(full []byte, picture image.Image) (drawn, error) {
	size := picture.Bounds().Size()
	scale := math.Min(1, float64(thumbSide)/float64(max(size.X, size.Y)))
	small := image.NewRGBA(image.Rect(0, 0, max(1, int(float64(size.X)*scale)), max(1, int(float64(size.Y)*scale))))
	draw.Draw(small, small.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(small, small.Bounds(), picture, picture.Bounds(), draw.Over, nil)
	var thumb bytes.Buffer
	err := jpeg.Encode(&thumb, small, &jpeg.Options{Quality: jpegThumb})
	return drawn{full: full, thumb: thumb.Bytes(), width: size.X, height: size.Y}, err
}

var errNoGIF = errors.New("file: not a whole GIF")

// gifFrames counts the frames by walking the blocks, without unpacking one.
func gifFrames(content []byte) (int, error) {
	if len(content) < 13 {
		return 0, errNoGIF
	}
	at := 13 + colourTable(content[10])
	for frames := 0; at < len(content); {
		switch content[at] {
		case 0x3B: // the end
			return frames, nil
		case 0x21: // an extension: its kind, then blocks
			at += 2
		case 0x2C: // a frame: its place, colours, code size, then blocks
			if at+10 > len(content) {
				return 0, errNoGIF
			}
			frames++
			at += 10 + colourTable(content[at+9]) + 1
		default:
			return 0, errNoGIF
		}
		for at < len(content) && content[at] != 0 {
			at += 1 + int(content[at])
		}
		at++
		if frames > framesMax {
			return frames, nil
		}
	}
	return 0, errNoGIF
}

// colourTable is the length of the colour table that the flags announce.
func colourTable(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}
