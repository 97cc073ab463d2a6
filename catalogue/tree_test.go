package catalogue_test

import (
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
