package catalogue

import (
	"fmt"
	"slices"
	"strings"

	"guildhall/id"
)

// Change is one difference between two versions, as the queue shows it
// (CAT-11). Field is named as in Check, so that say has one word for both.
type Change struct {
	Field    string
	Old, New string
	Amounts  bool // Old and New are minor units
	Small    bool // goes live without another look
}

// Changes lists what differs between two offers, in the order of the page.
func Changes(old, new Offer) []Change {
	var c changes
	c.text("title", old.Title, new.Title, false)
	c.text("category", old.Category.String(), new.Category.String(), false)
	c.text("description", old.Description, new.Description, false)
	c.text("volume", old.Volume, new.Volume, false)
	c.packages(old, new)
	c.text("rows", rowsText(old.Rows), rowsText(new.Rows), false)
	c.text("options", optionsText(old.Options), optionsText(new.Options), false)
	c.text("instructions", old.Instructions, new.Instructions, false)
	c.text("questions", questionsText(old.Questions), questionsText(new.Questions), false)
	c.text("faq", faqText(old.FAQ), faqText(new.FAQ), false)
	c.text("images", fileText(old.Images), fileText(new.Images), false)
	c.text("files", fileText(old.Files), fileText(new.Files), false)
	c.text("video", old.Video, new.Video, false)
	c.text("attributes", attributesText(old.Attributes), attributesText(new.Attributes), true)
	c.text("tags", strings.Join(old.Tags, ", "), strings.Join(new.Tags, ", "), true)
	c.text("language", old.Language, new.Language, true)
	return c
}

type changes []Change

func (c *changes) text(field, old, new string, small bool) {
	if old != new {
		*c = append(*c, Change{Field: field, Old: old, New: new, Small: small})
	}
}

func (c *changes) packages(old, new Offer) {
	for _, tier := range append([]Tier{Single}, Tiers[:]...) {
		was, _ := old.Package(tier)
		is, _ := new.Package(tier)
		field := "packages." + string(tier)
		c.text(field+".description", was.Description, is.Description, false)
		if was.Price != is.Price {
			*c = append(*c, Change{
				Field: field + ".price", Old: fmt.Sprint(int64(was.Price)), New: fmt.Sprint(int64(is.Price)), Amounts: true,
			})
		}
		c.text(field+".lead", fmt.Sprint(was.Lead.Hours()), fmt.Sprint(is.Lead.Hours()), true)
		c.text(field+".revisions", fmt.Sprint(was.Revisions), fmt.Sprint(is.Revisions), true)
	}
}

func lines[T any](all []T, line func(T) string) string {
	texts := make([]string, len(all))
	for i, one := range all {
		texts[i] = line(one)
	}
	return strings.Join(texts, "\n")
}

func rowsText(rows []Row) string {
	return lines(rows, func(r Row) string { return r.Label + ": " + strings.Join(r.Values[:], " | ") })
}

func optionsText(options []Option) string {
	return lines(options, func(o Option) string {
		return fmt.Sprintf("%s (%d; %s; express %t; most %d)", o.Title, int64(o.Price), o.Lead, o.Express, o.Most)
	})
}

func questionsText(questions []Question) string {
	return lines(questions, func(q Question) string {
		return fmt.Sprintf("%s (%s, required %t) %s", q.Text, q.Kind, q.Required, strings.Join(q.Choices, " | "))
	})
}

func faqText(faq []Answer) string {
	return lines(faq, func(a Answer) string { return a.Question + "\n" + a.Answer })
}

func fileText(files []id.File) string {
	return lines(files, func(f id.File) string { return f.String() })
}

func attributesText(attributes map[string][]string) string {
	texts := make([]string, 0, len(attributes))
	for code, values := range attributes {
		texts = append(texts, code+": "+strings.Join(values, ", "))
	}
	slices.Sort(texts)
	return strings.Join(texts, "\n")
}
