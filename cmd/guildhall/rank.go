package main

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/policy"
	"guildhall/reputation"
	"guildhall/rulebook"
	"guildhall/search"
	offers "guildhall/web/catalogue"
)

// rankCommand tells why a service stands where it stands (REP-16). Everything
// it prints is computed again from stored figures.
type rankCommand struct {
	dataFlags
	Explain bool     `required:"" help:"Print what the place is made of: each word with its field and points, each part of the rank."`
	List    string   `placeholder:"ADDRESS" help:"The list it stands in, with its filters, as a browser shows it: /categories/logos?price_to=50."`
	Service string   `arg:"" help:"The service: its id, or its address."`
	Query   []string `arg:"" optional:"" help:"The words somebody types; without any, those of the list."`
}

// idLength is how long an id is; an address ends with it.
const idLength = 36

// Run prints the place and what it is made of.
func (c *rankCommand) Run(s *session) error {
	which, err := id.Parse[id.ServiceKind](c.Service[max(0, len(c.Service)-idLength):])
	if err != nil {
		return errors.New("name the service by its id or its address, as in /services/01…")
	}
	store, err := c.openReady(s.ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	finder := search.InMemory()
	if err := finder.CatchUp(s.ctx, store); err != nil {
		return err
	}
	return c.explain(s, store, finder, which)
}

func (c *rankCommand) explain(s *session, store *db.Store, finder *search.Finder, which id.Service) error {
	return store.Read(s.ctx, func(tx *db.Tx) error {
		service, err := catalogue.Get(tx, which)
		if errors.Is(err, fault.Missing()) {
			return errors.New("there is no such service")
		}
		if err != nil {
			return err
		}
		query, err := c.query(tx)
		if err != nil {
			return err
		}
		place, err := finder.Explain(tx, which, query)
		if errors.Is(err, fault.Missing()) {
			return errors.New("the service was never live: nothing finds it")
		}
		if err != nil {
			return err
		}
		ranked, parts, rules, err := reputation.PartsOf(tx, which)
		if errors.Is(err, fault.Missing()) {
			return errors.New("the service was not ranked yet: the running marketplace does it within seconds")
		}
		if err != nil {
			return err
		}
		s.say("%s", service.Title)
		s.sayWords(query.Words, place)
		s.sayRank(ranked, parts, &rules)
		s.sayPlace(query, place, parts)
		return nil
	})
}

// query reads the list's address.
func (c *rankCommand) query(tx *db.Tx) (search.Query, error) {
	list, err := url.Parse(cmp.Or(c.List, "/services"))
	if err != nil {
		return search.Query{}, fmt.Errorf("the address of the list: %w", err)
	}
	slug, inCategory := strings.CutPrefix(list.Path, "/categories/")
	if !inCategory && list.Path != "/services" {
		return search.Query{}, errors.New("a list's address begins with /services or /categories/…")
	}
	rules, err := rulebook.Current(tx)
	if err != nil {
		return search.Query{}, err
	}
	if !inCategory {
		slug = ""
	}
	typed := list.Query()
	if len(c.Query) > 0 {
		typed.Set("q", strings.Join(c.Query, " "))
	}
	query, err := offers.QueryOf(tx, "en", slug, typed, rules.Policy.Currency)
	if errors.Is(err, fault.Missing()) {
		return query, fmt.Errorf("there is no category %s", slug)
	}
	return query, err
}

// sayWords prints what each word adds to the relevance.
func (s *session) sayWords(words string, place search.Explanation) {
	if words == "" {
		s.say("relevance 1000 of 1000: no words were typed")
		return
	}
	s.say("relevance %d of 1000", place.Relevance)
	for _, word := range place.Words {
		if word.Term == "" {
			s.say("  %-14s nowhere", word.Typed)
			continue
		}
		s.say("  %-14s %4d in %s", word.Typed, word.Points, word.Field)
	}
}

// sayRank prints the parts of the rank with what each was made of.
func (s *session) sayRank(r reputation.Ranked, parts reputation.Parts, p *policy.Policy) {
	s.say("rank %s, computed %s under rules number %d", millionths(parts.Rank()), r.At.UTC().Format("2006-01-02 15:04:05"), r.Policy)
	for _, line := range []struct {
		name  string
		share reputation.Share
		made  string
		args  []any
	}{
		{"overall rating", parts.Rating, "the seller's is %s, it starts at %s", []any{millionths(r.Overall), millionths(reputation.OfRate(p.RatingStart))}},
		{"conversion", parts.Conversion, "%d orders to %d views", []any{r.Placed, r.Views}},
		{"top-rated", parts.TopRated, "%t", []any{r.TopRated}},
		{"fresh", parts.Fresh, "live since %s", []any{r.LiveAt.UTC().Format("2006-01-02")}},
		{"new", parts.New, "%d orders ended, %d of them failed or disliked", []any{r.Standing.Orders, r.Bad}},
	} {
		s.say("  %-14s %+.6f  "+line.made, append([]any{line.name, float64(line.share) / float64(reputation.Whole)}, line.args...)...)
	}
}

func (s *session) sayPlace(query search.Query, place search.Explanation, parts reputation.Parts) {
	if int64(parts.Rank()) != place.Rank {
		s.say("search still has the rank %s", millionths(reputation.Share(place.Rank)))
	}
	s.say("score %d = %d x %d millionths", place.Score(), place.Relevance, place.Rank)
	if place.Near {
		s.say("nothing has all of the words: the list has what some of them find, or words near them")
	}
	switch {
	case place.Position == 0:
		s.say("position: none, it is not in that list")
	case query.Sort != "":
		s.say("position %d, in the order %s: words and rank have no say", place.Position, query.Sort)
	default:
		s.say("position %d, before newcomers are drawn", place.Position)
	}
}

// millionths writes a share as a number.
func millionths(share reputation.Share) string {
	return strconv.FormatFloat(float64(share)/float64(reputation.Whole), 'f', 6, 64)
}
