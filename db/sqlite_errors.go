package db

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"guildhall/fault"
)

// explain turns the driver's error into the house's: which unique index
// refused, whether the disk is full.
func (c *sqliteConn) explain(err error, sql string) error {
	var refused *sqlite.Error
	if !errors.As(err, &refused) {
		return fmt.Errorf("db: %w in %s", err, sql)
	}
	switch {
	case refused.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE,
		refused.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return &uniqueError{indexes: c.unique.of(c, refused.Error()), cause: err}
	case primaryCode(refused) == sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w: %w in %s", fault.Away("disk_full"), err, sql)
	}
	return fmt.Errorf("db: %w in %s", err, sql)
}

func primaryCode(err *sqlite.Error) int { return err.Code() & 0xff }

// breaksBatch tells errors after which nothing of the transaction can be
// trusted from those that concern one statement.
func breaksBatch(err error) bool {
	var refused *sqlite.Error
	if !errors.As(err, &refused) {
		return false
	}
	switch primaryCode(refused) {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_CORRUPT,
		sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_READONLY:
		return true
	}
	return false
}

// uniqueNames finds the names of unique indexes: SQLite's refusal names only
// the columns ("UNIQUE constraint failed: orders.buyer, orders.key").
// Constraints without a name get the one PostgreSQL would give them.
type uniqueNames struct {
	mu       sync.Mutex
	byColumn map[string][]string
}

func (u *uniqueNames) of(c *sqliteConn, message string) []string {
	_, columns, _ := strings.Cut(message, "UNIQUE constraint failed: ")
	columns, _, _ = strings.Cut(columns, " (")
	if index, over := strings.CutPrefix(columns, "index '"); over { // one over an expression
		return []string{strings.TrimSuffix(index, "'")}
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.byColumn[columns] == nil {
		if err := u.load(c); err != nil {
			return []string{err.Error()}
		}
	}
	return u.byColumn[columns]
}

func (u *uniqueNames) load(c *sqliteConn) error {
	u.byColumn = map[string][]string{}
	return c.ask(`
		SELECT t.name, i.name, i.origin, 
			group_concat(t.name || '.' || k.name, ', ' ORDER BY k.seqno), group_concat(k.name, '_' ORDER BY k.seqno)
		FROM sqlite_schema t, pragma_index_list(t.name) i, pragma_index_info(i.name) k
		WHERE t.type = 'table' AND i."unique" = 1
		GROUP BY t.name, i.name, i.origin
		UNION ALL
		SELECT t.name, '', 'pk', t.name || '.' || k.name, ''
		FROM sqlite_schema t, pragma_table_info(t.name) k
		WHERE t.type = 'table' AND k.pk = 1`, nil,
		func(row Row) error {
			var table, index, origin, columns, joined string
			if err := row.Scan(&table, &index, &origin, &columns, &joined); err != nil {
				return err
			}
			switch origin {
			case "pk":
				index = table + "_pkey"
			case "u":
				index = table + "_" + joined + "_key"
			}
			u.byColumn[columns] = append(u.byColumn[columns], index)
			return nil
		})
}
