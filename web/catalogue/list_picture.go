package catalogue

import (
	"guildhall/db"
	"guildhall/desk"
	"guildhall/search"
)

// ListPicture is GET /services/preview.png: what is shown where somebody posts
// the address of the list, or of the front page.
func ListPicture(v *desk.Visit) error { return showListPicture(v, "") }

// CategoryPicture is GET /categories/{slug}/preview.png.
func CategoryPicture(v *desk.Visit) error {
	slug, err := slugOf(v)
	if err != nil {
		return err
	}
	return showListPicture(v, slug)
}

func showListPicture(v *desk.Visit, slug string) error {
	p := &listPage{v: v}
	err := v.Read(func(tx *db.Tx) error {
		if err := p.readPlace(tx, slug); err != nil {
			return err
		}
		q := search.Query{Limit: 1}
		if len(p.Path) > 0 {
			q.Category = p.Path[len(p.Path)-1].ID
		}
		var err error
		p.Found, err = v.Find(tx, q)
		return err
	})
	if err != nil {
		return err
	}
	above := v.Say.T("catalogue.categories")
	if len(p.Path) > 1 {
		above = p.Path[len(p.Path)-2].Name
	}
	return sendPicture(v, pictureText{
		Site: v.Site.Name, Category: above, Title: p.Title(), Price: v.Say.T("catalogue.found", "count", p.Found.Total),
	})
}
