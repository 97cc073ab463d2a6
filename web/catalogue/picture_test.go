package catalogue

import (
	"bytes"
	"image/png"
	"strings"
	"testing"
)

func TestAPreviewIsAPictureOfTheWordsOnIt(t *testing.T) {
	plain := pictureText{Site: "Guildhall", Category: "Illustration", Title: "Ink drawing of your house", Price: "From $20.00, in 3 days"}
	drawn := func(said pictureText) []byte {
		t.Helper()
		got, err := drawPicture(said)
		if err != nil {
			t.Fatal(err)
		}
		size, err := png.DecodeConfig(bytes.NewReader(got))
		if err != nil || size.Width != pictureWide || size.Height != pictureHigh {
			t.Fatalf("%+v, %v", size, err)
		}
		return got
	}
	first := drawn(plain)
	if !bytes.Equal(first, drawn(plain)) {
		t.Error("the same words give two pictures")
	}
	for _, change := range []func(*pictureText){
		func(said *pictureText) { said.Title = "Ink drawing of your horse" },
		func(said *pictureText) { said.Price = "From $21.00, in 3 days" },
		func(said *pictureText) { said.Title = strings.Repeat("Wort ohne Ende ", 40) },
		func(said *pictureText) { said.Title = strings.Repeat("W", 400) },
		func(said *pictureText) { said.Title = "رسم بالحبر لبيتك" },
	} {
		said := plain
		change(&said)
		if bytes.Equal(first, drawn(said)) {
			t.Errorf("%q looks as the first", said.Title)
		}
	}
}

func TestPicturesKeptAreBounded(t *testing.T) {
	shelf := pictureShelf{drawn: map[pictureText][]byte{}}
	for i := range picturesMax {
		old := pictureText{Title: string(rune('a' + i))}
		shelf.drawn[old], shelf.order = nil, append(shelf.order, old)
	}
	if _, err := shelf.of(pictureText{Title: "one more"}); err != nil {
		t.Fatal(err)
	}
	if len(shelf.drawn) != picturesMax || len(shelf.order) != picturesMax {
		t.Errorf("%d pictures kept, %d in order", len(shelf.drawn), len(shelf.order))
	}
	if _, ok := shelf.drawn[pictureText{Title: "a"}]; ok {
		t.Error("the oldest was kept")
	}
}
