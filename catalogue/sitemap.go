package catalogue

import (
	"errors"
	"time"

	"guildhall/db"
	"guildhall/id"
)

// Listed is a service as a site map names it.
type Listed struct {
	Service id.Service
	Title   string
	At      time.Time // of the version that is live
}

// ListedParts divides the services on sale into parts of a size for the site
// map, and answers the first one of each. It reads no more than an index of ids.
func ListedParts(tx *db.Tx, size int) ([]id.Service, error) {
	var parts []id.Service
	next, err := db.Value[id.Service](tx, `SELECT id FROM services WHERE state = 'live' ORDER BY id LIMIT 1`)
	for err == nil {
		parts = append(parts, next)
		next, err = db.Value[id.Service](tx, `SELECT id FROM services WHERE state = 'live' AND id > $1 ORDER BY id LIMIT 1 OFFSET $2`,
			next, size-1)
	}
	if errors.Is(err, db.ErrNoRow) {
		err = nil
	}
	return parts, err
}

// ListedFrom reads the part of a size that begins with a service: what of it is
// in catalogue, search and lists now.
func ListedFrom(tx *db.Tx, first id.Service, size int) ([]Listed, error) {
	return db.All(tx, scanListed, `SELECT v.service, v.title, v.at
		FROM (SELECT id, seller, live FROM services WHERE state = 'live' AND id >= $2 ORDER BY id LIMIT $3) s
		JOIN service_versions v ON v.id = s.live
		WHERE NOT EXISTS (SELECT 1 FROM service_causes c WHERE c.service = s.id AND (c.until IS NULL OR c.until > $1))
			AND NOT EXISTS (SELECT 1 FROM seller_causes c WHERE c.seller = s.seller AND (c.until IS NULL OR c.until > $1))
		ORDER BY s.id`, tx.Now(), first, size)
}

// scanListed reads the live version's title: the service's own column may hold
// what no moderator has seen yet.
func scanListed(row db.Row) (Listed, error) {
	var l Listed
	err := row.Scan(&l.Service, &l.Title, &l.At)
	return l, err
}
