package catalogue

import (
	"errors"
	"net/url"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/order"
	"guildhall/reputation"
	"guildhall/web/parts"
)

// readRecord reads what is known of the service from its orders, and of its
// seller (CAT-24, REP-1).
func (p *servicePage) readRecord(tx *db.Tx) error {
	var err error
	if p.Record, err = reputation.ServiceFor(tx, p.Service.ID); err != nil && !errors.Is(err, fault.Missing()) {
		return err
	}
	if p.Done, err = reputation.Done(tx, p.Service.ID); err != nil {
		return err
	}
	if p.Queue, err = order.Queue(tx, p.Service.Seller, p.Service.ID); err != nil {
		return err
	}
	if p.Standing, err = reputation.FiguresFor(tx, p.Service.Seller); err != nil {
		return err
	}
	said, err := reputation.OnService(tx, p.Service.ID, parts.FeedbackBehind(p.v), parts.FeedbackMany+1)
	if err != nil {
		return err
	}
	p.Feedback, err = parts.ReadFeedback(tx, p.v, said, false)
	return err
}

// mailTo opens a mail that passes the page on.
func (p *servicePage) mailTo() string {
	subject := p.v.Say.T("share.subject", "title", p.Offer.Title, "site", p.v.Site.Name)
	return "mailto:?subject=" + url.PathEscape(subject) + "&body=" + url.PathEscape(p.v.Link(p.address()))
}

// moreWorks tells whether some do not fit; they stand on the seller's page of
// works.
func (p *servicePage) moreWorks() bool { return len(p.Works) > worksMany }
