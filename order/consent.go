package order

import (
	"guildhall/db"
	"guildhall/id"
)

// Agreed lists the last completed orders of a service whose buyer agreed that
// the work be shown (ORD-26), the latest first.
func Agreed(tx *db.Tx, seller id.Member, service id.Service, limit int) ([]id.Order, error) {
	return db.All(tx, func(row db.Row) (id.Order, error) {
		var which id.Order
		return which, row.Scan(&which)
	}, `SELECT id FROM orders WHERE seller = $1 AND service = $2 AND portfolio = 'agreed' AND state = 'completed'
		ORDER BY ended_at DESC, id DESC LIMIT $3`, seller, service, limit)
}

// AgreedBy lists them for all services of a seller.
func AgreedBy(tx *db.Tx, seller id.Member, limit int) ([]Order, error) {
	return db.All(tx, scanOrder, selectOrder+` WHERE o.seller = $1 AND o.portfolio = 'agreed' AND o.state = 'completed'
		ORDER BY o.ended_at DESC, o.id DESC LIMIT $2`, seller, limit)
}
