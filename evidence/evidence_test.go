package evidence_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"guildhall/db"
	"guildhall/evidence"
	"guildhall/file"
	"guildhall/id"
	"guildhall/order"
	"guildhall/say"
	"guildhall/testkit"
	"guildhall/town"
)

// sentence has letters of each script of Europe, and two that no font here has.
const sentence = "Blue, please: Ελλάς, Київ, Łódź, Հայաստան, საქართველო, 漢 😀"

// made is the evidence file of an order in which a sentence and a file were
// sent.
func made(t *testing.T) []byte {
	t.Helper()
	store, clock := testkit.SQLite(t)
	place := town.New(t, store, clock)
	service := place.Shop()
	files, err := file.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	which := id.New[id.OrderKind](clock.Now())
	place.Write(func(tx *db.Tx) error {
		_, err := order.Place(tx, order.Placing{
			ID: which, Buyer: place.Buyer.ID, Version: service.Live, Units: 1, Package: "economy", At: tx.Now(),
			Answers: []order.Answer{{Question: "photo", Text: "The side with the walnut tree"}},
		})
		return err
	})
	sketch := send(t, place, files, which, "sketch.txt.zip", "PK\x05\x06"+strings.Repeat("\x00", 18))
	clock.Advance(time.Hour)
	for _, c := range []order.Command{
		{Actor: place.Buyer.ID, Side: order.Buyer, Verb: order.Say, Text: sentence, Attachments: []id.File{sketch}},
		{Actor: place.Seller.ID, Side: order.Seller, Verb: order.Start},
	} {
		c.Order = which
		place.Write(func(tx *db.Tx) error {
			c.At = tx.Now()
			_, err := order.Act(tx, c)
			return err
		})
	}
	return written(t, place, files, which)
}

func send(t *testing.T, place *town.Town, files *file.Store, which id.Order, name, content string) id.File {
	t.Helper()
	taken, err := files.Take(strings.NewReader(content), name, place.Clock.Now(), file.Limits{BytesMax: 1 << 20, Types: []string{"zip"}})
	if err != nil {
		t.Fatal(err)
	}
	place.Write(func(tx *db.Tx) error {
		_, err := file.Attach(tx, taken, file.HolderOf("order", which), place.Buyer.ID)
		return err
	})
	return taken.ID
}

func written(t *testing.T, place *town.Town, files *file.Store, which id.Order) []byte {
	t.Helper()
	var c evidence.Case
	place.Read(func(tx *db.Tx) (err error) {
		c, err = evidence.Collect(tx, which, say.For("en", time.UTC, "USD"))
		return err
	})
	var out bytes.Buffer
	if err := c.Write(&out, files); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func verified(t *testing.T, content []byte) evidence.Report {
	t.Helper()
	report, err := evidence.Verify(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestAWholeFileVerifies(t *testing.T) {
	report := verified(t, made(t))
	if len(report.Findings) != 0 || report.Entries != 4 || report.Messages != 1 || report.Files != 1 || !report.Redrawn {
		t.Errorf("the check says %+v", report)
	}
}

// altered is the evidence with one piece of text replaced in one of its parts.
func altered(t *testing.T, content []byte, part, old, new string) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to, changed := zip.NewWriter(&out), false
	for _, entry := range from.File {
		r, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(entry.Name, part) && bytes.Contains(text, []byte(old)) {
			text, changed = bytes.Replace(text, []byte(old), []byte(new), 1), true
		}
		w, err := to.Create(entry.Name)
		if err == nil {
			_, err = w.Write(text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil || !changed {
		t.Fatalf("nothing was altered: %v", err)
	}
	return out.Bytes()
}

func TestAChangedByteIsFound(t *testing.T) {
	whole := made(t)
	for name, change := range map[string][4]string{
		"a word of a message":  {"evidence.json", "Blue, please", "Blue, pleasE", "words of message"},
		"a byte of a file":     {"files/", "\x00", "\x01", "files of message"},
		"a time":               {"evidence.json", `\"at\":1`, `\"at\":2`, "was altered"},
		"who acted":            {"evidence.json", `\"kind\":\"start\"`, `\"kind\":\"stärt\"`, "was altered"},
		"the number of units":  {"evidence.json", `"units": 1`, `"units": 2`, "agreement"},
		"the price of a line":  {"evidence.json", `"Price": 20`, `"Price": 10`, "agreement"},
		"a byte of the page":   {"page.pdf", "/Producer", "/Producar", "page was altered"},
		"a name":               {"evidence.json", `"name": "sam"`, `"name": "pam"`, "page does not show"},
		"the money":            {"evidence.json", `"held": 2000`, `"held": 1000`, "page does not show"},
		"the page's checksum":  {"evidence.json", `"sha256": "`, `"sha256": "00`, "page was altered"},
		"a file's name":        {"evidence.json", `sketch.txt.zip"`, `sketch.zip"`, "is no part of the record"},
		"a checksum of a line": {"evidence.json", "}\",\n      \"sha256\": \"", "}\",\n      \"sha256\": \"00", "(place) was altered"},
	} {
		t.Run(name, func(t *testing.T) {
			report := verified(t, altered(t, whole, change[0], change[1], change[2]))
			if !strings.Contains(strings.Join(report.Findings, "\n"), change[3]) {
				t.Errorf("not found: %q", report.Findings)
			}
		})
	}
}

func TestWhatIsNoEvidenceIsSaidSo(t *testing.T) {
	if _, err := evidence.Verify(strings.NewReader("no zip"), 6); err == nil {
		t.Error("a text passed for evidence")
	}
}
