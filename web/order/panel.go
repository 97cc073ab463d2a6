package order

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"guildhall/desk"
	"guildhall/money"
	"guildhall/order"
	"guildhall/say"
	"guildhall/web/parts"
)

// offered are the actions the reader can take now, of one rank.
func (p *page) offered(rank Rank) []plan {
	var list []plan
	for _, a := range Actions {
		if a.Rank != rank {
			continue
		}
		if _, possible := p.option(a.Verb); possible {
			list = append(list, p.plan(a, nil))
		}
	}
	return list
}

// dialogs are the plans that fit into a window over the page: those that ask
// nothing first.
func (p *page) dialogs() []plan {
	var list []plan
	for _, plan := range append(p.offered(First), p.offered(More)...) {
		if plan.inDialog() {
			list = append(list, plan)
		}
	}
	return list
}

func (a Action) inDialog() bool { return !a.looksFirst() && a.Verb != order.BuyMore }

// opens lets a link open its dialog where script runs.
func (p *page) opens(plan plan) templ.Attributes {
	if !plan.inDialog() {
		return nil
	}
	return templ.Attributes{"data-dialog": "do-" + plan.Noun}
}

func (p *page) doing(plan plan) string { return p.v.Say.T("orderpage.do." + string(plan.Verb)) }

func (p *page) about(plan plan) string {
	key := "orderpage.about." + string(plan.Verb)
	if !p.v.Say.Has(key) {
		return ""
	}
	return p.v.Say.T(key, "name", p.other().Name(), "buyer", p.Buyer.Name(), "seller", p.Seller.Name())
}

// short is the first consequence, under the button.
func (plan plan) short() string {
	if len(plan.Tells) == 0 {
		return ""
	}
	return plan.Tells[0].Text
}

// sureMood is the look of the button that does it.
func (plan plan) sureMood() string {
	if plan.Mood == "danger" {
		return "danger sure"
	}
	return "primary"
}

// sent is the form if one was sent, for fields and refusals.
func (plan plan) sent() *desk.Form { return plan.Form }

func (plan plan) typed(name string) string {
	if plan.Form == nil {
		return ""
	}
	return plan.Form.Value(name)
}

func (plan plan) refusedReasons() []reason {
	var list []reason
	for _, r := range plan.Reasons {
		if r.Refused != nil {
			list = append(list, r)
		}
	}
	return list
}

func (p *page) reasonWord(why order.Reason) string { return p.v.Say.T("order.reason." + string(why)) }

func (p *page) version() string { return strconv.FormatInt(p.Order.Version, 10) }

func (p *page) formAttributes(plan plan) templ.Attributes {
	attributes := templ.Attributes{}
	if plan.uploads() {
		attributes["enctype"] = "multipart/form-data"
	}
	if plan.has(AsksText) || plan.has(AsksWords) {
		attributes["data-keep"] = p.path("/" + plan.Noun)
	}
	return attributes
}

// The fields of the actions.

func fieldID(prefix, name string) templ.Attributes {
	return templ.Attributes{"id": "field-" + prefix + name}
}

func (p *page) sumInput(prefix string) parts.Input {
	return parts.Input{Name: "sum", Label: p.v.Say.T("orderpage.ask.sum"), Prefix: string(p.v.Say.Currency()), InputMode: "decimal", Required: true, Short: true, Attrs: fieldID(prefix, "sum")}
}

func (p *page) leadInput(prefix string) parts.Input {
	return parts.Input{Name: "lead", Label: p.v.Say.T("orderpage.ask.lead"), Suffix: p.v.Say.T("orderpage.ask.lead.unit"), InputMode: "numeric", Optional: true, Short: true, Attrs: fieldID(prefix, "lead")}
}

func (p *page) splitInput(prefix string) parts.Input {
	return parts.Input{
		Name: "to_seller", Label: p.v.Say.T("orderpage.ask.to_seller", "seller", p.Seller.Name(), "held", p.Order.Held),
		Hint: p.v.Say.T("orderpage.ask.to_seller.hint", "buyer", p.Buyer.Name()), Prefix: string(p.v.Say.Currency()),
		InputMode: "decimal", Required: true, Short: true, Attrs: fieldID(prefix, "to_seller"),
	}
}

func (p *page) blameInput(prefix string) parts.Input {
	var options []parts.Option
	for _, blame := range []order.Blame{order.BlameNobody, order.BlameSeller, order.BlameBuyer, order.BlameOverreach} {
		options = append(options, parts.Option{Value: string(blame), Label: p.v.Say.T("orderpage.blame." + string(blame))})
	}
	return parts.Input{Name: "blame", Label: p.v.Say.T("orderpage.ask.blame"), Options: options, Attrs: fieldID(prefix, "blame")}
}

func (p *page) textInput(plan plan, ask Ask, prefix string) parts.Input {
	key := "orderpage.ask." + string(plan.Verb)
	if !p.v.Say.Has(key) {
		key = "orderpage.ask." + string(ask)
	}
	needed := ask == AsksWords && !plan.uploads()
	return parts.Input{Name: "text", Label: p.v.Say.T(key), Required: needed, Optional: ask == AsksText, LengthMax: textMax, Attrs: fieldID(prefix, "text")}
}

func (p *page) pointInput(prefix string) parts.Input {
	return parts.Input{Name: "point", Label: p.v.Say.T("orderpage.ask.point"), Hint: p.v.Say.T("orderpage.ask.point.hint"), Attrs: fieldID(prefix, "point")}
}

func (p *page) dueInput(prefix string) parts.Input {
	return parts.Input{Name: "due", Label: p.v.Say.T("orderpage.ask.due"), Type: "datetime-local", Value: p.localMoment(p.Order.Due), Required: true, Short: true, Attrs: fieldID(prefix, "due")}
}

func (p *page) fileInput(ask Ask, prefix string) parts.Input {
	in := parts.Input{Name: "files", Label: p.v.Say.T("orderpage.ask." + string(ask)), Hint: p.filesHint(), Many: true, Optional: ask == AsksFiles, Attrs: fieldID(prefix, "files")}
	if ask == AsksWork {
		in.Hint = p.v.Say.T("orderpage.ask.work.hint", "max", say.Bytes(p.v.Rules.Policy.FileMax))
	}
	return in
}

func (p *page) filesHint() string {
	return p.v.Say.T("orderpage.files.hint", "max", say.Bytes(p.v.Rules.Policy.FileMax))
}

func (p *page) writeTo() string {
	if p.Side == order.Arbiter {
		return p.v.Say.T("orderpage.write.arbiter")
	}
	return p.v.Say.T("orderpage.write", "name", p.other().Name())
}

// What stands in the cards.

func (p *page) listPath() string {
	switch p.Side {
	case order.Seller:
		return "/orders?side=selling"
	case order.Buyer:
		return "/orders?side=buying"
	case order.Staff:
		return "/staff/objections"
	}
	return "/staff/cases"
}

// people are whom the agreement is with: the other side; both for staff.
func (p *page) people() []parts.Person {
	if p.party() {
		return []parts.Person{parts.PersonOf(p.other())}
	}
	buyer, seller := parts.PersonOf(p.Buyer), parts.PersonOf(p.Seller)
	buyer.About, seller.About = p.v.Say.T("orderpage.the_buyer"), p.v.Say.T("orderpage.the_seller")
	return []parts.Person{buyer, seller}
}

// party tells whether the reader is one of the two sides.
func (p *page) party() bool { return p.Side == order.Buyer || p.Side == order.Seller }

func (p *page) withWords() string {
	return p.v.Say.T("orderpage.with."+string(p.Side), "name", p.other().Name(), "buyer", p.Buyer.Name(), "seller", p.Seller.Name())
}

// flow is the picture of where the money is.
func (p *page) flow() parts.Flow {
	o := p.Order
	f := parts.Flow{
		Buyer: o.ToBuyer, Escrow: o.Held.Plus(o.FeeHeld), Seller: p.net(o.ToSeller),
		BuyerName: p.Buyer.Name(), SellerName: p.Seller.Name(), Outside: !p.escrow(), Back: o.ToBuyer > 0 && o.Held == 0,
	}
	f.Words = p.moneyWords(f)
	return f
}

func (p *page) moneyWords(f parts.Flow) string {
	switch gross := p.Order.ToSeller; {
	case f.Outside:
		return p.v.Say.T("orderpage.money.outside", "site", p.v.Site.Name)
	case f.Escrow > 0:
		return p.v.Say.T("orderpage.money.held", "amount", f.Escrow, "site", p.v.Site.Name)
	case f.Buyer > 0 && f.Seller > 0:
		return p.v.Say.T("orderpage.money.both", "back", f.Buyer, "buyer", p.Buyer.Name(), "seller", p.Seller.Name(), "net", f.Seller)
	case f.Seller > 0:
		return p.say("orderpage.money.paid", order.Seller, "net", f.Seller, "gross", gross, "commission", gross.Minus(f.Seller))
	case f.Buyer > 0:
		return p.say("orderpage.money.back", order.Buyer, "amount", f.Buyer)
	}
	return ""
}

func (p *page) priceFacts() []parts.Fact {
	s := p.v.Say
	var facts []parts.Fact
	for _, l := range p.Lines {
		facts = append(facts, parts.Fact{Name: p.lineName(l), Value: s.Money(money.Amount(l.Price).Times(l.Quantity))})
	}
	if p.Order.Fee > 0 {
		facts = append(facts, parts.Fact{Name: s.T("orderpage.agreement.fee"), Value: s.Money(p.Order.Fee)})
	}
	facts = append(facts, parts.Fact{Name: s.T("orderpage.agreement.total"), Value: s.Money(p.Order.Price.Plus(p.Order.Fee)), Sum: true})
	if p.Side != order.Buyer && p.escrow() {
		facts = append(facts,
			parts.Fact{Name: s.T("orderpage.agreement.commission", "rate", p.Order.Commission), Value: s.Money(-p.Order.Price.Share(p.Order.Commission))},
			parts.Fact{Name: p.say("orderpage.agreement.net", order.Seller), Value: s.Money(p.net(p.Order.Price)), Sum: true})
	}
	return facts
}

// lineName is what a line of the price is called: the package, the units, an
// option's own title.
func (p *page) lineName(l order.Line) string {
	name := l.Title
	switch {
	case l.Code != "":
		if l.Quantity > 1 {
			name = s2(l.Quantity) + name
		}
	case p.Order.Package != "":
		name = s2(l.Quantity) + p.v.Say.T("orderpage.package."+p.Order.Package)
	default:
		name = p.v.Say.T("orderpage.agreement.units", "count", l.Quantity)
	}
	if l.Addition > 0 {
		name += " · " + p.v.Say.T("orderpage.agreement.added")
	}
	return name
}

// s2 writes a count before a name, when there is more than one.
func s2(quantity int64) string {
	if quantity <= 1 {
		return ""
	}
	return strconv.FormatInt(quantity, 10) + " × "
}

func (p *page) termFacts() []parts.Fact {
	s, o := p.v.Say, p.Order
	facts := []parts.Fact{
		{Name: s.T("orderpage.agreement.placed"), Value: s.Moment(o.PlacedAt)},
		{Name: s.T("orderpage.agreement.lead"), Value: s.Span(o.Lead)},
	}
	if !o.State.Ended() {
		facts = append(facts, parts.Fact{Name: s.T("orderpage.agreement.due"), Value: p.dueWords()})
	}
	rounds := s.T("orderpage.agreement.unlimited")
	if left := o.RoundsLeft(); left >= 0 {
		rounds = strconv.FormatInt(left, 10)
	}
	return append(facts, parts.Fact{Name: s.T("orderpage.agreement.rounds"), Value: rounds})
}

func (p *page) dueWords() string {
	switch o := p.Order; {
	case !o.Due.IsZero():
		return p.v.Say.Moment(o.Due)
	case o.State == order.Placed && o.StartedAt.IsZero() && !o.BriefComplete:
		return p.v.Say.T("orderpage.agreement.not_yet")
	}
	return strings.TrimSpace(p.v.Say.T("orderpage.agreement.stands"))
}
