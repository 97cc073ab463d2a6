package file

import (
	"bytes"
	"encoding/binary"
	"image"
)

// orientation reads how the camera was held from a JPEG's Exif (tag 0x0112):
// 1 to 8, 1 when nothing says otherwise. It is read before the picture is
// drawn anew, since that drops the Exif with the place in it.
func orientation(content []byte) int {
	at := 2
	for at+4 <= len(content) && content[at] == 0xFF && content[at+1] != 0xDA {
		length := int(binary.BigEndian.Uint16(content[at+2:]))
		if content[at+1] == 0xE1 && at+2+length <= len(content) && length >= 8 {
			segment := content[at+4 : at+2+length]
			if exif, ok := bytes.CutPrefix(segment, []byte("Exif\x00\x00")); ok {
				return orientationTag(exif)
			}
		}
		at += 2 + length
	}
	return 1
}

// orientationTag walks the first directory of the TIFF structure in an Exif.
func orientationTag(exif []byte) int {
	if len(exif) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if exif[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int(order.Uint32(exif[4:]))
	if at < 8 || at+2 > len(exif) {
		return 1
	}
	entries := int(order.Uint16(exif[at:]))
	for i := range entries {
		entry := at + 2 + 12*i
		if entry+12 > len(exif) {
			return 1
		}
		if order.Uint16(exif[entry:]) != 0x0112 {
			continue
		}
		if value := int(order.Uint16(exif[entry+8:])); value >= 1 && value <= 8 {
			return value
		}
		return 1
	}
	return 1
}

// turned draws the picture the way up that the orientation asks for.
func turned(picture image.Image, orientation int) image.Image {
	if orientation == 1 {
		return picture
	}
	from := picture.Bounds()
	width, height := from.Dx(), from.Dy()
	if orientation >= 5 {
		width, height = height, width
	}
	upright := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range from.Dy() {
		for x := range from.Dx() {
			tx, ty := place(orientation, x, y, from.Dx(), from.Dy())
			upright.Set(tx, ty, picture.At(from.Min.X+x, from.Min.Y+y))
		}
	}
	return upright
}

// place is where the pixel at x, y of a w x h picture belongs.
func place(orientation, x, y, w, h int) (int, int) {
	switch orientation {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return h - 1 - y, x
	case 7:
		return h - 1 - y, w - 1 - x
	case 8:
		return y, w - 1 - x
	}
	return x, y
}
