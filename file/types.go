package file

import (
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/gabriel-vasile/mimetype"
)

// contents says which media types, as told by the bytes, an ending of the
// policy's file_types stands for. An ending that is not listed stands for
// what the detector itself calls so.
var contents = map[string][]string{
	"jpeg": {"image/jpeg"}, "jpg": {"image/jpeg"}, "gif": {"image/gif"}, "png": {"image/png"},
	"tif": {"image/tiff"}, "bmp": {"image/bmp"}, "avi": {"video/x-msvideo"},
	"mpeg": {"video/mpeg"}, "mpg": {"video/mpeg"}, "mov": {"video/quicktime"},
	"rm":  {"application/vnd.rn-realmedia", "application/vnd.rn-realmedia-vbr"},
	"3gp": {"video/3gpp", "video/3gpp2"}, "flv": {"video/x-flv"}, "mp4": {"video/mp4", "video/x-m4v"},
	"zip": {"application/zip"}, "rar": {"application/x-rar-compressed"},
	"mp3": {"audio/mpeg"}, "wav": {"audio/wav"}, "wma": {"video/x-ms-asf"},
	"ogg": {"application/ogg", "audio/ogg", "video/ogg"},
	"txt": {"text/plain"}, "csv": {"text/csv", "text/plain"}, "md": {"text/plain"},
}

// headBytes is how much of a file its type is told by.
const headBytes = 3072

// ending finds the allowed ending that fits the content, preferring the one
// the name already has. Empty: the content is of no allowed kind.
func ending(head []byte, name string, allowed []string) (ending, mediaType string) {
	found := mimetype.Detect(head)
	mediaType, _, _ = strings.Cut(found.String(), ";")
	fits := func(ext string) bool {
		if types, listed := contents[ext]; listed {
			return slices.Contains(types, mediaType)
		}
		return found.Extension() == "."+ext
	}
	named := strings.TrimPrefix(strings.ToLower(filepath.Ext(name)), ".")
	if slices.Contains(allowed, named) && fits(named) {
		return named, mediaType
	}
	for _, ext := range allowed {
		if fits(ext) {
			return ext, mediaType
		}
	}
	return "", mediaType
}

// nameMax bounds a kept name, in characters.
const nameMax = 100

// safeName keeps what a person recognises of an uploaded name and gives it
// the ending of its content. No path, no control signs, nothing to quote.
func safeName(name, ending string) string {
	name = filepath.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.TrimSuffix(name, filepath.Ext(name))
	name = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" -_.()", r) {
			return r
		}
		return '_'
	}, name)
	name = strings.Trim(name, " .")
	if runes := []rune(name); len(runes) > nameMax {
		name = string(runes[:nameMax])
	}
	if name == "" {
		name = "file"
	}
	return name + "." + ending
}
