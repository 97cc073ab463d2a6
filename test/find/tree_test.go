package find

import (
	"fmt"
	"slices"
	"testing"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
)

// changed carries out a change of the tree and what follows from it by itself.
func (h *hall) changed(change func(tx *db.Tx) error) {
	h.t.Helper()
	h.Write(change)
	for more := true; more; {
		h.Write(func(tx *db.Tx) (err error) {
			more, err = catalogue.Republish(tx)
			return err
		})
	}
	h.follow()
}

// renamed changes one category.
func (h *hall) renamed(slug string, change func(c *catalogue.Category)) func(tx *db.Tx) error {
	return func(tx *db.Tx) error {
		c, err := catalogue.CategoryBySlug(tx, slug)
		if err != nil {
			return err
		}
		change(&c)
		return catalogue.SaveCategory(tx, c)
	}
}

// TestAMovedCategoryBringsItsServices: what the tree says stands somewhere is
// found there (CAT-2, CAT-22).
func TestAMovedCategoryBringsItsServices(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		before := len(h.ask("category=websites-and-software").Items)
		h.changed(h.renamed("illustration", func(c *catalogue.Category) { c.Parent = h.Category("websites-and-software") }))
		if now := len(h.ask("category=websites-and-software").Items); now != before+2 {
			t.Errorf("%d services, want %d and the 2 that moved", now, before)
		}
		if left := h.ask("category=design").Total; left != 4 {
			t.Errorf("%d are left where it stood, want 4", left)
		}
	})
}

func TestARenamedCategoryIsFoundByItsNewWords(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		h.changed(h.renamed("illustration", func(c *catalogue.Category) { c.Name = "Etchings" }))
		if got := h.ask("find=etchings").Total; got != 2 {
			t.Errorf("the new name finds %d, want 2", got)
		}
		if got := h.ask("find=illustration"); got.Total != 0 && !got.Near && len(got.Instead) == 0 {
			t.Errorf("the old name still finds %d", got.Total)
		}
	})
}

// TestTranslatedNamesAreFound: a reader types the name that stands on the page
// (CAT-18).
func TestTranslatedNamesAreFound(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		translate := func(name string) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { return catalogue.Translate(tx, h.Category("illustration"), "de", name, "") }
		}
		h.changed(translate("Zeichnungen"))
		if got := h.ask("find=zeichnungen").Total; got != 2 {
			t.Errorf("the German name finds %d, want 2", got)
		}
		h.changed(translate(""))
		if got := h.ask("find=zeichnungen").Total; got != 0 {
			t.Errorf("taken away, it finds %d", got)
		}
	})
}

// TestNewBoundsOfANumberAreFilteredBy: the parts of a number's range follow from
// its bounds, so new bounds move every service (CAT-22).
func TestNewBoundsOfANumberAreFilteredBy(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		leaf := h.Category("logos-and-brands")
		var drafts catalogue.Attribute
		bounds := func(tx *db.Tx) error {
			declared, err := catalogue.AttributesOf(tx, []catalogue.Category{{ID: leaf}})
			if err != nil {
				return err
			}
			i := slices.IndexFunc(declared, func(a catalogue.Attribute) bool { return a.Code == "drafts_to_choose_from" })
			drafts = declared[i]
			drafts.Max *= 7
			return catalogue.SaveAttribute(tx, drafts)
		}
		h.changed(bounds)
		sum := int64(0)
		for _, span := range drafts.Spans() {
			left := h.ask("category=logos-and-brands&counts=true&attribute=drafts_to_choose_from:" + span.Code())
			if counted := left.Counts.Attributes["drafts_to_choose_from"][span.Code()]; counted != left.Total {
				t.Errorf("%s promises %d and leaves %d", span.Code(), counted, left.Total)
			}
			sum += left.Total
		}
		if sum != 2 {
			t.Errorf("the new parts hold %d services, want 2", sum)
		}
		h.changed(func(tx *db.Tx) error { return catalogue.DropAttribute(tx, leaf, drafts.Code) })
		if left := h.ask("category=logos-and-brands&counts=true").Counts.Attributes[drafts.Code]; len(left) != 0 {
			t.Errorf("an attribute that is gone counts %v", left)
		}
	})
}

// TestManyServicesAreRepublishedInPortions: a change that comes while another
// is being carried out begins again.
func TestManyServicesAreRepublishedInPortions(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		const many, ofOne = 101, 15
		var seller id.Member
		for n := range many {
			if n%ofOne == 0 {
				seller = h.Join(fmt.Sprint("seller", n)).ID
			}
			h.Sell(seller, h.offer("Family tree of three generations", "genealogy", 10_00, day, nil, nil))
		}
		h.Write(h.renamed("genealogy", func(c *catalogue.Category) { c.Name = "Panels" }))
		h.Write(func(tx *db.Tx) error {
			more, err := catalogue.Republish(tx)
			if !more {
				t.Error("one portion does it all")
			}
			return err
		})
		h.changed(h.renamed("genealogy", func(c *catalogue.Category) { c.Name = "Gazettes" }))
		if got := h.ask("find=gazettes").Total; got != many {
			t.Errorf("the last name finds %d of %d", got, many)
		}
	})
}
