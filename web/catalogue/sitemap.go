package catalogue

import (
	"encoding/xml"
	"strings"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/web/parts"
)

// What programs that read the whole site are given: which addresses there are
// (sitemaps.org), and where they have no business (RFC 9309).

type siteIndex struct {
	XMLName xml.Name   `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Parts   []siteLink `xml:"sitemap"`
}

type siteMap struct {
	XMLName xml.Name   `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	Links   []siteLink `xml:"url"`
}

type siteLink struct {
	Address string `xml:"loc"`
	Changed string `xml:"lastmod,omitempty"`
}

// sitePages names the part that holds what is no service.
const sitePages = "pages"

// sitePartMany is how many services one part holds.
const sitePartMany = 10_000

// SiteIndex is GET /sitemap.xml.
func SiteIndex(v *desk.Visit) error {
	var from []id.Service
	err := v.Read(func(tx *db.Tx) (err error) {
		from, err = catalogue.ListedParts(tx, sitePartMany)
		return err
	})
	if err != nil {
		return err
	}
	index := siteIndex{Parts: []siteLink{{Address: v.Link("/sitemaps/" + sitePages + ".xml")}}}
	for _, first := range from {
		index.Parts = append(index.Parts, siteLink{Address: v.Link("/sitemaps/" + first.String() + ".xml")})
	}
	return rawXML(v, "application/xml", index)
}

// SitePart is GET /sitemaps/{part}: "pages.xml", or the first service of a part
// of the index.
func SitePart(v *desk.Visit) error {
	name, isXML := strings.CutSuffix(v.Path("part"), ".xml")
	first, err := id.Parse[id.ServiceKind](name)
	if !isXML || name != sitePages && err != nil {
		return fault.Missing()
	}
	var m siteMap
	err = v.Read(func(tx *db.Tx) (err error) {
		if name == sitePages {
			m.Links, err = pageLinks(tx, v)
		} else {
			m.Links, err = serviceLinks(tx, v, first)
		}
		return err
	})
	if err != nil {
		return err
	}
	if len(m.Links) == 0 {
		return fault.Missing()
	}
	return rawXML(v, "application/xml", m)
}

func pageLinks(tx *db.Tx, v *desk.Visit) ([]siteLink, error) {
	tree, err := catalogue.Tree(tx, v.Say.Language())
	if err != nil {
		return nil, err
	}
	links := []siteLink{{Address: v.Link("/")}, {Address: v.Link("/services")}, {Address: v.Link("/categories")}}
	return addCategories(links, v, tree), nil
}

func addCategories(links []siteLink, v *desk.Visit, nodes []catalogue.Node) []siteLink {
	for _, node := range nodes {
		links = append(links, siteLink{Address: v.Link("/categories/" + node.Slug)})
		links = addCategories(links, v, node.Below)
	}
	return links
}

func serviceLinks(tx *db.Tx, v *desk.Visit, first id.Service) ([]siteLink, error) {
	listed, err := catalogue.ListedFrom(tx, first, sitePartMany)
	links := make([]siteLink, len(listed))
	for i, l := range listed {
		links[i] = siteLink{Address: v.Link(parts.ServiceAddress(l.Service, l.Title)), Changed: l.At.UTC().Format(time.RFC3339)}
	}
	return links, err
}

func rawXML(v *desk.Visit, mediaType string, content any) error {
	body, err := xml.Marshal(content)
	if err != nil {
		return err
	}
	return v.Raw(mediaType+"; charset=utf-8", append([]byte(xml.Header), body...))
}

// closed are places where a reader of the whole site finds nothing but forms,
// sums and what is somebody's own.
var closed = []string{"/api/", "/staff", "/orders", "/conversations", "/balance", "/settings", "/suggestions", "/sign-in", "/register", "/demo",
	"/favourites", "/cart", "/comparisons", "/services/*/why"}

// combined are the parameters of a list whose combinations have no end.
var combined = []string{byPriceFrom, byPriceTo, byDaysFrom, byDaysTo, byRating, byFeedback, byLevel, byLanguage, byOnline, byVerified, byTopRated,
	sortedBy, attributePrefix}

// unindexed asks search engines to leave out the page that is being answered.
func unindexed(v *desk.Visit) { v.W.Header().Set("X-Robots-Tag", "noindex") }

// Robots is GET /robots.txt.
func Robots(v *desk.Visit) error {
	var text strings.Builder
	text.WriteString("User-agent: *\n")
	for _, path := range closed {
		text.WriteString("Disallow: " + path + "\n")
	}
	for _, name := range combined {
		text.WriteString("Disallow: /*?" + name + "\nDisallow: /*&" + name + "\n")
	}
	text.WriteString("\nSitemap: " + v.Link("/sitemap.xml") + "\n")
	return v.Raw("text/plain; charset=utf-8", []byte(text.String()))
}
