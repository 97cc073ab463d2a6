package search

import (
	"slices"
	"sync/atomic"

	"guildhall/db"
	"guildhall/id"
)

// Finder answers queries by an engine. One serves a node; it is safe for use
// by many goroutines, of which one feeds it (CatchUp, Follow, Load, Save).
type Finder struct{ now atomic.Pointer[memory] }

// memory is what a Finder knows by itself.
type memory struct {
	words   *Vocabulary
	index   *Index     // nil: the database answers
	rows    Database   // answers where no index does
	lessons lessons    // of documents, where no index knows them
	at      stamps     // how far it has read the rows
	mark    id.Event   // of the diary, no younger than what was read
	same    []Synonyms // as the words last learned them

	caught bool // everything was read once
}

// InMemory is a Finder over an index in this process's memory.
func InMemory() *Finder {
	f := &Finder{}
	f.now.Store(newMemory())
	return f
}

func newMemory() *memory {
	words := NewVocabulary()
	return &memory{words: words, index: NewIndex(words)}
}

// InDatabase is a Finder that asks the database. It keeps the words, and which
// of them each document brought: half the memory of an index.
func InDatabase() *Finder {
	f := &Finder{}
	f.now.Store(&memory{words: NewVocabulary(), lessons: lessons{}})
	return f
}

// engine is the index once it has everything, and the database until then: so
// a marketplace opens at once, whatever it has to read first.
func (m *memory) engine() Engine {
	if m.index != nil && m.index.Ready() {
		return m.index
	}
	return m.rows
}

// Find answers one page of what matches all of the query; where nothing has all
// its words, whatever the filters, of what has some of them or words near them
// (Result.Near). It fails with cursor_unknown for a cursor that it did not make.
func (f *Finder) Find(tx *db.Tx, q Query) (Result, error) {
	now := f.now.Load()
	ask := now.ask(q)
	if q.After != "" {
		from, err := parseCursor(q.After)
		if err != nil {
			return Result{}, err
		}
		ask.Behind, ask.Skip = &from.at, from.drawn
	}
	if !q.Without.IsZero() {
		ask.Skip = append(ask.Skip, q.Without)
	}
	answer, ask, err := now.search(tx, ask)
	if err != nil {
		return Result{}, err
	}
	drawn, err := draw(tx, now.engine(), ask)
	if err != nil {
		return Result{}, err
	}
	if len(drawn) > 0 {
		for _, hit := range drawn {
			ask.Skip = append(ask.Skip, hit.Service)
		}
		answer.leave(ask.Skip)
	}
	return ask.result(answer, drawn), nil
}

// ask is a query with its words expanded.
func (m *memory) ask(q Query) Ask {
	q = q.sound()
	return Ask{Query: q, Groups: m.words.expand(q.Words, q.Language, q.Any)}
}

// search asks the engine and, where nothing has all the words, for what has
// some of them, or words near to those nobody uses (CAT-18). The words alone
// decide which: a filter that leaves nothing leads to nothing else, and what is
// counted beside its values is what they leave.
func (m *memory) search(tx *db.Tx, ask Ask) (Answer, Ask, error) {
	engine := m.engine()
	answer, err := engine.Search(tx, ask)
	if err != nil || answer.Total > 0 || len(ask.Groups) == 0 || ask.Any {
		return answer, ask, err
	}
	bare, err := engine.Search(tx, Ask{Query: Query{Sort: Recommended, Limit: 1}, Groups: ask.Groups})
	if err != nil || bare.Total > 0 {
		return answer, ask, err
	}
	ask.Groups, ask.Any, ask.near = m.words.nearest(ask.Groups, ask.Language), true, true
	answer, err = engine.Search(tx, ask)
	return answer, ask, err
}

// draw picks the newcomers of a first page: those behind a seeded place of the
// draw's order, and from its beginning when it ends (REP-18).
func draw(tx *db.Tx, engine Engine, ask Ask) ([]Hit, error) {
	if ask.Newcomers < 1 || ask.Behind != nil || ask.Sort != Recommended || ask.Any {
		return nil, nil
	}
	ask.Limit, ask.Counts, ask.OnlyNew, ask.Sort = ask.Newcomers, false, true, byDraw
	ask.Behind = &place{key: int64(ask.Seed)}
	answer, err := engine.Search(tx, ask)
	if err != nil {
		return nil, err
	}
	drawn := answer.Hits[:min(len(answer.Hits), ask.Newcomers)]
	if missing := min(ask.Newcomers, int(answer.Total)) - len(drawn); missing > 0 {
		ask.Behind, ask.Limit = nil, missing
		for _, hit := range drawn {
			ask.Skip = append(ask.Skip, hit.Service)
		}
		if answer, err = engine.Search(tx, ask); err != nil {
			return nil, err
		}
		drawn = append(drawn, answer.Hits[:min(len(answer.Hits), missing)]...)
	}
	for i := range drawn {
		drawn[i].New = true
	}
	return drawn, nil
}

// leave takes services out of a page.
func (a *Answer) leave(skip []id.Service) {
	var kept Answer
	for i, hit := range a.Hits {
		if !slices.Contains(skip, hit.Service) {
			kept.Hits, kept.At = append(kept.Hits, hit), append(kept.At, a.At[i])
		}
	}
	a.Hits, a.At = kept.Hits, kept.At
}

// result puts the page together: newcomers stand evenly among the others.
func (a Ask) result(answer Answer, drawn []Hit) Result {
	r := Result{Total: answer.Total, Counts: answer.Counts, Near: a.near && answer.Total > 0, groups: a.Groups}
	most := a.Limit - len(drawn)
	shown := answer.Hits[:min(len(answer.Hits), most)]
	if len(answer.Hits) > most && most > 0 {
		r.Next = cursor{at: answer.At[most-1], drawn: a.Skip}.String()
	}
	r.Hits = slices.Clone(shown)
	for i, hit := range drawn {
		at := min((i+1)*a.Limit/(len(drawn)+1), len(r.Hits))
		r.Hits = slices.Insert(r.Hits, at, hit)
	}
	for _, group := range a.Groups {
		if group.typo && answer.Total > 0 {
			instead := Instead{Typed: group.Typed}
			for _, choice := range group.Choices {
				instead.Used = append(instead.Used, choice.Term)
			}
			r.Instead = append(r.Instead, instead)
		}
	}
	return r
}
