package catalogue

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"guildhall/search"
	"guildhall/web/parts"
)

// whyHere is the part of a tile that tells what its place comes from (CAT-20,
// LAW-15).
func whyHere(p *listPage, t parts.Tile, hit search.Hit) templ.Component {
	return why(p.v.Say, reasons(p, t, hit), t.Href()+"/why?"+url.Values{byWords: {p.words()}}.Encode())
}

// reasons are sentences about a hit's place in this list.
func reasons(p *listPage, t parts.Tile, hit search.Hit) []string {
	s := p.v.Say
	if hit.New {
		return []string{s.T("catalogue.why.new", "share", p.v.Rules.Policy.NewcomerShare)}
	}
	if sort := p.Address.query.Sort; sort != "" {
		return []string{s.T("catalogue.why.sorted", "sort", strings.ToLower(s.T("catalogue.sort."+string(sort))))}
	}
	var said []string
	if p.words() != "" {
		said = append(said, s.T("catalogue.why.relevance", "relevance", hit.Relevance))
		said = append(said, wordPlaces(p, t)...)
	}
	said = append(said, s.T("catalogue.why.rank", "rank", times(hit.Rank)))
	if p.words() != "" {
		said = append(said, s.T("catalogue.why.score", "relevance", hit.Relevance, "rank", times(hit.Rank), "score", hit.Score()/search.RankNeutral))
	}
	return said
}

// wordPlaces tells for each word whether it stands in the title.
func wordPlaces(p *listPage, t parts.Tile) []string {
	var inTitle, elsewhere []string
	title := search.Terms(t.Title)
	for _, word := range strings.Fields(p.words()) {
		terms := search.Terms(word)
		if len(terms) == 1 && slices.Contains(title, terms[0]) {
			inTitle = append(inTitle, "“"+word+"”")
		} else {
			elsewhere = append(elsewhere, "“"+word+"”")
		}
	}
	var said []string
	if len(inTitle) > 0 {
		said = append(said, p.v.Say.T("catalogue.why.in_title", "words", strings.Join(inTitle, ", ")))
	}
	if len(elsewhere) > 0 {
		said = append(said, p.v.Say.T("catalogue.why.elsewhere", "words", strings.Join(elsewhere, ", ")))
	}
	return said
}

// times writes a rank as what it multiplies by: 1.25.
func times(rank int64) string {
	return strconv.FormatFloat(float64(rank)/search.RankNeutral, 'f', 2, 64)
}

// insteadMost is how many readings of a misspelled word are named.
const insteadMost = 3

// instead says which words were read as which (CAT-18).
func (p *listPage) instead() []string {
	var sentences []string
	for _, word := range p.Found.Instead {
		var used []string
		for _, term := range word.Used {
			if as := p.asWritten(term); as != "" && len(used) < insteadMost && !slices.Contains(used, as) {
				used = append(used, as)
			}
		}
		if len(used) == 0 {
			used = word.Used[:1]
		}
		sentences = append(sentences, p.v.Say.T("catalogue.instead", "typed", word.Typed, "used", strings.Join(used, ", ")))
	}
	return sentences
}

// asWritten is how the titles found write a term, which itself lacks its
// ending.
func (p *listPage) asWritten(term string) string {
	for _, t := range p.Tiles {
		for _, word := range strings.Fields(t.Title) {
			if terms := search.Terms(word); len(terms) == 1 && terms[0] == term {
				return strings.ToLower(strings.Trim(word, ".,;:!?()“”\"'"))
			}
		}
	}
	return ""
}
