package search

import (
	"context"
	"slices"
	"sync"
	"time"

	"guildhall/db"
	"guildhall/event"
	"guildhall/id"
)

// record is a document's row as engines in memory take it.
type record struct {
	service   id.Service
	seller    id.Member
	path      string
	fields    [fieldCount]string
	facets    string
	language  string
	price     int64
	priceStep int64
	lead      int64
	leadStep  int64
	liveAt    int64
	draw      int64
	shown     bool
	rank      int64
	topRated  bool
	newcomer  bool
	stamp     int64
}

// sellerRecord is a seller's row.
type sellerRecord struct {
	seller   id.Member
	shown    bool
	rating   int64
	feedback int64
	level    string
	verified bool
	online   bool
	stamp    int64
}

// recordColumns are what scanRecord reads; a change that has no stamp yet is
// read by its service only.
const recordColumns = `service, seller, path, title_terms, tag_terms, label_terms, text_terms, facets, language,
	price, price_step, lead, lead_step, live_at, draw, shown, rank, top_rated, newcomer, COALESCE(stamp, 0)`

func scanRecord(row db.Row) (record, error) {
	var r record
	err := row.Scan(&r.service, &r.seller, &r.path, &r.fields[inTitle], &r.fields[inTags], &r.fields[inLabels], &r.fields[inTexts],
		&r.facets, &r.language, &r.price, &r.priceStep, &r.lead, &r.leadStep, &r.liveAt, &r.draw, &r.shown,
		&r.rank, &r.topRated, &r.newcomer, &r.stamp)
	return r, err
}

func scanSellerRecord(row db.Row) (sellerRecord, error) {
	var r sellerRecord
	err := row.Scan(&r.seller, &r.shown, &r.rating, &r.feedback, &r.level, &r.verified, &r.online, &r.stamp)
	return r, err
}

// stamps are how far a reader of the rows has come.
type stamps struct{ documents, sellers int64 }

const rowsAtOnce = 1000

// changes reads what changed behind the stamps, at most rowsAtOnce of each.
func changes(tx *db.Tx, behind stamps) ([]record, []sellerRecord, error) {
	documents := db.Ask(tx, scanRecord, `SELECT `+recordColumns+` FROM search_documents WHERE stamp > $1 ORDER BY stamp LIMIT $2`, behind.documents, rowsAtOnce)
	sellers, err := db.All(tx, scanSellerRecord, `SELECT seller, shown, rating, feedback, level, verified, online, stamp
		FROM search_sellers WHERE stamp > $1 ORDER BY stamp LIMIT $2`, behind.sellers, rowsAtOnce)
	if err != nil {
		return nil, nil, err
	}
	changed, err := documents.All()
	return changed, sellers, err
}

// CatchUp takes in every numbered change since the last time.
func (f *Finder) CatchUp(ctx context.Context, store *db.Store) error {
	return f.now.Load().catchUp(ctx, store)
}

func (m *memory) catchUp(ctx context.Context, store *db.Store) error {
	for {
		var documents []record
		var sellers []sellerRecord
		err := store.Read(ctx, func(tx *db.Tx) (err error) {
			if m.mark, err = event.Newest(tx); err != nil {
				return err
			}
			if err = m.readSynonyms(tx); err != nil {
				return err
			}
			documents, sellers, err = changes(tx, m.at)
			return err
		})
		if err != nil {
			return err
		}
		m.take(documents, sellers)
		if len(documents) < rowsAtOnce && len(sellers) < rowsAtOnce {
			return m.caughtUp()
		}
	}
}

// readSynonyms teaches what staff changed.
func (m *memory) readSynonyms(tx *db.Tx) error {
	all, err := AllSynonyms(tx)
	same := slices.EqualFunc(all, m.same, func(a, b Synonyms) bool { return a.ID == b.ID && slices.Equal(a.Words, b.Words) })
	if err == nil && !same {
		m.words.setSynonyms(termSets(all))
		m.same = all
	}
	return err
}

// take hands changes on to whoever keeps them.
func (m *memory) take(documents []record, sellers []sellerRecord) {
	if m.index != nil {
		m.index.apply(documents, sellers)
	}
	for _, d := range documents {
		m.at.documents = d.stamp
		if m.index == nil {
			m.lessons.learn(m.words, d)
		}
	}
	for _, s := range sellers {
		m.at.sellers = s.stamp
	}
}

// caughtUp lets the first searches in and keeps what makes them quick.
func (m *memory) caughtUp() error {
	if m.index != nil {
		m.index.loaded()
		m.index.tend(false)
	}
	if m.caught {
		return nil // Follow settles the words, beside the changes
	}
	m.caught = true
	return m.words.settle(true)
}

// tend does what can wait for a quiet moment: at a million services each takes
// longer than a change may.
func (m *memory) tend() {
	if m.index != nil {
		m.index.forget()
		m.index.tend(true)
	}
}

// followEvery is the longest pause between two looks; a poke ends it.
const followEvery = time.Second

// Follow takes in changes as they are committed, until ctx ends. failed is
// told of an error; it goes on.
func (f *Finder) Follow(ctx context.Context, store *db.Store, failed func(error)) {
	tell := func(err error) {
		if err != nil && ctx.Err() == nil {
			failed(err)
		}
	}
	var beside sync.WaitGroup
	defer beside.Wait()
	beside.Go(func() { f.keepQuick(ctx, store, tell) })
	pokes := store.Pokes(ctx)
	ticks := time.NewTicker(followEvery)
	defer ticks.Stop()
	for {
		tell(f.CatchUp(ctx, store))
		select {
		case <-ctx.Done():
			return
		case <-pokes:
		case <-ticks.C:
			f.now.Load().tend()
		}
	}
}

// keepQuick does beside the changes what takes long: it settles the words, and
// builds an index without dead texts once there are many.
func (f *Finder) keepQuick(ctx context.Context, store *db.Store, tell func(error)) {
	ticks := time.NewTicker(followEvery)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
		now := f.now.Load()
		tell(now.words.settle(false))
		if now.index == nil || !now.index.wasteful() {
			continue
		}
		anew := newMemory()
		if err := anew.catchUp(ctx, store); err != nil {
			tell(err)
			continue
		}
		f.now.Store(anew) // the next change is read from where it stands
	}
}
