package cart

import (
	"slices"
	"time"

	"guildhall/cart"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/web/parts"
)

// ordering is the page before lines of the cart are ordered: what each costs,
// when it is due, what happens to the money. With a brief for all it begins a
// comparison.
type ordering struct {
	v       *desk.Visit
	Compare bool
	Entries []entry // those that were asked for and are still in the cart
	Missing bool    // some that were asked for have left it
	Short   money.Amount
	Main    money.Amount // what the balance has
}

// ShowCheckout is GET /cart/checkout: all that can be ordered, or the lines
// that were ticked.
func ShowCheckout(v *desk.Visit) error { return showOrdering(v, false) }

// ShowCompare is GET /comparisons/new.
func ShowCompare(v *desk.Visit) error { return showOrdering(v, true) }

func showOrdering(v *desk.Visit, compare bool) error {
	p, err := readOrdering(v, compare)
	if err != nil {
		return err
	}
	if len(p.Entries) == 0 {
		return v.Redirect("/cart")
	}
	return v.Render(orderingView(p, nil))
}

func readOrdering(v *desk.Visit, compare bool) (*ordering, error) {
	p := &ordering{v: v, Compare: compare}
	return p, v.Read(p.read)
}

func (p *ordering) read(tx *db.Tx) error {
	all, err := entries(tx, p.v.Member.ID)
	if err != nil {
		return err
	}
	asked := p.v.Form().Values("line")
	for _, e := range all {
		if slices.Contains(asked, e.key()) || len(asked) == 0 && e.State == cart.Ready {
			p.Entries = append(p.Entries, e)
		}
	}
	p.Missing = len(p.Entries) < len(asked)
	if p.Short, err = cart.Short(tx, p.v.Member.ID, p.total()); err != nil {
		return err
	}
	has, err := ledger.Balance(tx, p.v.Member.ID)
	p.Main = has.Spendable()
	return err
}

func (p *ordering) total() money.Amount { return total(p.Entries) }

// ready reports whether all of it can be ordered as it is shown here.
func (p *ordering) ready() bool {
	return !slices.ContainsFunc(p.Entries, func(e entry) bool { return e.State != cart.Ready }) && (!p.Compare || p.fits())
}

// fits reports whether there are as many sellers as a comparison has (CAT-27).
func (p *ordering) fits() bool {
	sellers := map[id.Member]bool{}
	for _, e := range p.Entries {
		sellers[e.Seller.ID] = true
	}
	rules := &p.v.Rules.Policy
	return len(sellers) == len(p.Entries) && len(sellers) >= rules.CompareMin && len(sellers) <= rules.CompareMax
}

func (p *ordering) escrow() bool { return p.v.Rules.Policy.Custody == policy.CustodyEscrow }

func (p *ordering) title() string {
	if p.Compare {
		return p.v.Say.T("compare.new")
	}
	return p.v.Say.T("cart.checkout")
}

func (p *ordering) action() string {
	if p.Compare {
		return "/comparisons"
	}
	return "/cart/checkout"
}

// press are the words on the button: how many orders, and what it costs.
func (p *ordering) press() string {
	count := len(p.Entries)
	if p.Short > 0 {
		return p.v.Say.T("cart.press_short", "count", count, "short", p.Short)
	}
	return p.v.Say.T("cart.press", "count", count, "total", p.total())
}

func (p *ordering) due(e entry) time.Time { return p.v.At.Add(e.Now.Order.Lead) }

func (p *ordering) facts() []parts.Fact {
	s := p.v.Say
	var fee money.Amount
	for _, e := range p.Entries {
		fee = fee.Plus(e.Now.Order.Fee)
	}
	var facts []parts.Fact
	if fee > 0 {
		facts = append(facts, parts.Fact{Name: s.T("cart.fee"), Value: s.Money(fee)})
	}
	facts = append(facts, parts.Fact{Name: s.T("money.total"), Value: s.Money(p.total()), Sum: true})
	if p.escrow() {
		facts = append(facts, parts.Fact{Name: s.T("cart.balance"), Value: s.Money(p.Main)})
	}
	if p.Short > 0 {
		facts = append(facts, parts.Fact{Name: s.T("cart.short"), Value: s.Money(p.Short)})
	}
	return facts
}

// promises tell what happens after the button, with the deadlines that apply
// (ORD-1, ORD-6, ORD-8).
func (p *ordering) promises() []string {
	s, rules := p.v.Say, &p.v.Rules.Policy
	told := []string{s.T("cart.told.own")}
	if p.Short > 0 {
		told = append(told, s.T("cart.told.short", "span", rules.PreparedFor))
	}
	if p.escrow() {
		told = append(told, s.T("cart.told.start", "span", rules.StartWithin))
	} else {
		told = append(told, s.T("cart.told.start_direct", "span", rules.StartWithin))
	}
	told = append(told, s.T("cart.told.check", "span", rules.CheckWithin))
	if p.Compare {
		told = append(told, s.T("compare.told"))
	}
	return told
}

// safety says what the money does until the work is accepted.
func (p *ordering) safety() string {
	if p.escrow() {
		return p.v.Say.T("cart.safe")
	}
	return p.v.Say.T("catalogue.safe_none")
}

// field names what belongs to one line.
func (e entry) field(name string) string { return name + "." + e.key() }

// questions are those that can be answered here; files go to the order's page.
func (e entry) questions() []catalogue.Question {
	return slices.DeleteFunc(slices.Clone(e.Offer.Questions), func(q catalogue.Question) bool { return q.Kind == catalogue.AskFile })
}

// needsFile reports whether the seller needs a file before work can start.
func (e entry) needsFile() bool {
	return slices.ContainsFunc(e.Offer.Questions, func(q catalogue.Question) bool { return q.Kind == catalogue.AskFile && q.Required })
}

func (p *ordering) question(e entry, q catalogue.Question) parts.Input {
	in := parts.Input{Name: e.field("answer." + q.Code), Label: q.Text, Optional: !q.Required || p.Compare && q.Kind == catalogue.AskText, Rows: 3, LengthMax: cart.BriefMax}
	if q.Kind == catalogue.AskChoice {
		in.Options = []parts.Option{{Label: p.v.Say.T("orderpage.choose")}}
		for _, choice := range q.Choices {
			in.Options = append(in.Options, parts.Option{Value: choice, Label: choice})
		}
	}
	return in
}

// wish is what the form asks for: the lines as they were shown, with what was
// typed for their sellers.
func (p *ordering) wish(f *desk.Form) cart.CheckingOut {
	wish := cart.CheckingOut{Buyer: p.v.Member.ID, Key: f.Value("_key"), Provider: p.v.Config.Provider}
	for _, line := range f.Values("line") {
		agreed := cart.Agreed{Total: shown(f, "shown."+line)}
		if parsed, err := id.Parse[id.CartLineKind](line); err == nil {
			agreed.Line = parsed
		}
		for _, e := range p.Entries {
			if e.key() == line {
				agreed.Answers = answers(f, e)
			}
		}
		wish.Lines = append(wish.Lines, agreed)
	}
	return wish
}

func answers(f *desk.Form, e entry) []order.Answer {
	var given []order.Answer
	for _, q := range e.questions() {
		if text := f.Lines(e.field("answer."+q.Code), cart.BriefMax); text != "" {
			given = append(given, order.Answer{Question: q.Code, Text: text})
		}
	}
	return given
}

// CheckOut is POST /cart/checkout: one order for each line, all or none.
func CheckOut(v *desk.Visit) error {
	return send(v, false, func(tx *db.Tx, wish cart.CheckingOut) (string, error) {
		made, err := cart.CheckOut(tx, wish)
		return onward(made), err
	})
}

// Compare is POST /comparisons: the same with one brief for all.
func Compare(v *desk.Visit) error {
	brief := v.Form().Lines("brief", cart.BriefMax)
	return send(v, true, func(tx *db.Tx, wish cart.CheckingOut) (string, error) {
		made, _, err := cart.Compare(tx, cart.Comparing{ID: id.New[id.ComparisonKind](tx.Now()), Brief: brief, CheckingOut: wish})
		return "/comparisons/" + made.ID.String(), err
	})
}

func onward(made order.Checkout) string {
	if made.State == order.CheckoutWaiting {
		return "/top-ups/" + made.TopUp.String()
	}
	return "/checkouts/" + made.ID.String()
}

// send carries the form out once. Refused, it shows the page again as things
// stand now, with what was typed.
func send(v *desk.Visit, compare bool, carry func(*db.Tx, cart.CheckingOut) (string, error)) error {
	p, err := readOrdering(v, compare)
	if err != nil {
		return err
	}
	f := v.Form()
	wish := p.wish(f)
	if !f.Bad() {
		on, err := v.Once(func(tx *db.Tx) (string, error) {
			wish.ID, wish.TopUp = id.New[id.CheckoutKind](tx.Now()), id.New[id.TopUpKind](tx.Now())
			return carry(tx, wish)
		})
		if err == nil {
			return v.Redirect(on)
		}
		if err := f.Take(err); err != nil {
			return err
		}
	}
	if p, err = readOrdering(v, compare); err != nil {
		return err
	}
	return v.Render(orderingView(p, f))
}
