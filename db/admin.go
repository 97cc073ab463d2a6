package db

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
)

// CreateDatabase makes a database on the PostgreSQL server at url, as a copy
// of template ("" for an empty one). It is there for tests and measurements.
func CreateDatabase(ctx context.Context, url, name, template string) error {
	sql := "CREATE DATABASE " + pgx.Identifier{name}.Sanitize()
	if template != "" {
		sql += " TEMPLATE " + pgx.Identifier{template}.Sanitize()
	}
	return administer(ctx, url, sql)
}

// RenameDatabase gives a database another name.
func RenameDatabase(ctx context.Context, url, from, to string) error {
	return administer(ctx, url,
		"ALTER DATABASE "+pgx.Identifier{from}.Sanitize()+" RENAME TO "+pgx.Identifier{to}.Sanitize())
}

// DropDatabase removes a database with all that is in it, if it is there.
func DropDatabase(ctx context.Context, url, name string) error {
	return administer(ctx, url, "DROP DATABASE IF EXISTS "+pgx.Identifier{name}.Sanitize()+" WITH (FORCE)")
}

func administer(ctx context.Context, url, sql string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return fmt.Errorf("db: %w", err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, sql); err != nil {
		return fmt.Errorf("db: %s: %w", sql, err)
	}
	return nil
}

// SchemaSum names the form of the data that this program writes: a checksum
// of all migrations.
func SchemaSum() string {
	texts := migrations()
	files, err := fs.Glob(texts, "*.sql")
	if err != nil {
		panic(err) // the pattern is ours
	}
	sum := sha256.New()
	for _, name := range files {
		text, err := fs.ReadFile(texts, name)
		if err != nil {
			panic(err) // the file is part of the program
		}
		fmt.Fprintf(sum, "%s\n%s\n", name, text)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}
