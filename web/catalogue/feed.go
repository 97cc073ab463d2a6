package catalogue

import (
	"encoding/xml"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/search"
	"guildhall/web/parts"
)

// feedMany is how many services a feed holds.
const feedMany = 30

// The parts of an Atom feed (RFC 4287) that readers show.
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		Href string `xml:"href,attr"`
	}
	atomEntry struct {
		ID      string   `xml:"id"`
		Title   string   `xml:"title"`
		Updated string   `xml:"updated"`
		Link    atomLink `xml:"link"`
		Author  string   `xml:"author>name"`
		Summary string   `xml:"summary"`
	}
)

// Feed is GET /services/feed.atom: what is new among what a search finds, with
// every filter of the list.
func Feed(v *desk.Visit) error { return showFeed(v, "") }

// CategoryFeed is GET /categories/{slug}/feed.atom.
func CategoryFeed(v *desk.Visit) error {
	slug, err := slugOf(v)
	if err != nil {
		return err
	}
	return showFeed(v, slug)
}

func showFeed(v *desk.Visit, slug string) error {
	p := &listPage{v: v, Sort: search.Newest, Limit: feedMany}
	var about map[id.Service]string
	err := v.Read(func(tx *db.Tx) error {
		if err := p.find(tx, slug); err != nil {
			return err
		}
		var err error
		if p.Tiles, err = parts.ReadTiles(tx, p.Tree, p.Found.Services()); err != nil {
			return err
		}
		about, err = described(tx, p.Tiles)
		return err
	})
	if err != nil {
		return err
	}
	return rawXML(v, "application/atom+xml", feedOf(p, about))
}

// described reads what the services of a list say of themselves.
func described(tx *db.Tx, tiles []parts.Tile) (map[id.Service]string, error) {
	live := make([]id.ServiceVersion, len(tiles))
	for i, t := range tiles {
		live[i] = t.Version
	}
	versions, err := catalogue.Versions(tx, live)
	about := make(map[id.Service]string, len(versions))
	for _, version := range versions {
		about[version.Service] = version.Offer.Description
	}
	return about, err
}

func feedOf(p *listPage, about map[id.Service]string) atomFeed {
	page := p.v.Link(p.Address.at(p.Address.path))
	feed := atomFeed{
		ID: page, Title: p.Title() + " · " + p.v.Site.Name, Updated: atomTime(time.Unix(0, 0)),
		Links: []atomLink{
			{Rel: "alternate", Type: "text/html", Href: page},
			{Rel: "self", Type: "application/atom+xml", Href: p.v.Link(p.Address.at(p.Address.path + "/feed.atom"))},
		},
	}
	newest := time.Time{}
	for _, t := range p.Tiles {
		if t.At.After(newest) {
			newest, feed.Updated = t.At, atomTime(t.At)
		}
		feed.Entries = append(feed.Entries, atomEntry{
			ID: "urn:uuid:" + t.Service.String(), Title: t.Title, Updated: atomTime(t.At), Author: t.Seller.Login,
			Link:    atomLink{Rel: "alternate", Type: "text/html", Href: p.v.Link(t.Href())},
			Summary: p.v.Say.T("catalogue.feed_summary", "price", t.Price, "span", t.Lead, "about", about[t.Service]),
		})
	}
	return feed
}

func atomTime(at time.Time) string { return at.UTC().Format(time.RFC3339) }
