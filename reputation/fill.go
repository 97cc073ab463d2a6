package reputation

import (
	"errors"

	"guildhall/db"
	"guildhall/id"
	"guildhall/order"
	"guildhall/rulebook"
)

// fillAtOnce bounds one transaction of Fill.
const fillAtOnce = 50

// Fill brings in what ended, and what was offered, before there were figures,
// and figures anew those that stand under another policy than the one in
// force: a portion at a time. It reports whether there may be more. Emptying
// reputation's tables but feedbacks makes it start again.
func Fill(tx *db.Tx) (more bool, err error) {
	orders, err := portion(tx, "orders", `SELECT id FROM orders WHERE id > $1 AND state IN ('completed', 'cancelled') ORDER BY id LIMIT $2`,
		func(raw [16]byte) error { return fillOrder(tx, id.Order(raw)) })
	if err != nil || orders {
		return orders, err
	}
	services, err := portion(tx, "services", `SELECT id FROM services WHERE id > $1 AND live_at IS NOT NULL ORDER BY id LIMIT $2`,
		func(raw [16]byte) error { return rankSoon(tx, id.Service(raw)) })
	if err != nil || services {
		return services, err
	}
	return followPolicy(tx)
}

// Filled reports, without writing, whether Fill has nothing to do.
func Filled(tx *db.Tx) (bool, error) {
	done, err := db.Value[int64](tx, `SELECT count(*) FROM figure_fills WHERE done`)
	if err != nil || done < 2 {
		return false, err
	}
	old, err := outdated(tx)
	return len(old) == 0, err
}

// portion hands the next rows of a list to each, and remembers how far it is.
func portion(tx *db.Tx, what, list string, each func([16]byte) error) (more bool, err error) {
	last, err := db.Value[id.Event](tx, `SELECT last FROM figure_fills WHERE what = $1 AND NOT done`, what)
	if errors.Is(err, db.ErrNoRow) {
		begun, err := db.Value[int64](tx, `SELECT count(*) FROM figure_fills WHERE what = $1`, what)
		if err != nil || begun > 0 {
			return false, err
		}
	} else if err != nil {
		return false, err
	}
	rows, err := db.All(tx, func(row db.Row) (id.Event, error) {
		var one id.Event
		return one, row.Scan(&one)
	}, list, last[:], fillAtOnce)
	if err != nil {
		return false, err
	}
	for _, one := range rows {
		if err := each([16]byte(one)); err != nil {
			return false, err
		}
		last = one
	}
	more = len(rows) == fillAtOnce
	return more, tx.Exec(`INSERT INTO figure_fills (what, last, done) VALUES ($1, $2, $3)
		ON CONFLICT (what) DO UPDATE SET last = excluded.last, done = excluded.done`, what, last[:], !more)
}

// fillOrder leaves an order's mark as if its end, and then its feedback, had
// just been read.
func fillOrder(tx *db.Tx, which id.Order) error {
	o, err := order.Get(tx, which)
	if err != nil {
		return err
	}
	if err := recount(tx, o); err != nil {
		return err
	}
	return keepMark(tx, o, occasion{At: o.EndedAt, By: o.EndedBy})
}

func outdated(tx *db.Tx) ([]id.Member, error) {
	rules, err := rulebook.Current(tx)
	if err != nil {
		return nil, err
	}
	return db.All(tx, func(row db.Row) (id.Member, error) {
		var seller id.Member
		return seller, row.Scan(&seller)
	}, `SELECT seller FROM seller_figures WHERE policy_version < $1 ORDER BY policy_version, seller LIMIT $2`, rules.Number, fillAtOnce)
}

// followPolicy figures sellers anew whose figures are an older policy's; their
// services are ranked after.
func followPolicy(tx *db.Tx) (more bool, err error) {
	old, err := outdated(tx)
	if err != nil {
		return false, err
	}
	for _, seller := range old {
		r, err := recordOf(tx, seller)
		if err != nil {
			return false, err
		}
		if err := refigure(tx, r, true); err != nil {
			return false, err
		}
	}
	return len(old) == fillAtOnce, nil
}
