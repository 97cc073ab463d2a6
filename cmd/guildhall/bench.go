package main

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"guildhall/bench"
	"guildhall/db"
	"guildhall/file"
	"guildhall/hall"
)

// benchCommands measure the program on this machine.
type benchCommands struct {
	Orders benchOrdersCommand `cmd:"" help:"How many orders a second are placed, beside the references of the same run."`
}

type benchOrdersCommand struct {
	Folder   string        `placeholder:"FOLDER" help:"Where the databases are made; without it, a folder that is removed afterwards."`
	Postgres string        `placeholder:"URL" help:"An empty database on a PostgreSQL server; without it PostgreSQL is left out."`
	Clients  []int         `default:"1,8,64" help:"Numbers of clients."`
	Span     time.Duration `default:"10s" help:"How long each measurement takes."`
	Members  int           `default:"10000" help:"Members; half of them sell."`
	Services int           `default:"10000" help:"Services."`
	Scale    int           `default:"50" help:"The scale of pgbench."`
}

// Run measures and prints; it fails when an order fails or the books do not
// hold afterwards.
func (c *benchOrdersCommand) Run(s *session) error {
	folder := c.Folder
	if folder == "" {
		made, err := os.MkdirTemp("", "guildhall-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(made)
		folder = made
	}
	quiet := hall.Options{Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	return bench.Orders(s.ctx, bench.Options{
		Out: s.out, Folder: folder, Postgres: c.Postgres, Clients: c.Clients, Span: c.Span,
		Members: c.Members, Services: c.Services, PgbenchScale: c.Scale,
		Serve: func(store *db.Store) (http.Handler, error) {
			files, err := file.OpenStore(filepath.Join(folder, "files"))
			if err != nil {
				return nil, err
			}
			return hall.Site(store, files, quiet), nil
		},
		Duties: func(ctx context.Context, store *db.Store) { hall.Work(ctx, store, quiet) },
	})
}
