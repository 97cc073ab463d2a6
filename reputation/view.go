package reputation

import (
	"errors"

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

// OnService reads what buyers said about a service, newest first; those behind
// the one named, where one is.
func OnService(tx *db.Tx, service id.Service, behind id.Feedback, limit int) ([]Feedback, error) {
	return db.All(tx, scanFeedback, selectFeedback+` WHERE service = $1 AND by_buyer AND id < $2 ORDER BY id DESC LIMIT $3`,
		service, start(behind), min(max(limit, 1), listMost))
}

// About reads what was said about a member, newest first, likewise.
func About(tx *db.Tx, member id.Member, behind id.Feedback, limit int) ([]Feedback, error) {
	return db.All(tx, scanFeedback, selectFeedback+` WHERE about = $1 AND id < $2 ORDER BY id DESC LIMIT $3`,
		member, start(behind), min(max(limit, 1), listMost))
}

// start is what a list begins behind: an id grows with its moment, so that no
// two of one moment are lost between pages.
func start(behind id.Feedback) id.Feedback {
	if behind.IsZero() {
		for i := range behind {
			behind[i] = 0xff
		}
	}
	return behind
}

// WaitingResponses lists responses that moderators have not judged, longest
// waiting first.
func WaitingResponses(tx *db.Tx, limit int) ([]Feedback, error) {
	return db.All(tx, scanFeedback, selectFeedback+` WHERE response_state = 'waiting' ORDER BY responded_at LIMIT $1`, limit)
}

// Done counts the orders of a service that were completed.
func Done(tx *db.Tx, service id.Service) (int64, error) {
	return db.Value[int64](tx, `SELECT count(*) FROM marks WHERE service = $1 AND ended AND completed`, service)
}
