package api

import (
	"slices"

	"guildhall/account"
	"guildhall/cart"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
	"guildhall/search"
)

// Service is one service. Offer is the live version's; its owner and staff see
// what else there is.
type Service struct {
	ID       id.Service `json:"id"`
	Seller   string     `json:"seller"`
	State    string     `json:"state"`
	Title    string     `json:"title"`
	Orders   bool       `json:"orderable" doc:"on sale now; a preview of an order says what keeps the asker from it"`
	Stars    float64    `json:"stars,omitempty" doc:"of 5, the seller's; missing: nobody has judged yet"`
	Feedback int64      `json:"feedback" doc:"how many verdicts about the seller count"`
	TopRated bool       `json:"top_rated"`
	Kept     bool       `json:"favourite,omitempty" doc:"the asker keeps it"`
	Live     string     `json:"service_version,omitempty"`
	Offer    *Offer     `json:"offer,omitempty"`
	Pending  string     `json:"pending_version,omitempty"`
	Waits    *Offer     `json:"pending_offer,omitempty"`
	Reason   string     `json:"reason,omitempty"`
	Remark   string     `json:"remark,omitempty"`
	Causes   []string   `json:"causes,omitempty"`
	Guard    int64      `json:"guard,omitempty"`
	Link     string     `json:"link"`
}

// ServicePage is a service with what its page shows beside the offer (CAT-24).
type ServicePage struct {
	Service
	Path      []string   `json:"path" nullable:"false" doc:"addresses of its categories, from the top down"`
	Elsewhere *Elsewhere `json:"elsewhere,omitempty"`
}

// Elsewhere are figures of another marketplace, never mixed with our own (REP-17).
type Elsewhere struct {
	Source   string `json:"source"`
	Rating   string `json:"rating" doc:"as it is written there"`
	Feedback int64  `json:"feedback"`
	AsOf     string `json:"as_of"`
}

// shown is the service as the asker may see it.
func (c *Call) shown(tx *db.Tx, s catalogue.Service) (Service, error) {
	services, err := c.services(tx, []catalogue.Service{s})
	if err != nil {
		return Service{}, err
	}
	return services[0], nil
}

// around is what is read together for services and shown of each.
type around struct {
	sellers  map[id.Member]account.Member
	versions map[id.ServiceVersion]catalogue.ServiceVersion
	reputes  map[id.Service]search.Repute
	kept     map[id.Service]bool
}

func (c *Call) around(tx *db.Tx, rows []catalogue.Service) (around, error) {
	var sellers []id.Member
	var versions []id.ServiceVersion
	var services []id.Service
	for _, s := range rows {
		sellers, services = append(sellers, s.Seller), append(services, s.ID)
		versions = append(versions, s.Live)
		if c.insider(s) {
			versions = append(versions, s.Pending)
		}
	}
	versions = slices.DeleteFunc(versions, id.ServiceVersion.IsZero)
	var a around
	err := firstOf(
		func() (err error) { a.sellers, err = account.Several(tx, sellers); return err },
		func() (err error) { a.versions, err = catalogue.Versions(tx, versions); return err },
		func() (err error) { a.reputes, err = search.Reputes(tx, services); return err },
		func() (err error) { a.kept, err = cart.Among(tx, c.Member.ID, services); return err },
	)
	return a, err
}

// services are the rows as the asker may see them, read together.
func (c *Call) services(tx *db.Tx, rows []catalogue.Service) ([]Service, error) {
	list := []Service{}
	a, err := c.around(tx, rows)
	if err != nil {
		return list, err
	}
	for _, s := range rows {
		repute := a.reputes[s.ID]
		made := Service{
			ID: s.ID, Seller: a.sellers[s.Seller].Login, State: string(s.State()), Title: s.Title, Orders: s.Orderable(),
			Stars: float64(repute.Rating) / 10, Feedback: repute.Feedback, TopRated: repute.TopRated, Kept: a.kept[s.ID],
			Link: c.serviceLink(s.ID, s.Title),
		}
		made.Live, made.Offer = c.version(a.versions, s.Live)
		if c.insider(s) {
			made.Reason, made.Remark, made.Guard = s.Reason, s.Remark, s.Guard
			made.Pending, made.Waits = c.version(a.versions, s.Pending)
			for _, cause := range s.Causes {
				made.Causes = append(made.Causes, string(cause))
			}
		}
		list = append(list, made)
	}
	return list, nil
}

func (c *Call) version(read map[id.ServiceVersion]catalogue.ServiceVersion, which id.ServiceVersion) (string, *Offer) {
	v, known := read[which]
	if !known {
		return "", nil
	}
	offer := c.offer(v.Offer)
	return which.String(), &offer
}
