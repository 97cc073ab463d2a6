package evidence

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"guildhall/id"
	"guildhall/money"
	"guildhall/order"
)

// Limits of a file that is checked: somebody else may have made it.
const (
	recordBytesMax = 64 << 20
	fileBytesMax   = 1 << 30
)

// line is a diary entry as far as the check needs it.
type line struct {
	Actor   string         `json:"actor"`
	At      int64          `json:"at"`
	Data    map[string]any `json:"data"`
	Kind    string         `json:"kind"`
	N       int64          `json:"n"`
	Prev    string         `json:"prev"`
	Subject string         `json:"subject"`
}

func (l line) text(key string) string {
	text, _ := l.Data[key].(string)
	return text
}

// Report is what a check found. Without findings the file is whole.
type Report struct {
	Number   string
	Entries  int
	Messages int
	Files    int
	Last     time.Time
	Redrawn  bool   // the page was drawn again from the record and is the same
	DrawnBy  string // the program that drew it
	Findings []string
}

// check is one evidence file being checked.
type check struct {
	Report
	record Record
	sums   map[string]string // path in the ZIP -> SHA-256
	lines  []line
}

// Verify checks an evidence file offline: that the diary is one unbroken chain,
// and that terms, answers, words and files are those the diary tells of. An
// error means that it is no evidence file at all.
func Verify(from io.ReaderAt, size int64) (Report, error) {
	archive, err := zip.NewReader(from, size)
	if err != nil {
		return Report{}, fmt.Errorf("evidence: this is no evidence file: %w", err)
	}
	c := check{sums: map[string]string{}}
	for _, entry := range archive.File {
		if err := c.read(entry); err != nil {
			c.wrong("%s cannot be read: %v", entry.Name, err)
		}
	}
	if c.record.Format != formatNumber {
		return Report{}, fmt.Errorf("evidence: no %s of format %d inside", recordName, formatNumber)
	}
	c.chain()
	c.terms()
	c.answers()
	c.words()
	if err := c.page(); err != nil {
		return Report{}, err
	}
	c.extra()
	c.Number, c.Messages, c.Files = c.record.Order.Number, len(c.record.Messages), len(c.sums)
	return c.Report, nil
}

func (c *check) wrong(format string, args ...any) {
	c.Findings = append(c.Findings, fmt.Sprintf(format, args...))
}

func (c *check) read(entry *zip.File) error {
	content, err := entry.Open()
	if err != nil {
		return err
	}
	defer content.Close()
	if entry.Name == recordName {
		return json.NewDecoder(io.LimitReader(content, recordBytesMax)).Decode(&c.record)
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.LimitReader(content, fileBytesMax)); err != nil {
		return err
	}
	c.sums[entry.Name] = hex.EncodeToString(sum.Sum(nil))
	return nil
}

// chain checks every entry's hash and that each follows the one before.
func (c *check) chain() {
	prev, at := strings.Repeat("0", 64), int64(0)
	for i, e := range c.record.Diary {
		var l line
		if err := json.Unmarshal([]byte(e.Text), &l); err != nil {
			c.wrong("entry %d cannot be read: %v", i+1, err)
			continue
		}
		switch {
		case order.Checksum([]byte(e.Text)) != e.Hash:
			c.wrong("entry %d (%s) was altered: its checksum does not fit", i+1, l.Kind)
		case l.N != int64(i+1) || l.Prev != prev:
			c.wrong("entry %d (%s) does not follow the one before it", i+1, l.Kind)
		case l.At < at:
			c.wrong("entry %d (%s) is older than the one before it", i+1, l.Kind)
		case l.Subject != "order:"+c.record.Order.ID.String():
			c.wrong("entry %d (%s) belongs to another order", i+1, l.Kind)
		}
		prev, at = e.Hash, l.At
		c.lines = append(c.lines, l)
	}
	if len(c.lines) == 0 {
		c.wrong("the diary is empty")
	}
	c.Entries, c.Last = len(c.lines), time.UnixMicro(at).UTC()
}

// terms checks what was agreed against the entry of placing.
func (c *check) terms() {
	a := c.record.Order
	o := order.Order{ServiceVersion: a.ServiceVersion}
	o.Terms = order.Terms{Package: a.Package, Units: a.Units, Lead: time.Duration(a.LeadNs), Rounds: a.Rounds, Commission: money.Rate(a.Commission)}
	if len(c.lines) > 0 && c.lines[0].text("proof") != order.TermsProof(o, a.Lines) {
		c.wrong("the agreement is not the one that was placed")
	}
}

// answers checks the brief against the last time it was handed over.
func (c *check) answers() {
	last := ""
	for _, l := range c.lines {
		if l.Kind == "hand_brief" || l.Kind == "complete_brief" {
			last = l.text("proof")
		}
	}
	standing := make([]order.Answer, len(c.record.Answers))
	for i, a := range c.record.Answers {
		standing[i] = order.Answer{Question: a.Question, Text: a.Text, FileSum: c.sums[a.Path]}
	}
	if (last != "" || len(standing) > 0) && last != order.AnswersProof(standing) {
		c.wrong("the answers of the brief are not those that were handed over")
	}
}

// words checks every message and its files against the entry it came with, and
// that no message is missing or added.
func (c *check) words() {
	told := map[string]line{}
	for _, l := range c.lines {
		if which := l.text("message"); which != "" {
			told[which] = l
		}
	}
	for _, m := range c.record.Messages {
		l, known := told[m.ID.String()]
		if !known {
			c.wrong("message %s is not in the diary", m.ID)
			continue
		}
		delete(told, m.ID.String())
		c.message(m, l)
	}
	for which := range told {
		c.wrong("message %s is in the diary but not here", which)
	}
}

func (c *check) message(m Message, l line) {
	if order.Checksum([]byte(m.Text)) != l.text("words") {
		c.wrong("the words of message %s (%s) were altered", m.ID, l.Kind)
	}
	sums := make([]string, len(m.Files))
	for i, path := range m.Files {
		sums[i] = c.sums[path]
	}
	if want := strings.Fields(l.text("files")); !slices.Equal(sums, want) && (len(sums) > 0 || len(want) > 0) {
		c.wrong("the files of message %s (%s) are not those that were sent", m.ID, l.Kind)
	}
	if author := c.author(m.Author); author == "" {
		c.wrong("message %s is by nobody of this order", m.ID)
	}
}

// page checks the reading copy: by its checksum, and where this program drew it
// by drawing it again, since whoever changes a page can change its checksum.
func (c *check) page() error {
	p := c.record.Page
	sum := c.sums[pageName]
	delete(c.sums, pageName)
	c.DrawnBy = p.DrawnBy
	if sum == "" || sum != p.SHA256 {
		c.wrong("the page was altered: its checksum does not fit")
		return nil
	}
	if p.DrawnBy != drawnBy() {
		return nil
	}
	again, err := drawn(c.record)
	if err != nil {
		return err
	}
	if c.Redrawn = order.Checksum(again) == sum; !c.Redrawn {
		c.wrong("the page does not show what is recorded")
	}
	return nil
}

// extra finds files that nothing in the record tells of.
func (c *check) extra() {
	known := map[string]bool{}
	for _, a := range c.record.Answers {
		known[a.Path] = true
	}
	for _, m := range c.record.Messages {
		for _, path := range m.Files {
			known[path] = true
		}
	}
	for _, path := range slices.Sorted(maps.Keys(c.sums)) {
		if !known[path] {
			c.wrong("%s is no part of the record", path)
		}
	}
}

// author names who wrote: a party, or one of the staff.
func (c *check) author(who id.Member) string {
	switch {
	case who == c.record.Order.Buyer:
		return "buyer"
	case who == c.record.Order.Seller:
		return "seller"
	case who.IsZero():
		return ""
	}
	return "staff"
}
