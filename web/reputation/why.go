package reputation

import (
	"errors"
	"strings"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/reputation"
	"guildhall/search"
	"guildhall/web/parts"
)

// whyBytesMax is how much of what was typed is explained.
const whyBytesMax = 400

// place is a service's place for some words, with what it is made of.
type place struct {
	title  string
	words  string
	found  search.Explanation
	ranked bool // else it waits for its first rank, which is neutral
	parts  reputation.Parts
}

// ShowWhy is GET /services/{slug}/why?q=words: why the service stands where it
// stands (CAT-20, REP-15, LAW-15). The public sees the sums; what a seller's
// figures come from is on their own page.
func ShowWhy(v *desk.Visit) error {
	service, err := parts.ServiceID(v.Path("slug"))
	if err != nil {
		return err
	}
	typed := v.Query("q")
	p := place{words: strings.ToValidUTF8(typed[:min(len(typed), whyBytesMax)], "")}
	err = v.Read(func(tx *db.Tx) error {
		found, err := catalogue.Get(tx, service)
		if err != nil {
			return err
		}
		if !found.Shown() {
			return fault.Missing()
		}
		p.title = found.Title
		if p.found, err = v.Finder.Explain(tx, service, search.Query{Words: p.words, Language: v.Say.Language()}); err != nil {
			return err
		}
		_, p.parts, _, err = reputation.PartsOf(tx, service)
		if errors.Is(err, fault.Missing()) {
			return nil
		}
		p.ranked = err == nil
		return err
	})
	if err != nil {
		return err
	}
	w := writer{v.Say}
	return v.Render(rulesPage(v, "reputation.why", []chapter{w.where(p), w.wordsOf(p), w.rankOf(p)}))
}

// where is the place itself.
func (w writer) where(p place) chapter {
	c := chapter{Title: p.title}
	score := p.found.Score() / search.RankNeutral
	sum := w.s.T("reputation.why.score", "relevance", p.found.Relevance, "rank", parts.Share(w.s, reputation.Share(p.found.Rank)), "score", score)
	switch {
	case p.found.Position == 0:
		return chapter{Title: p.title, Text: []string{w.s.T("reputation.why.nowhere", "words", p.words)}}
	default:
		c.Text = []string{sum, w.s.T("reputation.why.position", "position", p.found.Position)}
	}
	return c
}

// wordsOf is what each word counts, and where it was found.
func (w writer) wordsOf(p place) chapter {
	c := w.chapter("reputation.why.words", 0)
	if len(p.found.Words) == 0 {
		c.Text = []string{w.s.T("reputation.why.no_words")}
		return c
	}
	c.Text = []string{w.s.T("reputation.why.mean", "relevance", p.found.Relevance)}
	c.Head = w.heads("word", "field", "points")
	for _, word := range p.found.Words {
		field := w.s.T("reputation.field.none")
		if word.Term != "" {
			field = w.s.T("reputation.field." + word.Field)
		}
		c.Rows = append(c.Rows, []string{word.Typed, field, w.s.Number(word.Points)})
	}
	return c
}

// rankOf is what the rank is made of.
func (w writer) rankOf(p place) chapter {
	c := w.chapter("reputation.why.rank", 0)
	if !p.ranked {
		c.Text = []string{w.s.T("reputation.why.unranked")}
		return c
	}
	c.Head = w.heads("part", "adds")
	c.Rows = append(c.Rows, []string{w.s.T("reputation.why.start"), parts.Share(w.s, reputation.Whole)})
	for _, part := range partsByName(p.parts) {
		c.Rows = append(c.Rows, []string{w.s.T("reputation.part." + part.name), signed(w.s, part.share)})
	}
	c.Rows = append(c.Rows, []string{w.s.T("reputation.head.rank"), parts.Share(w.s, p.parts.Rank())})
	return c
}

// wordWeights is what words count, for "How ranking works".
func (w writer) wordWeights() chapter {
	weights := search.Weights()
	c := w.chapter("reputation.ranking.words", 1, "unfinished", weights.Unfinished, "synonym", weights.Synonym, "typo", weights.Typo)
	c.Head = w.heads("field", "points")
	for _, field := range []struct {
		name   string
		points int64
	}{{"title", weights.Title}, {"tags", weights.Tags}, {"labels", weights.Labels}, {"texts", weights.Texts}} {
		c.Rows = append(c.Rows, []string{w.s.T("reputation.field." + field.name), w.s.Number(field.points)})
	}
	return c
}
