package catalogue

import (
	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/search"
	"guildhall/web/cart"
	"guildhall/web/parts"
)

// How much the search among members shows.
const (
	membersMany       = 20
	memberServiceMany = 4 // of each
)

// membersPage is what the search among members found (CAT-21).
type membersPage struct {
	v     *desk.Visit
	Words string
	Found []seller
}

// seller is a member with what they offer.
type seller struct {
	account.Member
	Tiles []parts.Tile
	Total int64
}

// Members is GET /members?q=: members by login, with their live services.
func Members(v *desk.Visit) error {
	p := &membersPage{v: v, Words: soundWords(v.Query(byWords))}
	if err := v.Read(p.read); err != nil {
		return err
	}
	return v.Render(showMembers(p))
}

func (p *membersPage) read(tx *db.Tx) error {
	found, err := account.Named(tx, p.Words, membersMany)
	if err != nil || len(found) == 0 {
		return err
	}
	var all []id.Service
	for _, m := range found {
		live, err := p.v.Finder.Find(tx, search.Query{Seller: m.ID, Limit: memberServiceMany})
		if err != nil {
			return err
		}
		p.Found = append(p.Found, seller{Member: m, Total: live.Total})
		all = append(all, live.Services()...)
	}
	return p.readTiles(tx, all)
}

// readTiles reads the services of all members found together, each with its
// heart.
func (p *membersPage) readTiles(tx *db.Tx, services []id.Service) error {
	tree, err := catalogue.Tree(tx, p.v.Say.Language())
	if err != nil {
		return err
	}
	tiles, err := parts.ReadTiles(tx, tree, services)
	if err != nil {
		return err
	}
	if err := cart.Hearts(tx, p.v, tiles); err != nil {
		return err
	}
	for i := range p.Found {
		for _, tile := range tiles {
			if tile.Seller.ID == p.Found[i].ID {
				p.Found[i].Tiles = append(p.Found[i].Tiles, tile)
			}
		}
	}
	return nil
}

func (p *membersPage) online(m seller) bool { return m.Online(p.v.At, p.v.Rules.Policy.OnlineWindow) }
