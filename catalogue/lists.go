package catalogue

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
)

// Card is what lists show of a service.
type Card struct {
	Service  id.Service
	Version  id.ServiceVersion
	Seller   id.Member
	Title    string
	Category id.Category
	Cover    id.File // zero: a drawn one
	Price    money.Amount
	Lead     time.Duration
	Language string
	ByUnit   bool
	At       time.Time // of the version
}

// Cards reads the live cards of services, in the order asked for; services
// without a live version are left out.
func Cards(tx *db.Tx, services []id.Service) ([]Card, error) {
	found := make(map[id.Service]Card, len(services))
	for some := range slices.Chunk(services, severalMax) {
		live, err := db.All(tx, scanCard, `SELECT v.service, v.id, v.seller, v.title, v.category, v.cover, v.price, v.lead,
				v.language, v.by_unit, v.at
			FROM services s JOIN service_versions v ON v.id = s.live WHERE s.id IN (`+places(1, len(some))+`)`,
			arguments(some)...)
		if err != nil {
			return nil, err
		}
		for _, card := range live {
			found[card.Service] = card
		}
	}
	var cards []Card
	for _, service := range services {
		if card, ok := found[service]; ok {
			cards = append(cards, card)
		}
	}
	return cards, nil
}

func scanCard(row db.Row) (Card, error) {
	var c Card
	err := row.Scan(&c.Service, &c.Version, &c.Seller, &c.Title, &c.Category, &c.Cover, &c.Price, &c.Lead,
		&c.Language, &c.ByUnit, &c.At)
	return c, err
}

// cardOf is what a version keeps beside its offer.
func cardOf(s Service, o Offer) Card {
	card := Card{
		Service: s.ID, Seller: s.Seller, Title: o.Title, Category: o.Category,
		Price: o.PriceFrom(), Lead: o.LeadFrom(), Language: o.Language, ByUnit: o.ByUnit(),
	}
	if len(o.Images) > 0 {
		card.Cover = o.Images[0]
	}
	return card
}

// places writes n numbered places from first on: "$1, $2".
func places(first, n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("$%d", first+i)
	}
	return strings.Join(all, ", ")
}

func arguments[T any](values []T) []any {
	all := make([]any, len(values))
	for i, value := range values {
		all[i] = value
	}
	return all
}

// BySeller reads all services of a seller, the last changed first, removed
// ones at the end; for the seller's own pages.
func BySeller(tx *db.Tx, seller id.Member) ([]Service, error) {
	services, err := db.All(tx, scanService, `SELECT `+serviceColumns+` FROM services WHERE seller = $1
		ORDER BY CASE WHEN state = 'removed' THEN 1 ELSE 0 END, changed_at DESC, id`, seller)
	if err != nil {
		return nil, err
	}
	return services, addCauses(tx, services)
}

// Waiting reads services whose pending version waits for a moderator, the
// longest waiting first, and how many there are in all.
func Waiting(tx *db.Tx, limit int) ([]Service, int64, error) {
	total, err := db.Value[int64](tx, `SELECT count(*) FROM services WHERE pending IS NOT NULL`)
	if err != nil {
		return nil, 0, err
	}
	services, err := db.All(tx, scanService, `SELECT `+serviceColumns+` FROM services
		WHERE pending IS NOT NULL ORDER BY waits_from, id LIMIT $1`, limit)
	return services, total, err
}

// HasLive reports whether the seller has a service that strangers can reach:
// their profile may then be written to (TLK-2).
func HasLive(tx *db.Tx, seller id.Member) (bool, error) {
	live, err := db.Value[int64](tx, `SELECT count(*) FROM services WHERE seller = $1 AND state = 'live'`, seller)
	return live > 0, err
}

// SellerOf answers whom a question about a service goes to. fault.Missing for
// a service that strangers cannot reach (TLK-2).
func SellerOf(tx *db.Tx, service id.Service) (id.Member, error) {
	found, err := Get(tx, service)
	switch {
	case err != nil:
		return id.Member{}, err
	case !found.Reachable():
		return id.Member{}, fault.Missing()
	}
	return found.Seller, nil
}

// Elsewhere are figures of another marketplace, never mixed with our own (REP-17).
type Elsewhere struct {
	Source   string // where they are from
	Rating   string // as written there
	Feedback int64  // how many verdicts
	AsOf     string // when they were read
}

// SetElsewhere keeps figures an import brought.
func SetElsewhere(tx *db.Tx, service id.Service, e Elsewhere) error {
	return tx.Exec(`INSERT INTO service_figures_elsewhere (service, source, rating, feedback, as_of)
		VALUES ($1, $2, $3, $4, $5) ON CONFLICT (service) DO UPDATE SET source = excluded.source,
		rating = excluded.rating, feedback = excluded.feedback, as_of = excluded.as_of`,
		service, e.Source, e.Rating, e.Feedback, e.AsOf)
}

// FiguresElsewhere reads them; fault.Missing when there are none.
func FiguresElsewhere(tx *db.Tx, service id.Service) (Elsewhere, error) {
	found, err := db.One(tx, func(row db.Row) (Elsewhere, error) {
		var e Elsewhere
		err := row.Scan(&e.Source, &e.Rating, &e.Feedback, &e.AsOf)
		return e, err
	}, `SELECT source, rating, feedback, as_of FROM service_figures_elsewhere WHERE service = $1`, service)
	return found, missing(err)
}
