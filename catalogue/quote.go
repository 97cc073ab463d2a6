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
	service, err := Get(tx, version.Service)
	if err != nil {
		return Quote{}, err
	}
	if service.Stored == Live && service.Live != version.ID {
		return Quote{}, fault.Conflict("service_changed", "service", service.ID)
	}
	quote, err := price(tx, version, ask)
	if err != nil {
		return Quote{}, err
	}
	quote.Refusal, err = refusal(tx, service, ask.Buyer)
	return quote, err
}

// price adds up a version under the current policy.
func price(tx *db.Tx, version ServiceVersion, ask QuoteAsk) (Quote, error) {
	rules, err := rulebook.Current(tx)
	if err != nil {
		return Quote{}, err
	}
	terms := Terms{UnitLeadShare: rules.Policy.UnitLeadShare, LeadFloor: rules.Policy.LeadFloor}
	sum, err := version.Offer.Add(Tier(ask.Package), ask.Units, ask.Options, terms)
	if err != nil {
		return Quote{}, err
	}
	category, err := CategoryByID(tx, version.Offer.Category)
	if err != nil {
		return Quote{}, err
	}
	return Quote{
		Service: version.Service, Version: version.ID, Seller: version.Seller,
		Category: category.ID, Title: version.Offer.Title, Language: version.Offer.Language,
		Package: Tier(ask.Package), Units: ask.Units, UnitPrice: sum.Lines[0].Price,
		Lines: sum.Lines, Total: sum.Total, Lead: sum.Lead, Revisions: sum.Revisions,
		Questions: version.Offer.Questions, Prohibited: category.Prohibited,
	}, nil
}

// refusal is ORD-58 without what only upper floors know.
func refusal(tx *db.Tx, service Service, buyer id.Member) (*fault.Fault, error) {
	if !service.Orderable() {
		return fault.Conflict("service_not_on_sale"), nil
	}
	if buyer == service.Seller {
		return fault.Invalid("order_own_service"), nil
	}
	seller, err := account.Get(tx, service.Seller)
	if err != nil {
		return nil, err
	}
	if !seller.May(account.Sell) {
		return fault.Conflict("seller_not_available"), nil
	}
	return buyerRefusal(tx, buyer, service.Seller)
}

// buyerRefusal says why this member cannot order from this seller: nobody
// buys from an account linked to theirs, or across a block (ORD-58).
func buyerRefusal(tx *db.Tx, buyer, seller id.Member) (*fault.Fault, error) {
	if buyer.IsZero() {
		return fault.SignIn(), nil
	}
	asker, err := account.Get(tx, buyer)
	switch {
	case err != nil:
		return nil, err
	case !asker.Confirmed:
		return fault.Denied("email_not_confirmed"), nil
	case !asker.May(account.Buy):
		return fault.Denied("buying_restricted"), nil
	}
	linked, err := account.Linked(tx, buyer, seller)
	if err != nil {
		return nil, err
	}
	blocked, err := account.Blocked(tx, buyer, seller)
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
