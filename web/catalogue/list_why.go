package catalogue

import (
	"slices"
	"strconv"
	"strings"

	"guildhall/db"
	"guildhall/id"
	"guildhall/search"
	"guildhall/web/parts"
)

// readWhy puts under each tile what its place comes from (CAT-20, LAW-15).
func (p *listPage) readWhy(tx *db.Tx) error {
	told, err := p.Found.Words(tx)
	if err != nil {
		return err
	}
	hits := map[id.Service]search.Hit{}
	for _, hit := range p.Found.Hits {
		hits[hit.Service] = hit
	}
	for i := range p.Tiles {
		t := &p.Tiles[i]
		hit := hits[t.Service]
		t.New, t.Below = hit.New, why(p.v.Say, p.reasons(hit, told[t.Service]), p.sums(*t))
	}
	return nil
}

// sums is where a place in this list is worked out.
func (p *listPage) sums(t parts.Tile) string {
	a := p.Address.clone()
	if len(p.Path) > 0 {
		a.set(byCategory, p.Path[len(p.Path)-1].Slug)
	}
	return a.at(t.Href() + "/why")
}

// reasons are sentences about a hit's place in this list.
func (p *listPage) reasons(hit search.Hit, words []search.WordPart) []string {
	s := p.v.Say
	if hit.New {
		return []string{s.T("catalogue.why.new", "share", p.v.Rules.Policy.NewcomerShare)}
	}
	if sort := p.Address.query.Sort; sort != "" {
		return []string{s.T("catalogue.why.sorted", "sort", strings.ToLower(s.T("catalogue.sort."+string(sort))))}
	}
	if len(words) == 0 {
		return []string{s.T("catalogue.why.rank", "rank", times(hit.Rank))}
	}
	said := append([]string{s.T("catalogue.why.relevance", "relevance", hit.Relevance)}, p.wordPlaces(words)...)
	return append(said, s.T("catalogue.why.rank", "rank", times(hit.Rank)),
		s.T("catalogue.why.score", "relevance", hit.Relevance, "rank", times(hit.Rank), "score", hit.Score()/search.RankNeutral))
}

// wordPlaces tells which words stand where.
func (p *listPage) wordPlaces(words []search.WordPart) []string {
	s := p.v.Say
	var said []string
	for _, field := range []string{"title", "tags", "labels", "texts", "none"} {
		var there []string
		for _, part := range words {
			if fieldOf(part) != field {
				continue
			}
			word := s.T("catalogue.why.word", "word", part.Typed)
			if read := readAs(part); read != "" {
				word = s.T("catalogue.why.word."+read, "word", part.Typed)
			}
			there = append(there, word)
		}
		if len(there) > 0 {
			said = append(said, s.T("catalogue.why.in."+field, "words", strings.Join(there, ", ")))
		}
	}
	return said
}

// times writes a rank as what it multiplies by: 1.25.
func times(rank int64) string {
	return strconv.FormatFloat(float64(rank)/search.RankNeutral, 'f', 2, 64)
}

// insteadMost is how many readings of a misspelled word are named.
const insteadMost = 3

// instead says which words were read as which (CAT-18), as the titles found
// write them.
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
			sentences = append(sentences, p.v.Say.T("catalogue.instead_like", "typed", word.Typed))
			continue
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
			if terms := search.TermsIn(t.Language, word); len(terms) == 1 && terms[0] == term {
				return strings.ToLower(strings.Trim(word, ".,;:!?()“”\"'"))
			}
		}
	}
	return ""
}
