package catalogue

import (
	"encoding/xml"
	"strconv"
	"strings"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
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

// SiteIndex is GET /sitemap.xml.
func SiteIndex(v *desk.Visit) error {
	var many int64
	err := v.Read(func(tx *db.Tx) (err error) {
		many, err = catalogue.ListedParts(tx)
		return err
	})
	if err != nil {
		return err
	}
	index := siteIndex{Parts: []siteLink{{Address: v.Link("/sitemaps/" + sitePages + ".xml")}}}
	for part := range many {
		index.Parts = append(index.Parts, siteLink{Address: v.Link("/sitemaps/" + strconv.FormatInt(part+1, 10) + ".xml")})
	}
	return rawXML(v, "application/xml", index)
}

// SitePart is GET /sitemaps/{part}: "pages.xml", or a number of the index.
func SitePart(v *desk.Visit) error {
	name, isXML := strings.CutSuffix(v.Path("part"), ".xml")
	part, err := strconv.ParseInt(name, 10, 32)
	if !isXML || name != sitePages && (err != nil || part < 1 || strconv.FormatInt(part, 10) != name) {
		return fault.Missing()
	}
	var m siteMap
	err = v.Read(func(tx *db.Tx) (err error) {
		if name == sitePages {
			m.Links, err = pageLinks(tx, v)
		} else {
			m.Links, err = serviceLinks(tx, v, part)
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
	for _, path := range catalogue.PathsIn(tree) {
		links = append(links, siteLink{Address: v.Link("/categories/" + path[len(path)-1].Slug)})
	}
	return links, nil
}

func serviceLinks(tx *db.Tx, v *desk.Visit, part int64) ([]siteLink, error) {
	listed, err := catalogue.ListedIn(tx, part)
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

// closed are places where a reader of the whole site finds nothing but forms
// and what is somebody's own.
var closed = []string{"/api/", "/staff", "/orders", "/conversations", "/balance", "/settings", "/suggestions", "/sign-in", "/register", "/demo"}

// Robots is GET /robots.txt.
func Robots(v *desk.Visit) error {
	var text strings.Builder
	text.WriteString("User-agent: *\n")
	for _, path := range closed {
		text.WriteString("Disallow: " + path + "\n")
	}
	text.WriteString("\nSitemap: " + v.Link("/sitemap.xml") + "\n")
	return v.Raw("text/plain; charset=utf-8", []byte(text.String()))
}
