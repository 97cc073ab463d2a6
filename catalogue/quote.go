package catalogue

import (
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/money"
	"guildhall/rulebook"
)

// QuoteAsk is what a buyer chose on the page of a version.
type QuoteAsk struct {
	Version id.ServiceVersion
	Buyer   id.Member // zero: a visitor, who sees the price and must sign in to order
	Units   int
	Package string // a Tier; empty for a service sold by the unit
	Options []OptionChoice
}

// Quote is what the choice costs, takes and asks for (ORD-1, ORD-2).
type Quote struct {
	Service    id.Service
	Version    id.ServiceVersion
	Seller     id.Member
	Rules      rulebook.Version // in force when it was asked for
	Category   id.Category
	Title      string
	Language   string
	Package    Tier
	Units      int
	UnitPrice  money.Amount
	Lines      []Line // the package first, then the options
	Total      money.Amount
	Lead       time.Duration
	Revisions  int // Unlimited for no end
	Questions  []Question
	Prohibited bool // its category is: staff may cancel on the spot (ORD-31)

	// Refusal says why it cannot be ordered now (ORD-58); nil when it can.
	Refusal *fault.Fault
}

// Required lists the questions that must be answered for the brief to count
// as handed over (ORD-12).
func (q Quote) Required() []Question {
	var required []Question
	for _, question := range q.Questions {
		if question.Required {
			required = append(required, question)
		}
	}
	return required
}

// Err is the refusal as an error, nil when the choice can be ordered.
func (q Quote) Err() error {
	if q.Refusal == nil {
		return nil
	}
	return q.Refusal
}

// QuoteFor answers what ask would cost under the rules of now. It fails with
// fault.Missing for an unknown version, service_changed when the version is no
// longer the live one, and the faults of Offer.Add for a choice that cannot
// be made. Why a valid choice cannot be ordered is in Quote.Refusal.
func QuoteFor(tx *db.Tx, ask QuoteAsk) (Quote, error) {
	version, err := GetVersion(tx, ask.Version)
	if err != nil {
		return Quote{}, err
	}
	around := askAround(tx, version, ask.Buyer)
	service, err := around.service()
	if err != nil {
		return Quote{}, err
	}
	if service.Stored == Live && service.Live != version.ID {
		return Quote{}, fault.Conflict("service_changed", "service", service.ID)
	}
	quote, err := around.price(version, ask)
	if err != nil {
		return Quote{}, err
	}
	quote.Refusal, err = around.refusal(service, ask.Buyer)
	return quote, err
}

// around is what a quote depends on beside the version, asked for in one go.
type around struct {
	found           *db.Answer[Service]
	causes          *db.Answer[Cause]
	category        *db.Answer[Category]
	rules           func() (rulebook.Version, error)
	seller, buyer   func() (account.Member, error)
	linked, blocked func() (bool, error)
}

func askAround(tx *db.Tx, version ServiceVersion, buyer id.Member) around {
	return around{
		found:    askService(tx, version.Service),
		causes:   askCauses(tx, version.Service, version.Seller),
		category: askCategory(tx, version.Offer.Category),
		rules:    rulebook.AskCurrent(tx),
		seller:   account.Ask(tx, version.Seller),
		buyer:    account.Ask(tx, buyer),
		linked:   account.AskLinked(tx, buyer, version.Seller),
		blocked:  account.AskBlocked(tx, buyer, version.Seller),
	}
}

func (a around) service() (Service, error) {
	service, err := a.found.One()
	if err != nil {
		return Service{}, missing(err)
	}
	service.Causes, err = a.causes.All()
	return service, err
}

// price adds up a version under the current policy.
func (a around) price(version ServiceVersion, ask QuoteAsk) (Quote, error) {
	rules, err := a.rules()
	if err != nil {
		return Quote{}, err
	}
	terms := Terms{UnitLeadShare: rules.Policy.UnitLeadShare, LeadFloor: rules.Policy.LeadFloor}
	sum, err := version.Offer.Add(Tier(ask.Package), ask.Units, ask.Options, terms)
	if err != nil {
		return Quote{}, err
	}
	category, err := a.category.One()
	if err != nil {
		return Quote{}, missing(err)
	}
	return Quote{
		Service: version.Service, Version: version.ID, Seller: version.Seller, Rules: rules,
		Category: category.ID, Title: version.Offer.Title, Language: version.Offer.Language,
		Package: Tier(ask.Package), Units: ask.Units, UnitPrice: sum.Lines[0].Price,
		Lines: sum.Lines, Total: sum.Total, Lead: sum.Lead, Revisions: sum.Revisions,
		Questions: version.Offer.Questions, Prohibited: category.Prohibited,
	}, nil
}

// refusal is ORD-58 without what only upper floors know.
func (a around) refusal(service Service, buyer id.Member) (*fault.Fault, error) {
	if !service.Orderable() {
		return fault.Conflict("service_not_on_sale"), nil
	}
	if buyer == service.Seller {
		return fault.Invalid("order_own_service"), nil
	}
	seller, err := a.seller()
	if err != nil {
		return nil, err
	}
	if !seller.May(account.Sell) {
		return fault.Conflict("seller_not_available"), nil
	}
	if buyer.IsZero() {
		return fault.SignIn(), nil
	}
	return a.buyerRefusal()
}

// buyerRefusal says why this member cannot order from this seller: nobody
// buys from an account linked to theirs, or across a block (ORD-58).
func (a around) buyerRefusal() (*fault.Fault, error) {
	buyer, err := a.buyer()
	switch {
	case err != nil:
		return nil, err
	case !buyer.Confirmed:
		return fault.Denied("email_not_confirmed"), nil
	case !buyer.May(account.Buy):
		return fault.Denied("buying_restricted"), nil
	}
	linked, err := a.linked()
	if err != nil {
		return nil, err
	}
	blocked, err := a.blocked()
	switch {
	case err != nil:
		return nil, err
	case linked:
		return fault.Denied("order_linked_account"), nil
	case blocked:
		return fault.Denied("order_blocked"), nil
	}
	return nil, nil
}
