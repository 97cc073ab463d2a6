package event

import (
	"errors"

	"guildhall/db"
	"guildhall/id"
)

// Newest is the last entry that has a number; zero in an empty diary.
func Newest(tx *db.Tx) (id.Event, error) {
	newest, err := db.One(tx, scanID, `SELECT id FROM events WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1`)
	if errors.Is(err, db.ErrNoRow) {
		return id.Event{}, nil
	}
	return newest, err
}

// Known reports whether the diary holds an entry. Entries are never removed,
// so what was made beside one and does not find it belongs to other data, or
// to a later state of this one that was lost.
func Known(tx *db.Tx, entry id.Event) (bool, error) {
	n, err := db.Value[int64](tx, `SELECT count(*) FROM events WHERE id = $1`, entry)
	return n > 0, err
}

func scanID(row db.Row) (id.Event, error) {
	var entry id.Event
	err := row.Scan(&entry)
	return entry, err
}
