package api

import (
	"guildhall/account"
	"guildhall/desk"
	"guildhall/reputation"
	"guildhall/search"
)

// rankingOperations tell how services are ranked (LAW-15); the values behind
// it, and those of ratings and fees, are the policy's.
var rankingOperations = []Operation{
	op("GET /ranking", "getRanking", account.Anyone, desk.Nobodys, getRanking),
}

// Ranking is what the recommended order is made of: relevance, which is points
// of words, times rank, which is 1 with what its parts add and take away.
type Ranking struct {
	Fields    FieldPoints `json:"points_of_fields" doc:"of 1000: what a word counts by where it stands"`
	Nearness  Nearness    `json:"nearness_of_words" doc:"of 100: what a word counts by how near it is to the one typed"`
	Parts     []Weight    `json:"parts_of_rank" nullable:"false" doc:"the most that each adds"`
	Overall   []Weight    `json:"parts_of_overall_rating" nullable:"false" doc:"the weight of each"`
	Newcomers float64     `json:"newcomers_share" doc:"of the places of a first page, drawn anew each day"`
	Pages     RulePages   `json:"pages"`
}

// FieldPoints are the points of the fields.
type FieldPoints struct {
	Title  int64 `json:"title"`
	Tags   int64 `json:"tags"`
	Labels int64 `json:"category_and_attributes"`
	Texts  int64 `json:"texts"`
}

// Nearness is how much a word counts that was found for another.
type Nearness struct {
	Typed      int64 `json:"as_typed"`
	Unfinished int64 `json:"beginning"`
	Synonym    int64 `json:"synonym"`
	Typo       int64 `json:"typing_error"`
	Nearest    int64 `json:"nearest"`
}

// Weight is a figure's part of a sum, in parts of 1.
type Weight struct {
	Name   string  `json:"name"`
	Weight float64 `json:"weight"`
}

// RulePages are where people read how it works.
type RulePages struct {
	Ranking string `json:"how_ranking_works"`
	Ratings string `json:"how_ratings_work"`
	Fees    string `json:"fees_and_deadlines"`
}

func getRanking(c *Call, _ *struct{}) (Ranking, error) {
	p, w := &c.Rules.Policy, search.Weights()
	best := reputation.Rank(reputation.Standing{Overall: reputation.Whole}, p)
	made := Ranking{
		Fields:   FieldPoints{w.Title, w.Tags, w.Labels, w.Texts},
		Nearness: Nearness{w.Typed, w.Unfinished, w.Synonym, w.Typo, w.Nearest},
		Parts: []Weight{
			{"rating", share(best.Rating)}, {"conversion", share(reputation.OfRate(p.RankConversion))},
			{"top_rated", share(reputation.OfRate(p.RankTopRated))}, {"fresh", share(reputation.OfRate(p.RankFresh))},
			{"new", share(reputation.OfRate(p.RankNewcomer))},
		},
		Newcomers: share(reputation.OfRate(p.NewcomerShare)),
		Pages:     RulePages{c.Link("/how-ranking-works"), c.Link("/how-ratings-work"), c.Link("/fees-and-deadlines")},
	}
	for _, part := range (reputation.Figures{}).OverallParts(p) {
		made.Overall = append(made.Overall, Weight{part.Name, share(part.Weight)})
	}
	return made, nil
}
