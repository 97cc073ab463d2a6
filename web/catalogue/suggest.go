package catalogue

import (
	"net/url"

	"guildhall/db"
	"guildhall/desk"
	"guildhall/web/parts"
)

// Suggest is GET /suggestions?q=: a list box for the search field, as a piece
// of a page (CAT-18). Where nothing is suggested it is empty.
func Suggest(v *desk.Visit) error {
	words := soundWords(v.Query(byWords))
	var found desk.Suggestions
	err := v.Read(func(tx *db.Tx) (err error) {
		found, err = v.Suggest(tx, words)
		return err
	})
	if err != nil {
		return err
	}
	return v.Render(suggested(v.Say, suggestionsOf(v, found)))
}

func suggestionsOf(v *desk.Visit, found desk.Suggestions) []parts.Link {
	var links []parts.Link
	for _, category := range found.Categories {
		links = append(links, parts.Link{Href: "/categories/" + category.Slug, Label: category.Name, Icon: "folder"})
	}
	for _, card := range found.Services {
		links = append(links, parts.Link{Href: parts.ServiceAddress(card.Service, card.Title), Label: card.Title, Icon: "tag"})
	}
	for _, m := range found.Members {
		links = append(links, parts.Link{Href: "/members/" + m.Login, Label: m.Login, Icon: "person"})
	}
	return links
}

// kindOf names a suggestion's sort for those who do not see its picture.
func kindOf(icon string) string {
	switch icon {
	case "folder":
		return "suggest.category"
	case "person":
		return "suggest.member"
	}
	return "suggest.service"
}

func escaped(words string) string { return url.QueryEscape(words) }
