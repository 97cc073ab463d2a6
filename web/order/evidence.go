package order

import (
	"guildhall/db"
	"guildhall/desk"
	"guildhall/evidence"
)

// Evidence hands the order's evidence file to a party or the arbiter (ORD-33):
// what was agreed, said, handed over and done, with checksums.
func Evidence(v *desk.Visit) error {
	p, err := open(v)
	if err != nil {
		return err
	}
	var found evidence.Case
	err = v.Read(func(tx *db.Tx) error {
		found, err = evidence.Collect(tx, p.Order.ID)
		return err
	})
	if err != nil {
		return err
	}
	v.Taken()
	header := v.W.Header()
	header.Set("Content-Type", "application/zip")
	header.Set("Content-Disposition", `attachment; filename="`+found.Name()+`"`)
	header.Set("Cache-Control", "private, no-store")
	return found.Write(v.W, v.Files)
}
