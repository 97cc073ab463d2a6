package api

import (
	"errors"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/reputation"
	"guildhall/search"
)

// Placing is where a service stands in a list, and what that comes from: the
// score of the recommended order is relevance x rank / 1,000,000.
type Placing struct {
	Service   id.Service  `json:"service"`
	Found     bool        `json:"found" doc:"it stands in that list"`
	Near      bool        `json:"near" doc:"nothing has all the words; the list has what some of them find, or words near them"`
	Position  int64       `json:"position,omitempty" doc:"from 1 in the order asked for, before newcomers are drawn"`
	Relevance int64       `json:"relevance" doc:"of 1,000: the mean of the words' points; 1,000 without words"`
	Rank      int64       `json:"rank" doc:"millionths"`
	Score     int64       `json:"score"`
	Words     []WordPoint `json:"words" nullable:"false"`
	Parts     []Weight    `json:"parts_of_rank,omitempty" doc:"what each adds to 1, or takes away; missing: it is not ranked yet"`
}

// WordPoint is what one typed word counts.
type WordPoint struct {
	Typed  string `json:"typed"`
	Term   string `json:"term,omitempty" doc:"the word it was found by, without its ending; missing: it is nowhere"`
	Near   int64  `json:"near_percent" doc:"how near that is to the word typed"`
	Field  string `json:"field,omitempty" enum:"title,tags,labels,texts"`
	Points int64  `json:"points" doc:"of 1,000"`
}

// placed is a list by its words, filters and order.
type placed struct {
	Filters
	Sort string `query:"sort" enum:"recommended,newest,cheapest,best_rated,fastest" default:"recommended"`
}

// explainService tells why a service stands where it stands in a list (CAT-20,
// LAW-15).
func explainService(c *Call, in *placed) (Placing, error) {
	return read(c, func(tx *db.Tx) (Placing, error) {
		s, err := c.service(tx)
		if err == nil && !s.Shown() {
			err = fault.Missing()
		}
		if err != nil {
			return Placing{}, err
		}
		q, err := in.query(tx)
		if err != nil {
			return Placing{}, err
		}
		q.Sort, q.Language = search.Sort(in.Sort), c.Say.Language()
		return c.placing(tx, s, q)
	})
}

func (c *Call) placing(tx *db.Tx, s catalogue.Service, q search.Query) (Placing, error) {
	found, err := c.Finder.Explain(tx, s.ID, q)
	if err != nil {
		return Placing{}, err
	}
	made := Placing{
		Service: s.ID, Found: found.Position > 0, Near: found.Near, Position: found.Position,
		Relevance: found.Relevance, Rank: found.Rank, Score: found.Score() / search.RankNeutral, Words: []WordPoint{},
	}
	for _, word := range found.Words {
		made.Words = append(made.Words, WordPoint(word))
	}
	_, parts, _, err := reputation.PartsOf(tx, s.ID)
	if errors.Is(err, fault.Missing()) {
		return made, nil
	}
	for _, part := range parts.Named() {
		made.Parts = append(made.Parts, Weight{part.Name, share(part.Share)})
	}
	return made, err
}
