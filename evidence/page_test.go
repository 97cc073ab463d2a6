package evidence_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"
)

// part is one file of an evidence file.
func part(t *testing.T, content []byte, name string) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	opened, err := from.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	text, err := io.ReadAll(opened)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// The page tells in words what the record tells in data.
func TestThePageTellsWhatHappened(t *testing.T) {
	said := pageText(t, part(t, made(t), "page.pdf"))
	for _, want := range []string{
		"Ink drawing of your house", "Buyer bea", "Seller sam", "1 × Economy, $20.00 each", "Lead time 2 days",
		"Still held $20.00", "Commission 20%", "bea ordered; the agreement stands.", "sam started working.",
		"Ελλάς, Київ, Łódź, Հայաստան, საქართველო, □ □", "sketch.txt.zip",
		"Which side of the house should be drawn? The side with the walnut tree", "2 Mar 2026",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("the page does not say %q:\n%s", want, said)
		}
	}
}

var (
	streams = regexp.MustCompile(`(?s)/FlateDecode[^>]*>>\nstream\n(.*?)\nendstream`)
	shown   = regexp.MustCompile(`(?s)\(((?:\\.|[^\\)])*)\) ?Tj`)
	escaped = regexp.MustCompile(`(?s)\\(.)`)
)

// pageText reads the words of a page: its font is coded in UTF-16.
func pageText(t *testing.T, page []byte) string {
	t.Helper()
	var words []string
	for _, stream := range streams.FindAllSubmatch(page, -1) {
		unpacked, err := zlib.NewReader(bytes.NewReader(stream[1]))
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(unpacked)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range shown.FindAllSubmatch(content, -1) {
			coded := escaped.ReplaceAllFunc(line[1], func(e []byte) []byte {
				if e[1] == 'r' {
					return []byte{'\r'}
				}
				return e[1:]
			})
			var units []uint16
			for ; len(coded) > 1; coded = coded[2:] {
				units = append(units, binary.BigEndian.Uint16(coded))
			}
			words = append(words, string(utf16.Decode(units)))
		}
	}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}
