package demo

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/id"
	"guildhall/money"
	"guildhall/rulebook"
)

// servicesText has one service a line; no two share a sentence.
//
//go:embed services.txt
var servicesText string

// ware is one line of it.
type ware struct {
	category string
	title    string
	about    string
	thing    string // what is sold; different for each, and in every sentence that is made here
	price    money.Amount
	days     int
	tags     []string
}

func wares() ([]ware, error) {
	var list []ware
	for number, line := range strings.Split(servicesText, "\n") {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		w, err := parseWare(strings.Split(line, " | "))
		if err != nil {
			return nil, fmt.Errorf("demo: services.txt:%d: %w", number+1, err)
		}
		list = append(list, w)
	}
	return list, nil
}

func parseWare(fields []string) (ware, error) {
	if len(fields) != 7 {
		return ware{}, fmt.Errorf("%d fields, not 7", len(fields))
	}
	dollars, err := strconv.ParseInt(fields[4], 10, 64)
	if err != nil {
		return ware{}, err
	}
	days, err := strconv.Atoi(fields[5])
	if err != nil {
		return ware{}, err
	}
	return ware{
		category: fields[0], title: fields[1], about: fields[2], thing: fields[3],
		price: money.Amount(dollars * 100), days: days, tags: strings.Split(fields[6], ", "),
	}, nil
}

// offer makes the service's offer; the category decides whether it is sold by
// the unit or in packages, and which attributes it states.
func (w ware) offer(tx *db.Tx) (catalogue.Offer, error) {
	category, err := catalogue.CategoryBySlug(tx, catalogue.Slug(w.category))
	if err != nil {
		return catalogue.Offer{}, fmt.Errorf("demo: category %q: %w", w.category, err)
	}
	current, err := rulebook.Current(tx)
	if err != nil {
		return catalogue.Offer{}, err
	}
	rules, err := catalogue.RulesFor(tx, category.ID, current.Policy)
	if err != nil {
		return catalogue.Offer{}, err
	}
	offer := catalogue.Offer{
		Category: category.ID, Title: w.title, Description: w.about, Language: "en", Tags: w.tags, Rights: true,
		Volume:     "One " + w.thing + ", as described.",
		Packages:   w.packages(rules.Category.Pricing.Rule == catalogue.PriceUnit),
		Options:    w.options(),
		Questions:  w.questions(),
		Attributes: w.attributes(rules.Attributes),
	}
	return offer, nil
}

func (w ware) packages(byUnit bool) []catalogue.Package {
	if byUnit {
		return []catalogue.Package{{Tier: catalogue.Single, Price: w.price, Lead: w.lead(1), Revisions: 2}}
	}
	return []catalogue.Package{
		{Tier: catalogue.Economy, Description: "A single " + w.thing + ", plain and good", Price: w.price, Lead: w.lead(1), Revisions: 1},
		{Tier: catalogue.Standard, Description: "The " + w.thing + " in two variants to choose from", Price: w.price.Times(2), Lead: w.lead(2), Revisions: 3},
		{Tier: catalogue.Business, Description: "Every variant of the " + w.thing + ", its sources and a talk before we start", Price: w.price.Times(4), Lead: w.lead(3), Revisions: catalogue.Unlimited},
	}
}

// lead is the time for the first, second or third package.
func (w ware) lead(tier int) time.Duration {
	return time.Duration(w.days+(tier-1)*max(1, w.days/2)) * 24 * time.Hour
}

func (w ware) options() []catalogue.Option {
	list := []catalogue.Option{
		{Code: "sources", Title: "Working files of the " + w.thing, Price: 15_00, Most: 1},
		{Code: "second", Title: "One more round on the " + w.thing, Price: 8_00, Lead: 24 * time.Hour, Most: 3},
	}
	if w.days > 2 {
		list = append(list, catalogue.Option{Code: "express", Title: "Your " + w.thing + " a day sooner", Price: 20_00, Lead: 24 * time.Hour, Express: true, Most: 1})
	}
	return list
}

func (w ware) questions() []catalogue.Question {
	return []catalogue.Question{
		{Code: "wish", Text: "What should the " + w.thing + " be for?", Kind: catalogue.AskText, Required: true},
		{Code: "avoid", Text: "Anything the " + w.thing + " must not have?", Kind: catalogue.AskText},
	}
}

// attributes states one value for each: the choice is dealt by the title's
// length, so that filters have something to tell apart.
func (w ware) attributes(wanted []catalogue.Attribute) map[string][]string {
	stated := map[string][]string{}
	for _, a := range wanted {
		switch a.Kind {
		case catalogue.OneChoice, catalogue.ManyChoices:
			stated[a.Code] = []string{a.Choices[len(w.title)%len(a.Choices)].Code}
		case catalogue.NumberRange:
			stated[a.Code] = []string{strconv.FormatInt(a.Min+int64(len(w.title))%(a.Max-a.Min+1), 10)}
		case catalogue.YesNo:
			if len(w.title)%2 == 0 {
				stated[a.Code] = []string{"yes"}
			}
		}
	}
	return stated
}

// sell brings the ware live, by the way everybody takes.
func (w ware) sell(tx *db.Tx, seller id.Member, judged bool) (catalogue.Service, error) {
	offer, err := w.offer(tx)
	if err != nil {
		return catalogue.Service{}, err
	}
	service, err := catalogue.Begin(tx, seller, offer)
	if err != nil {
		return catalogue.Service{}, fmt.Errorf("demo: %q: %w", w.title, err)
	}
	service, err = catalogue.Act(tx, catalogue.Command{Service: service.ID, Actor: seller, Agent: agent, Verb: catalogue.Submit})
	if err != nil {
		return catalogue.Service{}, fmt.Errorf("demo: %q: %w", w.title, err)
	}
	if !judged || service.Stored == catalogue.Live {
		return service, nil
	}
	return catalogue.Act(tx, catalogue.Command{Service: service.ID, Version: service.Pending, Agent: agent, Verb: catalogue.Approve})
}
