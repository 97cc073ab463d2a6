package catalogue

import (
	"strings"

	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/search"
)

// synonymsPage is the words that mean the same to the search (CAT-18).
type synonymsPage struct {
	v    *desk.Visit
	Sets []search.Synonyms
	Form *desk.Form  // what was refused; nil when nothing was
	Of   id.Synonyms // the set it is about; zero: a new one
}

// synonymsTextMax bounds the field of one set.
const synonymsTextMax = search.SynonymWordsMax * (search.SynonymRunesMax + 2)

// ShowSynonyms is GET /staff/synonyms.
func ShowSynonyms(v *desk.Visit) error { return showSynonyms(v, nil, id.Synonyms{}) }

func showSynonyms(v *desk.Visit, refused *desk.Form, of id.Synonyms) error {
	p := &synonymsPage{v: v, Form: refused, Of: of}
	err := v.Read(func(tx *db.Tx) (err error) {
		p.Sets, err = search.AllSynonyms(tx)
		return err
	})
	if err != nil {
		return err
	}
	return v.Render(synonyms(p))
}

// AddSynonyms is POST /staff/synonyms.
func AddSynonyms(v *desk.Visit) error {
	return keepSynonyms(v, id.Synonyms{}, func(tx *db.Tx, words []string) error {
		_, err := search.AddSynonyms(tx, words)
		return err
	})
}

// ChangeSynonyms is POST /staff/synonyms/{id}.
func ChangeSynonyms(v *desk.Visit) error {
	which, err := desk.PathID[id.SynonymsKind](v, "id")
	if err != nil {
		return err
	}
	return keepSynonyms(v, which, func(tx *db.Tx, words []string) error {
		_, err := search.ChangeSynonyms(tx, which, words)
		return err
	})
}

func keepSynonyms(v *desk.Visit, of id.Synonyms, keep func(*db.Tx, []string) error) error {
	f := v.Form()
	words := strings.Split(f.Required("words", synonymsTextMax), ",")
	if !f.Bad() {
		if err := f.Take(v.Write(func(tx *db.Tx) error { return keep(tx, words) })); err != nil {
			return err
		}
	}
	if f.Bad() {
		return showSynonyms(v, f, of)
	}
	v.Notice("synonyms.kept")
	return v.Redirect("/staff/synonyms")
}

// DropSynonyms is POST /staff/synonyms/{id}/removal.
func DropSynonyms(v *desk.Visit) error {
	which, err := desk.PathID[id.SynonymsKind](v, "id")
	if err != nil {
		return err
	}
	if err := v.Write(func(tx *db.Tx) error { return search.DropSynonyms(tx, which) }); err != nil {
		return err
	}
	v.Notice("synonyms.dropped")
	return v.Redirect("/staff/synonyms")
}

// refused is the form that came back, when it is about the set.
func (p *synonymsPage) refused(set id.Synonyms) *desk.Form {
	if p.Form != nil && p.Of == set {
		return p.Form
	}
	return nil
}
