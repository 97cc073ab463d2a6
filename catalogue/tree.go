package catalogue

import (
	"encoding/json"
	"fmt"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/policy"
)

// Node is a category with what is below it. Trees are shared (forest): nobody
// changes one.
type Node struct {
	Category
	Path       []Category  // from the top down to this one
	Attributes []Attribute // those that hold here: its own and all above's (CAT-2)
	Below      []Node
}

// Leaf reports whether services can stand here.
func (n Node) Leaf() bool { return len(n.Below) == 0 }

// Tree is the whole tree in the order of positions, with names in the
// language where they are translated (CAT-1).
func Tree(tx *db.Tx, language string) ([]Node, error) {
	f, err := forestOf(tx)
	if err != nil {
		return nil, err
	}
	return f.in(language).nodes, nil
}

// NodeOf finds a category in a tree.
func NodeOf(tree []Node, wanted func(Category) bool) (Node, bool) {
	for _, node := range tree {
		if wanted(node.Category) {
			return node, true
		}
		if found, ok := NodeOf(node.Below, wanted); ok {
			return found, true
		}
	}
	return Node{}, false
}

// Path is a category and all above it, from the top down; fault.Missing when
// there is none.
func Path(tx *db.Tx, category id.Category) ([]Category, error) {
	f, err := forestOf(tx)
	if err != nil {
		return nil, err
	}
	node, ok := f.in("").byID[category]
	if !ok {
		return nil, fault.Missing()
	}
	return node.Path, nil
}

// AttributesOf are the attributes that the categories of a path declare, those
// of the top first (CAT-2).
func AttributesOf(tx *db.Tx, path []Category) ([]Attribute, error) {
	if len(path) == 0 {
		return nil, nil
	}
	f, err := forestOf(tx)
	if err != nil {
		return nil, err
	}
	return f.declared(path), nil
}

func scanAttribute(row db.Row) (Attribute, error) {
	var a Attribute
	var choices string
	err := row.Scan(&a.Category, &a.Code, &a.Name, &a.Kind, &a.Required, &choices, &a.Min, &a.Max, &a.Position)
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal([]byte(choices), &a.Choices); err != nil {
		return a, fmt.Errorf("catalogue: choices of attribute %s: %w", a.Code, err)
	}
	return a, nil
}

// RulesFor is what an offer in this category is checked against; the zero
// category gives rules that refuse it for the missing category only.
func RulesFor(tx *db.Tx, category id.Category, p policy.Policy) (Rules, error) {
	rules := Rules{Policy: p, Leaf: true}
	f, err := forestOf(tx)
	if err != nil {
		return rules, err
	}
	node, ok := f.in("").byID[category]
	if !ok {
		return rules, nil
	}
	rules.Category, rules.Attributes, rules.Leaf = node.Category, node.Attributes, node.Leaf()
	for _, above := range node.Path {
		rules.Category.Prohibited = rules.Category.Prohibited || above.Prohibited
	}
	return rules, nil
}
