package reputation

import (
	"errors"
	"slices"
	"time"

	"guildhall/db"
	"guildhall/deadline"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/order"
	"guildhall/rulebook"
	"guildhall/search"
)

// moves are the events after which an order's mark may be another: those of
// the table that lead to an end or start from one, and feedback.
var moves = func() map[string]bool {
	moves := map[string]bool{"feedback_left": true, "feedback_changed": true, "feedback_removed": true}
	for _, row := range order.Table.Rows {
		open := func(s order.State) bool { return !s.Ended() }
		if slices.ContainsFunc(row.To, order.State.Ended) || !slices.ContainsFunc(row.From, open) {
			moves[row.ID] = true
		}
	}
	return moves
}()

// placed is the row by which an order begins.
const placed = "place"

// The notes by which a badge is told; they move nothing here.
const (
	levelChanged   = "seller.level_changed"
	topRatedGained = "service.top_rated"
	topRatedLost   = "service.top_rated_lost"
)

// Take reads the diary: an order's end, an objection, a feedback changes its
// seller's figures; a service that goes live, or changes, or is ordered, is
// ranked anew.
func Take(tx *db.Tx, e event.Entry) error {
	switch {
	case e.Subject.Kind == "order" && e.Kind == placed:
		return takePlaced(tx, id.Order(e.Subject.ID))
	case e.Subject.Kind == "order" && moves[e.Kind]:
		return takeOrder(tx, e)
	case e.Subject.Kind == "service" && e.Kind != topRatedGained && e.Kind != topRatedLost:
		return rankSoon(tx, id.Service(e.Subject.ID))
	}
	return nil
}

// takePlaced has the ordered service ranked: its conversion is another.
func takePlaced(tx *db.Tx, which id.Order) error {
	o, err := order.Get(tx, which)
	if err != nil {
		return err
	}
	return rankSoon(tx, o.Service)
}

func takeOrder(tx *db.Tx, e event.Entry) error {
	o, err := order.Get(tx, id.Order(e.Subject.ID))
	if err != nil {
		return err
	}
	if err := recount(tx, o); err != nil {
		return err
	}
	if err := keepMark(tx, o, occasion{At: e.At, By: e.Kind, Told: true}); err != nil {
		return err
	}
	if e.Kind == takenBack {
		return rankSoon(tx, o.Service) // it left no mark, and was a conversion
	}
	if !o.FeedbackOpen {
		return deadline.Clear(tx, event.Of(Subject, o.ID), Subject)
	}
	if e.N == 0 || e.Kind != o.EndedBy {
		return nil
	}
	return setFeedbackClock(tx, o, e.At)
}

// recount sets whether what was said of an order gives stars, as the order
// stands now.
func recount(tx *db.Tx, o order.Order) error {
	for _, liked := range []bool{true, false} {
		err := tx.Exec(`UPDATE feedbacks SET counts = $1 WHERE order_id = $2 AND liked = $3 AND counts <> $1`, counts(o, liked), o.ID, liked)
		if err != nil {
			return err
		}
	}
	return nil
}

// setFeedbackClock gives an order that ended with feedback open a clock for
// the last day, so that a reminder goes out before it (TLK-10).
func setFeedbackClock(tx *db.Tx, o order.Order, endedAt time.Time) error {
	rules, err := rulebook.At(tx, o.PolicyVersion)
	if err != nil {
		return err
	}
	return deadline.Set(tx, deadline.Clock{
		Subject: event.Of(Subject, o.ID), Kind: Subject, At: o.FeedbackUntil,
		WarnAt: order.WarnBefore(endedAt, o.FeedbackUntil, &rules.Policy),
	})
}

// occasion is why a mark is looked at.
type occasion struct {
	At   time.Time
	By   string // kind of the event
	Told bool   // whether people are told of what follows
}

// keepMark brings an order's mark, and all figures that come from it, to where
// the order stands. Where nothing changed it does nothing, so that an event
// may be read late or twice.
func keepMark(tx *db.Tx, o order.Order, c occasion) error {
	was, err := standing(tx, o.ID)
	if err != nil {
		return err
	}
	now, err := markNow(tx, o)
	if err != nil || now == was || !now.Ended && !was.Ended {
		return err
	}
	r, err := recordOf(tx, o.Seller)
	if err != nil {
		return err
	}
	if err := putMark(tx, kept{Mark: now, ChangedAt: c.At, ChangedBy: c.By, Was: was.Outcome}); err != nil {
		return err
	}
	r.Totals = r.Totals.Without(was).With(now)
	if err := refigure(tx, r, c.Told); err != nil {
		return err
	}
	return moveService(tx, was, now)
}

// markNow is the mark of an order as the tables have it.
func markNow(tx *db.Tx, o order.Order) (Mark, error) {
	said, err := Of(tx, o.ID, o.Buyer)
	switch {
	case errors.Is(err, fault.Missing()):
		return markOf(o, nil), nil
	case err != nil:
		return Mark{}, err
	}
	return markOf(o, &said), nil
}

// refigure computes a seller's figures under the policy in force from the
// record's totals, and tells those who go by them.
func refigure(tx *db.Tx, r record, told bool) error {
	rules, err := rulebook.Current(tx)
	if err != nil {
		return err
	}
	marks, err := latest(tx, r.Seller, WindowOf(&rules.Policy))
	if err != nil {
		return err
	}
	was := r.Figures
	r.Figures, r.Policy = FiguresOf(r.Totals, marks, &rules.Policy), rules.Number
	if err := putRecord(tx, r); err != nil {
		return err
	}
	if err := search.SetSeller(tx, r.Seller, sellerFigures(r.Figures)); err != nil {
		return err
	}
	if err := rankAllSoon(tx, r.Seller); err != nil || !told || was.Level == r.Level {
		return err
	}
	return event.Note(tx, event.Entry{
		Subject: event.Of("member", r.Seller), Kind: levelChanged, Rule: "REP-8", At: tx.Now(), Policy: rules.Number,
		Data: map[string]any{"from": string(was.Level), "to": string(r.Level)},
	})
}

// sellerFigures is what services are filtered by.
func sellerFigures(f Figures) search.SellerFigures {
	return search.SellerFigures{Rating: f.Stars, Feedback: f.Tally.All(), Level: string(f.Level)}
}
