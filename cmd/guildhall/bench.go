package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"guildhall/bench"
	"guildhall/db"
	"guildhall/demo"
	"guildhall/file"
	"guildhall/hall"
)

// benchCommands measure the program on this machine.
type benchCommands struct {
	Orders    benchOrdersCommand    `cmd:"" help:"How many orders a second are placed, beside the references of the same run."`
	Catalogue benchCatalogueCommand `cmd:"" help:"What a search of a large catalogue costs in the index, beside the databases' own full text in the same run."`
	Pages     benchPagesCommand     `cmd:"" help:"How many pages of the catalogue a second are drawn, beside files of the same size."`
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
	Folder   string `placeholder:"FOLDER" help:"Where the database and the snapshot are made; without it, a folder that is removed afterwards."`
	Postgres string `placeholder:"URL" help:"An empty database on a PostgreSQL server of this machine; without it PostgreSQL is left out."`
	Services int    `default:"100000" help:"Services."`
	Edits    int    `default:"10000" help:"Random edits, after which all answers are compared again."`
	NoFTS5   bool   `name:"no-fts5" help:"Leave SQLite's own full text out, which takes long with a million services."`
	Titles   string `placeholder:"FILE" help:"A CSV file whose column title gives the words; without it, gigs.csv in the folder that $$GUILDHALL_DATA names, else words are made up."`
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
		Out: s.out, Folder: folder, Postgres: c.Postgres, Titles: titles, Services: c.Services, Edits: c.Edits, WithoutFTS5: c.NoFTS5,
	})
}

type benchPagesCommand struct {
	Clients int           `default:"64" help:"Number of clients."`
	Span    time.Duration `default:"10s" help:"How long each measurement takes."`
	Profile string        `placeholder:"FILE" help:"Write a CPU profile of the pages, for: go tool pprof FILE."`
	Path    []string      `default:"/services,/services?price_to=1000{n}" help:"Pages to measure; {n} is another number each time, so that no two visitors see the same page."`
}

// Run measures the pages of a demo that serves on this machine.
func (c *benchPagesCommand) Run(s *session) (err error) {
	folder, remove, err := benchFolder("")
	if err != nil {
		return err
	}
	defer remove()
	store, err := db.Open(s.ctx, db.Options{URL: "sqlite:" + filepath.Join(folder, "guildhall.db")})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if err := store.Migrate(s.ctx); err != nil {
		return err
	}
	files, err := file.OpenStore(filepath.Join(folder, "files"))
	if err != nil {
		return err
	}
	marketplace, err := hall.Start(s.ctx, store, files, hall.Options{
		Listen: "127.0.0.1:0", Preset: "services", Demo: true, Fill: demo.Fill, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, marketplace.Close()) }()
	return bench.Pages(s.ctx, bench.PagesOptions{
		Out: s.out, Store: store, Address: marketplace.URL, Paths: c.Path, Clients: c.Clients, Span: c.Span, Profile: c.Profile,
	})
}
