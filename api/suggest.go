package api

import (
	"guildhall/account"
	"guildhall/db"
	"guildhall/id"
	"guildhall/search"
)

type membersAsked struct {
	Find  string `query:"find" maxLength:"100" required:"true"`
	Limit int    `query:"limit" minimum:"1" maximum:"60" default:"20"`
}

// MemberLine is a member as lists show them.
type MemberLine struct {
	Login    string `json:"login"`
	Name     string `json:"name"`
	Online   bool   `json:"online"`
	Services int64  `json:"services"`
	Link     string `json:"link"`
}

func findMembers(c *Call, in *membersAsked) (List[MemberLine], error) {
	return read(c, func(tx *db.Tx) (List[MemberLine], error) {
		members, err := account.Named(tx, in.Find, in.Limit)
		if err != nil {
			return List[MemberLine]{}, err
		}
		offered, err := search.Offered(tx, each(members, func(m account.Member) id.Member { return m.ID }))
		return List[MemberLine]{Items: each(members, func(m account.Member) MemberLine {
			return MemberLine{
				Login: m.Login, Name: m.Name(), Online: m.Online(c.At, c.Rules.Policy.OnlineWindow), Services: offered[m.ID],
				Link: c.Link("/members/" + m.Login),
			}
		})}, err
	})
}

type typed struct {
	Find string `query:"find" maxLength:"200" required:"true"`
}

// Suggested is one thing somebody may be about to type.
type Suggested struct {
	Kind  string `json:"kind" enum:"category,service,member"`
	Label string `json:"label"`
	Link  string `json:"link"`
}

func suggest(c *Call, in *typed) (List[Suggested], error) {
	return read(c, func(tx *db.Tx) (List[Suggested], error) {
		list := List[Suggested]{Items: []Suggested{}}
		found, err := c.Suggest(tx, in.Find)
		for _, category := range found.Categories {
			list.Items = append(list.Items, Suggested{"category", category.Name, c.Link("/categories/" + category.Slug)})
		}
		for _, card := range found.Services {
			list.Items = append(list.Items, Suggested{"service", card.Title, c.serviceLink(card.Service, card.Title)})
		}
		for _, m := range found.Members {
			list.Items = append(list.Items, Suggested{"member", m.Login, c.Link("/members/" + m.Login)})
		}
		return list, err
	})
}

// Synonyms is a set of words that mean the same to the search.
type Synonyms struct {
	ID    id.Synonyms `json:"id"`
	Words []string    `json:"words" nullable:"false"`
}

func listSynonyms(c *Call, _ *struct{}) (List[Synonyms], error) {
	return read(c, func(tx *db.Tx) (List[Synonyms], error) {
		all, err := search.AllSynonyms(tx)
		return listOf(all, len(all), func(s search.Synonyms) Synonyms { return Synonyms(s) }, nil), err
	})
}

type synonymsSent struct {
	Body struct {
		Words []string `json:"words" minItems:"2" maxItems:"20"`
	}
}

func addSynonyms(c *Call, in *synonymsSent) (Synonyms, error) {
	return once(c, func(tx *db.Tx) (Synonyms, error) {
		made, err := search.AddSynonyms(tx, in.Body.Words)
		return Synonyms(made), err
	})
}

func changeSynonyms(c *Call, in *synonymsSent) (Synonyms, error) {
	which, err := id.Parse[id.SynonymsKind](c.Path("synonyms"))
	if err != nil {
		return Synonyms{}, err
	}
	return write(c, func(tx *db.Tx) (Synonyms, error) {
		changed, err := search.ChangeSynonyms(tx, which, in.Body.Words)
		return Synonyms(changed), err
	})
}

func dropSynonyms(c *Call, _ *struct{}) (Done, error) {
	which, err := id.Parse[id.SynonymsKind](c.Path("synonyms"))
	if err != nil {
		return Done{}, err
	}
	return write(c, func(tx *db.Tx) (Done, error) { return Done{true}, search.DropSynonyms(tx, which) })
}
