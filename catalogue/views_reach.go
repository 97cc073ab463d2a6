package catalogue

import (
	"slices"

	"guildhall/db"
	"guildhall/id"
)

// StillOpen leaves of the services, in their order, those whose pages strangers can
// reach now; for rows of what somebody remembers.
func StillOpen(tx *db.Tx, services []id.Service) ([]id.Service, error) {
	return left(tx, services, func(v Visibility) bool { return v.Reachable })
}

// OnShow leaves those that lists show now (Service.Shown).
func OnShow(tx *db.Tx, services []id.Service) ([]id.Service, error) {
	return left(tx, services, func(Visibility) bool { return false })
}

// left leaves of the services those that are live, and of which every cause
// that stands leaves what is asked for.
func left(tx *db.Tx, services []id.Service, kept func(Visibility) bool) ([]id.Service, error) {
	if len(services) == 0 {
		return nil, nil
	}
	type standing struct {
		service id.Service
		cause   Cause
	}
	which, now := places(2, len(services)), append([]any{tx.Now()}, arguments(services)...)
	live := db.Ask(tx, func(row db.Row) (s id.Service, err error) {
		return s, row.Scan(&s)
	}, `SELECT id FROM services WHERE state = 'live' AND id IN (`+places(1, len(services))+`)`, arguments(services)...)
	causes, err := db.All(tx, func(row db.Row) (s standing, err error) {
		return s, row.Scan(&s.service, &s.cause)
	}, `SELECT s.id, c.cause FROM services s JOIN service_causes c ON c.service = s.id
			WHERE (c.until IS NULL OR c.until > $1) AND s.id IN (`+which+`)
		UNION ALL SELECT s.id, c.cause FROM services s JOIN seller_causes c ON c.seller = s.seller
			WHERE (c.until IS NULL OR c.until > $1) AND s.id IN (`+which+`)`, now...)
	if err != nil {
		return nil, err
	}
	open, err := live.All()
	if err != nil {
		return nil, err
	}
	var still []id.Service
	for _, service := range services {
		closed := slices.ContainsFunc(causes, func(s standing) bool { return s.service == service && !kept(s.cause.Visibility()) })
		if slices.Contains(open, service) && !closed {
			still = append(still, service)
		}
	}
	return still, nil
}
