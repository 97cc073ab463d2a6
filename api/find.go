package api

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/money"
	"guildhall/search"
)

// Found is one page of hits: the same ones, in the same order, as the page of
// the same search.
type Found struct {
	List[Card]
	Total   int64     `json:"total"`
	Near    bool      `json:"near"`
	Instead []Instead `json:"instead,omitempty"`
	Counts  *Counts   `json:"counts,omitempty"`
}

// Instead is a word nobody uses, and what was looked for in its place.
type Instead struct {
	Typed string   `json:"typed"`
	Used  []string `json:"used" nullable:"false" doc:"words without their endings"`
}

// Why is what a hit's place comes from: the score of the recommended order is
// relevance x rank / 1,000,000.
type Why struct {
	Relevance int64 `json:"relevance"`
	Rank      int64 `json:"rank"`
	Score     int64 `json:"score"`
	New       bool  `json:"new"`
}

// Counts tell for each value of each filter how many services it leaves, as if
// that filter were not set.
type Counts struct {
	Categories map[string]int64            `json:"categories"`
	Attributes map[string]map[string]int64 `json:"attributes"`
	Languages  map[string]int64            `json:"languages"`
	Levels     map[string]int64            `json:"levels"`
	Ratings    []Step                      `json:"ratings" nullable:"false"`
	Feedback   []Step                      `json:"feedback" nullable:"false"`
	Online     int64                       `json:"online"`
	Verified   int64                       `json:"verified"`
	TopRated   int64                       `json:"top_rated"`
	Prices     []Bar                       `json:"prices_minor" nullable:"false"`
	Leads      []Bar                       `json:"lead_seconds" nullable:"false"`
}

// Step is how many have at least so much.
type Step struct {
	Least int64 `json:"least"`
	Count int64 `json:"count"`
}

// Bar is how many are from least up to most.
type Bar struct {
	Least int64 `json:"least"`
	Most  int64 `json:"most"`
	Count int64 `json:"count"`
}

// Filters are which services are asked for.
type Filters struct {
	Find      string   `query:"find" maxLength:"200"`
	Category  string   `query:"category" maxLength:"100"`
	Seller    string   `query:"seller" maxLength:"100"`
	Attribute []string `query:"attribute" maxItems:"40" maxLength:"200"`
	Language  []string `query:"language" maxItems:"40" pattern:"^[a-z]{2,3}$"`
	Level     []string `query:"level" enum:"newbie,advanced,professional" maxItems:"3"`
	PriceMin  int64    `query:"price_min_minor" minimum:"0"`
	PriceMax  int64    `query:"price_max_minor" minimum:"0"`
	LeadMin   int64    `query:"lead_min_seconds" minimum:"0" maximum:"63072000"`
	LeadMax   int64    `query:"lead_max_seconds" minimum:"0" maximum:"63072000"`
	Rating    int64    `query:"rating_min_tenths" minimum:"0" maximum:"50"`
	Feedback  int64    `query:"feedback_min" minimum:"0" maximum:"100"`
	Online    bool     `query:"online"`
	Verified  bool     `query:"verified"`
	TopRated  bool     `query:"top_rated"`
}

type searched struct {
	Filters
	Counts bool   `query:"counts"`
	Sort   string `query:"sort" enum:"recommended,newest,cheapest,best_rated,fastest" default:"recommended"`
	Limit  int    `query:"limit" minimum:"1" maximum:"60" default:"24"`
	After  string `query:"after" maxLength:"2000"`
}

func findServices(c *Call, in *searched) (Found, error) {
	return read(c, func(tx *db.Tx) (Found, error) {
		q, err := in.query(tx)
		if err != nil {
			return Found{}, err
		}
		q.Sort, q.After, q.Limit, q.Counts = search.Sort(in.Sort), in.After, in.Limit, in.Counts
		hits, err := c.Find(tx, q)
		if err != nil {
			return Found{}, err
		}
		cards, err := c.cards(tx, hits.Services())
		if err != nil {
			return Found{}, err
		}
		addWhy(cards, hits.Hits)
		found := Found{List: List[Card]{Items: cards, Next: hits.Next}, Total: hits.Total, Near: hits.Near}
		for _, word := range hits.Instead {
			found.Instead = append(found.Instead, Instead(word))
		}
		if in.Counts {
			found.Counts = countsOf(hits.Counts)
		}
		return found, nil
	})
}

// query makes the search of what was asked. Fault: api_choice at the category,
// seller, attribute or step nobody knows.
func (in *Filters) query(tx *db.Tx) (search.Query, error) {
	q := search.Query{
		Words: in.Find, PriceMin: money.Amount(in.PriceMin), PriceMax: money.Amount(in.PriceMax),
		LeadMin: time.Duration(in.LeadMin) * time.Second, LeadMax: time.Duration(in.LeadMax) * time.Second,
		Languages: in.Language, Levels: in.Level, RatingMin: in.Rating, Feedback: in.Feedback,
		Online: in.Online, Verified: in.Verified, TopRated: in.TopRated,
	}
	err := firstOf(
		func() error { return oneOf(search.RatingSteps, q.RatingMin, "rating_min_tenths") },
		func() error { return oneOf(search.FeedbackSteps, q.Feedback, "feedback_min") },
		func() error { return in.attributes(tx, &q) },
		func() error { return in.seller(tx, &q) },
		func() error { return in.category(tx, &q) },
	)
	return q, err
}

// oneOf refuses a figure that is none of the steps; 0 is no filter.
func oneOf(steps []int64, asked int64, field string) error {
	if asked != 0 && !slices.Contains(steps, asked) {
		return fault.Invalid("api_choice").At(field)
	}
	return nil
}

// attributes reads code:value pairs of attributes that some category has.
// Fault: api_attribute.
func (in *Filters) attributes(tx *db.Tx, q *search.Query) error {
	if len(in.Attribute) == 0 {
		return nil
	}
	tree, err := catalogue.Tree(tx, "")
	if err != nil {
		return err
	}
	q.Attributes = map[string][]string{}
	for _, pair := range in.Attribute {
		code, value, told := strings.Cut(pair, ":")
		if !told || !search.Sensible(value) {
			return fault.Invalid("api_attribute").At("attribute")
		}
		if !states(tree, code) {
			return fault.Invalid("api_choice").At("attribute")
		}
		q.Attributes[code] = append(q.Attributes[code], value)
	}
	return nil
}

// states reports whether a category of a tree has an attribute of that code.
func states(tree []catalogue.Node, code string) bool {
	return slices.ContainsFunc(tree, func(node catalogue.Node) bool {
		return slices.ContainsFunc(node.Attributes, func(a catalogue.Attribute) bool { return a.Code == code }) || states(node.Below, code)
	})
}

func (in *Filters) seller(tx *db.Tx, q *search.Query) error {
	if in.Seller == "" {
		return nil
	}
	m, err := account.ByLogin(tx, in.Seller)
	if errors.Is(err, fault.Missing()) {
		return fault.Invalid("api_choice").At("seller")
	}
	q.Seller = m.ID
	return err
}

// category narrows the search to a category, whose attributes are counted.
func (in *Filters) category(tx *db.Tx, q *search.Query) error {
	if in.Category == "" {
		return nil
	}
	tree, err := catalogue.Tree(tx, "")
	if err != nil {
		return err
	}
	node, known := catalogue.NodeOf(tree, func(category catalogue.Category) bool { return category.Slug == in.Category })
	if !known {
		return fault.Invalid("api_choice").At("category")
	}
	q.Category = node.ID
	for _, attribute := range node.Attributes {
		q.CountOnly = append(q.CountOnly, attribute.Code)
	}
	return nil
}

// addWhy tells of each card what its place comes from.
func addWhy(cards []Card, hits []search.Hit) {
	for i := range cards {
		for _, hit := range hits {
			if hit.Service == cards[i].Service {
				cards[i].Why = &Why{Relevance: hit.Relevance, Rank: hit.Rank, Score: hit.Score() / search.RankNeutral, New: hit.New}
			}
		}
	}
}

func countsOf(counts search.Counts) *Counts {
	made := &Counts{
		Categories: map[string]int64{}, Attributes: told(counts.Attributes), Languages: told(counts.Languages), Levels: told(counts.Levels),
		Ratings: stepsOf(counts.Ratings), Feedback: stepsOf(counts.Feedback),
		Online: counts.Online, Verified: counts.Verified, TopRated: counts.TopRated,
		Prices: barsOf(counts.Prices, 1), Leads: barsOf(counts.Leads, int64(time.Second)),
	}
	for category, n := range counts.Categories {
		made.Categories[category.String()] = n
	}
	return made
}

// told is an empty object rather than null.
func told[V any](counts map[string]V) map[string]V {
	if counts == nil {
		return map[string]V{}
	}
	return counts
}

func stepsOf(counts map[int64]int64) []Step {
	steps := []Step{}
	for _, least := range slices.Sorted(maps.Keys(counts)) {
		steps = append(steps, Step{least, counts[least]})
	}
	return steps
}

func barsOf(bars []search.Bar, unit int64) []Bar {
	made := []Bar{}
	for _, bar := range bars {
		made = append(made, Bar{bar.Least / unit, bar.Most / unit, bar.Count})
	}
	return made
}
