package catalogue

import (
	"errors"
	"time"

	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/search"
)

// Standing is one cause that stands, with what a person needs to know.
type Standing struct {
	Cause  Cause
	Reason string // key of a sentence or a decision's number; never free text of people
	Since  time.Time
	Until  time.Time // zero: until what lifts it happens
}

// Withhold keeps all services of a seller out of the catalogue for a cause,
// until Release or, when it is set, until. Saying it twice changes the reason
// and the end only.
func Withhold(tx *db.Tx, seller id.Member, cause Cause, reason string, until time.Time) error {
	if err := HoldSeller(tx, seller); err != nil {
		return err
	}
	stood, err := db.Value[int64](tx, `SELECT count(*) FROM seller_causes WHERE seller = $1 AND cause = $2`, seller, cause)
	if err != nil {
		return err
	}
	err = tx.Exec(`INSERT INTO seller_causes (seller, cause, reason, since, until) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (seller, cause) DO UPDATE SET reason = excluded.reason, until = excluded.until`,
		seller, cause, reason, tx.Now(), until)
	if err != nil || stood > 0 {
		return err
	}
	return republish(tx, seller, "seller.withheld", cause)
}

// Release lifts a seller's cause; what other causes hide stays hidden. One that
// does not stand is lifted already.
func Release(tx *db.Tx, seller id.Member, cause Cause) error {
	if err := HoldSeller(tx, seller); err != nil {
		return err
	}
	_, err := db.Value[string](tx, `DELETE FROM seller_causes WHERE seller = $1 AND cause = $2 RETURNING cause`, seller, cause)
	if errors.Is(err, db.ErrNoRow) {
		return nil
	}
	if err != nil {
		return err
	}
	return republish(tx, seller, "seller.released", cause)
}

// HoldSeller keeps others from changing what hides a seller's services until
// this transaction ends: of two causes lifted at once, each would see the other
// stand, and nobody would show the services.
func HoldSeller(tx *db.Tx, seller id.Member) error {
	return tx.Exec(`INSERT INTO seller_counts (seller) VALUES ($1)
		ON CONFLICT (seller) DO UPDATE SET drafts = seller_counts.drafts`, seller)
}

// HoldService does so for one service. Whatever else is done to the service
// writes its row as well, and so waits.
func HoldService(tx *db.Tx, service id.Service) error {
	return tx.ExecOne(fault.Missing(), `UPDATE services SET guard = guard WHERE id = $1`, service)
}

func republish(tx *db.Tx, seller id.Member, kind string, cause Cause) error {
	standing, err := db.Value[int64](tx, `SELECT count(*) FROM seller_causes
		WHERE seller = $1 AND (until IS NULL OR until > $2)`, seller, tx.Now())
	if err != nil {
		return err
	}
	if err := search.ShowSeller(tx, seller, standing == 0); err != nil {
		return err
	}
	if kind == "seller.released" && standing > 0 {
		kind = "seller.cause_lifted"
	}
	return event.Note(tx, event.Entry{
		Subject: event.Of("member", seller), Kind: kind, Rule: cause.Visibility().Rule, At: tx.Now(),
		Data: map[string]any{"cause": string(cause)},
	})
}

// WithholdService keeps one service out of the catalogue for a cause. Saying it
// twice changes the reason and the end only.
func WithholdService(tx *db.Tx, service id.Service, cause Cause, reason string, until time.Time) error {
	if err := HoldService(tx, service); err != nil {
		return err
	}
	stood, err := db.Value[int64](tx, `SELECT count(*) FROM service_causes WHERE service = $1 AND cause = $2`, service, cause)
	if err != nil {
		return err
	}
	err = tx.Exec(`INSERT INTO service_causes (service, cause, reason, since, until) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (service, cause) DO UPDATE SET reason = excluded.reason, until = excluded.until`,
		service, cause, reason, tx.Now(), until)
	if err != nil || stood > 0 {
		return err
	}
	return republishService(tx, service, "service.hidden", cause)
}

// ReleaseService lifts one cause of one service. One that does not stand is
// lifted already.
func ReleaseService(tx *db.Tx, service id.Service, cause Cause) error {
	if err := HoldService(tx, service); err != nil {
		return err
	}
	_, err := db.Value[string](tx, `DELETE FROM service_causes WHERE service = $1 AND cause = $2 RETURNING cause`, service, cause)
	if errors.Is(err, db.ErrNoRow) {
		return nil
	}
	if err != nil {
		return err
	}
	return republishService(tx, service, "service.back", cause)
}

func republishService(tx *db.Tx, service id.Service, kind string, cause Cause) error {
	now, err := Get(tx, service)
	if err != nil {
		return err
	}
	own, err := ownCauses(tx, service)
	if err != nil {
		return err
	}
	if err := search.Show(tx, service, now.Stored == Live && own == 0); err != nil {
		return err
	}
	if kind == "service.back" && !now.Shown() {
		kind = "service.cause_lifted"
	}
	return event.Note(tx, event.Entry{
		Subject: event.Of("service", service), Kind: kind, Rule: cause.Visibility().Rule, At: tx.Now(),
		Data: map[string]any{"cause": string(cause)},
	})
}

// CausesEnded reports whether the end of a cause has come.
func CausesEnded(tx *db.Tx) (bool, error) {
	return db.Value[bool](tx, `SELECT EXISTS (SELECT 1 FROM seller_causes WHERE until IS NOT NULL AND until <= $1)
		OR EXISTS (SELECT 1 FROM service_causes WHERE until IS NOT NULL AND until <= $1)`, tx.Now())
}

// LiftEnded releases every cause whose end has come, at most limit of each
// kind; a sweeper's duty. It reports whether there may be more.
func LiftEnded(tx *db.Tx, limit int) (more bool, err error) {
	sellers, err := db.All(tx, scanEnded[id.MemberKind], `SELECT seller, cause FROM seller_causes
		WHERE until IS NOT NULL AND until <= $1 ORDER BY until LIMIT $2`, tx.Now(), limit)
	if err != nil {
		return false, err
	}
	for _, s := range sellers {
		if err := Release(tx, s.of, s.cause); err != nil {
			return false, err
		}
	}
	services, err := db.All(tx, scanEnded[id.ServiceKind], `SELECT service, cause FROM service_causes
		WHERE until IS NOT NULL AND until <= $1 ORDER BY until LIMIT $2`, tx.Now(), limit)
	if err != nil {
		return false, err
	}
	for _, s := range services {
		if err := ReleaseService(tx, s.of, s.cause); err != nil {
			return false, err
		}
	}
	return max(len(sellers), len(services)) == limit, nil
}

type ended[K any] struct {
	of    id.Of[K]
	cause Cause
}

func scanEnded[K any](row db.Row) (ended[K], error) {
	var e ended[K]
	err := row.Scan(&e.of, &e.cause)
	return e, err
}

// Causes lists what stands on a service or its seller, with reasons and ends.
func Causes(tx *db.Tx, s Service) ([]Standing, error) {
	return db.All(tx, func(row db.Row) (Standing, error) {
		var c Standing
		err := row.Scan(&c.Cause, &c.Reason, &c.Since, &c.Until)
		return c, err
	}, `SELECT cause, reason, since, until FROM service_causes WHERE service = $1 AND (until IS NULL OR until > $2)
		UNION ALL SELECT cause, reason, since, until FROM seller_causes WHERE seller = $3 AND (until IS NULL OR until > $2)
		ORDER BY 3, 1`, s.ID, tx.Now(), s.Seller)
}
