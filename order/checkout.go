package order

import (
	"slices"
	"time"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/deadline"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/payment"
)

// CheckoutState is where a checkout stands.
type CheckoutState string

// A waiting checkout holds no money (ORD-57); all others are ends, but for
// failed, which can be tried again.
const (
	CheckoutWaiting CheckoutState = "waiting"
	CheckoutPlaced  CheckoutState = "placed"
	CheckoutFailed  CheckoutState = "failed" // the money came, but what was shown no longer held
	CheckoutDropped CheckoutState = "dropped"
	CheckoutExpired CheckoutState = "expired"
)

// checkoutLinesMax bounds one checkout; the top-up's transaction places them all.
const checkoutLinesMax = 20

const checkoutSubject = "checkout"

// Checkout is one or several orders that wait for a top-up.
type Checkout struct {
	ID        id.Checkout
	Buyer     id.Member
	Key       string // of the wish; the same one again is the same checkout
	State     CheckoutState
	TopUp     id.TopUp
	Cause     string // code of the fault that kept the lines from being placed
	BeganAt   time.Time
	ExpiresAt time.Time
	EndedAt   time.Time
	Lines     []CheckoutLine
}

// CheckoutLine is one order of a checkout, as it was shown.
type CheckoutLine struct {
	Order   id.Order // the id it will have
	Version id.ServiceVersion
	Policy  int64
	Title   string
	Units   int
	Package string
	Options []catalogue.OptionChoice
	Price   money.Amount
	Fee     money.Amount
	Answers []Answer // of the brief, handed over when the order is placed
}

// Total is what the buyer was shown.
func (l CheckoutLine) Total() money.Amount { return l.Price.Plus(l.Fee) }

// Total is what all lines cost together.
func (c Checkout) Total() money.Amount {
	var sum money.Amount
	for _, l := range c.Lines {
		sum = sum.Plus(l.Total())
	}
	return sum
}

// Preparing is the wish to order as soon as a top-up has arrived.
type Preparing struct {
	ID    id.Checkout
	Buyer id.Member
	TopUp id.TopUp // what is waited for; the caller asks for it in the same transaction
	Key   string
	Lines []Placing
}

// Prepare writes the checkout down as it was shown, with the briefs that were
// typed, after the same checks as Place makes, and lets it end after
// prepared_for (ORD-57). It holds no money. Files of a brief are held by the
// checkout (CheckoutFiles) until their order is there.
//
// Faults: checkout_empty, checkout_lines{max}, those of Place but for
// insufficient_funds, and those of HandOver about answers.
func Prepare(tx *db.Tx, wish Preparing) (Checkout, error) {
	switch {
	case len(wish.Lines) == 0:
		return Checkout{}, fault.Invalid("checkout_empty")
	case len(wish.Lines) > checkoutLinesMax:
		return Checkout{}, fault.Invalid("checkout_lines", "max", checkoutLinesMax)
	}
	c := Checkout{
		ID: wish.ID, Buyer: wish.Buyer, Key: wish.Key, State: CheckoutWaiting, TopUp: wish.TopUp, BeganAt: tx.Now(),
	}
	if err := owing(tx, c.Buyer); err != nil {
		return Checkout{}, err
	}
	for _, ask := range wish.Lines {
		ask.Buyer = wish.Buyer
		line, lasts, err := prepareLine(tx, ask)
		if err != nil {
			return Checkout{}, err
		}
		if _, err := file.Held(tx, CheckoutFiles(c.ID), c.Buyer, filesOf(ask.Answers)); err != nil {
			return Checkout{}, err
		}
		c.Lines, c.ExpiresAt = append(c.Lines, line), c.BeganAt.Add(lasts)
	}
	if err := insertCheckout(tx, c); err != nil {
		return Checkout{}, err
	}
	err := deadline.Set(tx, deadline.Clock{Subject: event.Of(checkoutSubject, c.ID), Kind: "prepared_lapse", At: c.ExpiresAt})
	if err != nil {
		return Checkout{}, err
	}
	return c, c.tell(tx, "checkout_prepared")
}

// owing refuses to prepare what could not be placed: the buyer owes for a
// chargeback (MON-20).
func owing(tx *db.Tx, buyer id.Member) error {
	has, err := ledger.Balance(tx, buyer)
	if err == nil && has.Owed > 0 {
		return fault.Conflict("claim_open", "owed", has.Owed)
	}
	return err
}

func prepareLine(tx *db.Tx, ask Placing) (CheckoutLine, time.Duration, error) {
	shown, err := PreviewOf(tx, ask)
	switch {
	case err != nil:
		return CheckoutLine{}, 0, err
	case shown.Refused != nil:
		return CheckoutLine{}, 0, shown.Refused
	case ask.Shown != 0 && ask.Shown != shown.Total():
		return CheckoutLine{}, 0, fault.Conflict("price_changed", "total", shown.Total())
	}
	if err := checkAnswers(shown.Quote.Questions, ask.Answers); err != nil {
		return CheckoutLine{}, 0, err
	}
	return CheckoutLine{
		Order: id.New[id.OrderKind](tx.Now()), Version: ask.Version, Policy: shown.Rules.Number,
		Title: shown.Order.Title, Units: ask.Units, Package: ask.Package, Options: ask.Options,
		Price: shown.Order.Price, Fee: shown.Order.Fee, Answers: ask.Answers,
	}, shown.Rules.Policy.PreparedFor, nil
}

// TopUpMessage lets a provider's message take effect: the top-up is settled
// and, if orders wait for it, all of them are placed or none, in this one
// transaction. The checkout is zero when none waited.
//
// Faults: those of payment.Settle.
func TopUpMessage(tx *db.Tx, m payment.Message) (payment.Settled, Checkout, error) {
	settled, err := payment.Settle(tx, m)
	if err != nil {
		return settled, Checkout{}, err
	}
	c, err := FollowTopUp(tx, settled)
	return settled, c, err
}

// FollowTopUp does what follows from a settled top-up: orders that waited for
// it are placed when the money came, and the money of running orders is held
// when it was called back and could not be taken (MON-20).
func FollowTopUp(tx *db.Tx, settled payment.Settled) (Checkout, error) {
	t := settled.TopUp
	if settled.Owed > 0 {
		claim, err := payment.GetClaim(tx, t.ID)
		if err != nil {
			return Checkout{}, err
		}
		return Checkout{}, holdPots(tx, claim)
	}
	if !settled.Changed || t.Checkout.IsZero() || t.State != payment.Succeeded {
		return Checkout{}, nil
	}
	return Settle(tx, t.Checkout)
}

// Settle places all lines of a checkout whose money has come, or none (ORD-57):
// then the money stays in the main balance, the checkout keeps why, and the
// buyer is told. One that ended meanwhile places nothing either.
func Settle(tx *db.Tx, checkout id.Checkout) (Checkout, error) {
	c, err := checkoutBy(tx, `id = $1`, checkout)
	if err != nil {
		return Checkout{}, err
	}
	if c.State != CheckoutWaiting {
		return c, c.tell(tx, "checkout_missed")
	}
	return c.place(tx)
}

// AwaitOther makes a waiting checkout wait for another top-up: the first one
// failed, or the buyer wants to pay another way (MON-16). Money that still
// comes by the first one places it too.
//
// Faults: not_found, checkout_over.
func AwaitOther(tx *db.Tx, checkout id.Checkout, buyer id.Member, top id.TopUp) (Checkout, error) {
	c, err := CheckoutOf(tx, checkout, buyer)
	if err != nil {
		return Checkout{}, err
	}
	if c.State != CheckoutWaiting {
		return Checkout{}, fault.Conflict("checkout_over")
	}
	c.TopUp = top
	return c, tx.ExecOne(db.ErrAgain, `UPDATE checkouts SET top_up = $1 WHERE id = $2 AND state = $3`, top, c.ID, CheckoutWaiting)
}

// PayFor asks a provider for what a waiting checkout lacks, or places it where
// nothing is lacking any more. Faults: those of payment.Ask.
func PayFor(tx *db.Tx, c Checkout, provider string) (Checkout, error) {
	has, err := ledger.Balance(tx, c.Buyer)
	if err != nil {
		return Checkout{}, err
	}
	short := c.Total().Minus(has.Spendable())
	if short <= 0 {
		return Settle(tx, c.ID)
	}
	_, err = payment.Ask(tx, payment.Asking{
		ID: c.TopUp, Member: c.Buyer, Provider: provider, Amount: short, Checkout: c.ID,
	})
	return c, err
}

// Again tries a failed checkout once more, from the balance and at today's
// prices, which the buyer has seen as total.
//
// Faults: not_found, checkout_over, price_changed{total}, and those of Place.
func Again(tx *db.Tx, checkout id.Checkout, buyer id.Member, total money.Amount) (Checkout, error) {
	c, err := CheckoutOf(tx, checkout, buyer)
	if err != nil {
		return Checkout{}, err
	}
	if c.State != CheckoutFailed {
		return Checkout{}, fault.Conflict("checkout_over")
	}
	was := c.State
	if err := c.priceAnew(tx); err != nil {
		return Checkout{}, err
	}
	if c.Total() != total {
		return Checkout{}, fault.Conflict("price_changed", "total", c.Total())
	}
	if err := c.placeLines(tx); err != nil {
		return Checkout{}, err
	}
	return c.end(tx, was, CheckoutPlaced, "")
}

// Today is the checkout with the prices and fees of now, for the buyer to see
// before trying again. Faults: those of Place.
func (c Checkout) Today(tx *db.Tx) (Checkout, error) {
	c.Lines = slices.Clone(c.Lines)
	return c, c.priceAnew(tx)
}

func (c *Checkout) priceAnew(tx *db.Tx) error {
	for i, l := range c.Lines {
		fresh, _, err := prepareLine(tx, c.placing(l))
		if err != nil {
			return err
		}
		fresh.Order = l.Order
		c.Lines[i] = fresh
	}
	return nil
}

func (c Checkout) placing(l CheckoutLine) Placing {
	return Placing{
		ID: l.Order, Buyer: c.Buyer, Version: l.Version, Units: l.Units, Package: l.Package, Options: l.Options,
		Checkout: c.ID, Answers: l.Answers,
	}
}

// place tries all lines under one savepoint. A fault undoes them together and
// ends the checkout; anything else fails the transaction.
func (c Checkout) place(tx *db.Tx) (Checkout, error) {
	err := tx.Attempt(func(tx *db.Tx) error { return c.placeLines(tx) })
	if refused, ok := fault.As(err); ok {
		return c.end(tx, c.State, CheckoutFailed, refused.Code)
	}
	if err != nil {
		return Checkout{}, err
	}
	return c.end(tx, c.State, CheckoutPlaced, "")
}

func (c Checkout) placeLines(tx *db.Tx) error {
	for _, l := range c.Lines {
		ask := c.placing(l)
		ask.Shown, ask.At = l.Total(), tx.Now()
		if err := handFiles(tx, c.ID, l.Order, l.Answers); err != nil {
			return err
		}
		if _, err := Place(tx, ask); err != nil {
			return err
		}
	}
	return nil
}

// DropCheckout ends a waiting checkout at its buyer's wish; money that comes later
// stays in the main balance. Faults: not_found, checkout_over.
func DropCheckout(tx *db.Tx, checkout id.Checkout, buyer id.Member) (Checkout, error) {
	c, err := CheckoutOf(tx, checkout, buyer)
	if err != nil {
		return Checkout{}, err
	}
	if c.State != CheckoutWaiting {
		return Checkout{}, fault.Conflict("checkout_over")
	}
	return c.end(tx, c.State, CheckoutDropped, "")
}

// RingCheckout lets a checkout lapse whose time is over (ORD-57).
func RingCheckout(tx *db.Tx, clock deadline.Clock) error {
	c, err := checkoutBy(tx, `id = $1`, id.Checkout(clock.Subject.ID))
	if err != nil {
		return err
	}
	if c.State != CheckoutWaiting {
		return deadline.Clear(tx, clock.Subject, clock.Kind)
	}
	_, err = c.end(tx, c.State, CheckoutExpired, "")
	return err
}

// RingLetter delivers a message that the sandbox provider sent late, through
// the door every message takes.
func RingLetter(tx *db.Tx, clock deadline.Clock) error {
	letter, err := payment.LetterOf(tx, clock)
	if err != nil {
		return err
	}
	message, err := payment.Sandbox{}.Open(tx, letter)
	if err != nil {
		return err
	}
	_, _, err = TopUpMessage(tx, message)
	return err
}

// end moves the checkout to its end and tells its buyer.
func (c Checkout) end(tx *db.Tx, was, to CheckoutState, cause string) (Checkout, error) {
	c.State, c.Cause, c.EndedAt = to, cause, tx.Now()
	if err := updateCheckout(tx, c, was); err != nil {
		return Checkout{}, err
	}
	if err := deadline.Clear(tx, event.Of(checkoutSubject, c.ID), "prepared_lapse"); err != nil {
		return Checkout{}, err
	}
	return c, c.tell(tx, "checkout_"+string(to))
}

func (c Checkout) tell(tx *db.Tx, kind string) error {
	data := map[string]any{"buyer": c.Buyer.String(), "total": int64(c.Total()), "lines": len(c.Lines)}
	if c.Cause != "" {
		data["cause"] = c.Cause
	}
	return event.Note(tx, event.Entry{Subject: event.Of(checkoutSubject, c.ID), Kind: kind, Actor: c.Buyer, Data: data})
}
