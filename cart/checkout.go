package cart

import (
	"errors"

	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/order"
	"guildhall/policy"
	"guildhall/rulebook"
)

// Agreed is a line as its buyer saw it when pressing the button, with what is
// handed over at once.
type Agreed struct {
	Line    id.CartLine
	Total   money.Amount
	Answers []order.Answer
}

// CheckingOut is the wish to order lines of a cart: all of them or none.
type CheckingOut struct {
	ID       id.Checkout // made by the caller, like the next, so that a repeat finds the same
	TopUp    id.TopUp
	Buyer    id.Member
	Key      string
	Provider string // who takes the money that is short
	Lines    []Agreed
}

// CheckOut places one order for each line (CAT-26), or lets them wait together
// for what the balance is short of. The lines stay in the cart until the orders
// are placed, so that a checkout that is dropped or lapses loses nothing.
//
// Faults: checkout_empty, cart_moved_on when a line has left the cart,
// cart_changed when it is not as shown, cart_waiting, those of order.Prepare
// and order.PayFor.
func CheckOut(tx *db.Tx, wish CheckingOut) (order.Checkout, error) {
	prepared := order.Preparing{ID: wish.ID, Buyer: wish.Buyer, TopUp: wish.TopUp, Key: wish.Key}
	for _, agreed := range wish.Lines {
		line, err := agreed.check(tx, wish.Buyer)
		if err != nil {
			return order.Checkout{}, err
		}
		ask := line.placing(tx, line.Version)
		ask.Shown, ask.Answers = line.Price, agreed.Answers
		prepared.Lines = append(prepared.Lines, ask)
		err = tx.ExecOne(db.ErrAgain, `UPDATE cart_lines SET checkout = $1 WHERE id = $2 AND checkout IS NOT DISTINCT FROM $3`,
			wish.ID, line.ID, line.Checkout)
		if err != nil {
			return order.Checkout{}, err
		}
	}
	made, err := order.Prepare(tx, prepared)
	if err != nil {
		return order.Checkout{}, err
	}
	return pay(tx, made, wish.Provider)
}

// check reads the line and holds it to what its buyer saw.
func (a Agreed) check(tx *db.Tx, buyer id.Member) (Line, error) {
	line, err := lineOf(tx, buyer, a.Line)
	switch {
	case errors.Is(err, fault.Missing()):
		return Line{}, fault.Conflict("cart_moved_on")
	case err != nil:
		return Line{}, err
	case line.Waiting:
		return Line{}, fault.Conflict("cart_waiting")
	case line.Price != a.Total:
		return Line{}, fault.Conflict("cart_changed")
	}
	return line, nil
}

// pay places the checkout at once where nothing is short or nothing is held,
// and asks for a top-up of the rest otherwise.
func pay(tx *db.Tx, made order.Checkout, provider string) (order.Checkout, error) {
	rules, err := rulebook.Current(tx)
	if err != nil {
		return order.Checkout{}, err
	}
	if rules.Policy.Custody == policy.CustodyNone {
		made, err = order.Settle(tx, made.ID)
	} else {
		made, err = order.PayFor(tx, made, provider)
	}
	if err == nil && made.State == order.CheckoutFailed {
		err = fault.Conflict("cart_changed")
	}
	return made, err
}

// Short is what the member's balance lacks for a total; nothing where no money
// is held.
func Short(tx *db.Tx, member id.Member, total money.Amount) (money.Amount, error) {
	rules, err := rulebook.Current(tx)
	if err != nil || rules.Policy.Custody == policy.CustodyNone {
		return 0, err
	}
	has, err := ledger.Balance(tx, member)
	return max(0, total.Minus(has.Spendable())), err
}
