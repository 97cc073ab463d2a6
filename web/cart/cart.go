// Package cart is the pages of what one means to buy: the heart and the list of
// favourites, the cart and its checkout, comparisons, what was looked at
// lately; and, for sellers, what their services' visitors did.
package cart

import (
	"strconv"
	"strings"

	"guildhall/account"
	"guildhall/cart"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
	"guildhall/policy"
	"guildhall/web/parts"
)

// entry is a line of the cart with what its page shows of it.
type entry struct {
	cart.Item
	Seller account.Member
	Trail  string // gives the drawn cover its pattern
}

func (e entry) key() string { return e.ID.String() }

// gone reports whether its page is closed to strangers.
func (e entry) gone() bool { return !e.Offered.Reachable() }

func (p *cartPage) title(e entry) string { return titleOf(p.v, e.Offered, e.Offer.Title) }

// titleOf is what a list calls a service. One that is paused may come back and
// keeps its title; what was taken away is not repeated.
func titleOf(v *desk.Visit, s catalogue.Service, title string) string {
	if !s.Reachable() && s.Stored != catalogue.Paused {
		return v.Say.T("cart.gone")
	}
	return title
}

func (e entry) href() string { return parts.ServiceAddress(e.Service, e.Offer.Title) }

// cartPage is the cart (CAT-26).
type cartPage struct {
	v       *desk.Visit
	Entries []entry
}

// Show is GET /cart.
func Show(v *desk.Visit) error { return showCart(v, nil) }

func showCart(v *desk.Visit, f *desk.Form) error {
	p := &cartPage{v: v}
	err := v.Read(func(tx *db.Tx) (err error) {
		p.Entries, err = entries(tx, v.Member.ID)
		return err
	})
	if err != nil {
		return err
	}
	return v.Render(cartView(p, f))
}

func entries(tx *db.Tx, member id.Member) ([]entry, error) {
	items, err := cart.Items(tx, member)
	if err != nil {
		return nil, err
	}
	list, who := make([]entry, len(items)), make([]id.Member, len(items))
	for i, item := range items {
		who[i] = item.Offered.Seller
	}
	sellers, err := account.Several(tx, who)
	if err != nil {
		return nil, err
	}
	for i, item := range items {
		path, err := catalogue.Path(tx, item.Offer.Category)
		if err != nil {
			return nil, err
		}
		list[i] = entry{Item: item, Seller: sellers[item.Offered.Seller], Trail: path[0].Name}
	}
	return list, nil
}

// in are the entries in a state.
func (p *cartPage) in(states ...cart.State) []entry {
	var list []entry
	for _, e := range p.Entries {
		for _, state := range states {
			if e.State == state {
				list = append(list, e)
			}
		}
	}
	return list
}

func (p *cartPage) total() money.Amount { return total(p.in(cart.Ready)) }

func total(entries []entry) money.Amount {
	var sum money.Amount
	for _, e := range entries {
		sum = sum.Plus(e.Price)
	}
	return sum
}

// chosen says what of the service is meant: package, units, options.
func (e entry) chosen(v *desk.Visit) string { return chosenWords(v, e.Choice, e.Offer) }

func chosenWords(v *desk.Visit, c cart.Choice, offer catalogue.Offer) string {
	words := []string{v.Say.T("cart.units", "count", c.Units)}
	if c.Package != "" {
		words[0] = v.Say.T("cart.units_of", "count", c.Units, "package", v.Say.T("catalogue.tier."+c.Package))
	}
	for _, chosen := range c.Options {
		option, known := offer.Option(chosen.Code)
		switch {
		case !known:
			words = append(words, v.Say.T("cart.option_gone"))
		case chosen.Quantity > 1:
			words = append(words, v.Say.T("cart.option_many", "option", option.Title, "count", chosen.Quantity))
		default:
			words = append(words, option.Title)
		}
	}
	return strings.Join(words, " · ")
}

// changed says what is different from when it was put into the cart.
func (p *cartPage) changed(e entry) string {
	switch dearer := e.Dearer(); {
	case dearer > 0:
		return p.v.Say.T("cart.dearer", "was", e.Price, "now", e.Now.Total())
	case dearer < 0:
		return p.v.Say.T("cart.cheaper", "was", e.Price, "now", e.Now.Total())
	}
	return p.v.Say.T("cart.text_changed")
}

func (p *cartPage) tiers(e entry) parts.Input {
	in := parts.Input{
		Name: "package", Label: p.v.Say.T("catalogue.package"), Value: e.Package,
		Attrs: map[string]any{"id": "package-" + e.key(), "form": "change-" + e.key()},
	}
	for _, offered := range e.Offer.Packages {
		in.Options = append(in.Options, parts.Option{
			Value: string(offered.Tier), Label: p.v.Say.T("catalogue.tier."+string(offered.Tier)) + " · " + p.v.Say.Money(offered.Price),
		})
	}
	return in
}

func (p *cartPage) units(e entry) parts.Input {
	return parts.Input{
		Name: "units", Label: p.v.Say.T("catalogue.units"), Value: strconv.Itoa(e.Units), Type: "number", Short: true,
		Attrs: map[string]any{
			"id": "units-" + e.key(), "form": "change-" + e.key(), "min": "1", "max": strconv.Itoa(catalogue.UnitsMax),
		},
	}
}

// agreement is what the member is shown now, for the form that agrees to it.
func (e entry) agreement() (version, shown string) {
	return e.Now.Order.ServiceVersion.String(), minor(e.Now.Total())
}

func minor(a money.Amount) string { return strconv.FormatInt(int64(a), 10) }

// comparable reports whether the cart could be a comparison (CAT-27).
func (p *cartPage) comparable() bool {
	sellers := map[id.Member]bool{}
	for _, e := range p.in(cart.Ready) {
		sellers[e.Seller.ID] = true
	}
	return len(sellers) >= p.v.Rules.Policy.CompareMin
}

func safety(v *desk.Visit) string {
	if v.Rules.Policy.Custody == policy.CustodyNone {
		return v.Say.T("catalogue.safe_none")
	}
	return v.Say.T("catalogue.safe_escrow")
}

// optionsMax bounds the options of one choice.
const optionsMax = 50

// choice reads what was chosen, in the fields of a service's price box.
func choice(f *desk.Form) cart.Choice {
	c := cart.Choice{
		Version: desk.FormID[id.ServiceVersionKind](f, "version"), Package: f.Value("package"),
		Units: f.OptionalInt("units", 1, catalogue.UnitsMax, 1),
	}
	for _, name := range f.Names() {
		code, ok := strings.CutPrefix(name, parts.OptionField)
		quantity, wrong := strconv.Atoi(f.Value(name))
		if ok && wrong == nil && quantity > 0 && len(c.Options) < optionsMax {
			c.Options = append(c.Options, catalogue.OptionChoice{Code: code, Quantity: quantity})
		}
	}
	return c
}

// Add is POST /cart: the button beside "Order now".
func Add(v *desk.Visit) error {
	f := v.Form()
	wanted := choice(f)
	return change(v, "cart.added", func(tx *db.Tx) error {
		_, err := cart.Add(tx, v.Member.ID, wanted)
		return err
	})
}

// change carries a change of the cart out and shows the cart, with the refusal
// where there is one. All of them may be repeated freely, so they need no key.
func change(v *desk.Visit, done string, fn func(*db.Tx) error) error {
	f := v.Form()
	if !f.Bad() {
		err := v.Write(fn)
		if refused, ok := fault.As(err); ok && refused.Sort == fault.SortMissing {
			err = fault.Conflict("cart_moved_on")
		}
		if err := f.Take(err); err != nil {
			return err
		}
	}
	if f.Bad() {
		return showCart(v, f)
	}
	v.Notice(done)
	return v.Redirect("/cart")
}

// Change is POST /cart/changes: another package or number of units.
func Change(v *desk.Visit) error {
	f := v.Form()
	line, units := desk.FormID[id.CartLineKind](f, "line"), f.Int("units", 1, catalogue.UnitsMax)
	return change(v, "cart.changed", func(tx *db.Tx) error {
		_, err := cart.Change(tx, v.Member.ID, line, f.Value("package"), units)
		return err
	})
}

// Agree is POST /cart/agreements: the line as it is offered now.
func Agree(v *desk.Visit) error {
	f := v.Form()
	line, version := desk.FormID[id.CartLineKind](f, "line"), desk.FormID[id.ServiceVersionKind](f, "version")
	return change(v, "cart.agreed", func(tx *db.Tx) error {
		_, err := cart.Agree(tx, v.Member.ID, line, version, shown(f, "shown"))
		return err
	})
}

// Remove is POST /cart/removals.
func Remove(v *desk.Visit) error {
	line := desk.FormID[id.CartLineKind](v.Form(), "line")
	return change(v, "cart.removed", func(tx *db.Tx) error { return cart.Remove(tx, v.Member.ID, line) })
}

// shown is an amount that a form carries as it was shown; 0 when it does not.
func shown(f *desk.Form, name string) money.Amount {
	amount, err := strconv.ParseInt(f.Value(name), 10, 64)
	if err != nil || amount < 0 {
		return 0
	}
	return money.Amount(amount)
}

// newPage is what a visitor chose, kept through signing in (ACC-21).
type newPage struct {
	v      *desk.Visit
	Choice cart.Choice
	Offer  catalogue.Offer
	Seller account.Member
	Back   string // to the service
}

// New is GET /cart/new: a visitor pressed "Add to cart" and has signed in.
func New(v *desk.Visit) error {
	f := v.Form()
	p := &newPage{v: v, Choice: choice(f)}
	err := v.Read(func(tx *db.Tx) error {
		version, err := catalogue.GetVersion(tx, p.Choice.Version)
		if err != nil {
			return err
		}
		service, err := catalogue.Get(tx, version.Service)
		if err == nil && !service.Reachable() {
			err = fault.Missing()
		}
		if err != nil {
			return err
		}
		p.Offer, p.Back = version.Offer, parts.ServiceAddress(version.Service, version.Offer.Title)
		p.Seller, err = account.Get(tx, version.Seller)
		return err
	})
	if err != nil {
		return err
	}
	return v.Render(newView(p, f))
}
