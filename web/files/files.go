// Package files hands out what members uploaded. Who may read a file is
// decided by its holder: a service's to everybody who may see the service, a
// conversation's to its two, an order's to its parties and staff (TLK-4); what
// is shown as a work of a portfolio is open to all (REP-12).
package files

import (
	"mime"
	"net/http"
	"os"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/dispute"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/order"
	"guildhall/portfolio"
)

// Routes are the addresses of files.
var Routes = []desk.Route{
	{Method: "GET", Pattern: "/files/{id}", Right: account.Anyone, Whose: desk.FileReader, Handle: Show},
	{Method: "GET", Pattern: "/files/{id}/thumb", Right: account.Anyone, Whose: desk.FileReader, Handle: Thumb},
}

// Show hands out a file as it is kept.
func Show(v *desk.Visit) error {
	return serve(v, func(f file.File) (*os.File, error) { return v.Files.Open(f) }, false)
}

// Thumb hands out the small form of a picture.
func Thumb(v *desk.Visit) error {
	return serve(v, func(f file.File) (*os.File, error) { return v.Files.OpenThumb(f) }, true)
}

func serve(v *desk.Visit, open func(file.File) (*os.File, error), small bool) error {
	f, err := readable(v)
	if err != nil {
		return err
	}
	opened, err := open(f)
	if err != nil {
		return err
	}
	defer opened.Close()
	mediaType, name := f.Type, f.Name
	if small {
		mediaType, name = "image/jpeg", f.Name+".jpg"
	}
	head := v.W.Header()
	head.Set("Content-Type", mediaType)
	head.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	head.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Cache-Control", "private, max-age=3600, immutable")
	v.Taken()
	http.ServeContent(v.W, v.R, name, f.At, opened)
	return nil
}

// readable finds the file of the address, if the visitor may read it. Not
// there and not theirs are the same answer (invariant 11).
func readable(v *desk.Visit) (f file.File, err error) {
	asked, err := desk.PathID[id.FileKind](v, "id")
	if err != nil {
		return file.File{}, err
	}
	return f, v.Read(func(tx *db.Tx) error {
		if f, err = file.Get(tx, asked); err != nil {
			return err
		}
		return mayRead(tx, v.Member, f)
	})
}

func mayRead(tx *db.Tx, reader account.Member, f file.File) error {
	if open, err := portfolio.Opens(tx, f.ID, reader.May(account.Moderate)); err != nil || open {
		return err
	}
	switch f.Holder.Kind {
	case "portfolio":
		return ownFile(reader, f)
	case "service":
		return serviceFile(tx, reader, id.Service(f.Holder.ID))
	case "conversation":
		_, err := conversation.Get(tx, id.Conversation(f.Holder.ID), reader.ID)
		return err
	case "order":
		return orderFile(tx, reader, id.Order(f.Holder.ID))
	case "identity":
		return identityFile(reader, f)
	case "checkout":
		_, err := order.CheckoutOf(tx, id.Checkout(f.Holder.ID), reader.ID)
		return err
	}
	return fault.Missing()
}

// identityFile opens what proves who a member is to them and to who judges it
// (ACC-19).
func identityFile(reader account.Member, f file.File) error {
	if reader.May(account.Settle) {
		return nil
	}
	return ownFile(reader, f)
}

// ownFile opens a file that is shown to nobody to who uploaded it.
func ownFile(reader account.Member, f file.File) error {
	if reader.ID != f.Owner {
		return fault.Missing()
	}
	return nil
}

// serviceFile opens pictures of reachable services to all; of others to the
// seller and to moderators.
func serviceFile(tx *db.Tx, reader account.Member, service id.Service) error {
	s, err := catalogue.Get(tx, service)
	if err != nil {
		return err
	}
	if s.Reachable() || reader.ID == s.Seller || reader.May(account.Moderate) {
		return nil
	}
	return fault.Missing()
}

// orderFile opens an order's files to its parties, and to those of staff who
// judge it once they have said why they look (invariant 11, TRU-25).
func orderFile(tx *db.Tx, reader account.Member, which id.Order) error {
	if reader.IsZero() {
		return fault.Missing()
	}
	o, err := order.Get(tx, which)
	if err != nil {
		return err
	}
	if o.SideOf(reader.ID) != order.Nobody {
		return nil
	}
	judges := o.State == order.Disputed && reader.May(account.Arbitrate) ||
		o.Objection == order.ObjectionMade && reader.May(account.Moderate)
	if !judges {
		return fault.Missing()
	}
	looking, err := dispute.Looking(tx, which, reader.ID, tx.Now())
	if err == nil && !looking {
		return fault.Missing()
	}
	return err
}
