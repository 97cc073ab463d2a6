package db

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
)

// postgresBatchMax bounds how long one round trip may take: a server that is
// cut off silently must not hold a page for ever.
const postgresBatchMax = time.Minute

// pgSession is one transaction on one connection. Statements wait in a queue
// and travel together with the next query or the commit: a round trip costs
// more than most statements. BEGIN travels with the first of them.
type pgSession struct {
	ctx    context.Context
	conn   *pgx.Conn
	begin  string // BEGIN, until it was sent
	open   bool   // something was sent and neither committed nor rolled back
	slow   bool   // a round trip may take longer than postgresBatchMax
	queued []pgStatement
}

type pgStatement struct {
	sql   string
	args  []any
	stale error           // must change one row, or the transaction fails with this
	each  func(Row) error // what to do with the rows of an answer
}

func (p *pgSession) name() string { return Postgres }

func (p *pgSession) takeTime() { p.slow = true }

func (p *pgSession) exec(sql string, args []any, stale error) error {
	p.queued = append(p.queued, pgStatement{sql: sql, args: args, stale: stale})
	return nil
}

func (p *pgSession) ask(sql string, args []any, each func(Row) error) error {
	p.queued = append(p.queued, pgStatement{sql: sql, args: args, each: each})
	return nil
}

func (p *pgSession) flush() error {
	if len(p.queued) == 0 {
		return nil
	}
	return p.send(p.ctx)
}

// commit travels with what is queued: a statement that must change one row
// and does not is an error on the server, which stops those behind it. A
// caller who leaves now does not stop a commit.
func (p *pgSession) commit() error {
	if p.begin != "" && len(p.queued) == 0 {
		return nil // nothing happened
	}
	p.queued = append(p.queued, pgStatement{sql: "COMMIT"})
	if err := p.send(context.WithoutCancel(p.ctx)); err != nil {
		return atCommit(err)
	}
	p.open = false
	return nil
}

// undo speaks the simple protocol: a transaction that was refused something
// accepts nothing else.
func (p *pgSession) undo() error {
	p.queued = nil
	sql := "ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt"
	_, err := p.conn.PgConn().Exec(p.ctx, sql).ReadAll()
	return explainPostgres(err, sql)
}

// rollback ends what is open. A connection that cannot even do that is closed
// and leaves the pool.
func (p *pgSession) rollback() {
	if !p.open || p.conn.IsClosed() {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(p.ctx), postgresDialTimeout)
	defer cancel()
	if _, err := p.conn.PgConn().Exec(ctx, "ROLLBACK").ReadAll(); err != nil {
		p.conn.Close(ctx)
	}
}

// send makes one round trip with the whole queue.
func (p *pgSession) send(ctx context.Context) error {
	if !p.slow {
		within, cancel := context.WithTimeout(ctx, postgresBatchMax)
		defer cancel()
		ctx = within
	}
	if p.begin != "" {
		p.queued = append([]pgStatement{{sql: p.begin}}, p.queued...)
		p.begin = ""
	}
	sent := p.queued
	p.queued = nil
	p.open = true
	var batch pgx.Batch
	for _, statement := range sent {
		batch.Queue(statement.text(), statement.args...)
	}
	results := p.conn.SendBatch(ctx, &batch)
	err := receive(results, sent)
	if closed := results.Close(); err == nil {
		err = explainPostgres(closed, sent[len(sent)-1].sql)
	}
	return err
}

// text divides by zero on the server unless exactly one row was changed.
func (s pgStatement) text() string {
	if s.stale == nil {
		return s.sql
	}
	return "WITH changed AS (" + s.sql + " RETURNING 1) SELECT 1 / CASE count(*) WHEN 1 THEN 1 ELSE 0 END FROM changed"
}

func receive(results pgx.BatchResults, sent []pgStatement) error {
	for _, statement := range sent {
		if statement.each != nil {
			if err := walkPostgres(results, statement.sql, statement.each); err != nil {
				return err
			}
			continue
		}
		if _, err := results.Exec(); err != nil {
			return statement.refusal(err)
		}
	}
	return nil
}

func (s pgStatement) refusal(err error) error {
	var refused *pgconn.PgError
	if s.stale != nil && errors.As(err, &refused) && refused.Code == "22012" {
		return s.stale
	}
	return explainPostgres(err, s.sql)
}

func walkPostgres(results pgx.BatchResults, sql string, each func(Row) error) error {
	rows, err := results.Query()
	if err != nil {
		return explainPostgres(err, sql)
	}
	defer rows.Close()
	row := make(values, len(rows.FieldDescriptions()))
	for rows.Next() {
		raw := rows.RawValues()
		for i, field := range rows.FieldDescriptions() {
			if row[i], err = fromPostgres(field, raw[i]); err != nil {
				return fmt.Errorf("%w in %s", err, sql)
			}
		}
		if err := each(row); err != nil {
			return err
		}
	}
	return explainPostgres(rows.Err(), sql)
}

// fromPostgres reads the few types that the shared SQL knows.
func fromPostgres(field pgconn.FieldDescription, raw []byte) (any, error) {
	switch {
	case raw == nil:
		return nil, nil
	case field.DataTypeOID == pgtype.TextOID, field.DataTypeOID == pgtype.VarcharOID,
		field.DataTypeOID == pgtype.NameOID, field.DataTypeOID == pgtype.UnknownOID:
		return string(raw), nil
	case field.Format != pgtype.BinaryFormatCode:
	case field.DataTypeOID == pgtype.Int8OID:
		return int64(binary.BigEndian.Uint64(raw)), nil
	case field.DataTypeOID == pgtype.Int4OID:
		return int64(int32(binary.BigEndian.Uint32(raw))), nil
	case field.DataTypeOID == pgtype.BoolOID:
		return raw[0] == 1, nil
	case field.DataTypeOID == pgtype.ByteaOID:
		return append([]byte{}, raw...), nil
	case field.DataTypeOID == pgtype.Float8OID:
		return math.Float64frombits(binary.BigEndian.Uint64(raw)), nil
	}
	return nil, fmt.Errorf("db: column %s has a type outside the shared SQL (OID %d): CAST it",
		field.Name, field.DataTypeOID)
}
