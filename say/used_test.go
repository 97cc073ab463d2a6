package say_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"guildhall/say"
)

// use is one place in the module that names a text.
type use struct{ key, at string }

// faultMakers are the functions of fault whose first argument is a code.
var faultMakers = []string{"Invalid", "Conflict", "Denied", "Limited", "Away"}

// guardMakers are the functions of order whose first argument is a code without
// its beginning.
var guardMakers = []string{"when", "fact", "fits"}

// keyTakers are the methods whose first argument is a key.
var keyTakers = []string{"T", "Notice", "Key"}

func TestEveryTextThatIsNamedInTheModuleExists(t *testing.T) {
	english := say.For("en", nil, "USD")
	uses := usesIn(t, "..")
	if len(uses) < 50 {
		t.Fatalf("only %d places found: the scan misses something", len(uses))
	}
	for _, u := range uses {
		if !english.Has(u.key) {
			t.Errorf("%s: no text for %s", u.at, u.key)
		}
	}
}

// TestTheScanSeesEachWayToNameAText plants one of each.
func TestTheScanSeesEachWayToNameAText(t *testing.T) {
	source := `package planted
var a = fault.Invalid("one", "x", 1)
var b = fault.Away("two").At("field")
var c = &fault.Fault{Sort: "denied", Code: "three"}
var d = fits("date_late", "due", nil)
func f() { s.T("four"); v.Notice("five", "x", 2); _ = say.Key("six"); s.T("pre." + a); s.T(a) }`
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "planted.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, u := range usesInFile(files, file) {
		keys = append(keys, u.key)
	}
	want := []string{"fault.one", "fault.two", "fault.three", "fault.order_date_late", "four", "five", "six"}
	if !slices.Equal(keys, want) {
		t.Errorf("got %v, want %v", keys, want)
	}
}

// usesIn scans the module's own files, tests left out.
func usesIn(t *testing.T, root string) []use {
	t.Helper()
	var uses []use
	files := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && path != root && (strings.HasPrefix(name, ".") || name == "testdata") {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		uses = append(uses, usesInFile(files, file)...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return uses
}

func usesInFile(files *token.FileSet, file *ast.File) []use {
	var uses []use
	found := func(key string, at ast.Node) {
		uses = append(uses, use{key, files.Position(at.Pos()).String()})
	}
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.CallExpr:
			if key, ok := calledKey(node); ok {
				found(key, node)
			}
		case *ast.CompositeLit:
			if code, ok := faultCode(node); ok {
				found("fault."+code, node)
			}
		}
		return true
	})
	return uses
}

// faultCode is the code in a literal fault.Fault{…}.
func faultCode(made *ast.CompositeLit) (string, bool) {
	kind, ok := made.Type.(*ast.SelectorExpr)
	if !ok || kind.Sel.Name != "Fault" {
		return "", false
	}
	for _, element := range made.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if name, ok := pair.Key.(*ast.Ident); ok && name.Name == "Code" {
			return literal(pair.Value)
		}
	}
	return "", false
}

// calledKey is the key that a call names by a literal.
func calledKey(call *ast.CallExpr) (string, bool) {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if name, plain := call.Fun.(*ast.Ident); plain && len(call.Args) > 1 && slices.Contains(guardMakers, name.Name) {
		text, ok := literal(call.Args[0])
		return "fault.order_" + text, ok
	}
	if !ok || len(call.Args) == 0 {
		return "", false
	}
	text, ok := literal(call.Args[0])
	if !ok {
		return "", false
	}
	owner, _ := selector.X.(*ast.Ident)
	switch {
	case owner != nil && owner.Name == "fault" && slices.Contains(faultMakers, selector.Sel.Name):
		return "fault." + text, true
	case owner != nil && owner.Name == "parts":
		return "", false // parts.Notice takes a mood
	case slices.Contains(keyTakers, selector.Sel.Name):
		return text, true
	default:
		return "", false
	}
}

func literal(expression ast.Expr) (string, bool) {
	basic, ok := expression.(*ast.BasicLit)
	if !ok || basic.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(basic.Value)
	return text, err == nil
}

var placeholder = regexp.MustCompile(`\{\{\.[a-z][a-z0-9_]*\}\}`)

func TestEveryTextIsWellFormed(t *testing.T) {
	for _, lang := range say.Languages() {
		for key, text := range say.TextsOf(lang) {
			bare := placeholder.ReplaceAllString(text, "")
			switch {
			case strings.TrimSpace(text) == "" || strings.TrimSpace(text) != text:
				t.Errorf("%s %s: empty, or with space around it", lang, key)
			case strings.Contains(bare, "{{") || strings.Contains(bare, "}}"):
				t.Errorf("%s %s: a broken placeholder in %q", lang, key, text)
			case strings.Contains(text, "!"):
				t.Errorf("%s %s: an exclamation mark in %q", lang, key, text)
			}
		}
	}
}

// TestAPluralTextHasBothForms; a key may end in .other for another cause, as
// "reason.other" does, if it counts nothing.
func TestAPluralTextHasBothForms(t *testing.T) {
	for key, text := range say.TextsOf("en") {
		if name, ok := strings.CutSuffix(key, ".one"); ok && !slices.Contains(say.Keys(), name+".other") {
			t.Errorf("%s has no %s.other", key, name)
		}
		name, ok := strings.CutSuffix(key, ".other")
		if ok && strings.Contains(text, "{{.count}}") && !slices.Contains(say.Keys(), name+".one") {
			t.Errorf("%s has no %s.one", key, name)
		}
	}
}
