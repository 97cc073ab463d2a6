package order

import (
	"time"

	"guildhall/db"
	"guildhall/id"
)

// BuyerRecord is what a seller sees of a buyer before taking an order (ORD-48).
type BuyerRecord struct {
	Orders    int64
	Completed int64
	Cases     int64
	CasesLost int64         // in which an arbiter found the buyer at fault
	SentBack  int64         // over all orders
	CheckTime time.Duration // mean from delivery to the end, of completed orders
}

// Share is the completed part of the ended and running orders, in percent; 0
// without any.
func (r BuyerRecord) Share() int64 {
	if r.Orders == 0 {
		return 0
	}
	return 100 * r.Completed / r.Orders
}

// RecordOf works out a buyer's record from their orders.
func RecordOf(tx *db.Tx, buyer id.Member) (BuyerRecord, error) {
	return db.One(tx, func(row db.Row) (BuyerRecord, error) {
		var r BuyerRecord
		return r, row.Scan(&r.Orders, &r.Completed, &r.Cases, &r.CasesLost, &r.SentBack, &r.CheckTime)
	}, `SELECT count(*),
			count(*) FILTER (WHERE state = 'completed'),
			count(*) FILTER (WHERE case_opened_at IS NOT NULL),
			count(*) FILTER (WHERE decided_blame IN ('buyer', 'overreach')),
			CAST(COALESCE(sum(sent_back), 0) AS BIGINT),
			CAST(COALESCE(avg(ended_at - delivered_at) FILTER (WHERE state = 'completed' AND delivered_at IS NOT NULL), 0) AS BIGINT)
		FROM orders WHERE buyer = $1`, buyer)
}
