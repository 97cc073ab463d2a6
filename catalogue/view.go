package catalogue

import (
	"encoding/json"
	"errors"
	"fmt"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

const serviceColumns = `id, seller, state, live, pending, title, category, created_at, changed_at,
	live_at, waits_from, reason, remark, guard`

func scanService(row db.Row) (Service, error) {
	var s Service
	err := row.Scan(&s.ID, &s.Seller, &s.Stored, &s.Live, &s.Pending, &s.Title, &s.Category, &s.CreatedAt, &s.ChangedAt,
		&s.LiveAt, &s.WaitsFrom, &s.Reason, &s.Remark, &s.Guard)
	return s, err
}

// missing turns "no row" into the one answer for what is not there.
func missing(err error) error {
	if errors.Is(err, db.ErrNoRow) {
		return fault.Missing()
	}
	return err
}

// Get reads a service with the causes that stand on it; fault.Missing when
// there is none.
func Get(tx *db.Tx, service id.Service) (Service, error) {
	found, err := askService(tx, service).One()
	if err != nil {
		return Service{}, missing(err)
	}
	found.Causes, err = causesOf(tx, found)
	return found, err
}

func askService(tx *db.Tx, service id.Service) *db.Answer[Service] {
	return db.Ask(tx, scanService, `SELECT `+serviceColumns+` FROM services WHERE id = $1`, service)
}

func scanCause(row db.Row) (Cause, error) {
	var cause Cause
	err := row.Scan(&cause)
	return cause, err
}

// causesOf lists what stands on a service or its seller at this moment.
func causesOf(tx *db.Tx, s Service) ([]Cause, error) { return askCauses(tx, s.ID, s.Seller).All() }

func askCauses(tx *db.Tx, service id.Service, seller id.Member) *db.Answer[Cause] {
	return db.Ask(tx, scanCause, `
		SELECT cause FROM service_causes WHERE service = $1 AND (until IS NULL OR until > $2)
		UNION SELECT cause FROM seller_causes WHERE seller = $3 AND (until IS NULL OR until > $2)
		ORDER BY 1`, service, tx.Now(), seller)
}

const versionColumns = `id, service, seller, number, offer, at, policy`

func scanVersion(row db.Row) (ServiceVersion, error) {
	var v ServiceVersion
	var offer string
	if err := row.Scan(&v.ID, &v.Service, &v.Seller, &v.Number, &offer, &v.At, &v.Policy); err != nil {
		return v, err
	}
	if err := json.Unmarshal([]byte(offer), &v.Offer); err != nil {
		return v, fmt.Errorf("catalogue: offer of version %s: %w", v.ID, err)
	}
	return v, nil
}

// GetVersion reads a version; fault.Missing when there is none.
func GetVersion(tx *db.Tx, version id.ServiceVersion) (ServiceVersion, error) {
	found, err := db.One(tx, scanVersion,
		`SELECT `+versionColumns+` FROM service_versions WHERE id = $1`, version)
	return found, missing(err)
}

const categoryColumns = `id, parent, slug, name, icon, description, position, price_rule, unit_price,
	economy_price, standard_price, business_price, price_min, price_max, portfolio, prohibited`

func scanCategory(row db.Row) (Category, error) {
	var c Category
	p := &c.Pricing
	err := row.Scan(&c.ID, &c.Parent, &c.Slug, &c.Name, &c.Icon, &c.Description, &c.Position, &p.Rule, &p.Unit,
		&p.Packages[0], &p.Packages[1], &p.Packages[2], &p.Min, &p.Max, &c.Portfolio, &c.Prohibited)
	return c, err
}

// CategoryByID reads a category; fault.Missing when there is none.
func CategoryByID(tx *db.Tx, category id.Category) (Category, error) {
	found, err := askCategory(tx, category).One()
	return found, missing(err)
}

func askCategory(tx *db.Tx, category id.Category) *db.Answer[Category] {
	return db.Ask(tx, scanCategory, `SELECT `+categoryColumns+` FROM categories WHERE id = $1`, category)
}

// CategoryBySlug reads the category at an address; fault.Missing when there
// is none.
func CategoryBySlug(tx *db.Tx, slug string) (Category, error) {
	if !slugForm.MatchString(slug) { // none has it, and a database may not even take it
		return Category{}, fault.Missing()
	}
	found, err := db.One(tx, scanCategory, `SELECT `+categoryColumns+` FROM categories WHERE slug = $1`, slug)
	return found, missing(err)
}
