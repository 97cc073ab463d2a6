package order

import (
	"net/url"
	"slices"
	"strconv"

	"guildhall/account"
	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/web/parts"
)

// placing is an order as it would be placed, before anybody agrees (ORD-1).
type placing struct {
	*page
	Choice  order.Placing
	Preview order.Preview
	Refused *fault.Fault // why it cannot be ordered; nil when it can
	Short   money.Amount // what the buyer's balance lacks
	Offer   catalogue.Offer
	From    id.Checkout // came to nothing; what was typed there stands here
	Typed   []order.Answer
	Names   map[string]string // of the typed files, by question
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
	made, on, err := send(v, (*placing).place)
	if err != nil || on == "" {
		return err
	}
	v.Notice("orderpage.placed", "seller", made.Seller.Name())
	return v.Redirect(on)
}

// CheckOut lets the order wait for the top-up that the balance lacks (ORD-57);
// what was typed for the seller waits with it.
func CheckOut(v *desk.Visit) error {
	_, on, err := send(v, (*placing).checkOut)
	if err != nil || on == "" {
		return err
	}
	return v.Redirect(on)
}

// send carries the placing form out, once, and answers where it leads. Refused,
// it shows the page again with today's terms and leads nowhere: the price may
// have changed, the money may be short (MON-16, ORD-58).
func send(v *desk.Visit, carry func(*placing, *db.Tx, brief) (string, error)) (*placing, string, error) {
	f := v.Form()
	made, err := preview(v, f)
	if err != nil {
		return nil, "", err
	}
	given, err := readBrief(v, f, made.Offer.Questions)
	if err := f.Take(err); err != nil {
		return nil, "", err
	}
	if f.Bad() {
		return made, "", v.Render(newPage(made, f))
	}
	made.Choice.Shown = shown(f)
	on, err := v.Once(func(tx *db.Tx) (string, error) { return carry(made, tx, given) })
	if err := f.Take(err); err != nil {
		return nil, "", err
	}
	if !f.Bad() {
		return made, on, nil
	}
	if made, err = preview(v, f); err != nil {
		return nil, "", err
	}
	return made, "", v.Render(newPage(made, f))
}

func (made *placing) place(tx *db.Tx, given brief) (string, error) {
	choice := made.Choice
	choice.ID = id.New[id.OrderKind](tx.Now())
	var err error
	if choice.Answers, err = made.attach(tx, file.HolderOf("order", choice.ID), given); err != nil {
		return "", err
	}
	_, err = order.Place(tx, choice)
	return "/orders/" + choice.ID.String(), err
}

func (made *placing) checkOut(tx *db.Tx, given brief) (string, error) {
	wish := order.Preparing{
		ID: id.New[id.CheckoutKind](tx.Now()), TopUp: id.New[id.TopUpKind](tx.Now()), Buyer: made.Choice.Buyer,
		Key: made.Form.Value("_key"), Lines: []order.Placing{made.Choice},
	}
	var err error
	if wish.Lines[0].Answers, err = made.attach(tx, order.CheckoutFiles(wish.ID), given); err != nil {
		return "", err
	}
	c, err := order.Prepare(tx, wish)
	if err != nil {
		return "", err
	}
	c, err = order.PayFor(tx, c, made.v.Config.Provider)
	if c.State == order.CheckoutWaiting {
		return "/top-ups/" + c.TopUp.String(), err
	}
	return "/checkouts/" + c.ID.String(), err
}

// attach names the uploads as answers, with those that a checkout before this
// one still keeps.
func (made *placing) attach(tx *db.Tx, holder file.Holder, given brief) ([]order.Answer, error) {
	answers, err := attachAnswers(tx, holder, made.Choice.Buyer, given)
	if err != nil {
		return nil, err
	}
	for _, a := range made.Typed {
		_, anew := given.taken[a.Question]
		if made.Names[a.Question] == "" || anew {
			continue
		}
		if err := file.Hand(tx, a.File, order.CheckoutFiles(made.From), holder); err != nil {
			return nil, err
		}
		answers = append(answers, order.Answer{Question: a.Question, File: a.File, At: tx.Now()})
	}
	return answers, nil
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
	made.From = desk.FormID[id.CheckoutKind](f, "checkout")
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
	if err := made.readTyped(tx); err != nil {
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
	if err != nil {
		return err
	}
	made.Order, made.Rules, made.Lines = made.Preview.Order, made.Preview.Rules, made.Preview.Lines
	return made.count(tx)
}

// readTyped reads what the buyer typed in a checkout that came to nothing.
func (made *placing) readTyped(tx *db.Tx) (err error) {
	made.Names = map[string]string{}
	if made.From.IsZero() || !made.v.SignedIn() {
		return nil
	}
	if made.Typed, err = order.BriefKept(tx, made.From, made.v.Member.ID, made.Version.Service); err != nil {
		return err
	}
	for _, a := range made.Typed {
		asked := func(q catalogue.Question) bool { return q.Code == a.Question && q.Kind == catalogue.AskFile }
		if a.File.IsZero() || !slices.ContainsFunc(made.Offer.Questions, asked) {
			continue
		}
		kept, err := file.Get(tx, a.File)
		if err != nil {
			return err
		}
		made.Names[a.Question] = kept.Name
	}
	return nil
}

// count works out what the balance lacks.
func (made *placing) count(tx *db.Tx) error {
	if !made.v.SignedIn() || made.Refused != nil || made.Order.Custody != policy.CustodyEscrow {
		return nil
	}
	has, err := ledger.Balance(tx, made.v.Member.ID)
	if has.Owed > 0 {
		made.Refused = fault.Conflict("claim_open", "owed", has.Owed)
		return err
	}
	made.Short = max(0, made.Preview.Total().Minus(has.Spendable()))
	return err
}

// given are the answers that stand in the form before anything is typed: the
// text, or the name of a file.
func (made *placing) given() map[string]string {
	given := map[string]string{}
	for _, a := range made.Typed {
		if !made.Form.Has(questionField(a.Question)) {
			given[a.Question] = a.Text
		}
		if name := made.Names[a.Question]; name != "" {
			given[a.Question] = name
		}
	}
	return given
}

// chosen reads how many of each option are wanted: option.CODE=N.
func chosen(f *desk.Form, offer catalogue.Offer) []catalogue.OptionChoice {
	var list []catalogue.OptionChoice
	for _, o := range offer.Options {
		if n := f.OptionalInt(parts.OptionField+o.Code, 0, catalogue.QuantityMax, 0); n > 0 {
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
		Name: parts.OptionField + o.Code, Label: o.Title, Hint: s.T("orderpage.new.option", "price", o.Price, "lead", o.Lead),
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

// here is the address of this page with what was chosen, to come back to after
// signing in.
func (made *placing) here() string { return parts.PlacingPage(made.Choice, made.From) }

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
