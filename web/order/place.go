package order

import (
	"net/url"
	"strconv"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/money"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/web/parts"
)

// optionField is the prefix of an option's quantity in the placing form.
const optionField = "option."

// placing is an order as it would be placed, before anybody agrees (ORD-1).
type placing struct {
	*page
	Choice  order.Placing
	Preview order.Preview
	Refused *fault.Fault // why it cannot be ordered; nil when it can
	Offer   catalogue.Offer
}

// New shows what ordering would mean: total, fee, lead time and the date it
// means, deadlines, what happens to the money. Visitors may look too (ACC-21).
func New(v *desk.Visit) error {
	f := v.Form()
	made, err := preview(v, f)
	if err != nil {
		return err
	}
	return v.Render(newPage(made, f))
}

// Place orders, once, however often the form is sent.
func Place(v *desk.Visit) error {
	f := v.Form()
	made, err := preview(v, f)
	if err != nil {
		return err
	}
	answers := readAnswers(f, made.Offer.Questions)
	taken, err := takeAnswers(v, f, made.Offer.Questions)
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return v.Render(newPage(made, f))
	}
	made.Choice.Shown = shown(f)
	placed, err := v.Once(func(tx *db.Tx) (string, error) { return made.place(tx, answers, taken) })
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return made.again(f)
	}
	v.Notice("orderpage.placed", "seller", made.Seller.Name())
	return v.Redirect("/orders/" + placed)
}

// again shows the page with today's terms and the refusal: the price may have
// changed, the money may be short (MON-16, ORD-58).
func (made *placing) again(f *desk.Form) error {
	fresh, err := preview(made.v, f)
	if err != nil {
		return err
	}
	return made.v.Render(newPage(fresh, f))
}

func (made *placing) place(tx *db.Tx, answers []order.Answer, taken map[string]file.Taken) (string, error) {
	choice := made.Choice
	choice.ID = id.New[id.OrderKind](tx.Now())
	var err error
	if choice.Answers, err = attachAnswers(tx, choice.ID, choice.Buyer, answers, taken); err != nil {
		return "", err
	}
	if _, err := order.Place(tx, choice); err != nil {
		return "", err
	}
	return choice.ID.String(), nil
}

// shown is the total the buyer saw; 0 when the form does not say.
func shown(f *desk.Form) money.Amount {
	minor, err := strconv.ParseInt(f.Value("shown"), 10, 64)
	if err != nil || minor < 0 {
		return 0
	}
	return money.Amount(minor)
}

// preview reads the choice from the form and works out what it means.
func preview(v *desk.Visit, f *desk.Form) (*placing, error) {
	version, err := id.Parse[id.ServiceVersionKind](f.Value("version"))
	if err != nil {
		return nil, fault.Missing()
	}
	made := &placing{page: &page{v: v, Form: f, Side: order.Buyer, Buyer: v.Member, Now: v.At}}
	made.Choice = order.Placing{
		Buyer: v.Member.ID, Version: version, Units: f.OptionalInt("units", 1, catalogue.UnitsMax, 1),
		Package: f.Value("package"), At: v.At,
	}
	return made, v.Read(made.read)
}

func (made *placing) read(tx *db.Tx) error {
	version, err := catalogue.GetVersion(tx, made.Choice.Version)
	if err != nil {
		return err
	}
	made.Offer, made.Version = version.Offer, version
	made.Choice.Options = chosen(made.Form, version.Offer)
	if made.Seller, err = account.Get(tx, version.Seller); err != nil {
		return err
	}
	made.Preview, err = order.PreviewOf(tx, made.Choice)
	if refused, ok := fault.As(err); ok && refused.Sort != fault.SortMissing {
		made.Refused = refused
		return nil
	}
	if refused, ok := fault.As(made.Preview.Refused); ok {
		made.Refused = refused
	}
	made.Order, made.Rules, made.Lines = made.Preview.Order, made.Preview.Rules, made.Preview.Lines
	return err
}

// chosen reads how many of each option are wanted: option.CODE=N.
func chosen(f *desk.Form, offer catalogue.Offer) []catalogue.OptionChoice {
	var list []catalogue.OptionChoice
	for _, o := range offer.Options {
		if n := f.OptionalInt(optionField+o.Code, 0, catalogue.QuantityMax, 0); n > 0 {
			list = append(list, catalogue.OptionChoice{Code: o.Code, Quantity: n})
		}
	}
	return list
}

// What the page shows.

func (made *placing) tells() []told {
	after, err := order.Decide(made.Order, order.Command{Side: order.Buyer, Verb: order.PlaceOrder, At: made.Now}, &made.Rules.Policy)
	if err != nil {
		return nil // the refusal stands on top of the page
	}
	return made.tell(made.Preview.Promise, after.After)
}

// due is the day the work is due if everything is handed over at once.
func (made *placing) due() string { return made.v.Say.Day(made.Now.Add(made.Order.Lead)) }

func (made *placing) packageName() string {
	if made.Choice.Package == "" {
		return ""
	}
	return made.v.Say.T("orderpage.package." + made.Choice.Package)
}

// quantity is how many of an option are chosen.
func (made *placing) quantity(code string) string {
	for _, c := range made.Choice.Options {
		if c.Code == code {
			return strconv.Itoa(c.Quantity)
		}
	}
	return "0"
}

func (made *placing) optionInput(o catalogue.Option) parts.Input {
	s := made.v.Say
	in := parts.Input{
		Name: optionField + o.Code, Label: o.Title, Hint: s.T("orderpage.new.option", "price", o.Price, "lead", o.Lead),
		Value: made.quantity(o.Code), Type: "number", InputMode: "numeric", Short: true,
	}
	if o.Lead == 0 {
		in.Hint = s.Money(o.Price)
	}
	if o.Express {
		in.Hint = s.T("orderpage.new.express", "price", o.Price, "lead", o.Lead)
	}
	in.Attrs = map[string]any{"min": "0", "max": strconv.Itoa(max(1, o.Most))}
	return in
}

func (made *placing) unitsInput() parts.Input {
	return parts.Input{
		Name: "units", Label: made.v.Say.T("orderpage.new.units"), Value: strconv.Itoa(made.Choice.Units), Type: "number",
		InputMode: "numeric", Short: true, Attrs: map[string]any{"min": "1", "max": strconv.Itoa(catalogue.UnitsMax)},
	}
}

// short is how much money is missing, when that is the refusal.
func (made *placing) short(f *desk.Form) (money.Amount, bool) {
	wrong := f.Wrong("")
	if wrong == nil || wrong.Code != "insufficient_funds" {
		return 0, false
	}
	for i := 0; i+1 < len(wrong.Args); i += 2 {
		if missing, ok := wrong.Args[i+1].(money.Amount); ok && wrong.Args[i] == "short" {
			return missing, true
		}
	}
	return 0, true
}

// here is the address of this page with what was chosen, to come back to after
// signing in or topping up.
func (made *placing) here() string {
	q := url.Values{"version": {made.Choice.Version.String()}, "units": {strconv.Itoa(made.Choice.Units)}}
	if made.Choice.Package != "" {
		q.Set("package", made.Choice.Package)
	}
	for _, o := range made.Choice.Options {
		q.Set(optionField+o.Code, strconv.Itoa(o.Quantity))
	}
	return "/orders/new?" + q.Encode()
}

func (made *placing) afterSignIn(page string) string {
	return page + "?" + url.Values{"next": {made.here()}}.Encode()
}

func (made *placing) newFacts() []parts.Fact {
	s := made.v.Say
	facts := made.priceFacts()
	return append(facts,
		parts.Fact{Name: s.T("orderpage.agreement.lead"), Value: s.Span(made.Order.Lead)},
		parts.Fact{Name: s.T("orderpage.new.due"), Value: made.due()})
}

// placeWords are on the button: it tells whether money moves now.
func (made *placing) placeWords() string {
	if made.Order.Custody == policy.CustodyNone {
		return made.v.Say.T("orderpage.new.place_direct", "total", made.Preview.Total())
	}
	return made.v.Say.T("orderpage.new.place", "total", made.Preview.Total())
}

func (made *placing) moneyStory() string {
	if made.Order.Custody == policy.CustodyNone {
		return made.v.Say.T("orderpage.new.outside", "site", made.v.Site.Name)
	}
	return made.v.Say.T("orderpage.new.money", "seller", made.Seller.Name())
}
