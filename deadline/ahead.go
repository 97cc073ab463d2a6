package deadline

import (
	"time"

	"guildhall/policy"
)

// Ahead is how long before its end the reminder of a deadline of that span goes
// out (ORD-14): a share of it, at least the floor. Where that is the whole span
// there is none.
func Ahead(span time.Duration, p *policy.Policy) time.Duration {
	return max(time.Duration(int64(span)/10_000*int64(p.RemindBefore)), p.RemindFloor)
}
