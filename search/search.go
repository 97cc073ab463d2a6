// Package search finds services by words and by category. It owns one row a
// service, search_documents; who knows more about a service (catalogue, and
// later reputation) writes its part by call (house.md, "Search document").
//
// This is the simple form: every word asked for must stand in the document,
// compared by folded and stemmed terms. The terms are made here, in Go, so
// both databases find the same.
package search

import (
	"strings"
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/money"
)

// Limits of a document and of a query.
const (
	termsMax     = 600 // terms of a document
	wordsMax     = 8   // words of a query; further ones are ignored
	PageMax      = 60  // hits of one page
	pathDepthMax = 8
)

// Document is what can be found of one service.
type Document struct {
	Service  id.Service
	Seller   id.Member
	Path     []id.Category // from the top of the tree down to the service's own
	Title    string
	Texts    []string // description, tags, names of categories and attributes
	Language string
	Price    money.Amount  // the lowest
	Lead     time.Duration // the shortest
	LiveAt   time.Time     // newest first by this
	Shown    bool          // live, and no cause of its own stands on it
}

// Put writes or replaces the service's document. Whether its seller is shown
// is kept apart, by ShowSeller.
func Put(tx *db.Tx, d Document) error {
	title := Terms(d.Title)
	all := append(append([]string(nil), title...), Terms(strings.Join(d.Texts, " "))...)
	return tx.Exec(`INSERT INTO search_documents
		(service, seller, path, title_terms, terms, language, price, lead, live_at, shown, seller_shown)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
			NOT EXISTS (SELECT 1 FROM search_sellers WHERE seller = $2 AND NOT shown))
		ON CONFLICT (service) DO UPDATE SET path = excluded.path, title_terms = excluded.title_terms,
			terms = excluded.terms, language = excluded.language, price = excluded.price, lead = excluded.lead,
			live_at = excluded.live_at, shown = excluded.shown`,
		d.Service, d.Seller, pathText(d.Path), joined(title), joined(unique(all)), d.Language,
		d.Price, d.Lead, d.LiveAt, d.Shown)
}

// Show sets whether the service can be found; nothing happens where it has no
// document yet.
func Show(tx *db.Tx, service id.Service, shown bool) error {
	return tx.Exec(`UPDATE search_documents SET shown = $1 WHERE service = $2`, shown, service)
}

// ShowSeller sets whether anything of the seller can be found, now and later.
func ShowSeller(tx *db.Tx, seller id.Member, shown bool) error {
	if err := tx.Exec(`INSERT INTO search_sellers (seller, shown) VALUES ($1, $2)
		ON CONFLICT (seller) DO UPDATE SET shown = excluded.shown`, seller, shown); err != nil {
		return err
	}
	return tx.Exec(`UPDATE search_documents SET seller_shown = $1 WHERE seller = $2`, shown, seller)
}

// Drop removes the service's document.
func Drop(tx *db.Tx, service id.Service) error {
	return tx.Exec(`DELETE FROM search_documents WHERE service = $1`, service)
}

// pathText writes a path so that a prefix of it finds everything below.
func pathText(path []id.Category) string {
	var text strings.Builder
	for i, category := range path {
		if i == pathDepthMax {
			break
		}
		text.WriteString(category.String() + "/")
	}
	return text.String()
}

// joined puts a blank around every term, so that LIKE finds whole terms only.
func joined(terms []string) string { return " " + strings.Join(terms, " ") + " " }

func unique(terms []string) []string {
	seen := make(map[string]bool, len(terms))
	var kept []string
	for _, term := range terms {
		if !seen[term] && len(kept) < termsMax {
			seen[term] = true
			kept = append(kept, term)
		}
	}
	return kept
}
