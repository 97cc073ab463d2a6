package db

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"guildhall/fault"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// Migrate brings the data to this program's form. Data that a newer program
// has written is refused with the fault data_newer: an older program would
// not know its rules.
func (s *Store) Migrate(ctx context.Context) error { return s.engine.migrate(ctx) }

func (e *sqliteEngine) migrate(ctx context.Context) error {
	pool, err := sql.Open("sqlite", e.dsn(sqliteWriterPragma))
	if err != nil {
		return fmt.Errorf("db: migrate: %w", err)
	}
	pool.SetMaxOpenConns(1)
	defer pool.Close()
	return migrate(ctx, pool, goose.DialectSQLite3, sqliteTexts{migrations()})
}

func migratePostgres(ctx context.Context, pool *sql.DB) error {
	// Nodes that start together wait for one another.
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return fmt.Errorf("db: migrate: %w", err)
	}
	return migrate(ctx, pool, goose.DialectPostgres, migrations(), goose.WithSessionLocker(locker))
}

// migrations are the shared texts, as written.
func migrations() fs.FS {
	folder, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return folder
}

func migrate(ctx context.Context, pool *sql.DB, dialect goose.Dialect, texts fs.FS, more ...goose.ProviderOption) error {
	more = append(more, goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	steps, err := goose.NewProvider(dialect, pool, texts, more...)
	if err != nil {
		return fmt.Errorf("db: migrations: %w", err)
	}
	if err := refuseNewer(ctx, steps); err != nil {
		return err
	}
	if _, err := steps.Up(ctx); err != nil {
		return fmt.Errorf("db: migrate: %w", err)
	}
	return nil
}

func refuseNewer(ctx context.Context, steps *goose.Provider) error {
	data, err := steps.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("db: migrate: %w", err)
	}
	sources := steps.ListSources()
	if len(sources) == 0 {
		return errors.New("db: the program carries no migrations")
	}
	if newest := sources[len(sources)-1].Version; data > newest {
		return fault.Conflict("data_newer", "data", data, "program", newest)
	}
	return nil
}
