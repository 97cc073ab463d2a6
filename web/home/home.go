package home

import (
	"github.com/a-h/templ"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/money"
	"guildhall/policy"
	"guildhall/web/cart"
	"guildhall/web/parts"
)

// front is the front page: what one can find here, and how it works and stays
// safe (CAT-23).
type front struct {
	desk.Front
	v          *desk.Visit
	Categories []catalogue.Node
	Popular    []parts.Tile
	Recent     []parts.Tile
}

// Show is the front page. Visitors without a cookie share one (desk.Shared):
// what they looked at lately is in a cookie.
func Show(v *desk.Visit) error {
	return desk.Shared(v, func() (templ.Component, struct{}, error) {
		p := &front{v: v}
		err := v.Read(p.read)
		return frontPage(p), struct{}{}, err
	}, func(struct{}) {})
}

func (p *front) read(tx *db.Tx) error {
	var err error
	if p.Categories, err = catalogue.Tree(tx, p.v.Say.Language()); err != nil {
		return err
	}
	if p.Front, err = p.v.Front(tx); err != nil {
		return err
	}
	if p.Popular, err = parts.ReadTiles(tx, p.Categories, p.Wanted); err != nil {
		return err
	}
	if err := cart.Hearts(tx, p.v, p.Popular); err != nil {
		return err
	}
	p.Recent, err = cart.Recent(tx, p.v, id.Service{})
	return err
}

// chrome is the frame, with what search engines and link previews are told.
func (p *front) chrome() parts.Chrome {
	c := parts.ChromeOf(p.v)
	c.Description, c.Canonical, c.Image = p.lead(), p.v.Link("/"), p.v.Link("/services/preview.png")
	return c
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

// way is how it works for one side, step by step.
type way struct {
	Title string
	Steps []wayStep
}

type wayStep struct{ Title, Text string }

// ways tell buyers and sellers how an order goes here, with the times and the
// commission in force.
func (p *front) ways() []way {
	s, rules := p.v.Say, &p.v.Rules.Policy
	told := func(side string, steps ...string) way {
		w := way{Title: s.T("home.way." + side)}
		for _, step := range steps {
			key := "home.way." + side + "." + step
			text := s.T(key+"_text", "start", rules.StartWithin, "check", rules.CheckWithin, "days", rules.FeedbackDays, "commission", rules.Commission)
			w.Steps = append(w.Steps, wayStep{s.T(key), text})
		}
		return w
	}
	if p.escrow() {
		return []way{told("buying", "find", "order", "check", "judge"), told("selling", "offer", "begin", "deliver", "paid")}
	}
	return []way{told("buying", "find", "agree", "check", "judge"), told("selling", "offer", "begin", "deliver", "paid_outside")}
}

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
