package portfolio

import (
	"errors"
	"slices"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/conversation"
	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/rulebook"
)

// Publishing is a seller's wish to show a work.
type Publishing struct {
	Seller  id.Member
	Order   id.Order   // whose delivery it was; zero: made elsewhere
	Service id.Service // of works from elsewhere: on whose page as well; zero: the profile only
	Title   string
	File    id.File // of the delivery, or attached under Files(Seller)
	Video   string  // a YouTube video's id, instead of a file
	Rights  bool    // the seller confirms having them (CAT-29)
}

// Publish shows a work, at once or when a moderator has looked at it, as the
// policy says of pictures (TRU-1).
//
// Faults: those of a form beside their fields, selling_restricted, not_found
// for another's order, service or file, work_no_consent where the buyer has not
// agreed, work_not_asked in a category without works, work_published,
// works_many{most}.
func Publish(tx *db.Tx, p Publishing) (Work, error) {
	seller, err := account.Get(tx, p.Seller)
	if err != nil {
		return Work{}, err
	}
	if !seller.May(account.Sell) {
		return Work{}, fault.Denied("selling_restricted")
	}
	w := Work{
		ID: id.New[id.WorkKind](tx.Now()), Seller: p.Seller, Service: p.Service, Order: p.Order,
		Title: p.Title, File: p.File, Video: p.Video, RightsAt: tx.Now(), At: tx.Now(),
	}
	if !w.File.IsZero() {
		w.Video = ""
	}
	if err := w.check(p.Rights); err != nil {
		return Work{}, err
	}
	if p.Order.IsZero() {
		err = w.fromElsewhere(tx)
	} else {
		err = w.fromOrder(tx)
	}
	if err != nil {
		return Work{}, err
	}
	return w, w.show(tx)
}

// fromElsewhere holds a work that was not made here to its seller's own
// service and file.
func (w *Work) fromElsewhere(tx *db.Tx) error {
	kept, err := db.Value[int64](tx, `SELECT count(*) FROM works
		WHERE seller = $1 AND order_id IS NULL AND state IN ('waiting', 'shown')`, w.Seller)
	if err != nil {
		return err
	}
	if kept >= ElsewhereMax {
		return fault.Conflict("works_many", "most", ElsewhereMax)
	}
	if !w.Service.IsZero() {
		s, err := catalogue.Get(tx, w.Service)
		if err != nil {
			return err
		}
		if s.Seller != w.Seller {
			return fault.Missing()
		}
	}
	if w.File.IsZero() {
		return nil
	}
	held, err := file.Held(tx, Files(w.Seller), w.Seller, []id.File{w.File})
	if err != nil {
		return err
	}
	return w.takes(held[0])
}

func (w *Work) takes(f file.File) error {
	if !fits(f) {
		return fault.Invalid("work_file").At("file")
	}
	w.Picture = f.Picture()
	return nil
}

// fromOrder holds a delivered work to the buyer's consent, the category and
// what was delivered.
func (w *Work) fromOrder(tx *db.Tx) error {
	o, side, err := order.Party(tx, w.Order, w.Seller)
	if err != nil {
		return err
	}
	switch {
	case side != order.Seller:
		return fault.Missing()
	case o.State != order.Completed || o.Portfolio != order.ConsentAgreed:
		return fault.Conflict("work_no_consent")
	}
	w.Service = o.Service
	if asked, err := askedOf(tx, o); err != nil {
		return err
	} else if !asked {
		return fault.Conflict("work_not_asked")
	}
	return w.delivered(tx, o)
}

// askedOf reports whether the category of what was ordered provides for works.
func askedOf(tx *db.Tx, o order.Order) (bool, error) {
	version, err := catalogue.GetVersion(tx, o.ServiceVersion)
	if err != nil {
		return false, err
	}
	return asks(tx, version.Offer.Category)
}

// asks reports whether a category, or one it stands below, asks for works.
func asks(tx *db.Tx, category id.Category) (bool, error) {
	path, err := catalogue.Path(tx, category)
	return slices.ContainsFunc(path, func(c catalogue.Category) bool { return c.Portfolio }), err
}

// delivered finds the work in what the seller delivered.
func (w *Work) delivered(tx *db.Tx, o order.Order) error {
	d, err := DeliveredIn(tx, o)
	if err != nil {
		return err
	}
	if w.File.IsZero() {
		if !slices.Contains(d.Videos, w.Video) {
			return fault.Invalid("work_not_delivered").At("video")
		}
		return nil
	}
	at := slices.IndexFunc(d.Files, func(f file.File) bool { return f.ID == w.File })
	if at < 0 {
		return fault.Invalid("work_not_delivered").At("file")
	}
	return w.takes(d.Files[at])
}

// Delivered is what of an order can be shown: pictures and videos that were
// delivered, and videos on YouTube that a delivery names.
type Delivered struct {
	Files  []file.File
	Videos []string
}

// DeliveredIn gathers it, the newest delivery first.
func DeliveredIn(tx *db.Tx, o order.Order) (Delivered, error) {
	var d Delivered
	said, err := conversation.OfOrder(tx, o.ID)
	if err != nil {
		return d, err
	}
	for _, m := range slices.Backward(said) {
		if m.Act != string(order.Deliver) || m.Author != o.Seller {
			continue
		}
		for _, which := range m.Files {
			f, err := file.Get(tx, which)
			if err != nil {
				return d, err
			}
			if fits(f) {
				d.Files = append(d.Files, f)
			}
		}
		d.Videos = append(d.Videos, catalogue.VideosIn(m.Text)...)
	}
	return d, nil
}

// show writes the work and weighs its service anew (CAT-14).
func (w *Work) show(tx *db.Tx) error {
	rules, err := rulebook.Current(tx)
	if err != nil {
		return err
	}
	w.State = Shown
	kind := "work.shown"
	if rules.Policy.PictureModeration == policy.ModerationBefore {
		w.State, kind = Waiting, "work.waits"
	}
	_, err = db.Value[id.Work](tx, `INSERT INTO works (id, seller, service, order_id, title, file, picture, video, state, rights_at, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING RETURNING id`,
		w.ID, w.Seller, w.Service, w.Order, w.Title, w.File, w.Picture, w.Video, w.State, w.RightsAt, w.At)
	if errors.Is(err, db.ErrNoRow) {
		return fault.Conflict("work_published") // from another window, meanwhile
	}
	if err != nil {
		return err
	}
	if err := note(tx, *w, w.Seller, kind); err != nil {
		return err
	}
	return weighOf(tx, *w)
}

// TakeDown takes a work back, for good; another one of the same order can be
// published. Fault: not_found for another's, or one that is not shown.
func TakeDown(tx *db.Tx, work id.Work, seller id.Member) error {
	w, err := Find(tx, work)
	if err != nil {
		return err
	}
	if w.Seller != seller || w.State == Withdrawn {
		return fault.Missing()
	}
	return move(tx, w, Withdrawn, seller, "work.withdrawn")
}

// Judgement is a moderator's verdict on a work.
type Judgement struct {
	Work      id.Work
	Moderator id.Member
	Shown     bool
	Reason    string // key of the list of reasons; empty when shown
	Remark    string
}

// Judge shows a waiting work, or takes one that waits or is shown away. Nobody
// judges their own, or what was made for them (TRU-28). The moderator's right
// and the reason are the caller's to check. Faults: not_found, work_moved_on
// when it was taken down or judged meanwhile, order_party_cannot_judge.
func Judge(tx *db.Tx, j Judgement) (Work, error) {
	w, err := Find(tx, j.Work)
	if err != nil {
		return Work{}, err
	}
	if err := impartial(tx, w, j.Moderator); err != nil {
		return Work{}, err
	}
	to, kind := Rejected, "work.rejected"
	if j.Shown {
		to, kind = Shown, "work.approved"
	}
	if w.State != Waiting && (j.Shown || w.State != Shown) {
		return Work{}, fault.Conflict("work_moved_on")
	}
	w.Reason, w.Remark = j.Reason, j.Remark
	if err := move(tx, w, to, j.Moderator, kind); err != nil {
		return Work{}, err
	}
	w.State = to
	return w, nil
}

func impartial(tx *db.Tx, w Work, moderator id.Member) error {
	party := w.Seller == moderator
	if !w.Order.IsZero() && !party {
		o, err := order.Get(tx, w.Order)
		if err != nil {
			return err
		}
		party = o.Buyer == moderator
	}
	if party {
		return fault.Denied("order_party_cannot_judge")
	}
	return nil
}

// move writes a work's next state, unless it has moved on meanwhile.
func move(tx *db.Tx, w Work, to State, by id.Member, kind string) error {
	err := tx.ExecOne(fault.Conflict("work_moved_on"), `UPDATE works SET state = $1, reason = $2, remark = $3, judged_at = $4
		WHERE id = $5 AND state = $6`, to, w.Reason, w.Remark, tx.Now(), w.ID, w.State)
	if err != nil {
		return err
	}
	if err := note(tx, w, by, kind); err != nil {
		return err
	}
	return weighOf(tx, w)
}

func note(tx *db.Tx, w Work, actor id.Member, kind string) error {
	data := map[string]any{"seller": w.Seller.String()}
	if w.Reason != "" {
		data["reason"] = w.Reason
	}
	return event.Note(tx, event.Entry{
		Subject: event.Of("work", w.ID), Kind: kind, Rule: "REP-12", Actor: actor, At: tx.Now(), Data: data,
	})
}
