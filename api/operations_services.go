package api

import (
	"errors"
	"slices"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/search"
)

// serviceOperations are about what is offered: finding it, and offering it.
var serviceOperations = []Operation{
	op("GET /services", "findServices", account.Anyone, desk.Nobodys, findServices),
	op("GET /suggestions", "suggest", account.Anyone, desk.Nobodys, suggest).most(desk.SuggestedMax),
	op("GET /services/{service}", "getService", account.Anyone, desk.Nobodys, getService),
	op("GET /services/{service}/why", "explainService", account.Anyone, desk.Nobodys, explainService),
	op("GET /services/{service}/similar", "listSimilar", account.Anyone, desk.Nobodys, listSimilar),
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
	op("GET /staff/synonyms", "listSynonyms", account.Rule, desk.Staffs, listSynonyms).most(search.SynonymSetsMax),
	op("POST /staff/synonyms", "addSynonyms", account.Rule, desk.Staffs, addSynonyms).creating(),
	op("PUT /staff/synonyms/{synonyms}", "changeSynonyms", account.Rule, desk.Staffs, changeSynonyms),
	op("DELETE /staff/synonyms/{synonyms}", "dropSynonyms", account.Rule, desk.Staffs, dropSynonyms),
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

// reachable reads the service of the address for who may see its page.
func (c *Call) reachable(tx *db.Tx) (catalogue.Service, error) {
	s, err := c.service(tx)
	if err == nil && !s.Reachable() && !c.insider(s) {
		return catalogue.Service{}, fault.Missing()
	}
	return s, err
}

func getService(c *Call, _ *struct{}) (ServicePage, error) {
	return read(c, func(tx *db.Tx) (ServicePage, error) {
		s, err := c.reachable(tx)
		if err != nil {
			return ServicePage{}, err
		}
		made := ServicePage{Path: []string{}}
		if made.Service, err = c.shown(tx, s); err != nil {
			return made, err
		}
		if !s.Category.IsZero() {
			path, err := catalogue.Path(tx, s.Category)
			if err != nil {
				return made, err
			}
			made.Path = each(path, func(category catalogue.Category) string { return category.Slug })
		}
		figures, err := catalogue.FiguresElsewhere(tx, s.ID)
		if errors.Is(err, fault.Missing()) {
			return made, nil
		}
		made.Elsewhere = &Elsewhere{figures.Source, figures.Rating, figures.Feedback, figures.AsOf}
		return made, err
	})
}

type similarAsked struct {
	Limit int `query:"limit" minimum:"1" maximum:"12" default:"4"`
}

func listSimilar(c *Call, in *similarAsked) (List[Card], error) {
	return read(c, func(tx *db.Tx) (List[Card], error) {
		s, err := c.reachable(tx)
		if err != nil || s.Live.IsZero() {
			return List[Card]{Items: []Card{}}, err
		}
		version, err := catalogue.GetVersion(tx, s.Live)
		if err != nil {
			return List[Card]{}, err
		}
		others, err := c.Similar(tx, s.ID, version.Offer, in.Limit)
		if err != nil {
			return List[Card]{}, err
		}
		cards, err := c.cards(tx, others)
		return List[Card]{Items: cards}, err
	})
}

func listOwnServices(c *Call, in *Page) (List[Service], error) {
	return read(c, func(tx *db.Tx) (List[Service], error) {
		rows, err := catalogue.BySeller(tx, c.Member.ID)
		if err != nil {
			return List[Service]{}, err
		}
		rows, next, err := cut(rows, *in, func(s catalogue.Service) string { return s.ID.String() })
		if err != nil {
			return List[Service]{}, err
		}
		services, err := c.services(tx, rows)
		return List[Service]{Items: services, Next: next}, err
	})
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
