package notification_test

import (
	"time"

	"guildhall/db"
	"guildhall/deadline"
)

// warnings are the clocks whose reminder is due.
func warnings(tx *db.Tx) ([]deadline.Clock, error) {
	return deadline.Warnings(tx, tx.Now().Add(time.Second), 100)
}
