package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"guildhall/db"
	"guildhall/search"
)

// CatalogueOptions say how large a catalogue is searched, and by what.
type CatalogueOptions struct {
	Out         io.Writer
	Folder      string // for the SQLite database and the snapshot; made and left behind
	Postgres    string // an empty database on a PostgreSQL server of this machine; empty leaves it out
	Titles      string // a CSV file with a column title, for the words; empty: words are made up
	Services    int
	Edits       int  // random ones, after which everything is compared again; 0: 10,000
	WithoutFTS5 bool // leave SQLite's own full text out
}

// editsUsual is how many random edits are made before the second comparison.
const editsUsual = 10_000

// Catalogue makes a catalogue, asks the same queries of every engine, and
// prints what each took, with the aims. It fails when engines disagree.
func Catalogue(ctx context.Context, o CatalogueOptions) error {
	words, from, err := titleWords(o.Titles)
	if err != nil {
		return err
	}
	fmt.Fprintf(o.Out, "%d services; words from %s\n", o.Services, from)
	b := &catalogueBench{CatalogueOptions: o, maker: newCatalogueMaker(words, o.Services)}
	defer b.close()
	if err := b.fill(ctx); err != nil {
		return err
	}
	if err := b.build(ctx); err != nil {
		return err
	}
	if err := b.compare(ctx, "as made"); err != nil {
		return err
	}
	if err := b.changes(ctx); err != nil {
		return err
	}
	return b.editsAndCompare(ctx)
}

// catalogueBench is one run.
type catalogueBench struct {
	CatalogueOptions
	maker   *catalogueMaker
	engines []*searched // the index first
	queries []asked
	aims    aims
}

// searched is one engine over one database.
type searched struct {
	name   string
	store  *db.Store
	finder *search.Finder
	took   []spent // of each query
}

func (b *catalogueBench) close() {
	open := map[*db.Store]bool{}
	for _, e := range b.engines {
		if !open[e.store] {
			open[e.store] = true
			e.store.Close()
		}
	}
}

// fill writes the same catalogue into each database.
func (b *catalogueBench) fill(ctx context.Context) error {
	index := &searched{name: "index", finder: search.InMemory()}
	if err := b.database(ctx, index, "sqlite:"+filepath.Join(b.Folder, "catalogue.db")); err != nil {
		return err
	}
	if !b.WithoutFTS5 {
		b.engines = append(b.engines, &searched{name: "SQLite FTS5", store: index.store, finder: index.finder.Beside()})
	}
	if b.Postgres == "" {
		return nil
	}
	url, err := alone(b.Postgres)
	if err != nil {
		return err
	}
	return b.database(ctx, &searched{name: "PostgreSQL GIN", finder: index.finder.Beside()}, url)
}

func (b *catalogueBench) database(ctx context.Context, e *searched, url string) error {
	store, err := db.Open(ctx, db.Options{URL: url})
	if err != nil {
		return err
	}
	e.store = store
	b.engines = append(b.engines, e)
	if err := store.Migrate(ctx); err != nil {
		return err
	}
	began := time.Now()
	if err := b.maker.write(ctx, store); err != nil {
		return err
	}
	fmt.Fprintf(b.Out, "%s filled in %.0f s\n", store.Engine(), time.Since(began).Seconds())
	return nil
}

// build makes the index and the full texts, and says what each took.
func (b *catalogueBench) build(ctx context.Context) error {
	index := b.engines[0]
	before := heap()
	began := time.Now()
	if err := index.finder.CatchUp(ctx, index.store); err != nil {
		return err
	}
	rebuilt := time.Since(began)
	b.aims.most("heap of the index", float64(heap()-before)/1e6, "MB", ifMillion(b.Services, 450))
	b.aims.most("full rebuild", rebuilt.Seconds(), "s", 180)
	for _, e := range b.engines[1:] {
		began := time.Now()
		if err := e.finder.Prepare(ctx, e.store); err != nil {
			return err
		}
		if err := b.tidyUp(ctx, e.store); err != nil {
			return err
		}
		fmt.Fprintf(b.Out, "%s made in %.0f s\n", e.name, time.Since(began).Seconds())
	}
	if err := b.snapshot(ctx, index); err != nil {
		return err
	}
	var err error
	b.queries, err = b.maker.queries(ctx, index)
	return err
}

// tidyUp gives a database the figures its planner goes by.
func (b *catalogueBench) tidyUp(ctx context.Context, store *db.Store) error {
	return store.Write(ctx, func(tx *db.Tx) error { return tx.Exec(`ANALYZE search_documents`) })
}

// snapshot saves the index and measures the start from what was saved.
func (b *catalogueBench) snapshot(ctx context.Context, index *searched) error {
	path := filepath.Join(b.Folder, "search.snapshot")
	began := time.Now()
	if err := index.finder.Save(path); err != nil {
		return err
	}
	saved := time.Since(began)
	fresh := search.InMemory()
	began = time.Now()
	if err := fresh.Load(ctx, index.store, path); err != nil {
		return err
	}
	if err := fresh.CatchUp(ctx, index.store); err != nil {
		return err
	}
	b.aims.most("start from the snapshot", time.Since(began).Seconds(), "s", 5)
	fmt.Fprintf(b.Out, "snapshot written in %.1f s\n", saved.Seconds())
	return nil
}

// compare measures every query on every engine and holds the answers against
// each other.
func (b *catalogueBench) compare(ctx context.Context, when string) error {
	var answers [][]search.Result
	for _, e := range b.engines {
		got, err := b.ask(ctx, e)
		if err != nil {
			return fmt.Errorf("bench: %s: %w", e.name, err)
		}
		answers = append(answers, got)
	}
	differ := 0
	for i, q := range b.queries {
		for n, e := range b.engines[1:] {
			if difference := differs(answers[0][i], answers[n+1][i]); difference != "" {
				differ++
				fmt.Fprintf(b.Out, "  %s disagrees on %s: %s\n", e.name, q, difference)
			}
		}
	}
	b.table(when)
	if differ > 0 {
		return fmt.Errorf("bench: engines disagree on %d answers", differ)
	}
	if len(b.engines) > 1 {
		fmt.Fprintf(b.Out, "%s: all engines agree on totals, counts and order of all %d queries\n", when, len(b.queries))
	}
	return nil
}

// editsAndCompare makes random edits in every database, lets the index follow,
// compares again and prints the aims.
func (b *catalogueBench) editsAndCompare(ctx context.Context) error {
	edits := cmp.Or(b.Edits, editsUsual)
	done := map[*db.Store]bool{}
	for _, e := range b.engines {
		if !done[e.store] {
			done[e.store] = true
			if err := b.maker.edit(ctx, e.store, edits); err != nil {
				return err
			}
		}
	}
	index := b.engines[0]
	began := time.Now()
	if err := index.finder.CatchUp(ctx, index.store); err != nil {
		return err
	}
	fmt.Fprintf(b.Out, "the index took %d edits in within %.2f s\n", edits, time.Since(began).Seconds())
	err := b.compare(ctx, fmt.Sprintf("after %d random edits", edits))
	return errors.Join(err, b.aims.print(b.Out))
}
