package parts

import (
	"time"

	"github.com/a-h/templ"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
	"guildhall/say"
	"guildhall/search"
)

// Tile is one service in a list.
type Tile struct {
	catalogue.Card
	Seller account.Member
	Path   []catalogue.Category // down to the service's own
	Repute search.Repute
	New    bool            // stands here by the newcomers' draw
	Corner templ.Component // over the cover, such as a heart; may be nil
	Below  templ.Component // under everything, such as why it stands here; may be nil
}

// ReadTiles reads what lists show of services, in their order: the sellers
// together, the names from the tree.
func ReadTiles(tx *db.Tx, tree []catalogue.Node, services []id.Service) ([]Tile, error) {
	cards, err := catalogue.Cards(tx, services)
	if err != nil {
		return nil, err
	}
	var who []id.Member
	for _, card := range cards {
		who = append(who, card.Seller)
	}
	sellers, err := account.Several(tx, who)
	if err != nil {
		return nil, err
	}
	reputes, err := search.Reputes(tx, services)
	if err != nil {
		return nil, err
	}
	paths := catalogue.PathsIn(tree)
	tiles := make([]Tile, len(cards))
	for i, card := range cards {
		tiles[i] = Tile{Card: card, Seller: sellers[card.Seller], Path: paths[card.Category], Repute: reputes[card.Service]}
	}
	return tiles, nil
}

// ServiceAddress is where a service is found: its title for people, its id for
// us.
func ServiceAddress(service id.Service, title string) string {
	return "/services/" + catalogue.Slug(title) + "-" + service.String()
}

// ServiceID reads the id at the end of "title-of-it-<id>"; anything else is
// missing.
func ServiceID(slug string) (id.Service, error) {
	const length = 36
	if len(slug) < length {
		return id.Service{}, fault.Missing()
	}
	return id.Parse[id.ServiceKind](slug[len(slug)-length:])
}

// face is everything that the text of a tile shows.
type face struct {
	Href, Title, Category string
	Seller                Person
	Price                 money.Amount
	Lead                  time.Duration
	Repute                search.Repute
	New                   bool
	language              string
	currency              money.Currency
}

// faces are those drawn lately, of about 1 kB each.
var faces = newKept[face](1000)

func (t Tile) face(s *say.Speaker) face {
	return face{
		Href: t.Href(), Title: t.Title, Category: t.CategoryName(), Seller: PersonOf(t.Seller), Price: t.Price, Lead: t.Lead,
		Repute: t.Repute, New: t.New, language: s.Language(), currency: s.Currency(),
	}
}

func (f face) draw() templ.Component { return tileFace(say.For(f.language, nil, f.currency), f) }

// Href is the service's address.
func (t Tile) Href() string { return ServiceAddress(t.Service, t.Title) }

// Kind is the name of the top category: it gives the drawn cover its pattern.
func (t Tile) Kind() string {
	if len(t.Path) == 0 {
		return ""
	}
	return t.Path[0].Name
}

// CategoryName is the name of the service's own category.
func (t Tile) CategoryName() string {
	if len(t.Path) == 0 {
		return ""
	}
	return t.Path[len(t.Path)-1].Name
}
