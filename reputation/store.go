package reputation

import (
	"errors"
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/policy"
)

// kept is a mark with what changed it last and how it stood before.
type kept struct {
	Mark
	ChangedAt time.Time
	ChangedBy string // kind of the event
	Was       Outcome
}

const selectMark = `SELECT order_id, seller, buyer, service, ended_at, late, delivered, on_time, started, wait, lead,
	ended, completed, cause, judged, liked, stars, changed_at, changed_by,
	was_ended, was_completed, was_cause, was_judged, was_liked, was_stars FROM marks`

func scanKept(row db.Row) (kept, error) {
	var k kept
	err := row.Scan(&k.Order, &k.Seller, &k.Buyer, &k.Service, &k.EndedAt, &k.Late, &k.Delivered, &k.OnTime, &k.Started, &k.Wait, &k.Lead,
		&k.Ended, &k.Completed, &k.Cause, &k.Judged, &k.Liked, &k.Stars, &k.ChangedAt, &k.ChangedBy,
		&k.Was.Ended, &k.Was.Completed, &k.Was.Cause, &k.Was.Judged, &k.Was.Liked, &k.Was.Stars)
	return k, err
}

func scanMark(row db.Row) (Mark, error) {
	k, err := scanKept(row)
	return k.Mark, err
}

// standing reads an order's mark; the zero mark where it left none yet.
func standing(tx *db.Tx, order id.Order) (Mark, error) {
	m, err := db.One(tx, scanMark, selectMark+` WHERE order_id = $1`, order)
	if errors.Is(err, db.ErrNoRow) {
		return Mark{}, nil
	}
	return m, err
}

func putMark(tx *db.Tx, k kept) error {
	return tx.Exec(`INSERT INTO marks (order_id, seller, buyer, service, ended_at, late, delivered, on_time, started, wait, lead,
			ended, completed, cause, judged, liked, stars, changed_at, changed_by,
			was_ended, was_completed, was_cause, was_judged, was_liked, was_stars)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)
		ON CONFLICT (order_id) DO UPDATE SET ended_at = excluded.ended_at, late = excluded.late, delivered = excluded.delivered,
			on_time = excluded.on_time, started = excluded.started, wait = excluded.wait, lead = excluded.lead,
			ended = excluded.ended, completed = excluded.completed, cause = excluded.cause, judged = excluded.judged,
			liked = excluded.liked, stars = excluded.stars, changed_at = excluded.changed_at, changed_by = excluded.changed_by,
			was_ended = excluded.was_ended, was_completed = excluded.was_completed, was_cause = excluded.was_cause,
			was_judged = excluded.was_judged, was_liked = excluded.was_liked, was_stars = excluded.was_stars`,
		k.Order, k.Seller, k.Buyer, k.Service, k.EndedAt, k.Late, k.Delivered, k.OnTime, k.Started, k.Wait, k.Lead,
		k.Ended, k.Completed, string(k.Cause), k.Judged, k.Liked, k.Stars, k.ChangedAt, k.ChangedBy,
		k.Was.Ended, k.Was.Completed, string(k.Was.Cause), k.Was.Judged, k.Was.Liked, k.Was.Stars)
}

// latest reads a seller's latest marks, newest first.
func latest(tx *db.Tx, seller id.Member, limit int) ([]Mark, error) {
	return db.All(tx, scanMark, selectMark+` WHERE seller = $1 AND ended ORDER BY ended_at DESC, order_id DESC LIMIT $2`, seller, limit)
}

// record is a seller's row, with its guard.
type record struct {
	Seller  id.Member
	Version int64 // counts changes; 0: there is no row yet
	Policy  int64 // version the figures were computed under
	Figures
}

const recordColumns = `seller, version, policy_version, ended, completed, failed, cancelled, timed, on_time, started, led, lead, wait,
	liked, disliked, star_sum, stars, responsibility, responsibility_of, order_rating, order_rating_of, loss, loss_of,
	silent, silent_of, clean, overall, level`

func scanRecord(row db.Row) (record, error) {
	var r record
	err := row.Scan(&r.Seller, &r.Version, &r.Policy, &r.Ended, &r.Completed, &r.Failed, &r.Cancelled, &r.Timed, &r.OnTime, &r.Started, &r.Led, &r.Lead, &r.Wait,
		&r.Liked, &r.Disliked, &r.StarSum, &r.Stars, &r.Responsibility, &r.ResponsibilityOf, &r.OrderRating, &r.OrderRatingOf, &r.Loss, &r.LossOf,
		&r.Silent, &r.SilentOf, &r.Clean, &r.Overall, &r.Level)
	return r, err
}

// recordOf reads a seller's record; one without a row is a newbie's.
func recordOf(tx *db.Tx, seller id.Member) (record, error) {
	r, err := db.One(tx, scanRecord, `SELECT `+recordColumns+` FROM seller_figures WHERE seller = $1`, seller)
	if errors.Is(err, db.ErrNoRow) {
		return record{Seller: seller, Figures: Figures{Level: policy.LevelNewbie, Responsibility: Whole, Clean: true}}, nil
	}
	return r, err
}

// putRecord writes the row that was read as version r.Version; another
// transaction that was quicker makes this one start again.
func putRecord(tx *db.Tx, r record) error {
	return tx.ExecOne(db.ErrAgain, `INSERT INTO seller_figures (`+recordColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28)
		ON CONFLICT (seller) DO UPDATE SET version = excluded.version, policy_version = excluded.policy_version,
			ended = excluded.ended, completed = excluded.completed, failed = excluded.failed, cancelled = excluded.cancelled,
			timed = excluded.timed, on_time = excluded.on_time, started = excluded.started, led = excluded.led, lead = excluded.lead, wait = excluded.wait,
			liked = excluded.liked, disliked = excluded.disliked, star_sum = excluded.star_sum, stars = excluded.stars,
			responsibility = excluded.responsibility, responsibility_of = excluded.responsibility_of,
			order_rating = excluded.order_rating, order_rating_of = excluded.order_rating_of,
			loss = excluded.loss, loss_of = excluded.loss_of, silent = excluded.silent,
			silent_of = excluded.silent_of, clean = excluded.clean,
			overall = excluded.overall, level = excluded.level
		WHERE seller_figures.version = excluded.version - 1`,
		r.Seller, r.Version+1, r.Policy, r.Ended, r.Completed, r.Failed, r.Cancelled, r.Timed, r.OnTime, r.Started, r.Led, r.Lead, r.Wait,
		r.Liked, r.Disliked, r.StarSum, r.Stars, r.Responsibility, r.ResponsibilityOf, r.OrderRating, r.OrderRatingOf, r.Loss, r.LossOf,
		r.Silent, r.SilentOf, r.Clean, r.Overall, string(r.Level))
}
