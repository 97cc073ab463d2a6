package payment

import (
	"errors"
	"time"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

func insert(tx *db.Tx, t TopUp) error {
	return tx.Exec(`INSERT INTO top_ups (id, member, provider, amount, state, checkout, call_at, asked_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		t.ID, t.Member, t.Provider, t.Amount, t.State, t.Checkout, t.CallAt, t.AskedAt)
}

// settle stores the new state; of two messages at once the later one starts
// again and finds the state moved.
func settle(tx *db.Tx, t TopUp, was State) error {
	return tx.ExecOne(db.ErrAgain,
		`UPDATE top_ups SET state = $1, card = $2, settled_at = $3, call_at = NULL WHERE id = $4 AND state = $5`,
		t.State, t.Card, t.SettledAt, t.ID, was)
}

func remember(tx *db.Tx, m Message, does Effect) error {
	return tx.ExecOne(db.ErrAgain, `INSERT INTO payment_messages (provider, id, top_up, said, amount, effect, received_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (provider, id) DO NOTHING`,
		m.Provider, m.ID, m.TopUp, m.Said, m.Amount, does, tx.Now())
}

const topUpColumns = `id, member, provider, amount, state, card, checkout, reference, page, call_at, tries, asked_at, settled_at`

func scanTopUp(row db.Row) (TopUp, error) {
	var t TopUp
	err := row.Scan(&t.ID, &t.Member, &t.Provider, &t.Amount, &t.State, &t.Card, &t.Checkout,
		&t.Reference, &t.Page, &t.CallAt, &t.Tries, &t.AskedAt, &t.SettledAt)
	return t, err
}

// Get reads one top-up. Faults: not_found.
func Get(tx *db.Tx, top id.TopUp) (TopUp, error) {
	t, err := db.One(tx, scanTopUp, `SELECT `+topUpColumns+` FROM top_ups WHERE id = $1`, top)
	if errors.Is(err, db.ErrNoRow) {
		return TopUp{}, fault.Missing()
	}
	return t, err
}

// Waiting lists top-ups whose provider is to be called now, the most overdue
// first.
func Waiting(tx *db.Tx, at time.Time, limit int) ([]TopUp, error) {
	return db.All(tx, scanTopUp, `SELECT `+topUpColumns+` FROM top_ups
		WHERE call_at <= $1 ORDER BY call_at LIMIT $2`, at, limit)
}

// Of lists the member's latest top-ups.
func Of(tx *db.Tx, member id.Member, limit int) ([]TopUp, error) {
	return db.All(tx, scanTopUp, `SELECT `+topUpColumns+` FROM top_ups
		WHERE member = $1 ORDER BY id DESC LIMIT $2`, member, limit)
}

// Open lists a provider's pending top-ups, the oldest first, for finance staff.
func Open(tx *db.Tx, provider string, limit int) ([]TopUp, error) {
	return db.All(tx, scanTopUp, `SELECT `+topUpColumns+` FROM top_ups
		WHERE provider = $1 AND state = 'pending' ORDER BY id LIMIT $2`, provider, limit)
}

// OddMessage is a message that does not fit what was asked.
type OddMessage struct {
	Message
	ReceivedAt time.Time
}

// OddMessages lists what finance staff must look at, the newest first
// (MON-15): a provider's message about another sum or of an unknown kind.
func OddMessages(tx *db.Tx, limit int) ([]OddMessage, error) {
	return db.All(tx, func(row db.Row) (OddMessage, error) {
		var m OddMessage
		err := row.Scan(&m.Provider, &m.ID, &m.TopUp, &m.Said, &m.Amount, &m.ReceivedAt)
		return m, err
	}, `SELECT provider, id, top_up, said, amount, received_at FROM payment_messages
		WHERE effect = 'odd' ORDER BY received_at DESC LIMIT $1`, limit)
}
