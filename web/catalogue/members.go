package catalogue

import (
	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/search"
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
	tree, err := treeOf(tx, p.v)
	if err != nil {
		return err
	}
	for _, m := range found {
		live, err := p.v.Finder.Find(tx, search.Query{Seller: m.ID, Limit: memberServiceMany})
		if err != nil {
			return err
		}
		tiles, err := parts.ReadTiles(tx, tree, live.Services())
		if err != nil {
			return err
		}
		p.Found = append(p.Found, seller{Member: m, Tiles: tiles, Total: live.Total})
	}
	return nil
}

func (p *membersPage) online(m seller) bool { return m.Online(p.v.At, p.v.Rules.Policy.OnlineWindow) }
