package order

import (
	"guildhall/account"
	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
)

// TakeBan reads the diary: when a member is banned, the other side of each of
// their running orders is asked whether to finish or cancel it (ORD-61).
func TakeBan(tx *db.Tx, e event.Entry) error {
	if e.Kind != "account.standing" || e.Data["standing"] != string(account.Banned) {
		return nil
	}
	banned := id.Member(e.Subject.ID)
	running, err := db.All(tx, func(row db.Row) (id.Order, error) {
		var which id.Order
		return which, row.Scan(&which)
	}, `SELECT id FROM orders WHERE (buyer = $1 OR seller = $1) AND state IN ('placed', 'in_work', 'late', 'delivered')`, banned)
	if err != nil {
		return err
	}
	for _, which := range running {
		if err := ban(tx, which, banned); err != nil {
			return err
		}
	}
	return nil
}

// ban starts the choice in one order. One that ended meanwhile, by a deadline
// that had passed, or in which the choice is open already, is left alone.
func ban(tx *db.Tx, which id.Order, banned id.Member) error {
	o, err := Get(tx, which)
	if err != nil {
		return err
	}
	_, err = Act(tx, Command{Order: which, Side: Staff, Verb: PartyBanned, Banned: o.SideOf(banned), At: tx.Now()})
	if refused, isFault := fault.As(err); isFault && refused.Sort == fault.SortConflict {
		return nil
	}
	return err
}
