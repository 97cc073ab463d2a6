package order

import (
	"io"

	"guildhall/db"
	"guildhall/desk"
	"guildhall/evidence"
)

// Evidence hands the order's evidence file to a party or the arbiter (ORD-33):
// what was agreed, said, handed over and done, with checksums and as a page.
func Evidence(v *desk.Visit) error {
	p, err := open(v)
	if err != nil {
		return err
	}
	var found evidence.Case
	err = v.Read(func(tx *db.Tx) error {
		found, err = evidence.Collect(tx, p.Order.ID, v.Say)
		return err
	})
	if err != nil {
		return err
	}
	return v.Stream("application/zip", found.Name(), func(w io.Writer) error { return found.Write(w, v.Files) })
}
