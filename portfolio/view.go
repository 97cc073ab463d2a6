package portfolio

import (
	"errors"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/order"
)

const selectWorks = `SELECT w.id, w.seller, w.service, w.order_id, w.title, w.file, w.picture, w.video, w.state, w.reason, w.remark,
	w.rights_at, w.at FROM works w`

// shownSQL holds for what everybody may see now: from the moment a buyer takes
// the consent back the work is gone.
const shownSQL = `w.state = 'shown' AND (w.order_id IS NULL
	OR EXISTS (SELECT 1 FROM orders o WHERE o.id = w.order_id AND o.portfolio = 'agreed'))`

func scanWork(row db.Row) (Work, error) {
	var w Work
	err := row.Scan(&w.ID, &w.Seller, &w.Service, &w.Order, &w.Title, &w.File, &w.Picture, &w.Video, &w.State, &w.Reason,
		&w.Remark, &w.RightsAt, &w.At)
	return w, err
}

// Find reads a work in any state, for its seller, for staff and for notices.
func Find(tx *db.Tx, work id.Work) (Work, error) { return one(tx, ` WHERE w.id = $1`, work) }

func one(tx *db.Tx, where string, args ...any) (Work, error) {
	w, err := db.One(tx, scanWork, selectWorks+where, args...)
	if errors.Is(err, db.ErrNoRow) {
		return Work{}, fault.Missing()
	}
	return w, err
}

// Get reads a work that everybody may see; fault.Missing for others.
func Get(tx *db.Tx, work id.Work) (Work, error) {
	return one(tx, ` WHERE w.id = $1 AND `+shownSQL, work)
}

// OfSeller lists what everybody may see of a seller, the newest first; those
// behind the one named, where one is.
func OfSeller(tx *db.Tx, seller id.Member, behind id.Work, limit int) ([]Work, error) {
	return db.All(tx, scanWork, selectWorks+` WHERE w.seller = $1 AND w.id < $2 AND `+shownSQL+` ORDER BY w.id DESC LIMIT $3`,
		seller, start(behind), min(limit, listMax))
}

// OfService lists what everybody may see on a service's page, likewise.
func OfService(tx *db.Tx, service id.Service, behind id.Work, limit int) ([]Work, error) {
	return db.All(tx, scanWork, selectWorks+` WHERE w.service = $1 AND w.id < $2 AND `+shownSQL+` ORDER BY w.id DESC LIMIT $3`,
		service, start(behind), min(limit, listMax))
}

// start is what a list begins behind: an id grows with its moment.
func start(behind id.Work) id.Work {
	if behind.IsZero() {
		for i := range behind {
			behind[i] = 0xff
		}
	}
	return behind
}

// OfOrders lists the works that stand beside the feedback of several orders, in
// their order: none or one for each.
func OfOrders(tx *db.Tx, orders []id.Order) ([][]Work, error) {
	asked := make([]*db.Answer[Work], len(orders))
	for i, which := range orders {
		asked[i] = db.Ask(tx, scanWork, selectWorks+` WHERE w.order_id = $1 AND `+shownSQL, which)
	}
	list := make([][]Work, len(orders))
	for i := range orders {
		var err error
		if list[i], err = asked[i].All(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// OfOrder lists the work that stands beside an order's feedback: one, or none
// that everybody may see.
func OfOrder(tx *db.Tx, which id.Order) ([]Work, error) {
	return db.All(tx, scanWork, selectWorks+` WHERE w.order_id = $1 AND `+shownSQL, which)
}

// Own lists a seller's works likewise, without those taken down.
func Own(tx *db.Tx, seller id.Member, behind id.Work, limit int) ([]Work, error) {
	return db.All(tx, scanWork, selectWorks+` WHERE w.seller = $1 AND w.id < $2 AND w.state <> 'withdrawn' ORDER BY w.id DESC LIMIT $3`,
		seller, start(behind), min(limit, listMax))
}

// Ready lists a seller's completed orders of which a work can be published and
// is not, the newest first.
func Ready(tx *db.Tx, seller id.Member) ([]order.Order, error) {
	agreed, err := order.AgreedBy(tx, seller, listMax)
	if err != nil {
		return nil, err
	}
	var ready []order.Order
	for _, o := range agreed {
		asked, err := askedOf(tx, o)
		if err != nil {
			return nil, err
		}
		published, err := db.Value[int64](tx, `SELECT count(*) FROM works WHERE order_id = $1 AND state IN ('waiting', 'shown')`, o.ID)
		if err != nil {
			return nil, err
		}
		if asked && published == 0 {
			ready = append(ready, o)
		}
	}
	return ready, nil
}

// May reports whether a work of the order can be published by its seller now.
func May(tx *db.Tx, o order.Order) (bool, error) {
	if o.State != order.Completed || o.Portfolio != order.ConsentAgreed {
		return false, nil
	}
	published, err := db.Value[int64](tx, `SELECT count(*) FROM works WHERE order_id = $1 AND state IN ('waiting', 'shown')`, o.ID)
	if err != nil || published > 0 {
		return false, err
	}
	return askedOf(tx, o)
}

// ForJudging lists what moderators look at: works that wait, the longest
// waiting first.
func ForJudging(tx *db.Tx, limit int) ([]Work, error) {
	return db.All(tx, scanWork, selectWorks+` WHERE w.state = 'waiting' ORDER BY w.at, w.id LIMIT $1`, min(limit, listMax))
}

// Latest lists the newest works that are shown, for moderators who look after.
func Latest(tx *db.Tx, limit int) ([]Work, error) {
	return db.All(tx, scanWork, selectWorks+` WHERE `+shownSQL+` ORDER BY w.at DESC, w.id LIMIT $1`, min(limit, listMax))
}

// Opens reports whether a work opens a file to everybody, or to moderators
// while it waits.
func Opens(tx *db.Tx, file id.File, moderator bool) (bool, error) {
	n, err := db.Value[int64](tx, `SELECT count(*) FROM works w WHERE w.file = $1
		AND (`+shownSQL+` OR $2 AND w.state = 'waiting')`, file, moderator)
	return n > 0, err
}
