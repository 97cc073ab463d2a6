package search

import (
	"encoding/binary"
	"errors"
	"strings"
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/money"
)

// Document is what can be found of one service.
type Document struct {
	Service  id.Service
	Seller   id.Member
	Path     []id.Category // from the top of the tree down to the service's own
	Title    string
	Tags     []string
	Labels   []string            // names of categories and attribute values
	Texts    []string            // description, volume
	Facets   map[string][]string // attribute code -> values; a number stands in one of its spans
	Language string
	Price    money.Amount  // the lowest
	Lead     time.Duration // the shortest
	LiveAt   time.Time     // newest first by this
	Shown    bool          // live, and no cause of its own stands on it
}

// fields are a document's texts in the order they count; each holds terms that
// no field before it has.
func (d Document) fields() [fieldCount][]string {
	var fields [fieldCount][]string
	seen := map[string]bool{}
	for i, texts := range [fieldCount][]string{{d.Title}, d.Tags, d.Labels, d.Texts} {
		for _, term := range TermsIn(d.Language, strings.Join(texts, "\n")) {
			if !seen[term] && len(seen) < termsMax {
				seen[term] = true
				fields[i] = append(fields[i], term)
			}
		}
	}
	return fields
}

// Put writes or replaces the service's document. Its figures, and what is said
// of its seller, are kept apart: SetFigures, SetSeller, ShowSeller.
func Put(tx *db.Tx, d Document) error {
	var columns [fieldCount]string
	for i, terms := range d.fields() {
		columns[i] = joined(terms)
	}
	tx.Wake()
	return tx.Exec(`INSERT INTO search_documents
		(service, seller, path, title_terms, tag_terms, label_terms, text_terms, facets, language,
			price, price_step, lead, lead_step, live_at, draw, shown, stamp)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, `+nextDocument(tx)+`)
		ON CONFLICT (service) DO UPDATE SET path = excluded.path, title_terms = excluded.title_terms,
			tag_terms = excluded.tag_terms, label_terms = excluded.label_terms, text_terms = excluded.text_terms,
			facets = excluded.facets, language = excluded.language, price = excluded.price,
			price_step = excluded.price_step, lead = excluded.lead, lead_step = excluded.lead_step,
			live_at = excluded.live_at, shown = excluded.shown, stamp = excluded.stamp`,
		d.Service, d.Seller, pathText(d.Path), columns[inTitle], columns[inTags], columns[inLabels], columns[inTexts],
		facetText(d.Facets), d.Language, d.Price, priceStep(d.Price), d.Lead, leadStep(d.Lead), d.LiveAt,
		drawOf(d.Service), d.Shown)
}

// Show sets whether the service can be found; nothing happens where it has no
// document yet.
func Show(tx *db.Tx, service id.Service, shown bool) error {
	tx.Wake()
	return tx.Exec(`UPDATE search_documents SET shown = $1, stamp = `+nextDocument(tx)+` WHERE service = $2`, shown, service)
}

// ShowSeller sets whether anything of the seller can be found, now and later.
func ShowSeller(tx *db.Tx, seller id.Member, shown bool) error {
	tx.Wake()
	return tx.Exec(`INSERT INTO search_sellers (seller, shown, stamp) VALUES ($1, $2, `+nextSeller(tx)+`)
		ON CONFLICT (seller) DO UPDATE SET shown = excluded.shown, stamp = excluded.stamp`, seller, shown)
}

// Figures are what a service's history says of it; reputation computes them.
type Figures struct {
	Rank     int64 // multiplies relevance, in millionths: 1,000,000 is neutral (REP-16)
	TopRated bool  // REP-9
	Newcomer bool  // has a share in the first page (REP-18)
}

// RankNeutral is the rank of a service without any history.
const RankNeutral = 1_000_000

// rankMax keeps a score within 64 bits and the published formula honest.
const rankMax = 100 * RankNeutral

// SetFigures keeps a service's figures; nothing happens where it has no
// document. A rank outside 1 to 100,000,000 is brought inside.
func SetFigures(tx *db.Tx, service id.Service, f Figures) error {
	tx.Wake()
	return tx.Exec(`UPDATE search_documents SET rank = $1, top_rated = $2, newcomer = $3, stamp = `+nextDocument(tx)+`
		WHERE service = $4 AND (rank <> $1 OR top_rated <> $2 OR newcomer <> $3)`,
		min(max(f.Rank, 1), rankMax), f.TopRated, f.Newcomer, service)
}

// SellerFigures are what holds for everything a seller offers.
type SellerFigures struct {
	Rating   int64  // tenths of a star
	Feedback int64  // how many feedbacks count
	Level    string // REP-8
}

// SetSeller keeps a seller's figures.
func SetSeller(tx *db.Tx, seller id.Member, f SellerFigures) error {
	tx.Wake()
	return tx.Exec(`INSERT INTO search_sellers (seller, rating, feedback, level, stamp)
		VALUES ($1, $2, $3, $4, `+nextSeller(tx)+`)
		ON CONFLICT (seller) DO UPDATE SET rating = excluded.rating, feedback = excluded.feedback,
			level = excluded.level, stamp = excluded.stamp
		WHERE search_sellers.rating <> excluded.rating OR search_sellers.feedback <> excluded.feedback
			OR search_sellers.level <> excluded.level`,
		seller, min(max(f.Rating, 0), starsMost), min(max(f.Feedback, 0), feedbackMost), f.Level)
}

// SetVerified keeps whether a seller's identity was checked. It stands apart
// from the figures: orders and feedback say nothing about it.
func SetVerified(tx *db.Tx, seller id.Member, verified bool) error {
	tx.Wake()
	return tx.Exec(`INSERT INTO search_sellers (seller, verified, stamp) VALUES ($1, $2, `+nextSeller(tx)+`)
		ON CONFLICT (seller) DO UPDATE SET verified = excluded.verified, stamp = excluded.stamp
		WHERE search_sellers.verified <> excluded.verified`, seller, verified)
}

// Repute is what lists show of a service's history.
type Repute struct {
	Rating   int64 // the seller's, tenths of a star; 0: nobody has judged
	Feedback int64 // how many of the seller's count
	TopRated bool
}

// Reputes reads what is kept of some services' histories; those without a
// document are left out.
func Reputes(tx *db.Tx, services []id.Service) (map[id.Service]Repute, error) {
	found := make(map[id.Service]Repute, len(services))
	if len(services) == 0 {
		return found, nil
	}
	w := &where{}
	wanted := make([]string, len(services))
	for i, service := range services {
		wanted[i] = w.with(`$%d`, service)
	}
	_, err := db.All(tx, func(row db.Row) (id.Service, error) {
		var service id.Service
		var r Repute
		err := row.Scan(&service, &r.Rating, &r.Feedback, &r.TopRated)
		found[service] = r
		return service, err
	}, `SELECT d.service, COALESCE(s.rating, 0), COALESCE(s.feedback, 0), d.top_rated
		FROM search_documents d LEFT JOIN search_sellers s ON s.seller = d.seller
		WHERE d.service IN (`+strings.Join(wanted, ", ")+`)`, w.args...)
	return found, err
}

// SetOnline keeps who of the sellers with a document is online now (ACC-18):
// all that are given, and nobody else. A duty says it every half minute.
func SetOnline(tx *db.Tx, online []id.Member) error {
	were, err := db.All(tx, scanSeller, `SELECT seller FROM search_sellers WHERE online`)
	if err != nil {
		return err
	}
	gone := map[id.Member]bool{}
	for _, seller := range were {
		gone[seller] = true
	}
	for _, seller := range online {
		if gone[seller] {
			delete(gone, seller)
			continue
		}
		tx.Wake()
		if err := tx.Exec(`INSERT INTO search_sellers (seller, online, stamp)
			SELECT $1, TRUE, `+nextSeller(tx)+` WHERE EXISTS (SELECT 1 FROM search_documents WHERE seller = $1)
			ON CONFLICT (seller) DO UPDATE SET online = TRUE, stamp = excluded.stamp`, seller); err != nil {
			return err
		}
	}
	for _, seller := range were {
		if !gone[seller] {
			continue
		}
		tx.Wake()
		if err := tx.Exec(`UPDATE search_sellers SET online = FALSE, stamp = `+nextSeller(tx)+` WHERE seller = $1`, seller); err != nil {
			return err
		}
	}
	return nil
}

func scanSeller(row db.Row) (id.Member, error) {
	var seller id.Member
	err := row.Scan(&seller)
	return seller, err
}

// nextDocument is the SQL of a change's number. SQLite has one writer, so it
// numbers at once; on PostgreSQL a number given here could commit after a
// later one and be skipped by an index: there Number gives it.
func nextDocument(tx *db.Tx) string { return nextStamp(tx, "search_documents") }

func nextSeller(tx *db.Tx) string { return nextStamp(tx, "search_sellers") }

func nextStamp(tx *db.Tx, table string) string {
	if tx.Engine() == db.SQLite {
		return `(SELECT COALESCE(MAX(stamp), 0) + 1 FROM ` + table + ` WHERE stamp IS NOT NULL)`
	}
	return `NULL`
}

// Number gives committed changes that have none their stamps, at most limit of
// each table, and answers how many. One node does it at a time; a second one
// starts again.
func Number(tx *db.Tx, limit int) (int, error) {
	documents, err := number(tx, "search_documents", "service", limit)
	if err != nil {
		return 0, err
	}
	sellers, err := number(tx, "search_sellers", "seller", limit)
	if documents+sellers > 0 {
		tx.Wake()
	}
	return max(documents, sellers), err
}

// number keeps the last stamp in a row of its own: the row that had it may
// wait for a new one.
func number(tx *db.Tx, table, key string, limit int) (int, error) {
	last, err := db.Value[int64](tx, `SELECT last FROM search_stamps WHERE of_table = $1`, table)
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return 0, err
	}
	stamped, err := db.All(tx, func(row db.Row) (int64, error) {
		var n int64
		err := row.Scan(&n)
		return n, err
	}, `UPDATE `+table+` SET stamp = fresh.stamp
		FROM (SELECT `+key+` AS one, CAST($1 AS BIGINT) + row_number() OVER (ORDER BY `+key+`) AS stamp
			FROM `+table+` WHERE stamp IS NULL ORDER BY `+key+` LIMIT $2) fresh
		WHERE `+table+`.`+key+` = fresh.one RETURNING `+table+`.stamp`, last, limit)
	if err != nil || len(stamped) == 0 {
		return 0, err
	}
	return len(stamped), tx.ExecOne(db.ErrAgain, `INSERT INTO search_stamps (of_table, last) VALUES ($1, $2)
		ON CONFLICT (of_table) DO UPDATE SET last = excluded.last WHERE search_stamps.last = $3`,
		table, last+int64(len(stamped)), last)
}

// pathText writes a path so that every id in it is found with a slash around.
func pathText(path []id.Category) string {
	var text strings.Builder
	text.WriteByte('/')
	for i, category := range path {
		if i == pathDepthMax {
			break
		}
		text.WriteString(category.String() + "/")
	}
	return text.String()
}

// facetText writes pairs code=value with a blank around each.
func facetText(facets map[string][]string) string {
	var pairs []string
	for code, values := range facets {
		for _, value := range values {
			pairs = append(pairs, code+"="+value)
		}
	}
	return sortedJoined(pairs)
}

// drawOf is where a service stands in the newcomers' draw: the low bits of its
// id, which are random.
func drawOf(service id.Service) int64 { return int64(binary.BigEndian.Uint32(service[12:])) }
