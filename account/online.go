package account

import (
	"time"

	"guildhall/db"
	"guildhall/id"
)

// OnlineSellers are the members who were active within the window and have
// something to be found (ACC-18, CAT-19).
func OnlineSellers(tx *db.Tx, window time.Duration) ([]id.Member, error) {
	return db.All(tx, func(row db.Row) (id.Member, error) {
		var member id.Member
		err := row.Scan(&member)
		return member, err
	}, `SELECT id FROM members WHERE seen_at > $1
		AND EXISTS (SELECT 1 FROM search_documents WHERE seller = members.id)`, tx.Now().Add(-window))
}
