package tidy

import (
	"go/ast"
	"regexp"
	"strings"
)

// sentence is text that a person would read: three words or more, the first
// with a capital letter.
var sentence = regexp.MustCompile(`^[A-Z][a-z']*(?:[ ,]+[A-Za-z',-]+){2,}`)

// speaking are the folders that answer people; what they say comes from say.
var speaking = []string{"desk", "web", "notification", "moderation", "order", "catalogue", "account", "payment", "dispute", "reputation", "payout", "conversation"}

// startingContent is what an empty marketplace is given to begin with; from
// then on it is the operator's own text, in the database.
var startingContent = map[string]bool{"catalogue/starting_tree.go": true, "account/drafts.go": true}

// forOperators are calls whose texts go to the log or to whoever runs the
// program, not to its users.
var forOperators = regexp.MustCompile(`^(?:errors|fmt|slog|log|panic|t|b|Log)$`)

// NoSentenceOutsideSay is rule 13: every text for people is looked up by key.
func NoSentenceOutsideSay(m *Module) []Finding {
	var found []Finding
	for _, f := range m.Go {
		if f.Test || startingContent[f.Path] || !under(f.Folder, speaking) {
			continue
		}
		if f.Generated {
			found = append(found, drawnTexts(f)...)
			continue
		}
		excused := operatorTexts(f)
		f.literals(func(lit *ast.BasicLit, text string) {
			if !excused[lit] && sentence.MatchString(text) && !statement.MatchString(text) {
				found = append(found, f.at(lit, "%.40q is a sentence: give it a key in say", text))
			}
		})
	}
	return found
}

// operatorTexts finds the literals inside calls that talk to operators.
func operatorTexts(f *File) map[*ast.BasicLit]bool {
	excused := map[*ast.BasicLit]bool{}
	ast.Inspect(f.AST, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || !talksToOperators(call.Fun) {
			return true
		}
		for _, arg := range call.Args {
			ast.Inspect(arg, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok {
					excused[lit] = true
				}
				return true
			})
		}
		return true
	})
	return excused
}

func talksToOperators(fun ast.Expr) bool {
	switch f := fun.(type) {
	case *ast.Ident:
		return forOperators.MatchString(f.Name)
	case *ast.SelectorExpr:
		if of, ok := f.X.(*ast.Ident); ok && forOperators.MatchString(of.Name) {
			return true
		}
		inner, ok := f.X.(*ast.SelectorExpr)
		return ok && forOperators.MatchString(inner.Sel.Name)
	}
	return false
}

var (
	tag       = regexp.MustCompile(`(?s)<!--.*?-->|<(?:[^<>"]|"[^"]*")*>`)
	spoken    = regexp.MustCompile(`\b(?:title|alt|placeholder|aria-label)="([^"]*)"`)
	twoWords  = regexp.MustCompile(`\p{L}{2,}`)
	entity    = regexp.MustCompile(`&[a-z#0-9]+;`)
	wholeTags = regexp.MustCompile(`(?s)<(?:script|style|svg|code)\b.*?</(?:script|style|svg|code)>`)
)

// drawnTexts reads what a generated templ file writes as it stands: texts
// between tags and in attributes that are read out.
func drawnTexts(f *File) []Finding {
	if !strings.HasSuffix(f.Path, "_templ.go") {
		return nil
	}
	var page strings.Builder
	var first *ast.BasicLit
	ast.Inspect(f.AST, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || !writesMarkup(call) {
			return true
		}
		if lit, ok := call.Args[len(call.Args)-1].(*ast.BasicLit); ok {
			if first == nil {
				first = lit
			}
			text, _ := unquoted(lit)
			page.WriteString(text + "\x00") // a value stands between two pieces
		}
		return true
	})
	markup := wholeTags.ReplaceAllString(page.String(), "")
	var found []Finding
	for _, text := range append(tag.Split(markup, -1), attributes(markup)...) {
		text = entity.ReplaceAllString(strings.ReplaceAll(text, "\x00", " "), " ")
		if twoWords.MatchString(text) {
			found = append(found, f.at(first, "%.40q stands on the page as it is: give it a key in say", strings.TrimSpace(text)))
		}
	}
	return found
}

func attributes(markup string) []string {
	var texts []string
	for _, found := range spoken.FindAllStringSubmatch(markup, -1) {
		texts = append(texts, found[1])
	}
	return texts
}

func writesMarkup(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "WriteString" || len(call.Args) == 0 {
		return false
	}
	of, ok := sel.X.(*ast.Ident)
	return ok && (of.Name == "templruntime" || strings.HasPrefix(of.Name, "templ_"))
}
