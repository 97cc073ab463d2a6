// Package tidy reads the whole module and holds it to the rules of the house.
// Each rule is a function from the module to its findings; each has a test that
// plants a violation and sees it caught.
//
// It parses, and does not type-check: a rule that needs types would make the
// whole run slow, and names are clear enough here.
package tidy

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// modulePath is what imports of our own begin with.
const modulePath = "guildhall"

// Finding is one place that breaks a rule.
type Finding struct {
	Where string // path:line
	What  string
}

func (f Finding) String() string { return f.Where + ": " + f.What }

// Rule finds every place of the module that breaks it.
type Rule func(*Module) []Finding

// File is one Go file.
type File struct {
	Path      string // from the module's root, with slashes
	Folder    string // its package's folder
	Test      bool
	Generated bool
	AST       *ast.File
	Lines     int
	fset      *token.FileSet
}

// Module is everything the rules look at.
type Module struct {
	Go    []*File
	Texts map[string]string // every other text file of interest by path
}

// Load reads the module at root.
func Load(root string) (*Module, error) {
	m := &Module{Texts: map[string]string{}}
	err := filepath.WalkDir(root, func(at string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && (name == ".git" || name == "node_modules" || name == "testdata" || name == "guildhall-data") {
			return filepath.SkipDir
		}
		relative, err := filepath.Rel(root, at)
		if err != nil || entry.IsDir() || !ofInterest(name) {
			return err
		}
		content, err := os.ReadFile(at)
		if err != nil {
			return err
		}
		return m.add(filepath.ToSlash(relative), string(content))
	})
	return m, err
}

func ofInterest(name string) bool {
	switch path.Ext(name) {
	case ".go", ".templ", ".sql", ".js", ".css", ".mod", ".md", ".txt":
		return true
	}
	return false
}

// add takes in one file, in place of an earlier one of the same path.
func (m *Module) add(at, content string) error {
	if path.Ext(at) != ".go" {
		m.Texts[at] = content
		return nil
	}
	fset := token.NewFileSet()
	parsed, err := parser.ParseFile(fset, at, content, parser.ParseComments)
	if err != nil {
		return fmt.Errorf("tidy: %w", err)
	}
	m.Go = slices.DeleteFunc(m.Go, func(f *File) bool { return f.Path == at })
	m.Go = append(m.Go, &File{
		Path: at, Folder: path.Dir(at), AST: parsed, fset: fset,
		Test:      strings.HasSuffix(at, "_test.go"),
		Generated: ast.IsGenerated(parsed),
		Lines:     strings.Count(content, "\n"),
	})
	return nil
}

// With is the module with one more file in it, as the tests plant violations.
func (m *Module) With(at, content string) (*Module, error) {
	planted := &Module{Go: slices.Clone(m.Go), Texts: maps.Clone(m.Texts)}
	return planted, planted.add(at, content)
}

// Written lists the files people wrote: no generated ones.
func (m *Module) Written() []*File {
	return slices.DeleteFunc(slices.Clone(m.Go), func(f *File) bool { return f.Generated })
}

// Shipped lists the written files that go into the program: no tests, and none
// of the packages that only tests use.
func (m *Module) Shipped() []*File {
	return slices.DeleteFunc(m.Written(), func(f *File) bool { return f.Test || onlyForTests(f.Folder) })
}

func onlyForTests(folder string) bool {
	first, _, _ := strings.Cut(folder, "/")
	return first == "testkit" || first == "town" || first == "tidy" || first == "test"
}

// at makes a finding at a node.
func (f *File) at(node ast.Node, what string, args ...any) Finding {
	line := f.fset.Position(node.Pos()).Line
	return Finding{Where: f.Path + ":" + strconv.Itoa(line), What: fmt.Sprintf(what, args...)}
}

// imports lists the file's imports by path, each with the name it goes by.
func (f *File) imports() map[string]string {
	names := map[string]string{}
	for _, spec := range f.AST.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value) // the parser checked it
		name := path.Base(imported)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[imported] = name
	}
	return names
}

// literals calls each for every string literal, with the text it stands for.
func (f *File) literals(each func(lit *ast.BasicLit, text string)) {
	ast.Inspect(f.AST, func(n ast.Node) bool {
		if _, isImport := n.(*ast.ImportSpec); isImport {
			return false
		}
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil {
				each(lit, text)
			}
		}
		return true
	})
}

// selectors calls each for every pkg.Name of the imported package.
func (f *File) selectors(imported string, each func(sel *ast.SelectorExpr)) {
	name, ok := f.imports()[imported]
	if !ok {
		return
	}
	ast.Inspect(f.AST, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if of, ok := sel.X.(*ast.Ident); ok && of.Name == name {
				each(sel)
			}
		}
		return true
	})
}

func unquoted(lit *ast.BasicLit) (string, bool) {
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil && lit.Kind == token.STRING
}
