package cart

import (
	"time"

	"guildhall/account"
	"guildhall/cart"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/file"
	"guildhall/id"
	"guildhall/order"
	"guildhall/rulebook"
	"guildhall/web/parts"
)

// comparisonsMost is how many the list shows.
const comparisonsMost = 50

// compared is one seller's column.
type compared struct {
	cart.Result
	Seller  account.Member
	Files   []file.File  // of the last delivery
	Actions []order.Verb // what the buyer can do now
	Due     time.Time    // when the work is owed; zero when no clock runs
	Version catalogue.ServiceVersion
}

// comparisonPage shows the results side by side (CAT-27).
type comparisonPage struct {
	v *desk.Visit
	cart.Comparison
	State   order.CheckoutState
	TopUp   id.TopUp
	Columns []compared
}

// ShowComparison is GET /comparisons/{id}.
func ShowComparison(v *desk.Visit) error {
	which, err := desk.PathID[id.ComparisonKind](v, "id")
	if err != nil {
		return err
	}
	p := &comparisonPage{v: v}
	if err := v.Read(func(tx *db.Tx) error { return p.read(tx, which) }); err != nil {
		return err
	}
	return v.Render(comparisonView(p))
}

func (p *comparisonPage) read(tx *db.Tx, which id.Comparison) error {
	var err error
	if p.Comparison, err = cart.ComparisonOf(tx, p.v.Member.ID, which); err != nil {
		return err
	}
	made, results, err := p.Results(tx)
	if err != nil {
		return err
	}
	p.State, p.TopUp = made.State, made.TopUp
	for _, result := range results {
		column := compared{Result: result}
		if err := column.read(tx, p.v.At); err != nil {
			return err
		}
		p.Columns = append(p.Columns, column)
	}
	return nil
}

func (c *compared) read(tx *db.Tx, at time.Time) error {
	var err error
	if c.Version, err = catalogue.GetVersion(tx, c.Result.Version); err != nil {
		return err
	}
	if c.Seller, err = account.Get(tx, c.Version.Seller); err != nil || !c.Placed {
		return err
	}
	rules, err := rulebook.At(tx, c.Now.PolicyVersion)
	if err != nil {
		return err
	}
	for _, option := range order.Options(c.Now, order.Buyer, at, &rules.Policy) {
		if option.Refused == nil && (option.Verb == order.Accept || option.Verb == order.SendBack || option.Verb == order.HandBrief) {
			c.Actions = append(c.Actions, option.Verb)
		}
	}
	c.Due = c.Now.Due
	for _, which := range c.Delivered.Files {
		held, err := file.Get(tx, which)
		if err != nil {
			return err
		}
		c.Files = append(c.Files, held)
	}
	return nil
}

func (c compared) href(rest string) string { return "/orders/" + c.Order.String() + rest }

// acts are the normal actions of the order's page, linked.
func (p *comparisonPage) acts(c compared) []parts.Link {
	nouns := map[order.Verb]string{order.Accept: "/acceptance", order.SendBack: "/revision", order.HandBrief: "/brief"}
	var links []parts.Link
	for _, verb := range c.Actions {
		links = append(links, parts.Link{Href: c.href(nouns[verb]), Label: p.v.Say.T("compare.act." + string(verb))})
	}
	return append(links, parts.Link{Href: c.href(""), Label: p.v.Say.T("compare.open")})
}

func stateMood(state order.State) string {
	switch state {
	case order.Completed:
		return "good"
	case order.Delivered:
		return "wanted"
	case order.Late, order.Disputed:
		return "harm"
	}
	return ""
}

// took is how long the work took, from placing to the last delivery.
func (c compared) took() time.Duration { return c.Delivered.At.Sub(c.Now.PlacedAt).Round(time.Minute) }

// comparisonsPage lists one's comparisons.
type comparisonsPage struct {
	v    *desk.Visit
	Rows []comparisonRow
}

type comparisonRow struct {
	cart.Comparison
	cart.Outlay
}

// Comparisons is GET /comparisons.
func Comparisons(v *desk.Visit) error {
	p := &comparisonsPage{v: v}
	err := v.Read(func(tx *db.Tx) error {
		mine, err := cart.Comparisons(tx, v.Member.ID, comparisonsMost)
		if err != nil {
			return err
		}
		outlays, err := cart.Outlays(tx, v.Member.ID)
		for _, c := range mine {
			p.Rows = append(p.Rows, comparisonRow{Comparison: c, Outlay: outlays[c.ID]})
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Render(comparisonsView(p))
}

// briefLine is what a list shows of a brief.
const briefLine = 120 // characters

func (r comparisonRow) line() string {
	text := []rune(r.Brief)
	if len(text) > briefLine {
		return string(text[:briefLine]) + "…"
	}
	return r.Brief
}
