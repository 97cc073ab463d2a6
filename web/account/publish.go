package account

import (
	"strconv"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/web/parts"
)

const (
	documentTitleMax = 200
	documentBodyMax  = 200_000
)

// DocumentBodyBytesMax bounds the form of a legal document.
const DocumentBodyBytesMax = 4 * documentBodyMax

// documents is the page on which staff publish legal documents (LAW-1).
type documents struct {
	v        *desk.Visit
	Kind     account.DocumentKind
	Versions []account.Document // newest first
	Preview  account.Document   // as it would read; no title when nobody asked
}

// Documents leads to each of them.
func Documents(v *desk.Visit) error {
	list := map[account.DocumentKind]account.Document{}
	err := v.Read(func(tx *db.Tx) error {
		for _, kind := range account.DocumentKinds {
			d, err := account.InForce(tx, kind)
			if err != nil {
				return err
			}
			list[kind] = d
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.Render(documentsPage(v, list))
}

// EditDocument shows the newest text in a form, and the versions there were.
func EditDocument(v *desk.Visit) error {
	d, err := openDocument(v)
	if err != nil {
		return err
	}
	newest := d.Versions[0]
	return v.Render(publishPage(d, v.Blank().Set("title", newest.Title).Set("body", newest.Body).Set("number", strconv.FormatInt(newest.Number, 10))))
}

func openDocument(v *desk.Visit) (*documents, error) {
	d := &documents{v: v, Kind: account.DocumentKind(v.Path("kind"))}
	err := v.Read(func(tx *db.Tx) (err error) {
		d.Versions, err = account.DocumentVersions(tx, d.Kind)
		return err
	})
	if err == nil && len(d.Versions) == 0 {
		err = fault.Missing()
	}
	return d, err
}

// PublishDocument shows how the text would read, or makes it a new version, of
// which every member is told.
func PublishDocument(v *desk.Visit) error {
	d, err := openDocument(v)
	if err != nil {
		return err
	}
	f := v.Form()
	written := account.Document{Kind: d.Kind, Title: f.Required("title", documentTitleMax), Body: f.Lines("body", documentBodyMax), By: v.Member.ID}
	if f.Value("in_force") != "" {
		written.InForceAt = f.Day("in_force")
	}
	written.Number, _ = strconv.ParseInt(f.Value("number"), 10, 64) // nonsense is not checked against
	if f.Bad() {
		return v.Render(publishPage(d, f))
	}
	if f.Value("do") != "publish" {
		d.Preview = written
		return v.Render(publishPage(d, f))
	}
	_, err = v.Once(func(tx *db.Tx) (string, error) {
		_, err := account.Publish(tx, written)
		return "", err
	})
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return v.Render(publishPage(d, f))
	}
	v.Notice("staff.documents.done", "title", written.Title)
	return v.Redirect("/staff/documents")
}

func (d *documents) dayInput() parts.Input {
	return parts.Input{
		Name: "in_force", Type: "date", Label: d.v.Say.T("staff.documents.from"), Hint: d.v.Say.T("staff.documents.from.hint"), Optional: true, Short: true,
	}
}
