// Package evidence makes one file of everything that happened in an order, and
// checks such a file without a marketplace (ORD-33): what was agreed, the diary
// as a chain of hashes, the words, the files.
//
// The file is a ZIP with `evidence.json`, the order's page as `page.pdf`, its
// files under `files/`, and nothing else. The diary holds checksums of terms,
// answers, words and files, so a changed byte in any of them, or in a time,
// breaks the check; the page is drawn from the record alone.
package evidence

import (
	"archive/zip"
	"encoding/hex"
	"encoding/json"
	"io"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/event"
	"guildhall/file"
	"guildhall/id"
	"guildhall/money"
	"guildhall/order"
	"guildhall/say"
)

// formatNumber grows when a reader of the old form could not read the new one.
const formatNumber = 1

// Record is `evidence.json`.
type Record struct {
	Format   int       `json:"format"`
	Made     time.Time `json:"made"`
	Page     Page      `json:"page"`
	Language string    `json:"language"`

	Currency money.Currency `json:"currency"`

	People   []Person  `json:"people"`
	Money    Money     `json:"money"`
	Order    Agreement `json:"order"`
	Diary    []Entry   `json:"diary"`
	Messages []Message `json:"messages"`
	Answers  []Answer  `json:"answers"`
}

// Agreement is what both sides agreed to.
type Agreement struct {
	ID             id.Order          `json:"id"`
	Number         string            `json:"number"`
	Buyer          id.Member         `json:"buyer"`
	Seller         id.Member         `json:"seller"`
	ServiceVersion id.ServiceVersion `json:"service_version"`
	Title          string            `json:"title"`
	Package        string            `json:"package"`
	Units          int64             `json:"units"`
	LeadNs         int64             `json:"lead_ns"`
	Rounds         int64             `json:"rounds"`
	Commission     int64             `json:"commission_basis_points"`
	Lines          []order.Line      `json:"lines"`
	State          string            `json:"state"`
}

// Entry is one line of the diary: the text that was hashed, and its hash.
type Entry struct {
	Text string `json:"text"`
	Hash string `json:"sha256"`
}

// Message is one thing said, with the paths of its files in the ZIP.
type Message struct {
	ID     id.Message `json:"id"`
	Author id.Member  `json:"author"`
	Text   string     `json:"text"`
	Act    string     `json:"act,omitempty"`
	Files  []string   `json:"files,omitempty"`
}

// Answer is one answer of the brief.
type Answer struct {
	Question string  `json:"question"`
	Asked    string  `json:"asked"`
	Text     string  `json:"text"`
	File     id.File `json:"file"`
	Path     string  `json:"path,omitempty"`
}

// Case is everything about one order, read in one transaction and ready to be
// written.
type Case struct {
	record Record
	files  map[string]file.File
}

// Name is what the file is called when it is saved.
func (c Case) Name() string { return "order-" + c.record.Order.Number + "-evidence.zip" }

// Collect reads everything about an order; the page will be in the language of
// s. Who may have it is the caller's to check: its two parties and the arbiter.
func Collect(tx *db.Tx, which id.Order, s *say.Speaker) (Case, error) {
	o, err := order.Get(tx, which)
	if err != nil {
		return Case{}, err
	}
	lines, err := order.Lines(tx, which)
	if err != nil {
		return Case{}, err
	}
	c := Case{files: map[string]file.File{}, record: Record{
		Format: formatNumber, Made: tx.Now(), Language: s.Language(), Currency: s.Currency(),
		Order: agreement(o, lines), Money: moneyOf(o),
	}}
	for _, read := range []func(*db.Tx, order.Order) error{c.people, c.diary, c.words, c.brief} {
		if err := read(tx, o); err != nil {
			return Case{}, err
		}
	}
	return c, nil
}

func agreement(o order.Order, lines []order.Line) Agreement {
	return Agreement{
		ID: o.ID, Number: o.Number, Buyer: o.Buyer, Seller: o.Seller, ServiceVersion: o.ServiceVersion,
		Title: o.Title, Package: o.Package, Units: o.Units, LeadNs: int64(o.Lead), Rounds: o.Rounds,
		Commission: int64(o.Commission), Lines: lines, State: string(o.State),
	}
}

func (c *Case) people(tx *db.Tx, o order.Order) error {
	for _, side := range []order.Side{order.Buyer, order.Seller} {
		m, err := account.Get(tx, o.Member(side))
		if err != nil {
			return err
		}
		c.record.People = append(c.record.People, Person{m.ID, string(side), m.Name()})
	}
	return nil
}

func (c *Case) diary(tx *db.Tx, o order.Order) error {
	history, err := event.History(tx, event.Of("order", o.ID))
	if err != nil {
		return err
	}
	for _, e := range event.Chained(history) {
		text, err := event.Canonical(e)
		if err != nil {
			return err
		}
		c.record.Diary = append(c.record.Diary, Entry{Text: string(text), Hash: hex.EncodeToString(e.Hash[:])})
	}
	return nil
}

func (c *Case) words(tx *db.Tx, o order.Order) error {
	said, err := conversation.OfOrder(tx, o.ID)
	if err != nil {
		return err
	}
	for _, m := range said {
		message := Message{ID: m.ID, Author: m.Author, Text: m.Text, Act: m.Act}
		for _, f := range m.Files {
			path, err := c.add(tx, f)
			if err != nil {
				return err
			}
			message.Files = append(message.Files, path)
		}
		c.record.Messages = append(c.record.Messages, message)
	}
	return nil
}

func (c *Case) brief(tx *db.Tx, o order.Order) error {
	answers, err := order.Brief(tx, o.ID)
	if err != nil {
		return err
	}
	version, err := catalogue.GetVersion(tx, o.ServiceVersion)
	if err != nil {
		return err
	}
	asked := map[string]string{}
	for _, q := range version.Offer.Questions {
		asked[q.Code] = q.Text
	}
	for _, a := range answers {
		answer := Answer{Question: a.Question, Asked: asked[a.Question], Text: a.Text, File: a.File}
		if !a.File.IsZero() {
			if answer.Path, err = c.add(tx, a.File); err != nil {
				return err
			}
		}
		c.record.Answers = append(c.record.Answers, answer)
	}
	return nil
}

func (c *Case) add(tx *db.Tx, which id.File) (string, error) {
	f, err := file.Get(tx, which)
	if err != nil {
		return "", err
	}
	path := "files/" + f.ID.String() + "-" + f.Name
	c.files[path] = f
	return path, nil
}

// Write writes the evidence file. It reads the files' bytes from disk, so it is
// called outside any transaction.
func (c Case) Write(w io.Writer, store *file.Store) error {
	page, err := drawn(c.record)
	if err != nil {
		return err
	}
	c.record.Page = Page{Path: pageName, SHA256: order.Checksum(page), DrawnBy: drawnBy()}
	record, err := json.MarshalIndent(c.record, "", "  ")
	if err != nil {
		return err
	}
	archive := zip.NewWriter(w)
	for _, part := range []struct {
		name    string
		content []byte
	}{{recordName, record}, {pageName, page}} {
		to, err := archive.Create(part.name)
		if err != nil {
			return err
		}
		if _, err := to.Write(part.content); err != nil {
			return err
		}
	}
	for path, f := range c.files {
		if err := copyFile(archive, path, store, f); err != nil {
			return err
		}
	}
	return archive.Close()
}

const recordName = "evidence.json"

func copyFile(archive *zip.Writer, path string, store *file.Store, f file.File) error {
	from, err := store.Open(f)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := archive.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return err
}
