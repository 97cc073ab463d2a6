package catalogue

import (
	"errors"

	"guildhall/db"
	"guildhall/id"
)

// republishAtOnce bounds one transaction of Republish.
const republishAtOnce = 50

// republishBelow notes that what is found by this category, or by one below it,
// is out of date since a change of the tree (CAT-22). Republish follows soon.
func republishBelow(tx *db.Tx, category id.Category, since stamp) error {
	below, err := db.All(tx, scanCategoryID, `WITH RECURSIVE down (id) AS (SELECT id FROM categories WHERE id = $1
			UNION ALL SELECT c.id FROM categories c JOIN down ON c.parent = down.id)
		SELECT id FROM down WHERE EXISTS (SELECT 1 FROM services s WHERE s.category = down.id AND s.state = 'live')
		ORDER BY id`, category)
	if err != nil || len(below) == 0 {
		return err
	}
	for _, touched := range below {
		if err := tx.Exec(`INSERT INTO category_republishings (category, stamp) VALUES ($1, $2)
			ON CONFLICT (category) DO UPDATE SET stamp = excluded.stamp, behind = NULL`, touched, since); err != nil {
			return err
		}
	}
	tx.Wake()
	return nil
}

func scanCategoryID(row db.Row) (id.Category, error) {
	var category id.Category
	return category, row.Scan(&category)
}

// RepublishDue reports whether documents wait to be written anew.
func RepublishDue(tx *db.Tx) (bool, error) {
	waiting, err := db.Value[int64](tx, `SELECT count(*) FROM category_republishings`)
	return waiting > 0, err
}

// republishing is one category's turn.
type republishing struct {
	category id.Category
	since    stamp
	behind   id.Service
}

// Republish writes search documents anew whose category moved, was renamed or
// has other attributes: a portion, so that nobody waits for it. It answers
// whether there may be more. Where the tree changes once more meanwhile, the
// category begins again.
func Republish(tx *db.Tx) (more bool, err error) {
	turn, err := db.One(tx, func(row db.Row) (republishing, error) {
		var r republishing
		return r, row.Scan(&r.category, &r.since, &r.behind)
	}, `SELECT category, stamp, behind FROM category_republishings ORDER BY category LIMIT 1`)
	if errors.Is(err, db.ErrNoRow) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	portion, err := turn.portion(tx)
	if err != nil {
		return false, err
	}
	for _, s := range portion {
		version, err := GetVersion(tx, s.Live)
		if err != nil {
			return false, err
		}
		if err := publish(tx, s, version.Offer); err != nil {
			return false, err
		}
	}
	if len(portion) < republishAtOnce {
		return true, tx.ExecOne(db.ErrAgain, `DELETE FROM category_republishings WHERE category = $1 AND stamp = $2`,
			turn.category, turn.since)
	}
	return true, tx.ExecOne(db.ErrAgain, `UPDATE category_republishings SET behind = $1 WHERE category = $2 AND stamp = $3`,
		portion[len(portion)-1].ID, turn.category, turn.since)
}

func (r republishing) portion(tx *db.Tx) ([]Service, error) {
	where, args := "", []any{r.category, republishAtOnce}
	if !r.behind.IsZero() {
		where, args = ` AND id > $3`, append(args, r.behind)
	}
	return db.All(tx, scanService, `SELECT `+serviceColumns+` FROM services
		WHERE category = $1 AND state = 'live'`+where+` ORDER BY id LIMIT $2`, args...)
}
