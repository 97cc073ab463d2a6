// Package catalogue is the pages of what is offered: lists, search, the page
// of a service, and where sellers prepare their services.
package catalogue

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/footfall"
	"guildhall/id"
	"guildhall/search"
	"guildhall/web/cart"
	"guildhall/web/parts"
)

// Address is where a service is found: its title for people, its id for us.
func Address(service id.Service, title string) string { return parts.ServiceAddress(service, title) }

// listPage is a list of services: all, of a category, or what a search found.
type listPage struct {
	v          *desk.Visit
	Path       []catalogue.Category // of the category looked at; empty: everywhere
	Tree       []catalogue.Node
	Below      []catalogue.Node // of the category looked at
	Attributes []catalogue.Attribute
	Address    address
	Sort       search.Sort // instead of the address's, where the page has its own
	Limit      int         // of services; zero: as many as usual
	Found      search.Result
	Tiles      []parts.Tile
	Member     account.Member // whose login the words are; zero: nobody's
	Bare       int64          // where the filters leave nothing: how many there are without
	Elsewhere  int64          // where the category has nothing: how many the words find in all
	Groups     []group
	Chips      []parts.Link
}

// List is GET /services: everything, or what a search found.
func List(v *desk.Visit) error { return showList(v, "") }

// InCategory is GET /categories/{slug}.
func InCategory(v *desk.Visit) error {
	slug, err := slugOf(v)
	if err != nil {
		return err
	}
	return showList(v, slug)
}

var slugForm = regexp.MustCompile(`^[a-z0-9-]{1,200}$`)

// slugOf reads the category's name in the address; what no category can have
// is not found.
func slugOf(v *desk.Visit) (string, error) {
	if slug := v.Path("slug"); slugForm.MatchString(slug) {
		return slug, nil
	}
	return "", fault.Missing()
}

// Categories is GET /categories: the tree.
func Categories(v *desk.Visit) error {
	p := &listPage{v: v}
	err := v.Read(func(tx *db.Tx) error {
		if err := p.readPlace(tx, ""); err != nil {
			return err
		}
		var err error
		p.Found, err = v.Find(tx, search.Query{Counts: true, Limit: 1})
		return err
	})
	if err != nil {
		return err
	}
	return v.Render(showTree(p))
}

func showList(v *desk.Visit, slug string) error {
	return desk.Shared(v, func() (templ.Component, listed, error) {
		p := &listPage{v: v}
		err := v.Read(func(tx *db.Tx) error {
			if err := p.find(tx, slug); err != nil {
				return err
			}
			return p.readAround(tx)
		})
		return showServices(p), p.listed(), err
	}, func(l listed) {
		v.Listed(l.shown, l.first)
		if l.combined {
			unindexed(v)
		}
	})
}

// listed is what a list showed, and at which places.
type listed struct {
	shown    []footfall.Shown
	first    int
	combined bool // one of countless combinations, for no search engine
}

func (p *listPage) listed() listed {
	l := listed{first: p.place(), combined: len(p.Address.values) > 0}
	for _, tile := range p.Tiles {
		l.shown = append(l.shown, footfall.Shown{Service: tile.Service, Seller: tile.Card.Seller})
	}
	return l
}

// find reads the state of the list from the address and asks the search.
func (p *listPage) find(tx *db.Tx, slug string) error {
	if err := p.readPlace(tx, slug); err != nil {
		return err
	}
	path := "/services"
	if slug != "" {
		path = "/categories/" + slug
	}
	p.Address = readAddress(path, p.v.R.URL.Query(), p.v.Rules.Policy.Currency, p.Attributes)
	q := p.Address.query
	q.Counts, q.Limit = p.Sort == "", p.Limit
	if p.Sort != "" {
		q.Sort = p.Sort
	}
	if len(p.Path) > 0 {
		q.Category = p.Path[len(p.Path)-1].ID
	}
	for _, attribute := range p.Attributes {
		q.CountOnly = append(q.CountOnly, attribute.Code)
	}
	p.Address.query = q
	var err error
	p.Found, err = p.v.Find(tx, q)
	if refused, ok := fault.As(err); ok && refused.Code == "cursor_unknown" { // cut off or made up: the first page
		q.After, p.Address.query.After = "", ""
		p.Found, err = p.v.Find(tx, q)
	}
	return err
}

// readAround reads what stands around the hits.
func (p *listPage) readAround(tx *db.Tx) error {
	var err error
	if p.Tiles, err = parts.ReadTiles(tx, p.Tree, p.Found.Services()); err != nil {
		return err
	}
	if err := cart.Hearts(tx, p.v, p.Tiles); err != nil {
		return err
	}
	if err := p.readWhy(tx); err != nil {
		return err
	}
	if len(p.Tiles) == 0 {
		if err := p.readBare(tx); err != nil {
			return err
		}
	}
	if p.Address.query.After == "" {
		p.Member, err = namedExactly(tx, p.Address.query.Words)
	}
	p.Groups = p.groups()
	p.Chips = p.chips()
	return err
}

// readBare counts what there is without the filters, and, where even that is
// nothing, outside the category.
func (p *listPage) readBare(tx *db.Tx) error {
	q := search.Query{Words: p.words(), Category: p.Address.query.Category, Limit: 1}
	if p.Address.narrowed() {
		bare, err := p.v.Find(tx, q)
		if p.Bare = bare.Total; err != nil {
			return err
		}
	}
	if p.Bare > 0 || q.Words == "" || q.Category.IsZero() {
		return nil
	}
	q.Category = id.Category{}
	all, err := p.v.Find(tx, q)
	p.Elsewhere = all.Total
	return err
}

// everywhere is the address of what the words find in all categories.
func (p *listPage) everywhere() string {
	all := address{path: "/services", values: url.Values{}}
	all.set(byWords, p.words())
	return all.at(all.path)
}

// namedExactly is the member whose login the words are; a zero one where they
// are nobody's (CAT-21).
func namedExactly(tx *db.Tx, words string) (account.Member, error) {
	found, err := account.Named(tx, words, 1)
	if err != nil || len(found) == 0 || !strings.EqualFold(found[0].Login, words) {
		return account.Member{}, err
	}
	return found[0], nil
}

// readPlace reads the tree and where in it the list stands.
func (p *listPage) readPlace(tx *db.Tx, slug string) error {
	var err error
	if p.Tree, err = catalogue.Tree(tx, p.v.Say.Language()); err != nil {
		return err
	}
	p.Below = p.Tree
	if slug == "" {
		return nil
	}
	here, ok := catalogue.NodeOf(p.Tree, func(c catalogue.Category) bool { return c.Slug == slug })
	if !ok {
		return fault.Missing()
	}
	p.Path, p.Below, p.Attributes = here.Path, here.Below, here.Attributes
	return nil
}

// count is how many of the hits stand in a node and below it.
func (p *listPage) count(node catalogue.Node) int64 {
	n := p.Found.Counts.Categories[node.ID]
	for _, below := range node.Below {
		n += p.count(below)
	}
	return n
}

// nodes are the categories below that are worth a click: where the search was
// narrowed down, those that leave something.
func (p *listPage) nodes() []catalogue.Node {
	if len(p.Address.values) == 0 {
		return p.Below
	}
	var kept []catalogue.Node
	for _, node := range p.Below {
		if p.count(node) > 0 {
			kept = append(kept, node)
		}
	}
	return kept
}

// place is where the first service of this page stands in the whole list. The
// address tells it, and anybody can write one: it is believed as far as the
// list goes.
func (p *listPage) place() int {
	last := int(p.Found.Total) - len(p.Tiles) + 1
	place, err := strconv.Atoi(p.v.Query(placeFrom))
	if err != nil || p.Address.query.After == "" || last < 1 {
		return 1
	}
	return min(max(place, 1), last)
}

func (p *listPage) words() string { return p.Address.query.Words }

// Title is the page's heading.
func (p *listPage) Title() string {
	switch {
	case p.words() != "" && len(p.Path) > 0:
		return p.v.Say.T("catalogue.found_in", "words", p.words(), "category", p.Path[len(p.Path)-1].Name)
	case p.words() != "":
		return p.v.Say.T("catalogue.found_title", "words", p.words())
	case len(p.Path) > 0:
		return p.Path[len(p.Path)-1].Name
	}
	return p.v.Say.T("catalogue.all_title")
}

func (p *listPage) lead() string {
	if p.words() == "" && len(p.Path) > 0 {
		return p.Path[len(p.Path)-1].Description
	}
	return ""
}

// chrome is the frame, with what search engines and readers of feeds are told:
// words, filters and orders make no page of their own (unindexed), a further
// page of the plain list does.
func (p *listPage) chrome() parts.Chrome {
	c := parts.ChromeOf(p.v)
	c.Query, c.Image = p.words(), p.v.Link(p.Address.path+"/preview.png")
	if plain := len(p.Address.values) == 0; plain && p.Address.query.After == "" {
		c.Canonical = p.v.Link(p.Address.path)
	} else if plain {
		c.Canonical = p.v.Link(p.Address.page(p.Address.query.After, p.place()))
	}
	c.Description = p.v.Say.T("catalogue.description", "title", p.Title(), "count", p.Found.Total, "site", p.v.Site.Name)
	c.Feed = p.Address.at(p.Address.path + "/feed.atom")
	return c
}

// shownLevels is how deep the tree is shown (CAT-1).
func (p *listPage) shownLevels() int { return p.v.Rules.Policy.CategoryLevels }

// empty reports whether there is nothing to show at all here: then it invites
// to offer, instead of blaming the search.
func (p *listPage) empty() bool { return p.Found.Total == 0 && len(p.Address.values) == 0 }

// ended reports that the list got shorter and ends before this page.
func (p *listPage) ended() bool {
	return len(p.Tiles) == 0 && p.Address.query.After != "" && p.Found.Total > 0
}

// first is the address of the list's first page.
func (p *listPage) first() string { return p.Address.at(p.Address.path) }

func (p *listPage) after() string {
	if p.Found.Next == "" {
		return ""
	}
	return p.Address.page(p.Found.Next, p.place()+len(p.Tiles))
}

func (p *listPage) sorts() []parts.Link {
	var links []parts.Link
	for _, sort := range search.Sorts {
		value := string(sort)
		if sort == search.Recommended {
			value = ""
		}
		links = append(links, parts.Link{
			Href: p.Address.with(sortedBy, value), Label: p.v.Say.T("catalogue.sort." + string(sort)),
			Here: string(p.Address.query.Sort) == value,
		})
	}
	return links
}

// above are the ways up the tree, the state of the list kept.
func (p *listPage) above() []parts.Link {
	if len(p.Path) == 0 {
		return nil
	}
	links := []parts.Link{{Href: p.Address.at("/services"), Label: p.v.Say.T("catalogue.all_title")}}
	for _, category := range p.Path[:len(p.Path)-1] {
		links = append(links, parts.Link{Href: p.Address.at("/categories/" + category.Slug), Label: category.Name})
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
