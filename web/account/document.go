package account

import (
	"strings"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
)

// ShowDocument is the page of a legal document (LAW-1).
func ShowDocument(kind account.DocumentKind) desk.Handler {
	return func(v *desk.Visit) error {
		var d account.Document
		err := v.Read(func(tx *db.Tx) (err error) {
			d, err = account.InForce(tx, kind)
			return err
		})
		if err != nil {
			return err
		}
		return v.Render(documentPage(v, d))
	}
}

// block is a part of a document: a heading or a paragraph.
type block struct {
	Heading bool
	Text    string
}

// blocks divides a document's text at its empty lines; a line that begins with
// "## " is a heading.
func blocks(body string) []block {
	var list []block
	for part := range strings.SplitSeq(strings.ReplaceAll(body, "\r\n", "\n"), "\n\n") {
		for {
			line, rest, more := strings.Cut(strings.TrimSpace(part), "\n")
			title, heading := strings.CutPrefix(line, "## ")
			if !heading {
				break
			}
			list = append(list, block{Heading: true, Text: title})
			if part = rest; !more {
				break
			}
		}
		if text := strings.TrimSpace(part); text != "" && !strings.HasPrefix(text, "## ") {
			list = append(list, block{Text: text})
		}
	}
	return list
}
