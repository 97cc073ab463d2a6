package bench

import (
	"context"
	"fmt"
	"slices"
	"time"

	"guildhall/db"
	"guildhall/search"
)

const (
	changesMade = 300
	ranksMade   = 20
	changeMax   = 30 * time.Second
)

// changes measures how long after a commit a change is in the index: pauses and
// edits, seen in the seller's own list, and a rank that makes a service the
// first of all.
func (b *catalogueBench) changes(ctx context.Context) error {
	index := b.engines[0]
	following, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	var failed error
	go func() {
		defer close(ended)
		index.finder.Follow(following, index.store, func(err error) { failed = err })
	}()
	defer func() { stop(); <-ended }()
	var took, ranks []time.Duration
	b.maker.start(6)
	for n := range changesMade {
		one, err := b.change(ctx, index, n)
		if err != nil {
			return err
		}
		took = append(took, one)
	}
	for range ranksMade {
		one, err := b.rank(ctx, index)
		if err != nil {
			return err
		}
		ranks = append(ranks, one)
	}
	slices.Sort(took)
	slices.Sort(ranks)
	b.aims.most("an edit or pause in the index, median", ms(took[len(took)/2]), "ms", 0)
	b.aims.most("an edit or pause in the index, 99th percentile", ms(took[len(took)*99/100]), "ms", 10)
	b.aims.most("a changed rank in the widest browse, slowest", ms(ranks[len(ranks)-1])/1000, "s", 2)
	return failed
}

// change pauses a service or gives it new texts, and waits until the index
// says so.
func (b *catalogueBench) change(ctx context.Context, index *searched, n int) (time.Duration, error) {
	service := b.maker.random.IntN(b.maker.number)
	d := b.maker.document(service)
	write := func(tx *db.Tx) error { return search.Show(tx, d.Service, false) }
	if n%2 == 0 {
		d.Title, d.Shown = fmt.Sprint("change", n, "x"), true
		write = func(tx *db.Tx) error { return search.Put(tx, d) }
	}
	q := search.Query{Words: d.Title + " "}
	if n%2 == 1 { // pauses what the change before brought
		q.Words = fmt.Sprint("change", n-1, "x ")
		result, err := find(ctx, index, q)
		if err != nil || len(result.Hits) == 0 {
			return 0, fmt.Errorf("bench: the edited service is not found: %w", err)
		}
		d.Service = result.Hits[0].Service
	}
	return b.until(ctx, index, write, q, func(r search.Result) bool { return len(r.Hits) == (n+1)%2 })
}

func (b *catalogueBench) rank(ctx context.Context, index *searched) (time.Duration, error) {
	first, err := find(ctx, index, search.Query{})
	if err != nil {
		return 0, err
	}
	behind, err := find(ctx, index, search.Query{After: first.Next})
	if err != nil {
		return 0, err
	}
	service := behind.Hits[b.maker.random.IntN(len(behind.Hits))].Service
	higher := search.Figures{Rank: first.Hits[0].Rank + 1}
	write := func(tx *db.Tx) error { return search.SetFigures(tx, service, higher) }
	return b.until(ctx, index, write, search.Query{}, func(r search.Result) bool { return r.Hits[0].Service == service })
}

// until writes, in the other databases first, and tells how long after the
// commit the index answers so.
func (b *catalogueBench) until(ctx context.Context, index *searched, write func(*db.Tx) error, q search.Query, so func(search.Result) bool) (time.Duration, error) {
	for _, e := range b.engines[1:] {
		if e.store == index.store {
			continue
		}
		if err := e.store.Write(ctx, write); err != nil {
			return 0, err
		}
	}
	if err := index.store.Write(ctx, write); err != nil {
		return 0, err
	}
	for committed := time.Now(); ; time.Sleep(100 * time.Microsecond) {
		result, err := find(ctx, index, q)
		if err != nil {
			return 0, err
		}
		if took := time.Since(committed); so(result) {
			return took, nil
		} else if took > changeMax {
			return 0, fmt.Errorf("bench: a change is not in the index after %v", took)
		}
	}
}
