package db

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

const (
	postgresConnectionsMax = 48 // unless the URL has pool_max_conns
	postgresDialTimeout    = 5 * time.Second
	postgresTriesMax       = 10
	postgresPauseMin       = 2 * time.Millisecond // doubled from try to try, with jitter

	beginWrite = "BEGIN ISOLATION LEVEL READ COMMITTED"
	beginRead  = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
)

// postgresEngine is one database on a server that several nodes may share.
type postgresEngine struct {
	pool     *pgxpool.Pool
	notifier *notifier
}

// openPostgres does not need the server to be there yet: each transaction
// finds out for itself, so that the store recovers without help.
func openPostgres(ctx context.Context, url string, bell *bell) (*postgresEngine, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("db: %w", err)
	}
	if config.ConnConfig.Config.ConnectTimeout == 0 {
		config.ConnConfig.Config.ConnectTimeout = postgresDialTimeout
	}
	if parsed, err := pgx.ParseConfig(url); err == nil && parsed.RuntimeParams["pool_max_conns"] == "" {
		config.MaxConns = postgresConnectionsMax
	}
	pool, err := pgxpool.NewWithConfig(context.WithoutCancel(ctx), config)
	if err != nil {
		return nil, fmt.Errorf("db: %w", err)
	}
	return &postgresEngine{pool: pool, notifier: startNotifier(config.ConnConfig, bell)}, nil
}

func (e *postgresEngine) name() string { return Postgres }

func (e *postgresEngine) poke() { e.notifier.poke() }

func (e *postgresEngine) close() error {
	e.notifier.close()
	e.pool.Close()
	return nil
}

func (e *postgresEngine) migrate(ctx context.Context) error {
	pool := stdlib.OpenDBFromPool(e.pool)
	defer pool.Close()
	return awayOr(migratePostgres(ctx, pool))
}

func (e *postgresEngine) write(ctx context.Context, s *Store, fn func(*Tx) error) error {
	return e.again(ctx, func() error {
		return e.transaction(ctx, beginWrite, func(session *pgSession) error {
			tx := newTx(ctx, s, session, false)
			if err := tx.end(fn(tx)); err != nil {
				return err
			}
			if err := session.commit(); err != nil {
				return err
			}
			if tx.wakes {
				e.poke()
			}
			return nil
		})
	})
}

func (e *postgresEngine) read(ctx context.Context, s *Store, fn func(*Tx) error) error {
	return e.again(ctx, func() error {
		return e.transaction(ctx, beginRead, func(session *pgSession) error {
			tx := newTx(ctx, s, session, true)
			return tx.end(fn(tx))
		})
	})
}

// transaction lends fn a connection and leaves no transaction open on it,
// however fn ends.
func (e *postgresEngine) transaction(ctx context.Context, begin string, fn func(*pgSession) error) error {
	conn, err := e.pool.Acquire(ctx)
	if err != nil {
		return &lostError{cause: err}
	}
	defer conn.Release()
	session := &pgSession{ctx: ctx, conn: conn.Conn(), begin: begin}
	defer session.rollback()
	return fn(session)
}

// again carries out a transaction until it no longer fails for a reason that
// lies in its neighbours or in a connection that broke before the commit.
func (e *postgresEngine) again(ctx context.Context, transaction func() error) error {
	pause := postgresPauseMin
	for try := 1; ; try++ {
		err := transaction()
		if err == nil || try == postgresTriesMax || !worthAgain(err, try) {
			return awayOr(err)
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(pause/2 + rand.N(pause)):
			pause *= 2
		}
	}
}
