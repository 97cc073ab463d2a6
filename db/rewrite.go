package db

import (
	"io/fs"
	"regexp"
	"strings"
)

// The migrations are written once, in PostgreSQL's words. SQLite reads them
// with four types exchanged and its tables made STRICT, so that it refuses
// what PostgreSQL would refuse.
var (
	sqliteTypes = strings.NewReplacer(
		"DOUBLE PRECISION", "REAL",
		"BIGINT", "INTEGER",
		"BOOLEAN", "INTEGER",
		"BYTEA", "BLOB",
	)
	createTable = regexp.MustCompile(`(?ms)^CREATE TABLE .*?\n\);`)
)

func forSQLite(text string) string {
	text = sqliteTypes.Replace(text)
	return createTable.ReplaceAllStringFunc(text, func(table string) string {
		return strings.TrimSuffix(table, ";") + " STRICT;"
	})
}

// sqliteTexts is a folder of migrations as SQLite reads them.
type sqliteTexts struct{ fs.FS }

// Open implements fs.FS.
func (t sqliteTexts) Open(name string) (fs.File, error) {
	file, err := t.FS.Open(name)
	if err != nil || !strings.HasSuffix(name, ".sql") {
		return file, err
	}
	text, err := fs.ReadFile(t.FS, name)
	return rewritten{file, strings.NewReader(forSQLite(string(text)))}, err
}

// rewritten is a file with another text.
type rewritten struct {
	fs.File
	text *strings.Reader
}

// Read implements fs.File.
func (r rewritten) Read(to []byte) (int, error) { return r.text.Read(to) }
