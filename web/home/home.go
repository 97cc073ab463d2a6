package home

import (
	"slices"
	"time"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/money"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/search"
	"guildhall/web/cart"
	"guildhall/web/parts"
)

// popularMost is how many services the front page shows.
const popularMost = 8

// front is the front page: what one can find here, and how it stays safe
// (CAT-23).
type front struct {
	v          *desk.Visit
	Categories []catalogue.Node
	Counts     map[id.Category]int64 // of services that can be found
	Popular    []parts.Tile
	Services   int64
	Online     int64
	LastOrder  time.Time // zero: none yet
	Recent     []parts.Tile
}

// Show is the front page.
func Show(v *desk.Visit) error {
	p := &front{v: v}
	if err := v.Read(p.read); err != nil {
		return err
	}
	return v.Render(frontPage(p))
}

func (p *front) read(tx *db.Tx) error {
	var err error
	if p.Categories, err = catalogue.Tree(tx, p.v.Say.Language()); err != nil {
		return err
	}
	if err := p.readPopular(tx); err != nil {
		return err
	}
	if p.Online, err = account.OnlineCount(tx, p.v.Rules.Policy.OnlineWindow); err != nil {
		return err
	}
	if p.Recent, err = cart.Recent(tx, p.v, id.Service{}); err != nil {
		return err
	}
	p.LastOrder, err = order.LastPlaced(tx)
	return err
}

// readPopular finds what is most ordered lately and shown to everybody, filled
// up with what search recommends.
func (p *front) readPopular(tx *db.Tx) error {
	recommended, err := p.v.Find(tx, search.Query{Limit: popularMost, Counts: true})
	if err != nil {
		return err
	}
	p.Services, p.Counts = recommended.Total, recommended.Counts.Categories
	wanted, err := order.Popular(tx, popularMost)
	if err != nil {
		return err
	}
	var chosen []id.Service
	for _, service := range wanted {
		found, err := catalogue.Get(tx, service)
		if err != nil {
			return err
		}
		if found.Shown() {
			chosen = append(chosen, service)
		}
	}
	for _, service := range recommended.Services() {
		if len(chosen) < popularMost && !slices.Contains(chosen, service) {
			chosen = append(chosen, service)
		}
	}
	if p.Popular, err = parts.ReadTiles(tx, p.Categories, chosen); err != nil {
		return err
	}
	return cart.Hearts(tx, p.v, p.Popular)
}

// count is how many services stand below a category.
func (p *front) count(node catalogue.Node) int64 {
	n := p.Counts[node.ID]
	for _, below := range node.Below {
		n += p.count(below)
	}
	return n
}

// icon of a category, a plain one where the operator named none of ours.
func icon(node catalogue.Node) string {
	if parts.HasIcon(node.Icon) {
		return node.Icon
	}
	return "folder"
}

// lead is the promise under the headline, true to how money is handled here.
func (p *front) lead() string {
	if p.escrow() {
		return p.v.Say.T("home.lead")
	}
	return p.v.Say.T("home.lead_direct")
}

func (p *front) safeTitle() string {
	if p.escrow() {
		return p.v.Say.T("home.safe")
	}
	return p.v.Say.T("home.safe_direct")
}

func (p *front) escrow() bool { return p.v.Rules.Policy.Custody == policy.CustodyEscrow }

// step is one of the three drawings that tell how the money is kept safe.
type step struct {
	Flow        parts.Flow
	Title, Text string
}

// sampleSum stands in the drawings.
const sampleSum money.Amount = 50_00

func (p *front) steps() []step {
	s := p.v.Say
	flow := func(f parts.Flow) parts.Flow {
		f.BuyerName, f.SellerName, f.Outside = s.T("home.buyer"), s.T("home.seller"), !p.escrow()
		return f
	}
	net := sampleSum.Minus(sampleSum.Share(p.v.Rules.Policy.Commission))
	if !p.escrow() {
		return []step{
			{flow(parts.Flow{}), s.T("home.agree"), s.T("home.agree_text")},
			{flow(parts.Flow{}), s.T("home.record"), s.T("home.record_text")},
			{flow(parts.Flow{}), s.T("home.contest"), s.T("home.contest_text")},
		}
	}
	return []step{
		{flow(parts.Flow{Escrow: sampleSum}), s.T("home.held"), s.T("home.held_text")},
		{flow(parts.Flow{Seller: net}), s.T("home.paid"), s.T("home.paid_text")},
		{flow(parts.Flow{Buyer: sampleSum, Back: true}), s.T("home.back"), s.T("home.back_text")},
	}
}
