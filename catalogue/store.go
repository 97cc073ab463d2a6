package catalogue

import (
	"encoding/json"
	"fmt"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/policy"
)

// draftBytesMax bounds what an unfinished offer may take.
const draftBytesMax = 128 << 10

// draftsMax bounds the drafts of one seller.
const draftsMax = 50

// NewDraft begins a service. Faults: email_not_confirmed, selling_restricted
// (CAT-9), drafts_many.
func NewDraft(tx *db.Tx, seller id.Member) (Service, error) {
	if err := maySell(tx, seller); err != nil {
		return Service{}, err
	}
	return Begin(tx, seller, Offer{})
}

// Begin is NewDraft for the operator's own tools: without asking who the
// seller is, with an offer to start from.
func Begin(tx *db.Tx, seller id.Member, offer Offer) (Service, error) {
	text, err := draftText(offer)
	if err != nil {
		return Service{}, err
	}
	made := Service{
		ID: id.New[id.ServiceKind](tx.Now()), Seller: seller, Stored: Draft,
		Title: offer.Title, Category: offer.Category, CreatedAt: tx.Now(), ChangedAt: tx.Now(),
	}
	if err := count(tx, Service{Seller: seller, Stored: Removed}, made, policy.Policy{}); err != nil {
		return Service{}, err
	}
	return made, tx.Exec(`INSERT INTO services (id, seller, state, title, category, draft, created_at, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`,
		made.ID, made.Seller, made.Stored, made.Title, made.Category, text, made.CreatedAt)
}

// SaveDraft keeps what the seller has typed so far, finished or not (CAT-8).
// guard is the one the form was drawn from; zero overwrites whatever is there.
// Faults: not_found for another's service, service_removed, draft_elsewhere
// when the draft was changed from another window meanwhile, draft_huge.
func SaveDraft(tx *db.Tx, seller id.Member, service id.Service, offer Offer, guard int64) (Service, error) {
	was, err := Get(tx, service)
	switch {
	case err != nil:
		return Service{}, err
	case was.Seller != seller:
		return Service{}, fault.Missing()
	case was.Stored == Removed:
		return Service{}, fault.Conflict("service_removed")
	case guard != 0 && guard != was.Guard:
		return Service{}, fault.Conflict("draft_elsewhere")
	}
	text, err := draftText(offer)
	if err != nil {
		return Service{}, err
	}
	now := was
	now.Guard, now.ChangedAt = was.Guard+1, tx.Now()
	if was.Live.IsZero() {
		now.Title, now.Category = offer.Title, offer.Category
	}
	return now, tx.ExecOne(fault.Conflict("draft_elsewhere"),
		`UPDATE services SET draft = $1, title = $2, category = $3, changed_at = $4, guard = guard + 1
		WHERE id = $5 AND guard = $6`, text, now.Title, now.Category, tx.Now(), service, was.Guard)
}

func draftText(offer Offer) (string, error) {
	text, err := json.Marshal(offer)
	if err != nil {
		return "", fmt.Errorf("catalogue: draft: %w", err)
	}
	if len(text) > draftBytesMax {
		return "", fault.Invalid("draft_huge", "most", draftBytesMax)
	}
	return string(text), nil
}

// Editing is the offer the editor shows: the draft, else the newest version.
func Editing(tx *db.Tx, service id.Service) (Offer, error) {
	draft, err := db.Value[string](tx, `SELECT draft FROM services WHERE id = $1`, service)
	if err != nil {
		return Offer{}, missing(err)
	}
	if draft != "" {
		var offer Offer
		if err := json.Unmarshal([]byte(draft), &offer); err != nil {
			return Offer{}, fmt.Errorf("catalogue: draft of %s: %w", service, err)
		}
		return offer, nil
	}
	newest, err := db.One(tx, scanVersion, `SELECT id, service, seller, number, offer, at, policy
		FROM service_versions WHERE service = $1 ORDER BY number DESC LIMIT 1`, service)
	return newest.Offer, missing(err)
}

// addVersion writes an offer as the service's next version.
func addVersion(tx *db.Tx, s Service, offer Offer, rules int64) (id.ServiceVersion, error) {
	text, err := draftText(offer)
	if err != nil {
		return id.ServiceVersion{}, err
	}
	c := cardOf(s, offer)
	c.Version = id.New[id.ServiceVersionKind](tx.Now())
	return c.Version, tx.Exec(`INSERT INTO service_versions (id, service, seller, number, offer, at, policy,
			title, category, cover, price, lead, language, by_unit)
		SELECT $1, $2, $3, 1 + COALESCE(MAX(number), 0), $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
		FROM service_versions WHERE service = $2`,
		c.Version, s.ID, s.Seller, text, tx.Now(), rules, c.Title, c.Category, c.Cover, c.Price, c.Lead, c.Language, c.ByUnit)
}

// store writes the service as now, if it is still as was.
func store(tx *db.Tx, was, now Service) error {
	return tx.ExecOne(movedOn(was), `UPDATE services SET state = $1, live = $2, pending = $3, title = $4, category = $5,
		draft = CASE WHEN $6 THEN '' ELSE draft END, changed_at = $7, live_at = $8, waits_from = $9,
		reason = $10, remark = $11, guard = guard + 1 WHERE id = $12 AND guard = $13`,
		now.Stored, now.Live, now.Pending, now.Title, now.Category,
		now.Pending != was.Pending && !now.Pending.IsZero() || now.Live != was.Live, now.ChangedAt, now.LiveAt, now.WaitsFrom,
		now.Reason, now.Remark, was.ID, was.Guard)
}

// counts are a seller's counters for CAT-9.
type counts struct{ drafts, offered, live, waiting int64 }

// countsOf is what one service adds to them.
func countsOf(s Service) counts {
	var c counts
	switch s.Stored {
	case Draft:
		c.drafts = 1
	case InModeration, Paused:
		c.offered = 1
	case Live:
		c.offered, c.live = 1, 1
	}
	if !s.Pending.IsZero() {
		c.waiting = 1
	}
	return c
}

func (c counts) less(other counts) counts {
	return counts{c.drafts - other.drafts, c.offered - other.offered, c.live - other.live, c.waiting - other.waiting}
}

// count moves the seller's counters from was to now and holds them to the
// limits of CAT-9: services_many{most}, waiting_many{most}, drafts_many{most}.
// The guard in the statement decides between two at once.
func count(tx *db.Tx, was, now Service, p policy.Policy) error {
	delta := countsOf(now).less(countsOf(was))
	if delta == (counts{}) {
		return nil
	}
	if err := tx.Exec(`INSERT INTO seller_counts (seller) VALUES ($1) ON CONFLICT (seller) DO NOTHING`, now.Seller); err != nil {
		return err
	}
	limits := [3]int64{draftsMax, int64(p.NewbieMaxServices), int64(p.MaxInModeration)}
	refusal, err := overLimit(tx, now.Seller, delta, limits)
	if err != nil {
		return err
	}
	if refusal != nil {
		return refusal
	}
	return tx.ExecOne(fault.Conflict("busy_try_again"), `UPDATE seller_counts SET
		drafts = drafts + $2, offered = offered + $3, live = live + $4, waiting = waiting + $5
		WHERE seller = $1 AND ($2 <= 0 OR drafts + $2 <= $6) AND ($3 <= 0 OR offered + $3 <= $7)
		AND ($5 <= 0 OR live > 0 OR waiting + $5 <= $8)`,
		now.Seller, delta.drafts, delta.offered, delta.live, delta.waiting, limits[0], limits[1], limits[2])
}

// overLimit says which limit the change would pass, nil when none.
func overLimit(tx *db.Tx, seller id.Member, delta counts, limits [3]int64) (*fault.Fault, error) {
	have, err := db.One(tx, scanCounts,
		`SELECT drafts, offered, live, waiting FROM seller_counts WHERE seller = $1`, seller)
	switch {
	case err != nil:
		return nil, err
	case delta.drafts > 0 && have.drafts >= limits[0]:
		return fault.Conflict("drafts_many", "most", limits[0]), nil
	case delta.offered > 0 && have.offered >= limits[1]:
		return fault.Conflict("services_many", "most", limits[1]), nil
	case delta.waiting > 0 && have.live == 0 && have.waiting >= limits[2]:
		return fault.Conflict("waiting_many", "most", limits[2]), nil
	}
	return nil, nil
}

func scanCounts(row db.Row) (counts, error) {
	var c counts
	err := row.Scan(&c.drafts, &c.offered, &c.live, &c.waiting)
	return c, err
}
