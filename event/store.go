package event

import (
	"slices"

	"errors"

	"guildhall/db"
)

const columns = `id, COALESCE(seq, 0), subject_kind, subject_id, n, kind, rule, actor, agent, at, policy, data, prev, hash`

// insert writes the entry. SQLite has one writer, so it numbers at once; on
// PostgreSQL a number given here could commit after a later one and be
// skipped by readers: there Number does it.
func insert(tx *db.Tx, e Entry, data []byte) error {
	return tx.Exec(`
		INSERT INTO events (id, subject_kind, subject_id, n, kind, rule, actor, agent, at, policy, data, prev, hash, seq)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
			CASE WHEN $14 THEN (SELECT COALESCE(MAX(seq), 0) + 1 FROM events WHERE seq IS NOT NULL) END)`,
		e.ID, e.Subject.Kind, e.Subject.ID, e.N, e.Kind, e.Rule, e.Actor, e.Agent, e.At, e.Policy,
		string(data), e.Prev, e.Hash, tx.Engine() == db.SQLite)
}

// Number gives the committed entries that have none their numbers, at most
// limit, and answers how many it numbered. Only one node may do it at a time;
// a second one is refused by the unique index.
func Number(tx *db.Tx, limit int) (int, error) {
	numbered, err := db.All(tx, scanNumber, `
		UPDATE events SET seq = fresh.seq
		FROM (
			SELECT id, (SELECT COALESCE(MAX(seq), 0) FROM events WHERE seq IS NOT NULL)
				+ row_number() OVER (ORDER BY at, subject_kind, subject_id, n, id) AS seq
			FROM events WHERE seq IS NULL
			ORDER BY at, subject_kind, subject_id, n, id LIMIT $1
		) fresh
		WHERE events.id = fresh.id
		RETURNING events.seq`, limit)
	if len(numbered) > 0 {
		tx.Wake()
	}
	return len(numbered), err
}

func scanNumber(row db.Row) (int64, error) {
	var n int64
	err := row.Scan(&n)
	return n, err
}

// History is the diary of one subject: notes that stand beside its chain,
// oldest first, then the chain in its order.
func History(tx *db.Tx, s Subject) ([]Entry, error) {
	return db.All(tx, scan, `
		SELECT `+columns+` FROM events
		WHERE subject_kind = $1 AND subject_id = $2 ORDER BY n, at, id`, s.Kind, s.ID)
}

// Chained is a history without the notes beside the chain.
func Chained(history []Entry) []Entry {
	first := slices.IndexFunc(history, func(e Entry) bool { return e.N > 0 })
	if first < 0 {
		return nil
	}
	return history[first:]
}

// After is the numbered diary behind seq, at most limit entries, in order.
// Nothing ever appears before a number that was seen.
func After(tx *db.Tx, seq int64, limit int) ([]Entry, error) {
	return db.All(tx, scan, `
		SELECT `+columns+` FROM events WHERE seq > $1 ORDER BY seq LIMIT $2`, seq, limit)
}

// Position is the number of the last entry that the reader has dealt with.
func Position(tx *db.Tx, reader string) (int64, error) {
	seq, err := db.Value[int64](tx, `SELECT seq FROM event_positions WHERE reader = $1`, reader)
	if errors.Is(err, db.ErrNoRow) {
		return 0, nil
	}
	return seq, err
}

// Advance moves the reader on, in the transaction of what it did about the
// entries. It fails with ErrMoved if the reader no longer stands at from.
func Advance(tx *db.Tx, reader string, from, to int64) error {
	return tx.ExecOne(ErrMoved, `
		INSERT INTO event_positions (reader, seq) VALUES ($1, $2)
		ON CONFLICT (reader) DO UPDATE SET seq = excluded.seq WHERE event_positions.seq = $3`,
		reader, to, from)
}

func scan(row db.Row) (Entry, error) {
	var e Entry
	var data string
	err := row.Scan(&e.ID, &e.Seq, &e.Subject.Kind, &e.Subject.ID, &e.N, &e.Kind, &e.Rule, &e.Actor,
		&e.Agent, &e.At, &e.Policy, &data, &e.Prev, &e.Hash)
	if err != nil {
		return Entry{}, err
	}
	e.Data, err = decode([]byte(data))
	return e, err
}
