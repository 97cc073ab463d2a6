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
	Orders    benchOrdersCommand    `cmd:"" help:"How many orders a second are placed, beside the references of the same run."`
	Catalogue benchCatalogueCommand `cmd:"" help:"What a search of a large catalogue costs in the index, beside the databases' own full text in the same run."`
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
	folder, remove, err := benchFolder(c.Folder)
	if err != nil {
		return err
	}
	defer remove()
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

// benchFolder is the folder named, or one that remove removes.
func benchFolder(named string) (folder string, remove func(), err error) {
	if named != "" {
		return named, func() {}, nil
	}
	made, err := os.MkdirTemp("", "guildhall-bench-")
	return made, func() { os.RemoveAll(made) }, err
}

type benchCatalogueCommand struct {
	Folder    string `placeholder:"FOLDER" help:"Where the database and the snapshot are made; without it, a folder that is removed afterwards."`
	Postgres  string `placeholder:"URL" help:"An empty database on a PostgreSQL server of this machine; without it PostgreSQL is left out."`
	Services  int    `default:"100000" help:"Services."`
	Edits     int    `default:"10000" help:"Random edits, after which all answers are compared again."`
	IndexOnly bool   `name:"index-only" help:"Leave the databases' own full text out, which takes long with a million services."`
	Titles    string `placeholder:"FILE" help:"A CSV file whose column title gives the words; without it, gigs.csv in the folder that $$GUILDHALL_DATA names, else words are made up."`
}

// Run measures and prints; it fails when engines disagree.
func (c *benchCatalogueCommand) Run(s *session) error {
	folder, remove, err := benchFolder(c.Folder)
	if err != nil {
		return err
	}
	defer remove()
	titles := c.Titles
	if data := os.Getenv("GUILDHALL_DATA"); titles == "" && data != "" {
		titles = filepath.Join(data, "gigs.csv")
	}
	return bench.Catalogue(s.ctx, bench.CatalogueOptions{
		Out: s.out, Folder: folder, Postgres: c.Postgres, Titles: titles, Services: c.Services, Edits: c.Edits, IndexOnly: c.IndexOnly,
	})
}
