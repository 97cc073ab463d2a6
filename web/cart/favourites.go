package cart

import (
	"net/url"
	"slices"
	"strings"

	"guildhall/account"
	"guildhall/cart"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/web/parts"
)

// favourite is one service that the member keeps, as it stands now.
type favourite struct {
	cart.Favourite
	Offered catalogue.Service
	Card    catalogue.Card // zero when there is no live version
	Seller  account.Member
	Trail   string
}

// gone reports whether its page is closed to strangers.
func (f favourite) gone() bool { return !f.Offered.Reachable() }

func (f favourite) href() string { return parts.ServiceAddress(f.Service, f.Card.Title) }

// favouritesPage is the list of favourites (CAT-25).
type favouritesPage struct {
	v     *desk.Visit
	Lists []cart.List
	List  cart.List // the one looked at; zero for all
	Rows  []favourite
	All   int
}

// Favourites is GET /favourites, ?list= for one of the lists.
func Favourites(v *desk.Visit) error {
	var list id.FavouriteList
	if asked := v.Query("list"); asked != "" {
		var err error
		if list, err = id.Parse[id.FavouriteListKind](asked); err != nil {
			return err
		}
	}
	return showFavourites(v, nil, list)
}

func showFavourites(v *desk.Visit, f *desk.Form, list id.FavouriteList) error {
	p := &favouritesPage{v: v}
	if err := v.Read(func(tx *db.Tx) error { return p.read(tx, list) }); err != nil {
		return err
	}
	return v.Render(favouritesView(p, f))
}

func (p *favouritesPage) read(tx *db.Tx, list id.FavouriteList) error {
	me := p.v.Member.ID
	var err error
	if p.Lists, err = cart.Lists(tx, me); err != nil {
		return err
	}
	if !list.IsZero() {
		if p.List, err = cart.ListOf(tx, me, list); err != nil {
			return err
		}
	}
	all, err := cart.Favourites(tx, me, id.FavouriteList{})
	if err != nil {
		return err
	}
	p.All = len(all)
	for _, kept := range all {
		if list.IsZero() || kept.List == list {
			p.Rows = append(p.Rows, favourite{Favourite: kept})
		}
	}
	return p.readRows(tx)
}

// readRows reads what the rows show of their services, all together.
func (p *favouritesPage) readRows(tx *db.Tx) error {
	services := make([]id.Service, len(p.Rows))
	for i, row := range p.Rows {
		services[i] = row.Service
	}
	offered, err := catalogue.Several(tx, services)
	if err != nil {
		return err
	}
	tree, err := catalogue.Tree(tx, p.v.Say.Language())
	if err != nil {
		return err
	}
	tiles, err := parts.ReadTiles(tx, tree, services)
	if err != nil {
		return err
	}
	tileOf := make(map[id.Service]parts.Tile, len(tiles))
	for _, tile := range tiles {
		tileOf[tile.Service] = tile
	}
	for i, row := range p.Rows {
		tile := tileOf[row.Service]
		p.Rows[i].Offered, p.Rows[i].Card, p.Rows[i].Seller, p.Rows[i].Trail = offered[row.Service], tile.Card, tile.Seller, tile.Kind()
	}
	return nil
}

// here is the address of the list that is looked at.
func (p *favouritesPage) here() string { return listHref(p.List) }

func listHref(l cart.List) string {
	if l.ID.IsZero() {
		return "/favourites"
	}
	return "/favourites?list=" + l.ID.String()
}

func (p *favouritesPage) tabs() []parts.Link {
	tabs := []parts.Link{{Href: "/favourites", Label: p.v.Say.T("favourites.all"), Count: p.All, Here: p.List.ID.IsZero()}}
	for _, l := range p.Lists {
		tabs = append(tabs, parts.Link{Href: listHref(l), Label: l.Name, Count: l.Count, Here: l.ID == p.List.ID})
	}
	return tabs
}

// making is what was typed for a new list; within a list the name in the form is
// that list's.
func (p *favouritesPage) making(f *desk.Form) *desk.Form {
	if p.List.ID.IsZero() {
		return f
	}
	return nil
}

// state says what a service that is not simply on sale is; empty otherwise.
func (p *favouritesPage) state(f favourite) string {
	switch {
	case f.Offered.Stored == catalogue.Paused:
		return p.v.Say.T("favourites.paused")
	case f.gone():
		return p.v.Say.T("favourites.gone")
	case !f.Offered.Orderable():
		return p.v.Say.T("favourites.closed")
	case !f.Offered.Shown():
		return p.v.Say.T("favourites.hidden")
	}
	return ""
}

func (p *favouritesPage) title(f favourite) string { return titleOf(p.v, f.Offered, f.Card.Title) }

func (p *favouritesPage) lists(f favourite) parts.Input {
	in := parts.Input{
		Name: "list", Label: p.v.Say.T("favourites.list"), Options: []parts.Option{{Label: p.v.Say.T("favourites.unsorted")}},
		Attrs: map[string]any{"id": "list-" + f.Service.String()},
	}
	if !f.List.IsZero() {
		in.Value = f.List.String()
	}
	for _, l := range p.Lists {
		in.Options = append(in.Options, parts.Option{Value: l.ID.String(), Label: l.Name})
	}
	return in
}

// comparable reports whether enough different sellers stand here (CAT-27).
func (p *favouritesPage) comparable() bool {
	sellers := map[id.Member]bool{}
	for _, row := range p.Rows {
		if row.Offered.Orderable() {
			sellers[row.Seller.ID] = true
		}
	}
	return len(sellers) >= p.v.Rules.Policy.CompareMin
}

// Keep is POST /favourites: the heart, pressed or pressed again. It goes back
// to where it was pressed.
func Keep(v *desk.Visit) error {
	f := v.Form()
	service, keep := desk.FormID[id.ServiceKind](f, "service"), f.Choice("keep", "yes", "no")
	on := cameFrom(v)
	if f.Value("next") != "" {
		on = desk.LocalPath(f.Value("next"))
	}
	return sort(v, on, id.FavouriteList{}, func(tx *db.Tx) error {
		if keep == "no" {
			return cart.LetGo(tx, v.Member.ID, service)
		}
		return cart.Keep(tx, v.Member.ID, service)
	})
}

// keepPage asks whether to keep the service whose heart a visitor pressed, now
// that they have signed in (ACC-21).
type keepPage struct {
	v    *desk.Visit
	Tile parts.Tile
	Next string // where the heart was pressed
}

// NewFavourite is GET /favourites/new?service=&next=.
func NewFavourite(v *desk.Visit) error {
	service, err := id.Parse[id.ServiceKind](v.Query("service"))
	if err != nil {
		return err
	}
	p := &keepPage{v: v, Next: desk.LocalPath(v.Query("next"))}
	err = v.Read(func(tx *db.Tx) error {
		s, err := catalogue.Get(tx, service)
		if err == nil && !s.Reachable() {
			err = fault.Missing()
		}
		if err != nil {
			return err
		}
		shown, err := tiles(tx, v, []id.Service{service})
		if err == nil && len(shown) == 0 {
			err = fault.Missing()
		}
		if err != nil {
			return err
		}
		p.Tile = shown[0]
		p.Tile.Corner = nil // the question is about it
		return nil
	})
	if err != nil {
		return err
	}
	return v.Render(keepView(p))
}

// Sort is POST /favourites/moves: into a list, or out of all.
func Sort(v *desk.Visit) error {
	f := v.Form()
	service, list := desk.FormID[id.ServiceKind](f, "service"), desk.FormID[id.FavouriteListKind](f, "list")
	return sort(v, cameFrom(v), id.FavouriteList{}, func(tx *db.Tx) error { return cart.Sort(tx, v.Member.ID, service, list) })
}

// sort carries a change of the favourites out and leads on; refused, it shows
// the list that it is about. All of them may be repeated.
func sort(v *desk.Visit, on string, list id.FavouriteList, fn func(*db.Tx) error) error {
	f := v.Form()
	if !f.Bad() {
		if err := f.Take(v.Write(fn)); err != nil {
			return err
		}
	}
	if missing := f.Wrong(""); missing != nil && missing.Sort == fault.SortMissing {
		return missing
	}
	if f.Bad() {
		return showFavourites(v, f, list)
	}
	return v.Redirect(on)
}

// MakeList is POST /favourites/lists.
func MakeList(v *desk.Visit) error {
	f := v.Form()
	on, err := v.Once(func(tx *db.Tx) (string, error) {
		made, err := cart.MakeList(tx, v.Member.ID, f.Value("name"))
		return listHref(made), err
	})
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return showFavourites(v, f, id.FavouriteList{})
	}
	return v.Redirect(on)
}

// RenameList is POST /favourites/lists/{id}/name.
func RenameList(v *desk.Visit) error {
	list, err := desk.PathID[id.FavouriteListKind](v, "id")
	if err != nil {
		return err
	}
	return sort(v, "/favourites?list="+list.String(), list, func(tx *db.Tx) error {
		_, err := cart.RenameList(tx, v.Member.ID, list, v.Form().Value("name"))
		return err
	})
}

// EndList is POST /favourites/lists/{id}/ending.
func EndList(v *desk.Visit) error {
	list, err := desk.PathID[id.FavouriteListKind](v, "id")
	if err != nil {
		return err
	}
	return sort(v, "/favourites", list, func(tx *db.Tx) error { return cart.EndList(tx, v.Member.ID, list) })
}

// Gather is POST /favourites/comparison: what was ticked goes into the cart,
// and on to the page that orders the same work from all of them (CAT-27).
func Gather(v *desk.Visit) error {
	f := v.Form()
	on := url.Values{}
	err := v.Write(func(tx *db.Tx) error {
		on = url.Values{}
		for _, text := range f.Values("service") {
			service, err := id.Parse[id.ServiceKind](text)
			if err != nil {
				return err
			}
			line, err := gather(tx, v.Member.ID, service)
			if err != nil {
				return err
			}
			on.Add("line", line.ID.String())
		}
		return nil
	})
	if err := f.Take(err); err != nil {
		return err
	}
	if len(on) == 0 && !f.Bad() {
		f.Add(fault.Invalid("compare_count", "least", v.Rules.Policy.CompareMin, "most", v.Rules.Policy.CompareMax))
	}
	if f.Bad() {
		return showFavourites(v, f, id.FavouriteList{})
	}
	return v.Redirect("/comparisons/new?" + on.Encode())
}

// gather puts a service into the cart with its middle package, unless it is
// there already.
func gather(tx *db.Tx, member id.Member, service id.Service) (cart.Line, error) {
	lines, err := cart.Lines(tx, member)
	if err != nil {
		return cart.Line{}, err
	}
	i := slices.IndexFunc(lines, func(l cart.Line) bool { return l.Service == service && !l.Waiting })
	if i >= 0 {
		return lines[i], nil
	}
	found, err := catalogue.Get(tx, service)
	if err != nil {
		return cart.Line{}, err
	}
	version, err := catalogue.GetVersion(tx, found.Live)
	if err != nil {
		return cart.Line{}, err
	}
	tier := catalogue.Standard
	if _, has := version.Offer.Package(tier); !has {
		tier = catalogue.Single
	}
	return cart.Add(tx, member, cart.Choice{Version: version.ID, Package: string(tier), Units: 1})
}

// cameFrom is the page of ours that the request was made from, else the
// favourites.
func cameFrom(v *desk.Visit) string {
	from, err := url.Parse(v.R.Referer())
	if err != nil || from.Host != v.R.Host || !strings.HasPrefix(from.Path, "/") {
		return "/favourites"
	}
	return desk.LocalPath(from.RequestURI())
}
