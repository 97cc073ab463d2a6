// Package catalogue is the pages of what is offered: lists, search, the page
// of a service, and where sellers prepare their services.
package catalogue

import (
	"net/url"
	"strconv"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/money"
	"guildhall/search"
	"guildhall/web/parts"
)

// tile is one service in a list.
type tile struct {
	catalogue.Card
	Seller       account.Member
	CategoryName string
	Trail        string // name of the top category: it gives the drawn cover its pattern
}

// Href is the service's address.
func (t tile) Href() string { return Address(t.Service, t.Title) }

// Address is where a service is found: its title for people, its id for us.
func Address(service id.Service, title string) string {
	return "/services/" + catalogue.Slug(title) + "-" + service.String()
}

// listPage is a list of services: all, of a category, or what a search found.
type listPage struct {
	v     *desk.Visit
	Path  []catalogue.Category // of the category looked at; empty: everywhere
	Tree  []catalogue.Node
	Below []catalogue.Node // of the category looked at
	Sold  map[id.Category]int64
	Query search.Query
	Found search.Result
	Tiles []tile
}

// List is GET /services: everything, or what a search found.
func List(v *desk.Visit) error { return showList(v, "") }

// InCategory is GET /categories/{slug}.
func InCategory(v *desk.Visit) error { return showList(v, v.Path("slug")) }

// Categories is GET /categories: the tree.
func Categories(v *desk.Visit) error {
	p := &listPage{v: v}
	if err := v.Read(func(tx *db.Tx) error { return p.readTree(tx, "") }); err != nil {
		return err
	}
	return v.Render(showTree(p))
}

func showList(v *desk.Visit, slug string) error {
	p := &listPage{v: v, Query: queryOf(v)}
	err := v.Read(func(tx *db.Tx) error {
		if err := p.readTree(tx, slug); err != nil {
			return err
		}
		if len(p.Path) > 0 {
			p.Query.Category = p.Path[len(p.Path)-1].ID
		}
		var err error
		if p.Found, err = p.v.Finder.Find(tx, p.Query); err != nil {
			return err
		}
		p.Tiles, err = tiles(tx, p.Found.Services())
		return err
	})
	if err != nil {
		return err
	}
	return v.Render(showServices(p))
}

// queryOf reads the filters from the address; what makes no sense is left out,
// since addresses get cut and mistyped.
func queryOf(v *desk.Visit) search.Query {
	q := search.Query{Words: v.Query("q"), After: v.Query("after"), Sort: search.Sort(v.Query("sort"))}
	if price, err := money.Parse(v.Query("price"), v.Rules.Policy.Currency); err == nil {
		q.PriceMax = price
	}
	if days, err := strconv.Atoi(v.Query("days")); err == nil && days > 0 && days <= catalogue.LeadDaysMax {
		q.LeadMax = time.Duration(days) * 24 * time.Hour
	}
	return q
}

func (p *listPage) readTree(tx *db.Tx, slug string) error {
	var err error
	if p.Tree, err = catalogue.Tree(tx, p.v.Say.Language()); err != nil {
		return err
	}
	if p.Sold, err = catalogue.Sold(tx); err != nil {
		return err
	}
	p.Below = p.Tree
	if slug == "" {
		return nil
	}
	category, err := catalogue.CategoryBySlug(tx, slug)
	if err != nil {
		return err
	}
	if p.Path, err = catalogue.Path(tx, category.ID); err != nil {
		return err
	}
	for _, above := range p.Path {
		p.Below = nodesBelow(p.Below, above.ID)
	}
	return nil
}

func nodesBelow(nodes []catalogue.Node, category id.Category) []catalogue.Node {
	for _, node := range nodes {
		if node.ID == category {
			return node.Below
		}
	}
	return nil
}

// count is how many services stand in a node and below it.
func (p *listPage) count(node catalogue.Node) int {
	n := int(p.Sold[node.ID])
	for _, below := range node.Below {
		n += p.count(below)
	}
	return n
}

// tiles reads what lists show of services, in their order.
func tiles(tx *db.Tx, services []id.Service) ([]tile, error) {
	cards, err := catalogue.Cards(tx, services)
	if err != nil {
		return nil, err
	}
	var all []tile
	for _, card := range cards {
		t := tile{Card: card}
		if t.Seller, err = account.Get(tx, card.Seller); err != nil {
			return nil, err
		}
		path, err := catalogue.Path(tx, card.Category)
		if err != nil {
			return nil, err
		}
		t.Trail, t.CategoryName = path[0].Name, path[len(path)-1].Name
		all = append(all, t)
	}
	return all, nil
}

// Title is the page's heading.
func (p *listPage) Title() string {
	switch {
	case p.Query.Words != "":
		return p.v.Say.T("catalogue.found_title", "words", p.Query.Words)
	case len(p.Path) > 0:
		return p.Path[len(p.Path)-1].Name
	}
	return p.v.Say.T("catalogue.all_title")
}

func (p *listPage) lead() string {
	if p.Query.Words == "" && len(p.Path) > 0 {
		return p.Path[len(p.Path)-1].Description
	}
	return p.v.Say.T("catalogue.found", "count", p.Found.Total)
}

// here is the address of this list with one thing of it changed.
func (p *listPage) here(name, value string) string {
	q := url.Values{}
	for _, key := range []string{"q", "sort", "price", "days"} {
		if typed := p.v.Query(key); typed != "" {
			q.Set(key, typed)
		}
	}
	q.Set(name, value)
	if value == "" {
		q.Del(name)
	}
	if encoded := q.Encode(); encoded != "" {
		return p.v.R.URL.Path + "?" + encoded
	}
	return p.v.R.URL.Path
}

// levels is how deep the tree is shown (CAT-1).
func (p *listPage) levels() int { return p.v.Rules.Policy.CategoryLevels }

// empty reports whether the marketplace has nothing to show at all: then it
// invites to offer, instead of blaming the search.
func (p *listPage) empty() bool {
	return len(p.Tiles) == 0 && len(p.Sold) == 0 && p.Query.Words == "" && len(p.chips()) == 0
}

func (p *listPage) after() string {
	if p.Found.Next == "" {
		return ""
	}
	return p.here("after", p.Found.Next)
}

func (p *listPage) sorts() []parts.Link {
	var links []parts.Link
	for _, sort := range search.Sorts {
		links = append(links, parts.Link{
			Href: p.here("sort", string(sort)), Label: p.v.Say.T("catalogue.sort." + string(sort)),
			Here: p.Query.Sort == sort || p.Query.Sort == "" && sort == search.Recommended,
		})
	}
	return links
}

// chips are the filters that are set, each with the way to take it off.
func (p *listPage) chips() []parts.Link {
	var links []parts.Link
	if p.Query.PriceMax > 0 {
		links = append(links, parts.Link{Href: p.here("price", ""), Label: p.v.Say.T("catalogue.chip.price", "price", p.Query.PriceMax)})
	}
	if p.Query.LeadMax > 0 {
		links = append(links, parts.Link{Href: p.here("days", ""), Label: p.v.Say.T("catalogue.chip.days", "span", p.Query.LeadMax)})
	}
	return links
}

func (p *listPage) crumbs() []parts.Link {
	links := []parts.Link{{Href: "/services", Label: p.v.Say.T("catalogue.all_title")}}
	for _, category := range p.Path {
		links = append(links, parts.Link{Href: "/categories/" + category.Slug, Label: category.Name})
	}
	return links[:len(links)-1]
}
