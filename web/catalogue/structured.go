package catalogue

import (
	"strings"

	"guildhall/money"
	"guildhall/web/parts"
)

// What search engines and readers of links are told of a service (CAT-24).
// The Content-Security-Policy allows no inline script, so it stands as
// microdata of schema.org instead of JSON-LD.

// describedRunes is how much of a description a link preview shows.
const describedRunes = 160

// chrome is the frame with the page's one address and its picture.
func (p *servicePage) chrome() parts.Chrome {
	c := parts.ChromeOf(p.v)
	if p.Preview {
		return c
	}
	c.Canonical = p.v.Link(p.address())
	c.Image = c.Canonical + "/preview.png"
	words := []rune(strings.Join(strings.Fields(p.Offer.Description), " "))
	c.Description = string(words[:min(len(words), describedRunes)])
	return c
}

func (p *servicePage) address() string { return parts.ServiceAddress(p.Service.ID, p.Offer.Title) }

// priceBounds are the lowest and the highest price without extras.
func (p *servicePage) priceBounds() (least, most money.Amount) {
	for i, offered := range p.Offer.Packages {
		if i == 0 || offered.Price < least {
			least = offered.Price
		}
		most = max(most, offered.Price)
	}
	return least, most
}

func (p *servicePage) decimal(a money.Amount) string { return p.v.Rules.Policy.Currency.Decimal(a) }

func (p *servicePage) priceLeast() string {
	least, _ := p.priceBounds()
	return p.decimal(least)
}

func (p *servicePage) priceMost() string {
	_, most := p.priceBounds()
	return p.decimal(most)
}

// availability is a word of schema.org.
func (p *servicePage) availability() string {
	if p.Refused != "" || !p.Service.Orderable() {
		return "https://schema.org/OutOfStock"
	}
	return "https://schema.org/InStock"
}

// stars is what buyers said of this service, out of five.
func (p *servicePage) stars() string { return ratingText(p.Record.Tenths(&p.v.Rules.Policy)) }
