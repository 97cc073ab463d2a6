package catalogue

import (
	"guildhall/db"
	"guildhall/id"
)

// Name is what a category is called in another language (CAT-1).
type Name struct{ Language, Name, Description string }

// NamesOf lists them by language.
func NamesOf(tx *db.Tx, category id.Category) ([]Name, error) {
	return db.All(tx, func(row db.Row) (Name, error) {
		var n Name
		err := row.Scan(&n.Language, &n.Name, &n.Description)
		return n, err
	}, `SELECT language, name, description FROM category_names WHERE category = $1 ORDER BY language`, category)
}
