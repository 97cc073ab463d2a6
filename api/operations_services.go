package api

import (
	"slices"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
)

// serviceOperations are about what is offered: finding it, and offering it.
var serviceOperations = []Operation{
	op("GET /services", "findServices", account.Anyone, desk.Nobodys, findServices),
	op("GET /suggestions", "suggest", account.Anyone, desk.Nobodys, suggest),
	op("GET /services/{service}", "getService", account.Anyone, desk.Nobodys, getService),
	op("GET /account/services", "listOwnServices", account.Sell, desk.Own, listOwnServices),
	op("POST /services", "draftService", account.Sell, desk.Own, draftService).creating(),
	op("GET /services/{service}/draft", "getDraft", account.Sell, desk.ServiceOwner, getDraft),
	op("PUT /services/{service}/draft", "saveDraft", account.Sell, desk.ServiceOwner, saveDraft),
	op("POST /services/{service}/files", "uploadServiceFile", account.Sell, desk.ServiceOwner, uploadServiceFile).creating().atMost(uploadBytesMax),
	op("POST /services/{service}/submission", "submitService", account.Sell, desk.ServiceOwner, serviceAct(catalogue.Submit)),
	op("POST /services/{service}/withdrawal", "withdrawService", account.Sell, desk.ServiceOwner, serviceAct(catalogue.Withdraw)),
	op("POST /services/{service}/pause", "pauseService", account.Sell, desk.ServiceOwner, serviceAct(catalogue.Pause)),
	op("POST /services/{service}/activation", "activateService", account.Sell, desk.ServiceOwner, serviceAct(catalogue.Resume)),
	op("POST /services/{service}/disposal", "discardDraft", account.Sell, desk.ServiceOwner, serviceAct(catalogue.Discard)),
}

// synonymOperations are about the words that mean the same to the search.
var synonymOperations = []Operation{
	op("GET /staff/synonyms", "listSynonyms", account.Rule, desk.Staffs, listSynonyms),
	op("POST /staff/synonyms", "addSynonyms", account.Rule, desk.Staffs, addSynonyms).creating(),
	op("PUT /staff/synonyms/{synonyms}", "changeSynonyms", account.Rule, desk.Staffs, changeSynonyms),
	op("DELETE /staff/synonyms/{synonyms}", "dropSynonyms", account.Rule, desk.Staffs, dropSynonyms),
}

// Card is a service as lists show it.
type Card struct {
	Service  id.Service        `json:"service"`
	Version  id.ServiceVersion `json:"service_version"`
	Seller   string            `json:"seller"`
	Title    string            `json:"title"`
	Category id.Category       `json:"category"`
	Price    Money             `json:"price_from"`
	Lead     int64             `json:"lead_seconds_from"`
	Language string            `json:"language"`
	ByUnit   bool              `json:"by_unit"`
	Why      *Why              `json:"why,omitempty"`
	Link     string            `json:"link"`
}

func (c *Call) serviceLink(service id.Service, title string) string {
	return c.Link("/services/" + catalogue.Slug(title) + "-" + service.String())
}

// Service is one service. Offer is the live version's; its owner and staff see
// what else there is.
type Service struct {
	ID      id.Service `json:"id"`
	Seller  string     `json:"seller"`
	State   string     `json:"state"`
	Title   string     `json:"title"`
	Live    string     `json:"service_version,omitempty"`
	Offer   *Offer     `json:"offer,omitempty"`
	Pending string     `json:"pending_version,omitempty"`
	Waits   *Offer     `json:"pending_offer,omitempty"`
	Reason  string     `json:"reason,omitempty"`
	Remark  string     `json:"remark,omitempty"`
	Causes  []string   `json:"causes,omitempty"`
	Guard   int64      `json:"guard,omitempty"`
	Link    string     `json:"link"`
}

// insider reports whether the asker may see what others may not.
func (c *Call) insider(s catalogue.Service) bool {
	return s.Seller == c.Member.ID && c.SignedIn() || c.May(account.Moderate)
}

// named reads the service of the address.
func (c *Call) service(tx *db.Tx) (catalogue.Service, error) {
	which, err := id.Parse[id.ServiceKind](c.Path("service"))
	if err != nil {
		return catalogue.Service{}, err
	}
	return catalogue.Get(tx, which)
}

// ownService reads it for its seller; anyone else sees nothing there.
func (c *Call) ownService(tx *db.Tx) (catalogue.Service, error) {
	s, err := c.service(tx)
	if err == nil && s.Seller != c.Member.ID {
		return catalogue.Service{}, fault.Missing()
	}
	return s, err
}

func getService(c *Call, _ *struct{}) (Service, error) {
	return read(c, func(tx *db.Tx) (Service, error) {
		s, err := c.service(tx)
		if err == nil && !s.Reachable() && !c.insider(s) {
			err = fault.Missing()
		}
		if err != nil {
			return Service{}, err
		}
		return c.shown(tx, s)
	})
}

// shown is the service as the asker may see it.
func (c *Call) shown(tx *db.Tx, s catalogue.Service) (Service, error) {
	seller, err := account.Get(tx, s.Seller)
	if err != nil {
		return Service{}, err
	}
	made := Service{ID: s.ID, Seller: seller.Login, State: string(s.State()), Title: s.Title, Link: c.serviceLink(s.ID, s.Title)}
	if made.Live, made.Offer, err = c.version(tx, s.Live); err != nil || !c.insider(s) {
		return made, err
	}
	made.Reason, made.Remark, made.Guard = s.Reason, s.Remark, s.Guard
	for _, cause := range s.Causes {
		made.Causes = append(made.Causes, string(cause))
	}
	made.Pending, made.Waits, err = c.version(tx, s.Pending)
	return made, err
}

func (c *Call) version(tx *db.Tx, which id.ServiceVersion) (string, *Offer, error) {
	if which.IsZero() {
		return "", nil, nil
	}
	v, err := catalogue.GetVersion(tx, which)
	if err != nil {
		return "", nil, err
	}
	offer := c.offer(v.Offer)
	return which.String(), &offer, nil
}

func listOwnServices(c *Call, _ *struct{}) (List[Service], error) {
	return read(c, func(tx *db.Tx) (List[Service], error) {
		rows, err := catalogue.BySeller(tx, c.Member.ID)
		if err != nil {
			return List[Service]{}, err
		}
		return c.services(tx, rows)
	})
}

func (c *Call) services(tx *db.Tx, rows []catalogue.Service) (List[Service], error) {
	list := List[Service]{Items: []Service{}}
	for _, row := range rows {
		s, err := c.shown(tx, row)
		if err != nil {
			return list, err
		}
		list.Items = append(list.Items, s)
	}
	return list, nil
}

type offerSent struct {
	Body struct {
		Offer Offer `json:"offer"`
		Guard int64 `json:"guard,omitempty" minimum:"0"`
	}
}

func draftService(c *Call, in *offerSent) (Service, error) {
	offer, err := c.stated(in.Body.Offer)
	if err != nil {
		return Service{}, err
	}
	return once(c, func(tx *db.Tx) (Service, error) {
		s, err := catalogue.NewDraft(tx, c.Member.ID)
		if err != nil {
			return Service{}, err
		}
		if s, err = c.keep(tx, s.ID, offer, 0); err != nil {
			return Service{}, err
		}
		return c.shown(tx, s)
	})
}

// keep saves a draft whose pictures and files were uploaded to this service by
// the asker; any other file looks like none.
func (c *Call) keep(tx *db.Tx, service id.Service, offer catalogue.Offer, guard int64) (catalogue.Service, error) {
	_, err := file.Held(tx, file.HolderOf("service", service), c.Member.ID, slices.Concat(offer.Images, offer.Files))
	if err != nil {
		return catalogue.Service{}, err
	}
	return catalogue.SaveDraft(tx, c.Member.ID, service, offer, guard)
}

// Draft is what the seller has prepared so far, with the guard that a later
// change sends back.
type Draft struct {
	Service id.Service `json:"service"`
	Offer   Offer      `json:"offer"`
	Guard   int64      `json:"guard"`
}

func getDraft(c *Call, _ *struct{}) (Draft, error) {
	return read(c, func(tx *db.Tx) (Draft, error) {
		s, err := c.ownService(tx)
		if err != nil {
			return Draft{}, err
		}
		offer, err := catalogue.Editing(tx, s.ID)
		return Draft{Service: s.ID, Offer: c.offer(offer), Guard: s.Guard}, err
	})
}

func saveDraft(c *Call, in *offerSent) (Draft, error) {
	offer, err := c.stated(in.Body.Offer)
	if err != nil {
		return Draft{}, err
	}
	return write(c, func(tx *db.Tx) (Draft, error) {
		s, err := c.ownService(tx)
		if err != nil {
			return Draft{}, err
		}
		if s, err = c.keep(tx, s.ID, offer, in.Body.Guard); err != nil {
			return Draft{}, err
		}
		kept, err := catalogue.Editing(tx, s.ID)
		return Draft{Service: s.ID, Offer: c.offer(kept), Guard: s.Guard}, err
	})
}

func uploadServiceFile(c *Call, in *upload) (File, error) {
	if _, err := read(c, c.ownService); err != nil {
		return File{}, err // before a byte is kept
	}
	taken, err := c.take(in)
	if err != nil {
		return File{}, err
	}
	return once(c, func(tx *db.Tx) (File, error) {
		s, err := c.ownService(tx)
		if err != nil {
			return File{}, err
		}
		kept, err := file.Attach(tx, taken, file.HolderOf("service", s.ID), c.Member.ID)
		return fileOf(kept), err
	})
}

// serviceAct is the handler of a seller's verb.
func serviceAct(verb catalogue.Verb) func(*Call, *struct{}) (Service, error) {
	return func(c *Call, _ *struct{}) (Service, error) {
		return once(c, func(tx *db.Tx) (Service, error) {
			s, err := c.ownService(tx)
			if err != nil {
				return Service{}, err
			}
			s, err = catalogue.Act(tx, catalogue.Command{Service: s.ID, Actor: c.Member.ID, Agent: c.Agent(), Verb: verb})
			if err != nil {
				return Service{}, err
			}
			return c.shown(tx, s)
		})
	}
}

type waitingAsked struct {
	Limit int `query:"limit" minimum:"1" maximum:"100" default:"20"`
}
