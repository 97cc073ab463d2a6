package search

import (
	"strings"

	"guildhall/db"
	"guildhall/id"
)

// Offered counts what each of some sellers has on show; who has nothing is left
// out.
func Offered(tx *db.Tx, sellers []id.Member) (map[id.Member]int64, error) {
	found := make(map[id.Member]int64, len(sellers))
	if len(sellers) == 0 {
		return found, nil
	}
	w := &where{}
	wanted := make([]string, len(sellers))
	for i, seller := range sellers {
		wanted[i] = w.with(`$%d`, seller)
	}
	_, err := db.All(tx, func(row db.Row) (id.Member, error) {
		var seller id.Member
		var n int64
		err := row.Scan(&seller, &n)
		found[seller] = n
		return seller, err
	}, `SELECT d.seller, count(*) FROM search_documents d LEFT JOIN search_sellers s ON s.seller = d.seller
		WHERE d.shown AND COALESCE(s.shown, TRUE) AND d.seller IN (`+strings.Join(wanted, ", ")+`) GROUP BY d.seller`, w.args...)
	return found, err
}
