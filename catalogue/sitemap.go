package catalogue

import (
	"time"

	"guildhall/db"
	"guildhall/id"
)

// ListedPart is how many services one part of the site map holds.
const ListedPart = 10_000

// Listed is a service as a site map names it.
type Listed struct {
	Service id.Service
	Title   string
	At      time.Time // of the version that is live
}

// shownNow holds for services that are in catalogue, search and lists.
const shownNow = `s.state = 'live'
	AND NOT EXISTS (SELECT 1 FROM service_causes c WHERE c.service = s.id AND (c.until IS NULL OR c.until > $1))
	AND NOT EXISTS (SELECT 1 FROM seller_causes c WHERE c.seller = s.seller AND (c.until IS NULL OR c.until > $1))`

// ListedParts is how many parts the site map has.
func ListedParts(tx *db.Tx) (int64, error) {
	shown, err := db.Value[int64](tx, `SELECT count(*) FROM services s WHERE `+shownNow, tx.Now())
	return (shown + ListedPart - 1) / ListedPart, err
}

// ListedIn reads one part, counted from 1.
func ListedIn(tx *db.Tx, part int64) ([]Listed, error) {
	return db.All(tx, scanListed, `SELECT v.service, v.title, v.at FROM services s JOIN service_versions v ON v.id = s.live
		WHERE `+shownNow+` ORDER BY s.id LIMIT $2 OFFSET $3`, tx.Now(), ListedPart, (part-1)*ListedPart)
}

// scanListed reads the live version's title: the service's own column may hold
// what no moderator has seen yet.
func scanListed(row db.Row) (Listed, error) {
	var l Listed
	err := row.Scan(&l.Service, &l.Title, &l.At)
	return l, err
}
