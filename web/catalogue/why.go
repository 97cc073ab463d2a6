package catalogue

import (
	"errors"
	"net/url"
	"strings"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/money"
	"guildhall/reputation"
	"guildhall/search"
	"guildhall/web/parts"
)

// byCategory names the list's category, where an address is not that list's.
const byCategory = "category"

// QueryOf is the search that a list's address means to a reader of a language:
// of everything, or of the category with that slug. fault.Missing when there is
// no such category.
func QueryOf(tx *db.Tx, language, slug string, typed url.Values, currency money.Currency) (search.Query, error) {
	a, err := listAddress(tx, language, slug, typed, currency)
	a.query.Language = language
	return a.query, err
}

func listAddress(tx *db.Tx, language, slug string, typed url.Values, currency money.Currency) (address, error) {
	if slug == "" {
		return readAddress("/services", typed, currency, nil), nil
	}
	tree, err := catalogue.Tree(tx, language)
	if err != nil {
		return address{}, err
	}
	here, ok := catalogue.NodeOf(tree, func(c catalogue.Category) bool { return c.Slug == slug })
	if !ok {
		return address{}, fault.Missing()
	}
	a := readAddress("/categories/"+slug, typed, currency, here.Attributes)
	a.query.Category = here.ID
	return a, nil
}

// whyPage is a service's place in a list, with what it is made of.
type whyPage struct {
	v      *desk.Visit
	Title  string
	List   address
	Found  search.Explanation
	Ranked bool // else it waits for its first rank, which is neutral
	Parts  reputation.Parts
}

// ShowWhy is GET /services/{slug}/why with the words, filters and order of a
// list, and its category: why the service stands there where it stands (CAT-20,
// REP-15, LAW-15). The public sees the sums; what a seller's figures come from
// is on their own page.
func ShowWhy(v *desk.Visit) error {
	service, err := parts.ServiceID(v.Path("slug"))
	if err != nil {
		return err
	}
	p := &whyPage{v: v}
	err = v.Read(func(tx *db.Tx) error {
		found, err := catalogue.Get(tx, service)
		if err != nil {
			return err
		}
		if !found.Shown() {
			return fault.Missing()
		}
		p.Title = found.Title
		language := v.Say.Language()
		if p.List, err = listAddress(tx, language, v.Query(byCategory), v.R.URL.Query(), v.Rules.Policy.Currency); err != nil {
			return err
		}
		p.List.query.Language = language
		if p.Found, err = v.Finder.Explain(tx, service, p.List.query); err != nil {
			return err
		}
		_, p.Parts, _, err = reputation.PartsOf(tx, service)
		if errors.Is(err, fault.Missing()) {
			return nil
		}
		p.Ranked = err == nil
		return err
	})
	if err != nil {
		return err
	}
	return v.Render(showWhy(p))
}

// sorted reports whether the list is in another order than the recommended one.
func (p *whyPage) sorted() bool { return p.List.query.Sort != "" }

// place says where it stands.
func (p *whyPage) place() []string {
	s, words := p.v.Say, p.List.query.Words
	switch {
	case p.Found.Position == 0 && words != "" && p.Found.Relevance == 0:
		return []string{s.T("reputation.why.nowhere", "words", words)}
	case p.Found.Position == 0:
		return []string{s.T("reputation.why.not_in_list")}
	case p.sorted():
		order := strings.ToLower(s.T("catalogue.sort." + string(p.List.query.Sort)))
		return []string{s.T("reputation.why.sorted", "sort", order, "position", p.Found.Position)}
	}
	said := []string{s.T("reputation.why.score", "relevance", p.Found.Relevance,
		"rank", parts.Share(s, reputation.Share(p.Found.Rank)), "score", p.Found.Score()/search.RankNeutral)}
	if p.Found.Near {
		said = append(said, s.T("reputation.why.near"))
	}
	return append(said, s.T("reputation.why.position", "position", p.Found.Position))
}

// wordRows are what each word counts, and where it was found.
func (p *whyPage) wordRows() [][]string {
	var rows [][]string
	for _, part := range p.Found.Words {
		field := p.v.Say.T("reputation.field." + fieldOf(part))
		if read := readAs(part); read != "" {
			field = p.v.Say.T("reputation.near."+read, "field", field)
		}
		rows = append(rows, []string{part.Typed, field, p.v.Say.Number(part.Points)})
	}
	return rows
}

// fieldOf is where a word was found.
func fieldOf(part search.WordPart) string {
	if part.Term == "" {
		return "none"
	}
	return part.Field
}

// readAs is as what a word was found; empty where it was found as typed.
func readAs(part search.WordPart) string {
	weights := search.Weights()
	switch part.Near {
	case weights.Unfinished:
		return "unfinished"
	case weights.Synonym:
		return "synonym"
	case weights.Typo:
		return "typo"
	case weights.Nearest:
		return "nearest"
	}
	return ""
}

// rankRows are what the rank is made of.
func (p *whyPage) rankRows() [][]string {
	s := p.v.Say
	rows := [][]string{{s.T("reputation.why.start"), parts.Share(s, reputation.Whole)}}
	for _, part := range p.Parts.Named() {
		rows = append(rows, []string{s.T("reputation.part." + part.Name), parts.Signed(s, part.Share)})
	}
	return append(rows, []string{s.T("reputation.head.rank"), parts.Share(s, p.Parts.Rank())})
}
