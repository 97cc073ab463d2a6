package reputation

import (
	"errors"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/policy"
	"guildhall/rulebook"
	"guildhall/search"
)

// rankEvery is how often a service is ranked when nothing happened: days are
// the steps of freshness, views count by the day.
const rankEvery = 24 * time.Hour

// rankSoon has a service ranked at the next round.
func rankSoon(tx *db.Tx, service id.Service) error {
	s, err := catalogue.Get(tx, service)
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO service_figures (service, seller, version, due_at) VALUES ($1, $2, 1, $3)
		ON CONFLICT (service) DO UPDATE SET version = service_figures.version + 1, due_at = excluded.due_at`,
		service, s.Seller, tx.Now())
}

// rankAllSoon likewise, everything a seller offers.
func rankAllSoon(tx *db.Tx, seller id.Member) error {
	return tx.Exec(`UPDATE service_figures SET version = version + 1, due_at = $1 WHERE seller = $2`, tx.Now(), seller)
}

// moveService counts what a mark changed for its service.
func moveService(tx *db.Tx, was, now Mark) error {
	d := Service{}.with(was, -1).with(now, 1)
	return tx.Exec(`INSERT INTO service_figures (service, seller, version, orders, failed, pleased, liked, disliked, star_sum, due_at)
		VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (service) DO UPDATE SET version = service_figures.version + 1, orders = service_figures.orders + excluded.orders,
			failed = service_figures.failed + excluded.failed, pleased = service_figures.pleased + excluded.pleased,
			liked = service_figures.liked + excluded.liked, disliked = service_figures.disliked + excluded.disliked,
			star_sum = service_figures.star_sum + excluded.star_sum, due_at = excluded.due_at`,
		now.Service, now.Seller, d.Orders, d.Failed, d.Pleased, d.Liked, d.Disliked, d.StarSum, tx.Now())
}

// Ranked is a service's row: its totals, and its rank with what it was made of.
type Ranked struct {
	Service
	Standing
	Rank     Share
	Rating   int64 // tenths of a star
	Newcomer bool
	Policy   int64     // version it was ranked under; 0: not ranked yet
	DueAt    time.Time // when it is ranked again
	version  int64
}

const selectRanked = `SELECT service, seller, version, orders, failed, pleased, liked, disliked, star_sum,
	due_at, policy_version, ranked_at, live_at, overall, rating, top_rated, newcomer, ended, bad, placed, views, rank FROM service_figures`

func scanRanked(row db.Row) (Ranked, error) {
	var r Ranked
	err := row.Scan(&r.Service.Service, &r.Seller, &r.version, &r.Service.Orders, &r.Failed, &r.Pleased, &r.Liked, &r.Disliked, &r.StarSum,
		&r.DueAt, &r.Policy, &r.At, &r.LiveAt, &r.Overall, &r.Rating, &r.TopRated, &r.Newcomer, &r.Standing.Orders, &r.Bad, &r.Placed, &r.Views, &r.Rank)
	return r, err
}

// PartsOf is a service's rank as it was last computed, with all it was made
// of and the policy it was computed under; fault.Missing for a service that
// was never ranked.
func PartsOf(tx *db.Tx, service id.Service) (Ranked, Parts, policy.Policy, error) {
	r, err := db.One(tx, scanRanked, selectRanked+` WHERE service = $1 AND ranked_at IS NOT NULL`, service)
	if errors.Is(err, db.ErrNoRow) {
		return Ranked{}, Parts{}, policy.Policy{}, fault.Missing()
	}
	if err != nil {
		return Ranked{}, Parts{}, policy.Policy{}, err
	}
	rules, err := rulebook.At(tx, r.Policy)
	if err != nil {
		return Ranked{}, Parts{}, policy.Policy{}, err
	}
	return r, Rank(r.Standing, &rules.Policy), rules.Policy, nil
}

// RankedOf lists a seller's ranked services, highest rank first.
func RankedOf(tx *db.Tx, seller id.Member) ([]Ranked, error) {
	return db.All(tx, scanRanked, selectRanked+` WHERE seller = $1 AND ranked_at IS NOT NULL ORDER BY rank DESC, service`, seller)
}

// RanksDue tells whether any service waits to be ranked.
func RanksDue(tx *db.Tx) (bool, error) {
	n, err := db.Value[int64](tx, `SELECT count(*) FROM (SELECT 1 AS one FROM service_figures WHERE due_at <= $1 LIMIT 1) AS due`, tx.Now())
	return n > 0, err
}

// RankDue ranks services that are due, at most limit, and answers how many.
func RankDue(tx *db.Tx, limit int) (int, error) {
	due, err := db.All(tx, func(row db.Row) (id.Service, error) {
		var service id.Service
		return service, row.Scan(&service)
	}, `SELECT service FROM service_figures WHERE due_at <= $1 ORDER BY due_at, service LIMIT $2`, tx.Now(), limit)
	if err != nil || len(due) == 0 {
		return 0, err
	}
	rules, err := rulebook.Current(tx)
	if err != nil {
		return 0, err
	}
	for _, service := range due {
		if err := rankOne(tx, service, rules); err != nil {
			return 0, err
		}
	}
	return len(due), nil
}

// rankOne ranks a service and tells search. One that was never live has
// nothing to be ranked for: its going live makes it due again.
func rankOne(tx *db.Tx, service id.Service, rules rulebook.Version) error {
	s, err := catalogue.Get(tx, service)
	if err != nil {
		return err
	}
	if s.LiveAt.IsZero() {
		return tx.Exec(`UPDATE service_figures SET due_at = NULL WHERE service = $1`, service)
	}
	seller, err := begun(tx, s.Seller)
	if err != nil {
		return err
	}
	r, err := ServiceFor(tx, service)
	if err != nil {
		return err
	}
	was := r
	if err := r.lookAt(tx, s, seller.Figures, &rules.Policy); err != nil {
		return err
	}
	r.Policy = rules.Number
	if err := putRanked(tx, r); err != nil {
		return err
	}
	return tellRank(tx, was, r)
}

// begun is the record of a seller, begun where nothing of theirs has ended
// yet. That makes all their services due, so it comes before any is read.
func begun(tx *db.Tx, seller id.Member) (record, error) {
	r, err := recordOf(tx, seller)
	if err != nil || r.Version > 0 {
		return r, err
	}
	if err := refigure(tx, r, false); err != nil {
		return record{}, err
	}
	return recordOf(tx, seller)
}

// lookAt fills in what a rank is made of, and computes it.
func (r *Ranked) lookAt(tx *db.Tx, s catalogue.Service, seller Figures, p *policy.Policy) error {
	since := tx.Now().Add(-p.ConversionFor)
	seen, err := catalogue.Views(tx, s.ID, since)
	if err != nil {
		return err
	}
	placed, err := placedSince(tx, s.ID, since, tx.Now())
	if err != nil {
		return err
	}
	r.Standing = Standing{
		Overall: seller.Overall, TopRated: topRated(r.Service, seller, p), Orders: r.Service.Orders,
		Bad: r.Failed + r.Disliked, Placed: placed, Views: seen.Views, LiveAt: s.LiveAt, At: tx.Now(),
	}
	r.Newcomer, r.Rank, r.Rating = Newcomer(r.Standing, p), Rank(r.Standing, p).Rank(), r.Tenths(p)
	return nil
}

// placedSince counts the orders of a service that were placed since a moment
// and stood at another. A cancelled one is no conversion, whoever's reason it
// was: one that is taken back at once with a full refund costs nothing
// (ORD-40), and would lift a rank and keep a newcomer's share for nothing.
func placedSince(tx *db.Tx, service id.Service, since, at time.Time) (int64, error) {
	return db.Value[int64](tx, `SELECT count(*) FROM orders WHERE service = $1 AND placed_at >= $2 AND placed_at <= $3
		AND (state <> 'cancelled' OR ended_at > $3)`, service, since, at)
}

func putRanked(tx *db.Tx, r Ranked) error {
	return tx.ExecOne(db.ErrAgain, `UPDATE service_figures SET due_at = $1, policy_version = $2, ranked_at = $3, live_at = $4,
			overall = $5, rating = $6, top_rated = $7, newcomer = $8, ended = $9, bad = $10, placed = $11, views = $12, rank = $13
		WHERE service = $14 AND version = $15`,
		r.At.Add(rankEvery), r.Policy, r.At, r.LiveAt, r.Overall, r.Rating, r.TopRated, r.Newcomer, r.Standing.Orders, r.Bad, r.Placed,
		r.Views, r.Rank, r.Service.Service, r.version)
}

// tellRank tells search, and the seller of a badge won or lost.
func tellRank(tx *db.Tx, was, now Ranked) error {
	service := now.Service.Service
	err := search.SetFigures(tx, service, search.Figures{
		Rank: int64(now.Rank), TopRated: now.TopRated, Newcomer: now.Newcomer,
	})
	if err != nil || was.Policy == 0 || was.TopRated == now.TopRated {
		return err
	}
	kind := topRatedLost
	if now.TopRated {
		kind = topRatedGained
	}
	return event.Note(tx, event.Entry{Subject: event.Of("service", service), Kind: kind, Rule: "REP-9", At: tx.Now(), Policy: now.Policy})
}
