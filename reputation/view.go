package reputation

import (
	"errors"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

const selectFeedback = `SELECT id, order_id, service, author, about, by_buyer, liked, stars, counts, text, at, changes, changed_at,
	response, responded_at, responses, response_state, removed_at, removed_rule FROM feedbacks`

func scanFeedback(row db.Row) (Feedback, error) {
	var f Feedback
	err := row.Scan(&f.ID, &f.Order, &f.Service, &f.Author, &f.About, &f.ByBuyer, &f.Liked, &f.Stars, &f.Counts, &f.Text, &f.At,
		&f.Changes, &f.ChangedAt, &f.Response.Text, &f.Response.At, &f.Response.Count, &f.Response.State, &f.RemovedAt, &f.Rule)
	return f, err
}

func found(f Feedback, err error) (Feedback, error) {
	if errors.Is(err, db.ErrNoRow) {
		return Feedback{}, fault.Missing()
	}
	return f, err
}

// Get reads one feedback; fault.Missing when there is none.
func Get(tx *db.Tx, feedback id.Feedback) (Feedback, error) {
	return found(db.One(tx, scanFeedback, selectFeedback+` WHERE id = $1`, feedback))
}

// Of reads what a party said about an order; fault.Missing when nothing yet.
func Of(tx *db.Tx, order id.Order, author id.Member) (Feedback, error) {
	return found(db.One(tx, scanFeedback, selectFeedback+` WHERE order_id = $1 AND author = $2`, order, author))
}

// OfOrder reads what both sides said about an order.
func OfOrder(tx *db.Tx, order id.Order) ([]Feedback, error) {
	return db.All(tx, scanFeedback, selectFeedback+` WHERE order_id = $1 ORDER BY at`, order)
}

// listMost bounds a page of feedback.
const listMost = 100

// OnService reads what buyers said about a service, newest first, from before a
// moment on; a zero moment starts.
func OnService(tx *db.Tx, service id.Service, before time.Time, limit int) ([]Feedback, error) {
	return db.All(tx, scanFeedback, selectFeedback+` WHERE service = $1 AND by_buyer AND ($2 OR at < $3)
		ORDER BY at DESC LIMIT $4`, service, before.IsZero(), bound(before), min(max(limit, 1), listMost))
}

// About reads what was said about a member, newest first.
func About(tx *db.Tx, member id.Member, before time.Time, limit int) ([]Feedback, error) {
	return db.All(tx, scanFeedback, selectFeedback+` WHERE about = $1 AND ($2 OR at < $3)
		ORDER BY at DESC LIMIT $4`, member, before.IsZero(), bound(before), min(max(limit, 1), listMost))
}

// bound stands in for "no bound", which the statement then does not look at.
func bound(before time.Time) time.Time {
	if before.IsZero() {
		return time.Unix(1, 0)
	}
	return before
}

// WaitingResponses lists responses that moderators have not judged, longest
// waiting first.
func WaitingResponses(tx *db.Tx, limit int) ([]Feedback, error) {
	return db.All(tx, scanFeedback, selectFeedback+` WHERE response_state = 'waiting' ORDER BY responded_at LIMIT $1`, limit)
}

// TallyOf counts the verdicts about a member that give stars.
func TallyOf(tx *db.Tx, member id.Member) (Tally, error) {
	return db.One(tx, scanTally, tallySQL+` WHERE about = $1 AND counts AND removed_at IS NULL`, member)
}

// TallyOfService counts those of one service.
func TallyOfService(tx *db.Tx, service id.Service) (Tally, error) {
	return db.One(tx, scanTally, tallySQL+` WHERE service = $1 AND by_buyer AND counts AND removed_at IS NULL`, service)
}

const tallySQL = `SELECT count(*) FILTER (WHERE liked), count(*) FILTER (WHERE NOT liked),
	CAST(COALESCE(sum(stars), 0) AS BIGINT) FROM feedbacks`

func scanTally(row db.Row) (Tally, error) {
	var t Tally
	return t, row.Scan(&t.Liked, &t.Disliked, &t.StarSum)
}
