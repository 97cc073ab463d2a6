package reputation

import (
	"fmt"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/event"
	"guildhall/id"
	"guildhall/policy"
)

// checkLooks counts again what a rank took from elsewhere: since when the
// service is live, its orders, and its views.
func checkLooks(tx *db.Tx, r Ranked, p *policy.Policy) (string, error) {
	service, since := r.Service.Service, r.At.Add(-p.ConversionFor)
	s, err := catalogue.Get(tx, service)
	if err != nil {
		return "", err
	}
	placed, err := placedSince(tx, service, since, r.At)
	if err != nil {
		return "", err
	}
	least, most, err := viewsThen(tx, service, since, r.At)
	if err != nil || s.LiveAt.Equal(r.LiveAt) && placed == r.Placed && least <= r.Views && r.Views <= most {
		return "", err
	}
	if behind, err := unreadOf(tx, service); err != nil || behind {
		return "", err
	}
	return fmt.Sprintf("service %s was ranked by %+v; it is live since %v, was ordered %d times and seen by %d to %d",
		service, r.Standing, s.LiveAt, placed, least, most), nil
}

// viewsThen is how many views a rank could have counted at a moment: days are
// counted while they last, and looks of the day before may be written late.
func viewsThen(tx *db.Tx, service id.Service, since, at time.Time) (least, most int64, err error) {
	days, err := catalogue.ViewDays(tx, service, since)
	today := catalogue.DayOf(at)
	for _, day := range days {
		if day.Day <= today {
			most += day.Views
		}
		if day.Day < today-1 {
			least += day.Views
		}
	}
	return least, most, err
}

// unreadOf reports whether anything about a service or its orders waits for the
// reader.
func unreadOf(tx *db.Tx, service id.Service) (bool, error) {
	position, err := event.Position(tx, Reader)
	if err != nil {
		return false, err
	}
	waits, err := db.Value[int64](tx, `SELECT count(*) FROM events WHERE (seq IS NULL OR seq > $1)
		AND (subject_kind = 'service' AND subject_id = $2
			OR subject_kind = 'order' AND subject_id IN (SELECT id FROM orders WHERE service = $2))`, position, service)
	return waits > 0, err
}

// Unranked lists live services that have no figures, though their going live
// was read and what was live before was gone through.
func Unranked(tx *db.Tx, limit int) ([]id.Service, error) {
	services, err := db.All(tx, func(row db.Row) (id.Service, error) {
		var service id.Service
		return service, row.Scan(&service)
	}, `SELECT s.id FROM services s LEFT JOIN service_figures f ON f.service = s.id
		WHERE s.state = 'live' AND f.service IS NULL ORDER BY s.id LIMIT $1`, limit)
	if err != nil {
		return nil, err
	}
	var missing []id.Service
	for _, service := range services {
		behind, err := unreadOf(tx, service)
		if err != nil {
			return nil, err
		}
		passed, err := db.Value[int64](tx, `SELECT count(*) FROM figure_fills WHERE what = 'services' AND (done OR last >= $1)`, service)
		if err != nil {
			return nil, err
		}
		if !behind && passed > 0 {
			missing = append(missing, service)
		}
	}
	return missing, nil
}
