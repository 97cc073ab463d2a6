// Package payment brings money in (MON-6): a member asks for a top-up, a
// provider takes the money on a page of its own and says so in messages, which
// may come late, twice or out of order and change nothing twice.
//
// A provider is never called inside a transaction: Ask writes the intent, the
// floor above makes the call that Waiting lists and writes the answer through
// Begun or CallFailed.
package payment

import (
	"context"
	"time"

	"guildhall/id"
	"guildhall/money"
)

// State is where a top-up stands.
type State string

// A top-up's states. Refunded and ChargedBack are ends; a late success still
// credits what had failed, because the provider has the money.
const (
	Pending     State = "pending"
	Succeeded   State = "succeeded"
	Failed      State = "failed"
	Refunded    State = "refunded"
	ChargedBack State = "charged_back"
)

// TopUp is money a member means to bring in.
type TopUp struct {
	ID        id.TopUp
	Member    id.Member
	Provider  string
	Amount    money.Amount
	State     State
	Card      string      // the card it was paid by, as the provider names it
	Checkout  id.Checkout // the orders that wait for it (ORD-57); zero for none
	Reference string      // the provider's name for it
	Page      string      // where the member pays; empty until the provider answered
	CallAt    time.Time   // when the provider is asked next; zero when it has answered
	Tries     int64       // calls that failed
	AskedAt   time.Time
	SettledAt time.Time
}

// Charge is what a provider is asked to collect. The same id is the same
// charge, however often it is asked for.
type Charge struct {
	TopUp    id.TopUp
	Amount   money.Amount
	Currency money.Currency
	Tries    int64 // calls before this one
}

// Begun is a provider's answer to a charge.
type Begun struct {
	Reference string
	Page      string // an address on this site or elsewhere; empty when there is none
}

// Gateway is a payment provider: it takes money for the marketplace.
type Gateway interface {
	// Name is stored with every top-up and never changes.
	Name() string
	// Begin asks for a charge. It may reach the network, so never inside a
	// transaction. Errors are tried again later.
	Begin(ctx context.Context, c Charge) (Begun, error)
}

// Said is what a provider's message says.
type Said string

// What messages say.
const (
	SaidSucceeded   Said = "succeeded"
	SaidFailed      Said = "failed"
	SaidRefunded    Said = "refunded"
	SaidChargedBack Said = "charged_back"
)

// Message is one message of a provider, its signature already checked.
type Message struct {
	Provider string       `json:"provider"`
	ID       string       `json:"id"` // the provider's; one id has one effect
	TopUp    id.TopUp     `json:"top_up"`
	Said     Said         `json:"said"`
	Amount   money.Amount `json:"amount"`
	Card     string       `json:"card,omitempty"`
}

// Settled is what a message did. Repeats and messages that came too late have
// Changed false.
type Settled struct {
	TopUp   TopUp
	Changed bool
	Owed    money.Amount // what could not be taken back: a claim (MON-20)
}
