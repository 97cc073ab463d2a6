package town

import (
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
)

// day is what lead times are counted in.
const day = 24 * time.Hour

// Plant grows the starting tree of categories, once.
func (town *Town) Plant() {
	town.T.Helper()
	town.Write(catalogue.Plant)
}

// Category finds a category of the starting tree by its slug.
func (town *Town) Category(slug string) id.Category {
	town.T.Helper()
	var found catalogue.Category
	town.Read(func(tx *db.Tx) error {
		var err error
		found, err = catalogue.CategoryBySlug(tx, slug)
		return err
	})
	return found.ID
}

// Offer is Sam's finished offer in packages: an illustration at $20, $40 and
// $90 in 2, 4 and 7 days with 1, 3 and unlimited revisions, the options
// "colour" ($10, a day, up to 3) and "express" ($25, a day less), and one
// required and one optional question.
func (town *Town) Offer() catalogue.Offer {
	town.T.Helper()
	return catalogue.Offer{
		Category: town.Category("illustration"), Language: "en", Rights: true,
		Title:       "Ink drawing of your house",
		Description: "I draw your house in ink on heavy paper, from photographs you send me, and scan it for you.",
		Volume:      "One drawing, A4, as a file ready for print.",
		Tags:        []string{"drawing", "ink", "house"},
		Packages: []catalogue.Package{
			{Tier: catalogue.Economy, Description: "One view, line only", Price: 20_00, Lead: 2 * day, Revisions: 1},
			{Tier: catalogue.Standard, Description: "One view with shading", Price: 40_00, Lead: 4 * day, Revisions: 3},
			{Tier: catalogue.Business, Description: "Two views with garden", Price: 90_00, Lead: 7 * day, Revisions: catalogue.Unlimited},
		},
		Rows: []catalogue.Row{{Label: "Views", Values: [3]string{"1", "1", "2"}}},
		Options: []catalogue.Option{
			{Code: "colour", Title: "Coloured by hand", Price: 10_00, Lead: day, Most: 3},
			{Code: "express", Title: "A day sooner", Price: 25_00, Lead: day, Express: true, Most: 1},
		},
		Questions: []catalogue.Question{
			{Code: "photo", Text: "Which side of the house should be drawn?", Kind: catalogue.AskText, Required: true},
			{Code: "frame", Text: "Where will it hang?", Kind: catalogue.AskChoice, Choices: []string{"Living room", "Office"}},
		},
		FAQ: []catalogue.Answer{{Question: "Can you draw from memory?", Answer: "No, photographs are needed."}},
	}
}

// Prepare makes a draft of an offer, for the seller.
func (town *Town) Prepare(seller id.Member, offer catalogue.Offer) catalogue.Service {
	town.T.Helper()
	var made catalogue.Service
	town.Write(func(tx *db.Tx) error {
		var err error
		if made, err = catalogue.NewDraft(tx, seller); err != nil {
			return err
		}
		made, err = catalogue.SaveDraft(tx, seller, made.ID, offer, 0)
		return err
	})
	return made
}

// Sell brings an offer of the seller's live, by the way everybody takes:
// draft, handed in, approved by Ada. The starting tree is planted first.
func (town *Town) Sell(seller id.Member, offer catalogue.Offer) catalogue.Service {
	town.T.Helper()
	service := town.Prepare(seller, offer)
	town.Write(func(tx *db.Tx) error {
		var err error
		service, err = catalogue.Act(tx, catalogue.Command{Service: service.ID, Actor: seller, Verb: catalogue.Submit})
		if err != nil || service.Stored == catalogue.Live {
			return err
		}
		service, err = catalogue.Act(tx, catalogue.Command{
			Service: service.ID, Version: service.Pending, Actor: town.Arbiter.ID, Verb: catalogue.Approve,
		})
		return err
	})
	return service
}

// Shop plants the tree and sells Sam's Offer.
func (town *Town) Shop() catalogue.Service {
	town.T.Helper()
	town.Plant()
	return town.Sell(town.Seller.ID, town.Offer())
}
