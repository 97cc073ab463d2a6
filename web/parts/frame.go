package parts

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

func themeAttribute(c Chrome) templ.Attributes {
	if c.Theme != "light" && c.Theme != "dark" {
		return nil
	}
	return templ.Attributes{"data-theme": c.Theme}
}

// here marks the link to the page one is on.
func here(yes bool) templ.Attributes {
	if !yes {
		return nil
	}
	return templ.Attributes{"aria-current": "page"}
}

// bellCountMax is the largest count the bell writes out.
const bellCountMax = 99

func bellCount(n int) string {
	if n > bellCountMax {
		return strconv.Itoa(bellCountMax) + "+"
	}
	return strconv.Itoa(n)
}

func (c Chrome) link(href, key, icon string) Link {
	at := c.Path == href || strings.HasPrefix(c.Path, href+"/")
	return Link{Href: href, Label: c.Say.T(key), Icon: icon, Here: at}
}

// mainLinks are the two ways a member goes most, by the side they look at.
func mainLinks(c Chrome) []Link {
	if c.Selling {
		return []Link{c.link("/orders", "parts.orders", "box"), c.link("/selling", "parts.desk", "chart")}
	}
	return []Link{c.link("/orders", "parts.orders", "box"), c.link("/services", "parts.services", "search")}
}

func menuLinks(c Chrome) []Link {
	links := []Link{
		c.link("/orders", "parts.orders", "box"), c.link("/conversations", "parts.conversations", "message"),
		c.link("/favourites", "favourites.title", "heart"),
	}
	if c.Selling {
		links = append(links, c.link("/selling", "parts.desk", "chart"), c.link("/services/mine", "parts.my_services", "tag"), c.link("/portfolio", "portfolio.mine", "play"))
	}
	if c.Balance != nil {
		money := c.link("/balance", "parts.money", "purse")
		money.Label += " · " + c.Say.Money(*c.Balance)
		links = append(links, money)
	}
	links = append(links, c.link("/members/"+c.Person.Login, "parts.profile", "person"), c.link("/settings", "parts.settings", "gear"))
	if c.Staff {
		links = append(links, c.link("/staff", "parts.staff", "shield"))
	}
	return links
}

func footLinks(c Chrome) []Link {
	return []Link{
		c.link("/how-ranking-works", "reputation.ranking", ""), c.link("/how-ratings-work", "reputation.ratings", ""),
		c.link("/fees-and-deadlines", "reputation.fees", ""), c.link("/rules", "parts.rules", ""), c.link("/terms", "parts.terms", ""),
		c.link("/privacy", "parts.privacy", ""), c.link("/api", "parts.api", ""),
	}
}
