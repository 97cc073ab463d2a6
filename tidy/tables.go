package tidy

import (
	"go/ast"
	"regexp"
	"strings"
)

var (
	ownerLine   = regexp.MustCompile(`(?i)^\s*--.*\bowner\b[^:]*:\s*(?:package\s+)?([a-z]+)`)
	ownerAside  = regexp.MustCompile(`\(owner: ([a-z]+)\)`)
	createTable = regexp.MustCompile(`(?i)^\s*CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?([a-z_]+)`)
	writesTable = regexp.MustCompile(`(?i)\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+([a-z_]+)`)
	readsTable  = regexp.MustCompile(`(?i)\b(?:FROM|JOIN)\s+([a-z_]+)`)
	statement   = regexp.MustCompile(`^\s*(?:SELECT|INSERT\s+INTO|UPDATE|DELETE\s+FROM|WITH)\s`)
	startsClaus = regexp.MustCompile(`^\s*(?:FROM|JOIN|LEFT JOIN|WHERE|AND|OR|ORDER BY|GROUP BY|ON CONFLICT|RETURNING|LIMIT|SET|VALUES)\s`)
)

// owners reads from the migrations who owns each table: the nearest comment
// above that names an owner. A table without one is owned by "".
func owners(m *Module) map[string]string {
	owned := map[string]string{}
	for at, text := range m.Texts {
		if !strings.HasPrefix(at, "db/migrations/") {
			continue
		}
		owner := ""
		for line := range strings.Lines(text) {
			if found := ownerLine.FindStringSubmatch(line); found != nil {
				owner = strings.ToLower(found[1])
			} else if found := ownerAside.FindStringSubmatch(line); found != nil {
				owner = found[1]
			}
			if found := createTable.FindStringSubmatch(line); found != nil {
				owned[found[1]] = owner
			}
		}
	}
	return owned
}

// OneWriterPerTable is rule 3: only the owner named in the schema writes a
// table, and a package reads tables of its own or of lower floors.
func OneWriterPerTable(m *Module) []Finding {
	owned := owners(m)
	var found []Finding
	for table, owner := range owned {
		if _, known := floorOf(owner); !known {
			found = append(found, Finding{"db/migrations", "table " + table + " names no owner on any floor: write -- owner: package above it"})
		}
	}
	for _, f := range m.Shipped() {
		f.literals(func(lit *ast.BasicLit, text string) {
			if !statement.MatchString(text) && !startsClaus.MatchString(text) {
				return
			}
			for _, write := range writesTable.FindAllStringSubmatch(text, -1) {
				if owner, table := owned[write[1]], write[1]; owner != "" && owner != f.Folder {
					found = append(found, f.at(lit, "%s writes %s, which %s owns: call its door", f.Folder, table, owner))
				}
			}
			found = append(found, readsFromAbove(f, lit, text, owned)...)
		})
	}
	return found
}

func readsFromAbove(f *File, lit *ast.BasicLit, text string, owned map[string]string) []Finding {
	var found []Finding
	own, _ := floorOf(f.Folder)
	for _, read := range readsTable.FindAllStringSubmatch(text, -1) {
		owner := owned[read[1]]
		if owner == "" || owner == f.Folder {
			continue
		}
		if at, _ := floorOf(owner); at >= own {
			found = append(found, f.at(lit, "%s reads %s, which %s above or beside it owns", f.Folder, read[1], owner))
		}
	}
	return found
}

// foreign is what only one of the two engines understands, and what to write
// instead.
var foreign = []struct {
	pattern *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`(?i)\bnow\(\)|CURRENT_TIMESTAMP`), "tx.Now() as a parameter"},
	{regexp.MustCompile(`(?i)\bFOR\s+(?:NO\s+KEY\s+)?UPDATE\b`), "a guarded UPDATE"},
	{regexp.MustCompile(`(?i)\bSKIP\s+LOCKED\b`), "a guarded UPDATE"},
	{regexp.MustCompile(`(?i)\bI?LIKE\s+ANY|\bILIKE\b`), "lower(x) LIKE lower($n)"},
	{regexp.MustCompile(`[a-z0-9_)'"]::[a-z]`), "CAST(x AS type)"},
	{regexp.MustCompile(`(?i)=\s*ANY\s*\(`), "IN ($1, $2, …)"},
	{regexp.MustCompile(`->>?\s*'|#>>|@>|jsonb?_`), "columns: JSON operators differ"},
	{regexp.MustCompile(`(?i)\bINTERVAL\s+'|date_trunc\(|strftime\(|julianday\(`), "stored moments: time arithmetic differs"},
	{regexp.MustCompile(`(?i)\bDEFERRABLE\b|\bSERIAL\b|\bGENERATED\s+(?:ALWAYS|BY)|AUTOINCREMENT`), "ids made by the program"},
	{regexp.MustCompile(`(?i)\bARRAY\s*\[|\bunnest\(|\bgroup_concat\(|\bstring_agg\(`), "rows: arrays differ"},
	{regexp.MustCompile(`(?i)\bINSERT\s+OR\s+(?:IGNORE|REPLACE)\b|\bREPLACE\s+INTO\b|\browid\b`), "ON CONFLICT"},
	{regexp.MustCompile(`[^\w]\?(?:\d|\s|,|\))`), "$n parameters"},
}

// dialects may speak one engine's own words: db itself, and the pair of files
// that set full-text search up.
func dialect(at string) bool {
	return strings.HasPrefix(at, "db/") || strings.HasSuffix(at, "_postgres.go") || strings.HasSuffix(at, "_sqlite.go") || strings.HasPrefix(at, "bench/")
}

// OneTextForBothEngines is rule 9: SQL keeps to what SQLite and PostgreSQL both
// understand.
func OneTextForBothEngines(m *Module) []Finding {
	var found []Finding
	for _, f := range m.Shipped() {
		if dialect(f.Path) {
			continue
		}
		f.literals(func(lit *ast.BasicLit, text string) {
			if !statement.MatchString(text) && !startsClaus.MatchString(text) {
				return
			}
			for _, word := range foreign {
				if bad := word.pattern.FindString(text); bad != "" {
					found = append(found, f.at(lit, "%q is not in the shared subset: write %s", strings.TrimSpace(bad), word.instead))
				}
			}
		})
	}
	for at, text := range m.Texts {
		if strings.HasPrefix(at, "db/migrations/") {
			found = append(found, foreignInMigration(at, text)...)
		}
	}
	return found
}

func foreignInMigration(at, text string) []Finding {
	var found []Finding
	number := 0
	for line := range strings.Lines(text) {
		number++
		code, _, _ := strings.Cut(line, "--")
		for _, word := range foreign {
			if bad := word.pattern.FindString(code); bad != "" {
				found = append(found, Finding{where(at, number), "\"" + strings.TrimSpace(bad) + "\" is not in the shared subset: write " + word.instead})
			}
		}
	}
	return found
}
