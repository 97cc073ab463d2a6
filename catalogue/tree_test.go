package catalogue_test

import (
	"errors"
	"slices"
	"testing"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
	"guildhall/policy"
	"guildhall/town"
)

func TestTheStartingTreeCanBeUsedAtOnce(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, _ catalogue.Service) {
		w.Read(func(tx *db.Tx) error {
			tree, err := catalogue.Tree(tx, "en")
			if err != nil || len(tree) < 12 {
				t.Errorf("%d categories at the top, %v; want at least 12", len(tree), err)
			}
			attributes := 0
			for _, top := range tree {
				for _, leaf := range top.Below {
					rules, err := catalogue.RulesFor(tx, leaf.ID, policy.Policy{})
					if err != nil || !rules.Leaf || rules.Category.ID != leaf.ID {
						t.Errorf("%s: %v", leaf.Name, err)
					}
					attributes += len(rules.Attributes)
				}
			}
			if attributes < 40 {
				t.Errorf("the tree has %d attributes", attributes)
			}
			return nil
		})
		w.Write(catalogue.Plant) // twice does nothing
	})
}

func TestAttributesAreInherited(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, _ catalogue.Service) {
		top, leaf := w.Category("design"), w.Category("illustration")
		w.Write(func(tx *db.Tx) error {
			return catalogue.SaveAttribute(tx, catalogue.Attribute{Category: top, Code: "revisable", Name: "Revisable", Kind: catalogue.YesNo, Required: true})
		})
		w.Read(func(tx *db.Tx) error {
			rules, err := catalogue.RulesFor(tx, leaf, policy.Policy{})
			if !slices.ContainsFunc(rules.Attributes, func(a catalogue.Attribute) bool { return a.Code == "revisable" }) {
				t.Errorf("not inherited: %v, %v", rules.Attributes, err)
			}
			return nil
		})
	})
}

func TestACategoryIsHeldToItsRules(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, _ catalogue.Service) {
		design, leaf := w.Category("design"), w.Category("illustration")
		free := catalogue.Pricing{Rule: catalogue.PriceFree}
		cases := []struct {
			code string
			c    catalogue.Category
		}{
			{"required", catalogue.Category{Slug: "a", Pricing: free}},
			{"slug_form", catalogue.Category{Name: "A", Slug: "A b", Pricing: free}},
			{"slug_taken", catalogue.Category{Name: "A", Slug: "design", Pricing: free}},
			{"category_own_parent", catalogue.Category{ID: design, Parent: leaf, Name: "A", Slug: "design", Pricing: free}},
			{"choice_unknown", catalogue.Category{Name: "A", Slug: "a"}},
			{"price_bounds", catalogue.Category{Name: "A", Slug: "a", Pricing: catalogue.Pricing{Rule: catalogue.PriceFree, Min: 2, Max: 1}}},
		}
		for _, c := range cases {
			if c.c.ID.IsZero() {
				c.c.ID = id.New[id.CategoryKind](w.Clock.Now())
			}
			err := w.Try(func(tx *db.Tx) error { return catalogue.SaveCategory(tx, c.c) })
			wantFault(t, err, c.code)
		}
	})
}

// TestACodeStandsOnceAlongAPath: offers keep values by code, so two attributes
// of one code on a path would mix theirs (CAT-2).
func TestACodeStandsOnceAlongAPath(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, _ catalogue.Service) {
		design, leaf, other := w.Category("design"), w.Category("illustration"), w.Category("websites")
		colour := func(category id.Category) error {
			return w.Try(func(tx *db.Tx) error {
				return catalogue.SaveAttribute(tx, catalogue.Attribute{Category: category, Code: "colour", Name: "Colour", Kind: catalogue.YesNo})
			})
		}
		wantFault(t, colour(design), "attribute_code_taken") // illustration below has it
		if err := errors.Join(colour(leaf), colour(other)); err != nil {
			t.Errorf("written again, and on another path: %v", err)
		}
		revisable := catalogue.Attribute{Category: design, Code: "revisable", Name: "Revisable", Kind: catalogue.YesNo}
		w.Write(func(tx *db.Tx) error { return catalogue.SaveAttribute(tx, revisable) })
		revisable.Category = leaf
		wantFault(t, w.Try(func(tx *db.Tx) error { return catalogue.SaveAttribute(tx, revisable) }), "attribute_code_taken")
		revisable.Category = other
		err := w.Try(func(tx *db.Tx) error {
			if err := catalogue.SaveAttribute(tx, revisable); err != nil {
				return err
			}
			moved, err := catalogue.CategoryByID(tx, other)
			if err != nil {
				return err
			}
			moved.Parent = design
			return catalogue.SaveCategory(tx, moved)
		})
		wantFault(t, err, "attribute_code_taken")
	})
}

// TestTheTreeInMemoryIsTheOneThatStands asks for the tree before, within and
// after changes, also ones that are rolled back.
func TestTheTreeInMemoryIsTheOneThatStands(t *testing.T) {
	in(t, func(t *testing.T, w *town.Town, _ catalogue.Service) {
		design := w.Category("design")
		is := func(tx *db.Tx, name, translated string, attributes int) error {
			for language, want := range map[string]string{"en": name, "de": translated} {
				tree, err := catalogue.Tree(tx, language)
				if err != nil {
					return err
				}
				node, _ := catalogue.NodeOf(tree, func(c catalogue.Category) bool { return c.ID == design })
				if node.Name != want || len(node.Attributes) != attributes || node.Description == "" {
					t.Errorf("in %s it is %q with %d attributes, want %q with %d", language, node.Name, len(node.Attributes), want, attributes)
				}
			}
			return nil
		}
		change := func(tx *db.Tx) error {
			c, err := catalogue.CategoryByID(tx, design)
			if err != nil {
				return err
			}
			c.Name = "Drawing"
			if err := errors.Join(is(tx, "Design", "Design", 0), catalogue.SaveCategory(tx, c), is(tx, "Drawing", "Drawing", 0)); err != nil {
				return err
			}
			if err := errors.Join(catalogue.Translate(tx, design, "de", "Gestaltung", ""), is(tx, "Drawing", "Gestaltung", 0)); err != nil {
				return err
			}
			a := catalogue.Attribute{Category: design, Code: "revisable", Name: "Revisable", Kind: catalogue.YesNo}
			return errors.Join(catalogue.SaveAttribute(tx, a), is(tx, "Drawing", "Gestaltung", 1))
		}
		w.Read(func(tx *db.Tx) error { return is(tx, "Design", "Design", 0) })
		gone := errors.New("gone")
		if err := w.Try(func(tx *db.Tx) error { return errors.Join(change(tx), gone) }); !errors.Is(err, gone) {
			t.Fatal(err)
		}
		w.Read(func(tx *db.Tx) error { return is(tx, "Design", "Design", 0) })
		w.Write(change)
		w.Read(func(tx *db.Tx) error { return is(tx, "Drawing", "Gestaltung", 1) })
		w.Write(func(tx *db.Tx) error { return catalogue.DropAttribute(tx, design, "revisable") })
		w.Read(func(tx *db.Tx) error { return is(tx, "Drawing", "Gestaltung", 0) })
	})
}
