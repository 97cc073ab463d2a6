package tidy

import (
	"go/ast"
	"path"
	"regexp"
	"strconv"
	"strings"
)

func where(at string, line int) string { return at + ":" + strconv.Itoa(line) }

// FunctionLinesMax is how long a function may be: a screen (rule 11).
const FunctionLinesMax = 60

// FileLinesMax is where a file is split by theme.
const FileLinesMax = 400

// ScriptLinesMax bounds an ES module.
const ScriptLinesMax = 100

// FunctionsFitOnAScreen is rule 11.
func FunctionsFitOnAScreen(m *Module) []Finding {
	var found []Finding
	for _, f := range m.Written() {
		for _, decl := range f.AST.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			lines := f.fset.Position(fn.End()).Line - f.fset.Position(fn.Pos()).Line + 1
			if lines > FunctionLinesMax {
				found = append(found, f.at(fn, "func %s has %d lines, %d at most", fn.Name.Name, lines, FunctionLinesMax))
			}
		}
	}
	return found
}

// FilesHaveOneTheme bounds files. Literal tables are long by nature: machine.go
// and the texts of say.
func FilesHaveOneTheme(m *Module) []Finding {
	var found []Finding
	for _, f := range m.Written() {
		table := path.Base(f.Path) == "machine.go" || f.Folder == "say" && strings.HasPrefix(path.Base(f.Path), "en_")
		if f.Lines > FileLinesMax && !table {
			found = append(found, Finding{f.Path, "has " + strconv.Itoa(f.Lines) + " lines, " + strconv.Itoa(FileLinesMax) + " at most: split it by theme"})
		}
	}
	return found
}

// ScriptsAreSmall bounds the ES modules that the program ships.
func ScriptsAreSmall(m *Module) []Finding {
	var found []Finding
	for at, text := range m.Texts {
		if !strings.HasPrefix(at, "web/") || path.Ext(at) != ".js" {
			continue
		}
		if lines := strings.Count(text, "\n"); lines > ScriptLinesMax {
			found = append(found, Finding{at, "has " + strconv.Itoa(lines) + " lines, " + strconv.Itoa(ScriptLinesMax) + " at most"})
		}
	}
	return found
}

// hollow are words that say nothing about what a thing is (rule 12).
var hollow = []string{"Service", "Manager", "Helper", "Repository", "Impl", "Util", "Utils"}

// ourNoun are the names where service is what a seller offers.
var ourNoun = map[string]bool{"Service": true, "service": true, "BidNeedsService": true}

// NamesSaySomething is rule 12: no type or package ends in a hollow word.
func NamesSaySomething(m *Module) []Finding {
	var found []Finding
	for _, f := range m.Written() {
		for _, word := range hollow {
			if strings.HasSuffix(strings.ToLower(f.AST.Name.Name), strings.ToLower(word)) {
				found = append(found, f.at(f.AST.Name, "package %s ends in %s", f.AST.Name.Name, word))
			}
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok || ourNoun[spec.Name.Name] {
				return true
			}
			for _, word := range hollow {
				if strings.HasSuffix(spec.Name.Name, word) || spec.Name.Name == strings.ToLower(word) {
					found = append(found, f.at(spec, "type %s ends in %s: say what it is", spec.Name.Name, word))
				}
			}
			return true
		})
	}
	return found
}

// american are spellings of which ours are British; only names we declare are
// looked at, since CSS and the standard library have their own.
var american = regexp.MustCompile(`Color|Behavior|Catalog(?:[^u]|$)|Favorite|Canceled|Canceling|Organiz|Initializ|Normaliz|Authoriz|Recogniz|Honor|Center|Fulfill(?:[^ei]|$)|Labeled`)

// SpellingIsBritish is rule 12.
func SpellingIsBritish(m *Module) []Finding {
	var found []Finding
	check := func(f *File, name *ast.Ident) {
		if name == nil {
			return
		}
		if bad := american.FindString(strings.ToUpper(name.Name[:1]) + name.Name[1:]); bad != "" {
			found = append(found, f.at(name, "%s: %q is spelt the American way", name.Name, bad))
		}
	}
	for _, f := range m.Written() {
		for _, decl := range f.AST.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				check(f, d.Name)
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch s := spec.(type) {
					case *ast.TypeSpec:
						check(f, s.Name)
					case *ast.ValueSpec:
						for _, name := range s.Names {
							check(f, name)
						}
					}
				}
			}
		}
	}
	return found
}

// NeverNilNil is rule 10: a function that gives a pointer and an error gives at
// least one of them. A *fault.Fault is a refusal itself: none is an answer.
func NeverNilNil(m *Module) []Finding {
	var found []Finding
	for _, f := range m.Shipped() {
		for _, decl := range f.AST.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || !givesPointerAndError(fn) {
				continue
			}
			ast.Inspect(fn.Body, func(n ast.Node) bool {
				if _, inner := n.(*ast.FuncLit); inner {
					return false
				}
				if r, ok := n.(*ast.ReturnStmt); ok && len(r.Results) == 2 && isNil(r.Results[0]) && isNil(r.Results[1]) {
					found = append(found, f.at(r, "func %s returns nil, nil: say what is missing", fn.Name.Name))
				}
				return true
			})
		}
	}
	return found
}

func givesPointerAndError(fn *ast.FuncDecl) bool {
	if fn.Body == nil || fn.Type.Results == nil || fn.Type.Results.NumFields() != 2 {
		return false
	}
	results := fn.Type.Results.List
	pointer, ok := results[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	refusal, _ := pointer.X.(*ast.SelectorExpr)
	last, named := results[len(results)-1].Type.(*ast.Ident)
	return named && last.Name == "error" && (refusal == nil || refusal.Sel.Name != "Fault")
}

func isNil(e ast.Expr) bool {
	name, ok := e.(*ast.Ident)
	return ok && name.Name == "nil"
}

// PackagesSayWhatTheyAre wants one package comment in each package.
func PackagesSayWhatTheyAre(m *Module) []Finding {
	said, seen := map[string]bool{}, map[string]string{}
	for _, f := range m.Written() {
		if strings.HasSuffix(f.AST.Name.Name, "_test") || f.Test {
			continue
		}
		seen[f.Folder] = f.Path
		said[f.Folder] = said[f.Folder] || f.AST.Doc != nil
	}
	var found []Finding
	for folder, at := range seen {
		if !said[folder] {
			found = append(found, Finding{at, "package in " + folder + " has no comment that says what it is for"})
		}
	}
	return found
}
