package order

import (
	"strconv"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/order"
	"guildhall/web/parts"
)

// addition is buying more in an order (ORD-21): what is chosen, what it costs
// and does.
type addition struct {
	*page
	More    order.More
	Added   order.Added
	Tells   []told
	Refused *fault.Fault
	Known   bool // something was chosen and can be bought
}

// showAddition lets the buyer choose, and shows what it will do.
func showAddition(v *desk.Visit) error {
	made, err := openAddition(v)
	if err != nil {
		return err
	}
	return v.Render(additionPage(made, v.Form()))
}

// buyMore does it.
func buyMore(v *desk.Visit) error {
	made, err := openAddition(v)
	if err != nil {
		return err
	}
	f := v.Form()
	c := order.Command{Order: made.Order.ID, Actor: v.Member.ID, Side: made.Side, At: v.At, Version: f.Version()}
	if !f.Bad() {
		_, err = v.Once(func(tx *db.Tx) (string, error) {
			_, err := order.AddMore(tx, c, made.More)
			return "", err
		})
		if err := f.Take(err); err != nil {
			return err
		}
	}
	if f.Bad() {
		return v.Render(additionPage(made, f))
	}
	v.Notice("orderpage.done.buy_more")
	return v.Redirect(made.path(""))
}

func openAddition(v *desk.Visit) (*addition, error) {
	p, err := open(v)
	if err != nil {
		return nil, err
	}
	f := v.Form()
	made := &addition{page: p, More: order.More{
		Units: f.OptionalInt("units", 0, catalogue.UnitsMax, 0), Options: chosen(f, p.Version.Offer),
	}}
	if option, possible := p.option(order.BuyMore); !possible {
		made.Refused = whyNot(option)
		return made, nil
	}
	if made.More.Units == 0 && len(made.More.Options) == 0 {
		return made, nil
	}
	err = v.Read(func(tx *db.Tx) error {
		made.Added, err = order.MoreOf(tx, p.Order, made.More)
		return err
	})
	if err := f.Take(err); err != nil || f.Bad() {
		return made, err
	}
	made.reckonMore(f)
	return made, nil
}

// reckonMore asks the table what buying this would do.
func (made *addition) reckonMore(f *desk.Form) {
	c := made.Added.Command
	c.Side, c.Verb, c.At = made.Side, order.BuyMore, made.Now
	out, err := order.Decide(made.Order, c, &made.Rules.Policy)
	if refused, ok := fault.As(err); ok {
		f.Add(refused)
		return
	}
	made.Known = true
	made.Tells = made.tell(out.Promise(&made.Rules.Policy), out.After)
}

func (made *addition) quantity(code string) string {
	for _, c := range made.More.Options {
		if c.Code == code {
			return strconv.Itoa(c.Quantity)
		}
	}
	return "0"
}

func (made *addition) optionInput(o catalogue.Option) parts.Input {
	return parts.Input{
		Name: parts.OptionField + o.Code, Label: o.Title, Hint: made.v.Say.Money(o.Price), Value: made.quantity(o.Code),
		Type: "number", InputMode: "numeric", Short: true,
		Attrs: map[string]any{"min": "0", "max": strconv.Itoa(max(1, o.Most))},
	}
}

func (made *addition) unitsInput() parts.Input {
	return parts.Input{
		Name: "units", Label: made.v.Say.T("orderpage.ask.units"), Value: strconv.Itoa(made.More.Units), Type: "number",
		InputMode: "numeric", Short: true, Attrs: map[string]any{"min": "0", "max": strconv.Itoa(catalogue.UnitsMax)},
	}
}
