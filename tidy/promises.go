package tidy

import (
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// unreadFile lists the policy values whose subject does not exist yet.
const unreadFile = "tidy/unread.txt"

// UnreadMax is how long that list may be. It goes down with the list and never
// up: a new value comes with its reader.
const UnreadMax = 60

// PolicyIsObeyed finds values of the policy that nothing outside policy reads,
// save those listed; and listed ones that are read by now.
func PolicyIsObeyed(m *Module) []Finding {
	fields := policyFields(m)
	read := map[string]bool{}
	for _, f := range m.Go { // pages read values too, and their Go is generated
		if f.Test || onlyForTests(f.Folder) || under(f.Folder, []string{"policy"}) {
			continue
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && fields[sel.Sel.Name] != nil {
				read[sel.Sel.Name] = true
			}
			return true
		})
	}
	listed := map[string]bool{}
	for _, name := range strings.Fields(m.Texts[unreadFile]) {
		listed[name] = true
	}
	var found []Finding
	if len(listed) > UnreadMax {
		found = append(found, Finding{unreadFile, fmt.Sprintf("lists %d values, %d at most: the list only shrinks", len(listed), UnreadMax)})
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		switch {
		case !read[name] && !listed[name]:
			found = append(found, Finding{"policy", "nothing outside policy reads " + name + ": a promise nobody keeps"})
		case read[name] && listed[name]:
			found = append(found, Finding{unreadFile, name + " is read now: take it off the list"})
		}
	}
	for name := range listed {
		if fields[name] == nil {
			found = append(found, Finding{unreadFile, name + " is no value of the policy"})
		}
	}
	return found
}

// policyFields reads the names of the fields of policy.Policy.
func policyFields(m *Module) map[string]*ast.Field {
	fields := map[string]*ast.Field{}
	for _, f := range m.Written() {
		if f.Folder != "policy" || f.Test {
			continue
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok || spec.Name.Name != "Policy" {
				return true
			}
			if record, ok := spec.Type.(*ast.StructType); ok {
				for _, field := range record.Fields.List {
					for _, name := range field.Names {
						fields[name.Name] = field
					}
				}
			}
			return false
		})
	}
	return fields
}

// actionTable makes its rows from the table of actions on an order, which is
// literal itself.
const actionTable = "web/order/actions.go"

// RoutesAreLiteral is rule 14: the table of pages stands in web, a section in
// each subject's package, and every row names its method and pattern as they
// are, so that the table can be read.
func RoutesAreLiteral(m *Module) []Finding {
	var found []Finding
	for _, f := range m.Shipped() {
		if f.Path == actionTable {
			continue
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			table, ok := n.(*ast.CompositeLit)
			if !ok || !isRouteTable(table) {
				return true
			}
			if !under(f.Folder, []string{"web"}) {
				found = append(found, f.at(table, "routes stand in web, the one table of pages"))
			}
			for _, row := range table.Elts {
				if !literalRow(row) {
					found = append(found, f.at(row, "a row of the routes table is written out: {method, pattern, right, whose, handler}"))
				}
			}
			return true
		})
	}
	return found
}

func isRouteTable(lit *ast.CompositeLit) bool {
	list, ok := lit.Type.(*ast.ArrayType)
	if !ok {
		return false
	}
	of, ok := list.Elt.(*ast.SelectorExpr)
	return ok && of.Sel.Name == "Route"
}

func literalRow(row ast.Expr) bool {
	lit, ok := row.(*ast.CompositeLit)
	if !ok || len(lit.Elts) < 4 {
		return false
	}
	for i := range 2 {
		value := lit.Elts[i]
		if pair, keyed := value.(*ast.KeyValueExpr); keyed {
			value = pair.Value
		}
		if text, ok := value.(*ast.BasicLit); !ok || text.Kind != token.STRING {
			return false
		}
	}
	return true
}

// mayLeaveOut names the tests that may leave themselves out, and why.
var mayLeaveOut = map[string]string{
	"testkit": "without PostgreSQL on a developer's machine; where CI runs it fails instead",
	"test":    "without Chromium on a developer's machine, or without --long; where CI runs it fails instead",
	"screen":  "without the data folder; where CI runs it is there",
	"intake":  "without the data folder beside the checkout; where CI runs it fails instead",
}

// TestsRun finds tests that leave themselves out without a reason on the list.
func TestsRun(m *Module) []Finding {
	var found []Finding
	for _, f := range m.Written() {
		ast.Inspect(f.AST, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok || sel.Sel.Name != "Skip" && sel.Sel.Name != "SkipNow" && sel.Sel.Name != "Skipf" {
				return true
			}
			first, _, _ := strings.Cut(f.Folder, "/")
			if of, ok := sel.X.(*ast.Ident); ok && (of.Name == "t" || of.Name == "b" || of.Name == "tb") && mayLeaveOut[first] == "" {
				found = append(found, f.at(sel, "%s.%s: a test that leaves itself out proves nothing", of.Name, sel.Sel.Name))
			}
			return true
		})
	}
	return found
}

var sqliteVersion = regexp.MustCompile(`modernc\.org/sqlite v1\.(\d+)\.`)

// SQLiteStaysPinned keeps the driver at the version that was measured.
func SQLiteStaysPinned(m *Module) []Finding {
	version := sqliteVersion.FindStringSubmatch(m.Texts["go.mod"])
	if version == nil {
		return []Finding{{"go.mod", "modernc.org/sqlite is not required"}}
	}
	var minor int
	if _, err := fmt.Sscan(version[1], &minor); err != nil || minor > 60 {
		return []Finding{{"go.mod", "modernc.org/sqlite is past v1.60: measure and read its changes before the pin moves"}}
	}
	return nil
}

var wordRow = regexp.MustCompile(`(?m)^\| \*\*(.+?)\*\* \| .+ \| (.*) \|$`)

// WordsAreTheSpecs holds names we declare to docs/words.md: its last column
// lists what a thing is not called.
func WordsAreTheSpecs(m *Module) []Finding {
	wrong := map[string]string{}
	for _, row := range wordRow.FindAllStringSubmatch(m.Texts["docs/words.md"], -1) {
		for word := range strings.SplitSeq(row[2], ",") {
			if word = strings.TrimSpace(word); word != "" {
				wrong[strings.ToLower(word)] = row[1]
			}
		}
	}
	if len(wrong) == 0 {
		return []Finding{{"docs/words.md", "has no rows of the form | **word** | meaning | not |"}}
	}
	var found []Finding
	for _, f := range m.Shipped() {
		if under(f.Folder, []string{"intake"}) { // reads other people's files, in their words
			continue
		}
		for _, decl := range f.AST.Decls {
			d, ok := decl.(*ast.GenDecl)
			if !ok || d.Tok != token.TYPE {
				continue
			}
			for _, spec := range d.Specs {
				name := spec.(*ast.TypeSpec).Name
				if right, bad := wrong[strings.ToLower(name.Name)]; bad && name.IsExported() {
					found = append(found, f.at(name, "type %s: docs/words.md calls it %s", name.Name, right))
				}
			}
		}
	}
	return found
}
