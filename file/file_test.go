package file_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/policy"
	"guildhall/testkit"
)

func limits(t *testing.T) file.Limits {
	t.Helper()
	rules, err := policy.Preset("services")
	if err != nil {
		t.Fatal(err)
	}
	return file.Limits{BytesMax: rules.FileMax, Types: rules.FileTypes}
}

func newStore(t *testing.T) *file.Store {
	t.Helper()
	store, err := file.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// painted is a picture whose left half is red and whose right half is blue.
func painted(width, height int) *image.RGBA {
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			shade := color.RGBA{R: 255, A: 255}
			if x >= width/2 {
				shade = color.RGBA{B: 255, A: 255}
			}
			picture.Set(x, y, shade)
		}
	}
	return picture
}

// photograph is a JPEG with an Exif that says how the camera was held and
// where: the marker "GPS52.52N" stands for the place.
func photograph(t *testing.T, orientation byte) []byte {
	t.Helper()
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, painted(600, 300), nil); err != nil {
		t.Fatal(err)
	}
	exif := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00")
	exif = append(exif, orientation, 0, 0, 0, 0, 0, 0)
	exif = append(exif, "GPS52.52N"...)
	segment := []byte{0xFF, 0xE1, 0, 0}
	binary.BigEndian.PutUint16(segment[2:], uint16(len(exif)+2))
	return append(append(append([]byte{0xFF, 0xD8}, segment...), exif...), plain.Bytes()[2:]...)
}

func kept(t *testing.T, store *file.Store, taken file.Taken, open func(file.File) (io.ReadCloser, error)) []byte {
	t.Helper()
	opened, err := open(file.File{ID: taken.ID})
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	content, err := io.ReadAll(opened)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func full(store *file.Store) func(file.File) (io.ReadCloser, error) {
	return func(f file.File) (io.ReadCloser, error) { return store.Open(f) }
}

func TestAPictureLosesItsPlaceAndStandsUpright(t *testing.T) {
	store := newStore(t)
	taken, err := store.Take(bytes.NewReader(photograph(t, 6)), "beach.JPG", time.Now(), limits(t))
	if err != nil {
		t.Fatal(err)
	}
	content := kept(t, store, taken, full(store))
	if bytes.Contains(content, []byte("GPS52.52N")) || bytes.Contains(content, []byte("Exif")) {
		t.Error("the place is still in the picture")
	}
	if taken.Width != 300 || taken.Height != 600 {
		t.Errorf("a picture held sideways is %d x %d, want 300 x 600", taken.Width, taken.Height)
	}
	upright, err := jpeg.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	if r, _, b, _ := upright.At(150, 20).RGBA(); r < b {
		t.Error("turned by a quarter, the left half should be on top: it is red")
	}
	if taken.SHA256 != sha256.Sum256(content) || taken.Bytes != int64(len(content)) {
		t.Error("checksum and length are not those of what is kept")
	}
	thumb := kept(t, store, taken, func(f file.File) (io.ReadCloser, error) { return store.OpenThumb(f) })
	if small, err := jpeg.DecodeConfig(bytes.NewReader(thumb)); err != nil || small.Height != 480 || small.Width != 240 {
		t.Errorf("thumbnail is %+v, %v; want 240 x 480", small, err)
	}
}

// bombs are small files that would unfold to gigabytes.
func bombs(t *testing.T) map[string][]byte {
	t.Helper()
	var small bytes.Buffer
	if err := png.Encode(&small, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	wide := small.Bytes()
	binary.BigEndian.PutUint32(wide[16:], 50_000)
	binary.BigEndian.PutUint32(wide[20:], 50_000)
	crc := pngCRC(wide[12:29])
	binary.BigEndian.PutUint32(wide[29:], crc)
	moving := &gif.GIF{}
	for range 400 {
		moving.Image = append(moving.Image, image.NewPaletted(image.Rect(0, 0, 1, 1), color.Palette{color.Black, color.White}))
		moving.Delay = append(moving.Delay, 1)
	}
	var film bytes.Buffer
	if err := gif.EncodeAll(&film, moving); err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{"picture_huge": wide, "picture_frames": film.Bytes()}
}

func pngCRC(of []byte) uint32 {
	var table [256]uint32
	for n := range table {
		c := uint32(n)
		for range 8 {
			c = c>>1 ^ 0xEDB88320*(c&1)
		}
		table[n] = c
	}
	sum := ^uint32(0)
	for _, b := range of {
		sum = table[byte(sum)^b] ^ sum>>8
	}
	return ^sum
}

func TestAPictureBombIsRefusedByItsHeader(t *testing.T) {
	store := newStore(t)
	for code, bomb := range bombs(t) {
		began := time.Now()
		_, err := store.Take(bytes.NewReader(bomb), "bomb.png", time.Now(), limits(t))
		if !errors.Is(err, fault.Invalid(code)) {
			t.Errorf("%s: got %v", code, err)
		}
		if spent := time.Since(began); spent > time.Second {
			t.Errorf("%s: judged in %s: something was unfolded", code, spent)
		}
	}
}

func TestTheContentDecidesNotTheName(t *testing.T) {
	store := newStore(t)
	var picture, archive bytes.Buffer
	if err := png.Encode(&picture, painted(20, 10)); err != nil {
		t.Fatal(err)
	}
	packed := zip.NewWriter(&archive)
	if _, err := packed.Create("a.txt"); err != nil {
		t.Fatal(err)
	}
	if err := packed.Close(); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name, content, code, kept string
	}{
		{"harmless.png", "#!/bin/sh\nrm -rf /\n", "file_type", ""},
		{"page.jpg", "<html><script>alert(1)</script></html>", "file_type", ""},
		{"program.zip", "MZ\x90\x00\x03\x00\x00\x00\x04\x00", "file_type", ""},
		{"nothing.png", "", "file_empty", ""},
		{"broken.png", picture.String()[:40], "picture_unreadable", ""},
		{"wrongly named.jpg", picture.String(), "", "wrongly named.png"},
		{`C:\Users\me\my "work".zip`, archive.String(), "", "my _work_.zip"},
		{"../../etc/passwd", archive.String(), "", "passwd.zip"},
	}
	for _, c := range cases {
		taken, err := store.Take(bytes.NewReader([]byte(c.content)), c.name, time.Now(), limits(t))
		if c.code != "" && !errors.Is(err, fault.Invalid(c.code)) {
			t.Errorf("%s: got %v, want %s", c.name, err, c.code)
		}
		if c.code == "" && (err != nil || taken.Name != c.kept) {
			t.Errorf("%s: kept as %q, %v; want %q", c.name, taken.Name, err, c.kept)
		}
	}
}

func TestAFileMayBeAsLargeAsThePolicySaysAndNoLarger(t *testing.T) {
	store, l := newStore(t), limits(t)
	l.Types = append(l.Types, "txt")
	l.BytesMax = 100
	for length, code := range map[int]string{100: "", 101: "file_large"} {
		_, err := store.Take(bytes.NewReader(bytes.Repeat([]byte("a"), length)), "a.txt", time.Now(), l)
		if f, refused := fault.As(err); code == "" && err != nil || code != "" && (!refused || f.Code != code) {
			t.Errorf("%d bytes: got %v, want %q", length, err, code)
		}
	}
}

func TestOnlyFilesWithoutARowAreStrays(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, base *db.Store, clock *testkit.Clock) {
		store, l := newStore(t), limits(t)
		l.Types = []string{"txt"}
		take := func() file.Taken {
			taken, err := store.Take(bytes.NewReader([]byte("some text")), "a.txt", clock.Now(), l)
			if err != nil {
				t.Fatal(err)
			}
			return taken
		}
		lost, owned := take(), take()
		holder := file.HolderOf("order", id.New[id.OrderKind](clock.Now()))
		member := id.New[id.MemberKind](clock.Now())
		err := base.Write(t.Context(), func(tx *db.Tx) error {
			_, err := file.Attach(tx, owned, holder, member)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		err = base.Read(t.Context(), func(tx *db.Tx) error {
			strays, err := store.Strays(tx, time.Now().Add(time.Minute))
			if err != nil || len(strays) != 1 || strays[0] != lost.ID {
				t.Errorf("strays are %v, %v; want %s alone", strays, err, lost.ID)
			}
			held, err := file.Held(tx, holder, member, []id.File{owned.ID})
			if err != nil || len(held) != 1 || held[0].SHA256 != owned.SHA256 {
				t.Errorf("held: %+v, %v", held, err)
			}
			if _, err := file.Held(tx, holder, id.New[id.MemberKind](clock.Now()), []id.File{owned.ID}); !errors.Is(err, fault.Missing()) {
				t.Errorf("somebody else's file: %v", err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := store.Discard(lost.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(file.File{ID: lost.ID}); !errors.Is(err, fault.Missing()) {
			t.Errorf("a discarded file opens: %v", err)
		}
	})
}
