package tidy

import (
	"go/ast"
	"path"
	"slices"
	"strings"
)

// reserved names what only some folders may import, and why (rule 6).
var reserved = []struct {
	imported string // the path, or the beginning of it where it ends in a slash
	folders  []string
	why      string
}{
	{"database/sql", []string{"db"}, "one SQL door for two engines"},
	{"modernc.org/", []string{"db"}, "drivers stay behind db"},
	{"github.com/jackc/", []string{"db"}, "drivers stay behind db"},
	{"github.com/pressly/", []string{"db"}, "migrations are db's"},
	{"net/http", []string{"desk", "web", "api", "sweep", "outside", "bench", "demo", "evidence", "intake", "verify", "hall", "cmd", "test", "tidy"}, "serving is for the desks"},
	{"net/smtp", []string{"outside"}, "the network is reached in outside/ only"},
	{"github.com/wneessen/", []string{"outside"}, "the network is reached in outside/ only"},
	{"github.com/a-h/templ", []string{"desk", "web", "bench", "test"}, "pages are drawn in web"},
	{"github.com/danielgtaylor/", []string{"api", "test"}, "the API is built in api"},
}

// PackagesKeepToTheirWorld is rule 6: SQL drivers, serving and the outside
// network each have their place.
func PackagesKeepToTheirWorld(m *Module) []Finding {
	var found []Finding
	for _, f := range m.Go {
		for _, spec := range f.AST.Imports {
			imported := strings.Trim(spec.Path.Value, `"`)
			for _, r := range reserved {
				matches := imported == r.imported || strings.HasSuffix(r.imported, "/") && strings.HasPrefix(imported, r.imported)
				if matches && !under(f.Folder, r.folders) {
					found = append(found, f.at(spec, "%s imports %s: %s", f.Folder, imported, r.why))
				}
			}
		}
	}
	return found
}

func under(folder string, parents []string) bool {
	return slices.ContainsFunc(parents, func(parent string) bool { return folder == parent || within(folder, parent) })
}

// clocks are the folders that may ask what time it is: db stamps transactions,
// desk stamps arrivals, cmd measures the start, bench measures itself, outside
// bounds its waiting.
var clocks = []string{"db", "desk", "cmd", "bench", "outside"}

// TimeComesFromTheTransaction is rule 6: the program has one clock.
func TimeComesFromTheTransaction(m *Module) []Finding {
	var found []Finding
	for _, f := range m.Shipped() {
		if under(f.Folder, clocks) {
			continue
		}
		f.selectors("time", func(sel *ast.SelectorExpr) {
			switch sel.Sel.Name {
			case "Now", "Since", "Until":
				found = append(found, f.at(sel, "time.%s: take tx.Now(), the visit's At or the store's clock", sel.Sel.Name))
			}
		})
	}
	return found
}

// dialling is what reaches out, by package.
var dialling = map[string][]string{
	"net":        {"Dial", "DialTimeout", "Dialer", "LookupHost", "LookupMX"},
	"net/http":   {"Get", "Post", "PostForm", "Head", "Client", "DefaultClient", "DefaultTransport", "Transport"},
	"crypto/tls": {"Dial", "Dialer"},
}

// OnlyOutsideReachesOut is rule 6: calls to other machines are in outside/.
// bench calls the server it started itself.
func OnlyOutsideReachesOut(m *Module) []Finding {
	var found []Finding
	for _, f := range m.Shipped() {
		if under(f.Folder, []string{"outside", "bench", "db"}) {
			continue
		}
		for imported, names := range dialling {
			f.selectors(imported, func(sel *ast.SelectorExpr) {
				if slices.Contains(names, sel.Sel.Name) {
					found = append(found, f.at(sel, "%s.%s: the network is reached in outside/ only", path.Base(imported), sel.Sel.Name))
				}
			})
		}
	}
	return found
}

// MachinesArePure is rule 6: a file called machine.go holds no effects.
func MachinesArePure(m *Module) []Finding {
	impure := []string{"context", "os", "net", "net/http", "io", "math/rand", "math/rand/v2", "crypto/rand", "sync", modulePath + "/db"}
	var found []Finding
	for _, f := range m.Written() {
		if path.Base(f.Path) != "machine.go" {
			continue
		}
		for _, spec := range f.AST.Imports {
			if imported := strings.Trim(spec.Path.Value, `"`); slices.Contains(impure, imported) {
				found = append(found, f.at(spec, "machine.go imports %s: tables of rules are pure", imported))
			}
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			if g, ok := n.(*ast.GoStmt); ok {
				found = append(found, f.at(g, "machine.go starts a goroutine: tables of rules are pure"))
			}
			return true
		})
	}
	return found
}
