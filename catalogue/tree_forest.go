package catalogue

import (
	"errors"
	"sync"

	"guildhall/db"
	"guildhall/id"
)

// stamp names one state of the whole tree. Every change gives a new one that
// was never given before, in any database, so what is kept under a stamp stays
// true for ever, also where the change is rolled back.
type stamp = id.Of[treeKind]

type treeKind struct{}

// forest is the whole tree as it stood under one stamp: one tree for each
// language that has names of its own, and one without a language. It is shared:
// nobody changes it.
type forest struct {
	attributes map[id.Category][]Attribute // as declared
	names      map[id.Category][]translation
	trees      map[string]grown
}

// grown is the tree in one language.
type grown struct {
	nodes []Node
	byID  map[id.Category]Node
}

// translation is a category's name in one language.
type translation struct {
	category                    id.Category
	language, name, description string
}

// in is the tree in a language, in the categories' own names where it has none.
func (f *forest) in(language string) grown {
	if tree, ok := f.trees[language]; ok {
		return tree
	}
	return f.trees[""]
}

// declared are the attributes that the categories of a path declare.
func (f *forest) declared(path []Category) []Attribute {
	var all []Attribute
	for _, category := range path {
		all = append(all, f.attributes[category.ID]...)
	}
	return all
}

// called are all names of a category, its own first.
func (f *forest) called(c Category) []string {
	names := []string{c.Name}
	for _, t := range f.names[c.ID] {
		names = append(names, t.name)
	}
	return names
}

// forestsMax bounds what is kept: one is in use, more only while it changes or
// where one process serves several databases.
const forestsMax = 8

// forests are the states of the tree that were read, by stamp.
var forests = struct {
	sync.Mutex
	read map[stamp]*forest
}{read: map[stamp]*forest{}}

// forestOf is the tree as this transaction sees it: read once, then known by
// its stamp, on every node. A transaction that changed it has a stamp of its
// own already.
func forestOf(tx *db.Tx) (*forest, error) {
	now, err := stampOf(tx)
	if err != nil {
		return nil, err
	}
	if f := kept(now); f != nil {
		return f, nil
	}
	f, err := readForest(tx)
	if err != nil || now.IsZero() {
		return f, err
	}
	// On PostgreSQL a writing transaction sees what others commit meanwhile.
	if after, err := stampOf(tx); err != nil || after != now {
		return f, err
	}
	keep(now, f)
	return f, nil
}

func kept(now stamp) *forest {
	forests.Lock()
	defer forests.Unlock()
	return forests.read[now]
}

func keep(now stamp, f *forest) {
	forests.Lock()
	defer forests.Unlock()
	if len(forests.read) >= forestsMax {
		clear(forests.read)
	}
	forests.read[now] = f
}

// stampOf is the zero stamp while there are no categories yet.
func stampOf(tx *db.Tx) (stamp, error) {
	now, err := db.Value[stamp](tx, `SELECT stamp FROM category_tree WHERE one = 1`)
	if errors.Is(err, db.ErrNoRow) {
		return stamp{}, nil
	}
	return now, err
}

// restamp begins a change of the tree. Changes wait for each other here, so
// what one of them checks stays true until it is committed.
func restamp(tx *db.Tx) (stamp, error) {
	now := id.New[treeKind](tx.Now())
	err := tx.Exec(`INSERT INTO category_tree (one, stamp) VALUES (1, $1)
		ON CONFLICT (one) DO UPDATE SET stamp = excluded.stamp`, now)
	if err != nil {
		return now, err
	}
	return now, tx.Flush()
}

func readForest(tx *db.Tx) (*forest, error) {
	all := db.Ask(tx, scanCategory, `SELECT `+categoryColumns+` FROM categories ORDER BY position, slug`)
	names := db.Ask(tx, scanTranslation, `SELECT category, language, name, description FROM category_names ORDER BY category, language`)
	attributes := db.Ask(tx, scanAttribute, `SELECT category, code, name, kind, required, choices, least, most, position
		FROM attributes ORDER BY position, code`)
	categories, err := all.All()
	if err != nil {
		return nil, err
	}
	translations, err := names.All()
	if err != nil {
		return nil, err
	}
	declared, err := attributes.All()
	if err != nil {
		return nil, err
	}
	return plantForest(categories, translations, declared), nil
}

func plantForest(categories []Category, translations []translation, declared []Attribute) *forest {
	f := &forest{attributes: map[id.Category][]Attribute{}, names: map[id.Category][]translation{}, trees: map[string]grown{}}
	for _, a := range declared {
		f.attributes[a.Category] = append(f.attributes[a.Category], a)
	}
	languages := map[string]map[id.Category]translation{"": {}}
	for _, t := range translations {
		f.names[t.category] = append(f.names[t.category], t)
		if languages[t.language] == nil {
			languages[t.language] = map[id.Category]translation{}
		}
		languages[t.language][t.category] = t
	}
	for language, names := range languages {
		below := map[id.Category][]Category{}
		for _, c := range categories {
			below[c.Parent] = append(below[c.Parent], c.under(names[c.ID]))
		}
		g := grown{byID: map[id.Category]Node{}}
		g.nodes = f.grow(g.byID, below, id.Category{}, nil)
		f.trees[language] = g
	}
	return f
}

// under is the category under its translated name; an empty translation leaves
// it as it is.
func (c Category) under(t translation) Category {
	if t.name != "" {
		c.Name = t.name
	}
	if t.description != "" {
		c.Description = t.description
	}
	return c
}

func (f *forest) grow(byID map[id.Category]Node, below map[id.Category][]Category, parent id.Category, above []Category) []Node {
	var nodes []Node
	for _, category := range below[parent] {
		node := Node{Category: category, Path: append(above[:len(above):len(above)], category)}
		node.Attributes = f.declared(node.Path)
		node.Below = f.grow(byID, below, category.ID, node.Path)
		byID[category.ID] = node
		nodes = append(nodes, node)
	}
	return nodes
}

func scanTranslation(row db.Row) (translation, error) {
	var t translation
	err := row.Scan(&t.category, &t.language, &t.name, &t.description)
	return t, err
}
