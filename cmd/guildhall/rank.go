package main

import (
	"errors"
	"strconv"
	"strings"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/policy"
	"guildhall/reputation"
	"guildhall/search"
)

// rankCommand tells why a service stands where it stands (REP-16). Everything
// it prints is computed again from stored figures.
type rankCommand struct {
	dataFlags
	Explain bool     `required:"" help:"Print what the place is made of: each word with its field and points, each part of the rank."`
	Service string   `arg:"" help:"The service: its id, or its address."`
	Query   []string `arg:"" optional:"" help:"The words somebody types; without any, the place in the whole catalogue."`
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
	words := strings.Join(c.Query, " ")
	return store.Read(s.ctx, func(tx *db.Tx) error {
		service, err := catalogue.Get(tx, which)
		if errors.Is(err, fault.Missing()) {
			return errors.New("there is no such service")
		}
		if err != nil {
			return err
		}
		place, err := finder.Explain(tx, which, search.Query{Words: words})
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
		s.sayWords(words, place)
		s.sayRank(ranked, parts, &rules)
		s.sayPlace(place, parts)
		return nil
	})
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

func (s *session) sayPlace(place search.Explanation, parts reputation.Parts) {
	if int64(parts.Rank()) != place.Rank {
		s.say("search still has the rank %s", millionths(reputation.Share(place.Rank)))
	}
	s.say("score %d = %d x %d millionths", place.Score(), place.Relevance, place.Rank)
	if place.Position == 0 {
		s.say("position: none, it is not found by this")
		return
	}
	s.say("position %d, before newcomers are drawn", place.Position)
}

// millionths writes a share as a number.
func millionths(share reputation.Share) string {
	return strconv.FormatFloat(float64(share)/float64(reputation.Whole), 'f', 6, 64)
}
