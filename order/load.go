package order

import (
	"slices"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/event"
	"guildhall/id"
)

// underWay are the states that count for CAT-13; the index orders_under_way
// holds the same.
var underWay = []State{Placed, InWork, Late, Disputed}

// movesLoad are the rows of the table by which an order begins or ceases to be
// under way.
var movesLoad = func() map[string]bool {
	moves := map[string]bool{}
	for _, row := range Table.Rows {
		for _, from := range row.From {
			for _, to := range row.To {
				if slices.Contains(underWay, from) != slices.Contains(underWay, to) {
					moves[row.ID] = true
				}
			}
		}
	}
	return moves
}()

// TakeLoad reads the diary: an order that begins or ceases to be under way may
// make its seller too busy, or free again (CAT-13). It counts anew each time, so
// nothing that was miscounted lasts.
func TakeLoad(tx *db.Tx, e event.Entry) error {
	if e.Subject.Kind != "order" || !movesLoad[e.Kind] {
		return nil
	}
	seller, err := db.Value[id.Member](tx, `SELECT seller FROM orders WHERE id = $1`, id.Order(e.Subject.ID))
	if err != nil {
		return err
	}
	return weigh(tx, seller)
}

// Workload weighs sellers by their orders when the policy allows more or fewer
// (CAT-13).
var Workload = catalogue.Weighing{
	Cause: catalogue.CauseWorkload,
	List: `SELECT seller FROM (SELECT DISTINCT seller FROM orders
			WHERE state IN ('placed', 'in_work', 'late', 'disputed') AND seller > $1 ORDER BY seller LIMIT $2) AS busy
		UNION SELECT seller FROM (SELECT seller FROM seller_causes
			WHERE cause = 'workload' AND seller > $1 ORDER BY seller LIMIT $2) AS hidden
		ORDER BY 1 LIMIT $2`,
	Each: func(tx *db.Tx, which [16]byte) error { return weigh(tx, id.Member(which)) },
}

// weigh counts while nobody else does for this seller, so that the last count
// is the one that stays.
func weigh(tx *db.Tx, seller id.Member) error {
	if err := catalogue.HoldSeller(tx, seller); err != nil {
		return err
	}
	count, err := UnderWay(tx, seller)
	if err != nil {
		return err
	}
	return catalogue.Load(tx, seller, count)
}

// UnderWay counts a seller's orders that are placed, in work, late or disputed.
func UnderWay(tx *db.Tx, seller id.Member) (int64, error) {
	return db.Value[int64](tx, `SELECT count(*) FROM orders
		WHERE seller = $1 AND state IN ('placed', 'in_work', 'late', 'disputed')`, seller)
}

// Queue counts those of them that are of one service.
func Queue(tx *db.Tx, seller id.Member, service id.Service) (int64, error) {
	return db.Value[int64](tx, `SELECT count(*) FROM orders
		WHERE seller = $1 AND service = $2 AND state IN ('placed', 'in_work', 'late', 'disputed')`, seller, service)
}
