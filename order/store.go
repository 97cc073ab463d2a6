package order

import (
	"slices"
	"time"

	"guildhall/db"
	"guildhall/id"
)

// insert writes a new order: its terms, and what has happened to it already.
func insert(tx *db.Tx, o *Order) error {
	list := append(slices.Clone(fixedColumns), differing(&none, o)...)
	return tx.Exec("INSERT INTO orders ("+names(list, "")+") VALUES ("+places(len(list))+")", values(list, o)...)
}

// update writes what has changed since was was read, if nobody else has
// written meanwhile; else the whole transaction is tried again on the fresh row
// (ORD-35). A step always changes the version.
func update(tx *db.Tx, was, o *Order) error {
	list := differing(was, o)
	return tx.ExecOne(db.ErrAgain, "UPDATE orders SET "+assignments(list)+
		" WHERE id = "+place(len(list)+1)+" AND version = "+place(len(list)+2), values(list, o, o.ID, was.Version)...)
}

// Line is one line of what was bought.
type Line struct {
	Addition int64 // 0: bought with the order; else which addition
	Code     string
	Title    string
	Price    int64
	Quantity int64
	Lead     time.Duration
}

func insertLines(tx *db.Tx, order id.Order, lines []Line) error {
	for i, line := range lines {
		err := tx.Exec(`INSERT INTO order_lines (order_id, addition, position, code, title, price, quantity, lead)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			order, line.Addition, i, line.Code, line.Title, line.Price, line.Quantity, line.Lead)
		if err != nil {
			return err
		}
	}
	return nil
}

// Answer is what the buyer hands over to one question of the instructions.
type Answer struct {
	Question string
	Text     string
	File     id.File
	FileSum  string // SHA-256 of the file's bytes, in hexadecimal digits; only for AnswersProof
	At       time.Time
}

func upsertAnswers(tx *db.Tx, order id.Order, answers []Answer, at time.Time) error {
	for _, a := range answers {
		err := tx.Exec(`INSERT INTO order_answers (order_id, question, text, file, at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (order_id, question) DO UPDATE SET text = excluded.text, file = excluded.file, at = excluded.at`,
			order, a.Question, a.Text, a.File, at)
		if err != nil {
			return err
		}
	}
	return nil
}
