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

// Card is a service as lists show it.
type Card struct {
	Service   id.Service        `json:"service"`
	Version   id.ServiceVersion `json:"service_version"`
	Seller    string            `json:"seller"`
	Title     string            `json:"title"`
	Category  id.Category       `json:"category"`
	Cover     string            `json:"cover,omitempty" doc:"address of the picture; missing: pages draw one"`
	Price     Money             `json:"price_from"`
	Lead      int64             `json:"lead_seconds_from"`
	Language  string            `json:"language"`
	ByUnit    bool              `json:"by_unit"`
	Stars     float64           `json:"stars,omitempty" doc:"of 5, the seller's; missing: nobody has judged yet"`
	Feedback  int64             `json:"feedback" doc:"how many verdicts about the seller count"`
	TopRated  bool              `json:"top_rated"`
	Favourite bool              `json:"favourite,omitempty" doc:"the asker keeps it"`
	Why       *Why              `json:"why,omitempty"`
	Link      string            `json:"link"`
}

func (c *Call) serviceLink(service id.Service, title string) string {
	return c.Link("/services/" + catalogue.Slug(title) + "-" + service.String())
}

// cards reads what lists show of services, in their order, all together.
func (c *Call) cards(tx *db.Tx, services []id.Service) ([]Card, error) {
	made := []Card{}
	cards, err := catalogue.Cards(tx, services)
	if err != nil {
		return made, err
	}
	var who []id.Member
	for _, card := range cards {
		who = append(who, card.Seller)
	}
	sellers, err := account.Several(tx, who)
	if err != nil {
		return made, err
	}
	reputes, err := search.Reputes(tx, services)
	if err != nil {
		return made, err
	}
	kept, err := cart.Among(tx, c.Member.ID, services)
	for _, card := range cards {
		one := c.card(card, sellers[card.Seller].Login, reputes[card.Service])
		one.Favourite = kept[card.Service]
		made = append(made, one)
	}
	return made, err
}

func (c *Call) card(card catalogue.Card, seller string, repute search.Repute) Card {
	made := Card{
		Service: card.Service, Version: card.Version, Seller: seller, Title: card.Title, Category: card.Category,
		Price: c.money(card.Price), Lead: seconds(card.Lead), Language: card.Language, ByUnit: card.ByUnit,
		Stars: float64(repute.Rating) / 10, Feedback: repute.Feedback, TopRated: repute.TopRated,
		Link: c.serviceLink(card.Service, card.Title),
	}
	if !card.Cover.IsZero() {
		made.Cover = c.Link("/files/" + card.Cover.String())
	}
	return made
}

// cardsAtOnce is how many are read together.
const cardsAtOnce = 100

// cardsOf are services by their ids, for lists that add something to them.
func (c *Call) cardsOf(tx *db.Tx, services []id.Service) (map[id.Service]Card, error) {
	found := make(map[id.Service]Card, len(services))
	for some := range slices.Chunk(services, cardsAtOnce) {
		cards, err := c.cards(tx, some)
		if err != nil {
			return nil, err
		}
		for _, card := range cards {
			found[card.Service] = card
		}
	}
	return found, nil
}
