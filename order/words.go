package order

import (
	"guildhall/db"
)

// speak keeps what is said with a step in the order's conversation, and answers
// what the diary keeps of it.
func (l *life) speak(tx *db.Tx, s *step) (map[string]any, error) {
	return eventData(s), nil
}
