package order

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
	"guildhall/policy"
	"guildhall/rulebook"
)

// Placing is a buyer's wish to order a version of a service (ORD-1).
type Placing struct {
	ID       id.Order // made by the caller, so that a repeat finds the same order
	Buyer    id.Member
	Version  id.ServiceVersion
	Units    int
	Package  string
	Options  []catalogue.OptionChoice
	Shown    money.Amount // the total and fee the buyer saw; 0 when nothing was shown
	At       time.Time
	Agent    string
	Checkout id.Checkout
	Answers  []Answer // a brief handed over at once
}

// Preview is an order as it would be placed: terms, fees and what happens next
// (ORD-1, MON-18), before anybody agrees.
type Preview struct {
	Order   Order
	Lines   []Line
	Quote   catalogue.Quote
	Rules   rulebook.Version
	Promise []Consequence
	Refused error // why it cannot be placed now
}

// Total is what the buyer pays: the price and the fee on it.
func (p Preview) Total() money.Amount { return p.Order.Price.Plus(p.Order.Fee) }

// PreviewOf works out what a placing would be, without writing anything.
func PreviewOf(tx *db.Tx, ask Placing) (Preview, error) {
	preview, err := prepare(tx, ask)
	if err != nil {
		return Preview{}, err
	}
	out, err := Decide(preview.Order, placeCommand(ask), &preview.Rules.Policy)
	if err != nil {
		return Preview{}, err
	}
	preview.Promise = out.Promise(&preview.Rules.Policy)
	return preview, nil
}

// prepare makes the prepared order: what was chosen at the prices of the
// version, under the rules in force.
func prepare(tx *db.Tx, ask Placing) (Preview, error) {
	quote, err := catalogue.QuoteFor(tx, catalogue.QuoteAsk{
		Version: ask.Version, Buyer: ask.Buyer, Units: ask.Units, Package: ask.Package, Options: ask.Options,
	})
	if err != nil {
		return Preview{}, err
	}
	o := prepared(ask, quote, quote.Rules)
	if err := applyTier(tx, &o, &quote.Rules.Policy, ask.At); err != nil {
		return Preview{}, err
	}
	return Preview{Order: o, Lines: quoted(quote), Quote: quote, Rules: quote.Rules, Refused: quote.Err()}, nil
}

func prepared(ask Placing, quote catalogue.Quote, rules rulebook.Version) Order {
	p := rules.Policy
	o := Order{
		ID: ask.ID, Number: number(ask.ID), Buyer: ask.Buyer, Seller: quote.Seller,
		Service: quote.Service, ServiceVersion: quote.Version, Checkout: ask.Checkout,
		PolicyVersion: rules.Number, State: Prepared, Custody: p.Custody,
	}
	o.Terms = Terms{
		Title: quote.Title, Units: int64(quote.Units), Package: string(quote.Package), Lead: quote.Lead,
		Rounds: int64(quote.Revisions), RevisionTime: p.RevisionTime,
		BriefNeeded: len(quote.Required()) > 0,
	}
	o.Price = quote.Total
	if p.Custody == policy.CustodyEscrow {
		o.Commission, o.FeeRate = p.Commission, p.BuyerFee
		o.Fee = quote.Total.Share(p.BuyerFee)
	}
	return o
}

// applyTier lowers the commission by what the pair has completed together in
// the year before, where the policy has tiers (MON-5). The rate is fixed in the
// order, whatever they do later (MON-18).
func applyTier(tx *db.Tx, o *Order, p *policy.Policy, at time.Time) error {
	if len(p.CommissionTiers) == 0 || !o.escrow() {
		return nil
	}
	volume, err := db.Value[money.Amount](tx, `SELECT CAST(COALESCE(sum(to_seller), 0) AS BIGINT) FROM orders
		WHERE buyer = $1 AND seller = $2 AND state = 'completed' AND ended_at > $3`, o.Buyer, o.Seller, at.AddDate(-1, 0, 0))
	o.Commission = p.CommissionFor(volume)
	return err
}

func quoted(quote catalogue.Quote) []Line {
	lines := make([]Line, len(quote.Lines))
	for i, l := range quote.Lines {
		lines[i] = Line{Code: l.Code, Title: l.Title, Price: int64(l.Price), Quantity: int64(l.Quantity), Lead: l.Lead}
	}
	return lines
}

func placeCommand(ask Placing) Command {
	return Command{Order: ask.ID, Actor: ask.Buyer, Side: Buyer, Agent: ask.Agent, Verb: PlaceOrder, At: ask.At}
}

// Place makes the order and holds its money, in the caller's transaction
// (ORD-3). A brief handed over with it is handed over in the same moment.
//
// Faults: those of catalogue.QuoteFor and of who may order (ORD-58),
// price_changed{total} when the buyer was shown another sum,
// insufficient_funds{short} from the ledger.
func Place(tx *db.Tx, ask Placing) (Outcome, error) {
	preview, err := prepare(tx, ask)
	if err != nil {
		return Outcome{}, err
	}
	if preview.Refused != nil {
		return Outcome{}, preview.Refused
	}
	if ask.Shown != 0 && ask.Shown != preview.Total() {
		return Outcome{}, fault.Conflict("price_changed", "total", preview.Total())
	}
	life := &life{was: preview.Order, o: preview.Order, rules: preview.Rules}
	c := placeCommand(ask)
	c.Proof = TermsProof(preview.Order, preview.Lines)
	out, err := life.step(c)
	if err != nil {
		return Outcome{}, err
	}
	if out, err = life.briefAtOnce(tx, ask, preview.Quote, out); err != nil {
		return Outcome{}, err
	}
	if err := life.save(tx); err != nil {
		return Outcome{}, err
	}
	if err := upsertAnswers(tx, ask.ID, ask.Answers, ask.At); err != nil {
		return Outcome{}, err
	}
	return out, insertLines(tx, ask.ID, preview.Lines)
}

func (l *life) briefAtOnce(tx *db.Tx, ask Placing, quote catalogue.Quote, placed Outcome) (Outcome, error) {
	if len(ask.Answers) == 0 {
		return placed, nil
	}
	if err := checkAnswers(quote.Questions, ask.Answers); err != nil {
		return Outcome{}, err
	}
	c := placeCommand(ask)
	c.Verb, c.Complete = HandBrief, complete(quote.Questions, nil, ask.Answers)
	var err error
	if c.Proof, err = proven(tx, slices.Clone(ask.Answers)); err != nil {
		return Outcome{}, err
	}
	return l.step(c)
}

// TermsProof is the checksum that the diary keeps of what was agreed: the
// version, what was chosen, and what it costs (ORD-4).
func TermsProof(o Order, lines []Line) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s %q %d %s %d %d\n", o.ServiceVersion, o.Package, o.Units, o.Lead, o.Rounds, o.Commission)
	for _, l := range lines {
		if l.Addition == 0 {
			fmt.Fprintf(&text, "%q %q %d %d %s\n", l.Code, l.Title, l.Price, l.Quantity, l.Lead)
		}
	}
	return Checksum([]byte(text.String()))
}
