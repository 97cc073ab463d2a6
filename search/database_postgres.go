package search

// postgresText is a GIN index over the four columns' words. It is an index
// only: a node that asks after another one dropped it is slow, not wrong.
var postgresText = fullText{
	there: `SELECT count(*) FROM pg_indexes WHERE indexname = 'search_text' AND schemaname = current_schema()`,
	make:  []string{postgresAlone, `CREATE INDEX IF NOT EXISTS search_text ON search_documents USING gin (` + postgresWords + `)`},
	drop:  []string{postgresAlone, `DROP INDEX IF EXISTS search_text`},

	matches: postgresWords + ` @@ CAST(CAST($%d AS TEXT) AS tsquery)`,
	and:     ` & `,
	or:      ` | `,
	// Compiling a statement takes longer than any of these.
	before: `SELECT set_config('jit', 'off', TRUE)`,
}

// postgresAlone lets nodes that start together go one after another.
const postgresAlone = `LOCK TABLE search_documents IN SHARE ROW EXCLUSIVE MODE`

const postgresWords = `to_tsvector('simple', title_terms || tag_terms || label_terms || text_terms)`
