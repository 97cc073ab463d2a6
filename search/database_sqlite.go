package search

// sqliteText is FTS5 over the rows themselves: only the words are stored again,
// without their places. Triggers keep it up to date.
var sqliteText = fullText{
	there: `SELECT count(*) FROM sqlite_schema WHERE name = 'search_text'`,
	make: []string{
		`CREATE VIRTUAL TABLE search_text USING fts5(title_terms, tag_terms, label_terms, text_terms,
			content = 'search_documents', tokenize = 'ascii', detail = 'none', columnsize = 0)`,
		`CREATE TRIGGER search_text_added AFTER INSERT ON search_documents BEGIN ` + sqliteAdd + ` END`,
		`CREATE TRIGGER search_text_removed AFTER DELETE ON search_documents BEGIN ` + sqliteRemove + ` END`,
		`CREATE TRIGGER search_text_changed AFTER UPDATE OF title_terms, tag_terms, label_terms, text_terms ON search_documents
			WHEN (old.title_terms, old.tag_terms, old.label_terms, old.text_terms)
				<> (new.title_terms, new.tag_terms, new.label_terms, new.text_terms)
			BEGIN ` + sqliteRemove + sqliteAdd + ` END`,
		`INSERT INTO search_text (search_text) VALUES ('rebuild')`,
	},
	drop: []string{
		`DROP TRIGGER search_text_added`, `DROP TRIGGER search_text_removed`, `DROP TRIGGER search_text_changed`,
		`DROP TABLE search_text`,
	},
	matches: `d.rowid IN (SELECT rowid FROM search_text WHERE search_text MATCH $%d)`,
	and:     ` AND `,
	or:      ` OR `,
}

const (
	sqliteAdd = `INSERT INTO search_text (rowid, title_terms, tag_terms, label_terms, text_terms)
		VALUES (new.rowid, new.title_terms, new.tag_terms, new.label_terms, new.text_terms);`
	sqliteRemove = `INSERT INTO search_text (search_text, rowid, title_terms, tag_terms, label_terms, text_terms)
		VALUES ('delete', old.rowid, old.title_terms, old.tag_terms, old.label_terms, old.text_terms);`
)
