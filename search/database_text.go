package search

import (
	"context"
	"strings"

	"guildhall/db"
)

// fullText is how one database keeps and asks the words of documents. The
// terms it is handed are encoded: lower-case letters and digits, that every
// tokenizer leaves as they are.
type fullText struct {
	there   string   // counts: 0 means that there is none
	make    []string // creates and fills it, and keeps it up to date
	drop    []string
	matches string // condition on d; %d is the query's number
	and, or string // of the query's own language
	before  string // asked before each search; empty: nothing
}

func textOf(engine string) fullText {
	if engine == db.SQLite {
		return sqliteText
	}
	return postgresText
}

// query asks for groups of words in the database's own language.
func (t fullText) query(groups []Group, any bool) string {
	parts := make([]string, len(groups))
	for i, group := range groups {
		var terms []string
		for _, choice := range group.Choices {
			terms = append(terms, encode(choice.Term))
		}
		parts[i] = "(" + strings.Join(terms, t.or) + ")"
	}
	if any {
		return strings.Join(parts, t.or)
	}
	return strings.Join(parts, t.and)
}

// Prepare makes the database's full text where this finder asks it, and drops
// it where an index does: it would only slow down every change. It is called
// once, before the first search, and takes about a minute for each million
// documents that are there already.
func (f *Finder) Prepare(ctx context.Context, store *db.Store) error {
	text, wanted := textOf(store.Engine()), f.now.Load().index == nil
	err := store.Write(ctx, func(tx *db.Tx) error {
		tx.TakeTime()
		there, err := db.Value[int64](tx, text.there)
		if err != nil || there > 0 == wanted {
			return err
		}
		statements := text.drop
		if wanted {
			statements = text.make
		}
		for _, statement := range statements {
			if err := tx.Exec(statement); err != nil {
				return err
			}
		}
		return nil
	})
	f.now.Load().rows.text = wanted && err == nil
	return err
}

// Beside is a finder that asks the database and reads words as this one does,
// so that the two can be compared.
func (f *Finder) Beside() *Finder {
	beside := &Finder{}
	beside.now.Store(&memory{words: f.now.Load().words})
	return beside
}
