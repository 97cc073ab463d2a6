package reputation

import (
	"bytes"
	"cmp"
	"slices"

	"guildhall/db"
	"guildhall/id"
)

// PopularFrom is how many of the newest orders tell what is wanted now: a
// bounded number, so that the question stays quick however many there are.
const PopularFrom = 500

// Popularity is what the front page sorts by (CAT-23): how many different
// buyers ordered a service lately, times its rank. In the rank are the
// responsibility and rating of its seller and its conversion (REP-7, REP-16).
func Popularity(buyers int64, rank Share) Share { return Share(buyers) * rank }

// Popular lists the most wanted services by Popularity. Orders that were
// cancelled say nothing; a service that waits for its first rank has a neutral
// one.
func Popular(tx *db.Tx, limit int) ([]id.Service, error) {
	type wanted struct {
		service id.Service
		share   Share
	}
	all, err := db.All(tx, func(row db.Row) (wanted, error) {
		var w wanted
		var buyers int64
		var rank Share
		err := row.Scan(&w.service, &buyers, &rank)
		w.share = Popularity(buyers, rank)
		return w, err
	}, `SELECT newest.service, count(DISTINCT newest.buyer), COALESCE(max(f.rank), $1)
		FROM (SELECT service, buyer, state FROM orders ORDER BY id DESC LIMIT $2) AS newest
		LEFT JOIN service_figures AS f ON f.service = newest.service AND f.ranked_at IS NOT NULL
		WHERE newest.state <> 'cancelled' GROUP BY newest.service`, Whole, PopularFrom)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b wanted) int {
		return cmp.Or(cmp.Compare(b.share, a.share), bytes.Compare(a.service[:], b.service[:]))
	})
	services := make([]id.Service, min(len(all), limit))
	for i := range services {
		services[i] = all[i].service
	}
	return services, nil
}
