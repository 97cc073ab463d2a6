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
	if e.Kind == "policy_published" {
		return weighHidden(tx)
	}
	if e.Subject.Kind != "order" || !movesLoad[e.Kind] {
		return nil
	}
	seller, err := db.Value[id.Member](tx, `SELECT seller FROM orders WHERE id = $1`, id.Order(e.Subject.ID))
	if err != nil {
		return err
	}
	return weigh(tx, seller)
}

// weighHidden looks at those anew who are hidden when other rules hold; who is
// shown feels a stricter rule with the next order.
func weighHidden(tx *db.Tx) error {
	hidden, err := catalogue.WithheldSellers(tx, catalogue.CauseWorkload)
	if err != nil {
		return err
	}
	for _, seller := range hidden {
		if err := weigh(tx, seller); err != nil {
			return err
		}
	}
	return nil
}

func weigh(tx *db.Tx, seller id.Member) error {
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
