package api

import (
	"errors"
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/order"
	"guildhall/payment"
)

// checkoutOperations are about orders that wait for a top-up (ORD-57).
var checkoutOperations = []Operation{
	op("GET /checkouts", "listCheckouts", account.Buy, desk.Own, listCheckouts),
	op("POST /checkouts", "checkOut", account.Buy, desk.Own, checkOut).creating(),
	op("GET /checkouts/{checkout}", "getCheckout", account.Buy, desk.CheckoutOwner, getCheckout),
	op("POST /checkouts/{checkout}/retry", "retryCheckout", account.Buy, desk.CheckoutOwner, retryCheckout),
	op("POST /checkouts/{checkout}/cancellation", "dropCheckout", account.Buy, desk.CheckoutOwner, dropCheckout),
}

// Checkout is one or several orders that are placed together when the money has
// come, or not at all.
type Checkout struct {
	ID      id.Checkout    `json:"id"`
	State   string         `json:"state"`
	Total   Money          `json:"total"`
	TopUp   *TopUp         `json:"top_up,omitempty"`
	Cause   string         `json:"cause,omitempty"`
	Began   time.Time      `json:"began"`
	Expires time.Time      `json:"expires"`
	Lines   []CheckoutLine `json:"lines" nullable:"false"`
}

// CheckoutLine is one order of a checkout, under the id it has once placed.
type CheckoutLine struct {
	Order   id.Order `json:"order"`
	Title   string   `json:"title"`
	Units   int      `json:"units"`
	Package string   `json:"package,omitempty"`
	Price   Money    `json:"price"`
	Fee     Money    `json:"fee"`

	Brief []BriefAnswer `json:"brief,omitempty"`
}

func (c *Call) checkout(tx *db.Tx, o order.Checkout) (Checkout, error) {
	made := Checkout{
		ID: o.ID, State: string(o.State), Total: c.money(o.Total()), Cause: o.Cause, Began: o.BeganAt, Expires: o.ExpiresAt,
		Lines: []CheckoutLine{},
	}
	for _, l := range o.Lines {
		made.Lines = append(made.Lines, CheckoutLine{
			l.Order, l.Title, l.Units, l.Package, c.money(l.Price), c.money(l.Fee), briefOf(l.Answers),
		})
	}
	if o.TopUp.IsZero() {
		return made, nil
	}
	t, err := payment.Get(tx, o.TopUp)
	if errors.Is(err, fault.Missing()) {
		return made, nil // the balance was enough: no money was asked for
	}
	asked := c.topUp(t)
	made.TopUp = &asked
	return made, err
}

func listCheckouts(c *Call, in *waitingAsked) (List[Checkout], error) {
	return read(c, func(tx *db.Tx) (List[Checkout], error) {
		list := List[Checkout]{Items: []Checkout{}}
		rows, err := order.Checkouts(tx, c.Member.ID, in.Limit)
		if err != nil {
			return list, err
		}
		for _, row := range rows {
			one, err := c.checkout(tx, row)
			if err != nil {
				return list, err
			}
			list.Items = append(list.Items, one)
		}
		return list, nil
	})
}

type checkingOut struct {
	Body struct {
		Provider string `json:"provider" maxLength:"40"`
		Lines    []struct {
			Version string   `json:"service_version" format:"uuid"`
			Units   int      `json:"units,omitempty" minimum:"1" maximum:"1000" default:"1"`
			Package string   `json:"package,omitempty" enum:"economy,standard,business"`
			Options []Chosen `json:"options,omitempty" maxItems:"20"`
			Shown   *Money   `json:"total_shown,omitempty"`

			Brief []BriefAnswer `json:"brief,omitempty" maxItems:"30"`
		} `json:"lines" minItems:"1" maxItems:"20"`
	}
}

// checkOut writes the orders down and asks for the top-up they lack, in one
// transaction. Where the balance is enough, nothing waits: order directly.
func checkOut(c *Call, in *checkingOut) (Checkout, error) {
	wish := order.Preparing{ID: id.New[id.CheckoutKind](c.At), Buyer: c.Member.ID, TopUp: id.New[id.TopUpKind](c.At)}
	for _, line := range in.Body.Lines {
		var one placing
		one.Body.Version, one.Body.Units, one.Body.Package = line.Version, line.Units, line.Package
		one.Body.Options, one.Body.Shown, one.Body.Brief = line.Options, line.Shown, line.Brief
		ask, err := one.asked(c)
		if err != nil {
			return Checkout{}, err
		}
		wish.Lines = append(wish.Lines, ask)
	}
	wish.Key = wish.ID.String()
	return once(c, func(tx *db.Tx) (Checkout, error) {
		prepared, err := order.Prepare(tx, wish)
		if err != nil {
			return Checkout{}, err
		}
		short, err := c.lacks(tx, prepared.Total())
		if err != nil {
			return Checkout{}, err
		}
		_, err = payment.Ask(tx, payment.Asking{
			ID: wish.TopUp, Member: c.Member.ID, Provider: in.Body.Provider, Amount: short, Checkout: wish.ID,
		})
		if err != nil {
			return Checkout{}, err
		}
		return c.checkout(tx, prepared)
	})
}

// lacks is what the balance is short of for a total. Fault: api_covered.
func (c *Call) lacks(tx *db.Tx, total money.Amount) (money.Amount, error) {
	b, err := ledger.Balance(tx, c.Member.ID)
	if err != nil {
		return 0, err
	}
	short := total.Minus(b.Main).Minus(b.Bonus)
	if short <= 0 {
		return 0, fault.Conflict("api_covered")
	}
	return short, nil
}

func getCheckout(c *Call, _ *struct{}) (Checkout, error) {
	which, err := id.Parse[id.CheckoutKind](c.Path("checkout"))
	if err != nil {
		return Checkout{}, err
	}
	return read(c, func(tx *db.Tx) (Checkout, error) {
		o, err := order.CheckoutOf(tx, which, c.Member.ID)
		if err != nil {
			return Checkout{}, err
		}
		return c.checkout(tx, o)
	})
}

type retrying struct {
	Body struct {
		Total Money `json:"total_shown"`
	}
}

// retryCheckout tries a failed checkout once more at today's prices, which the
// buyer has been shown.
func retryCheckout(c *Call, in *retrying) (Checkout, error) {
	which, err := id.Parse[id.CheckoutKind](c.Path("checkout"))
	if err != nil {
		return Checkout{}, err
	}
	total, err := c.amount(in.Body.Total, "total_shown")
	if err != nil {
		return Checkout{}, err
	}
	return once(c, func(tx *db.Tx) (Checkout, error) {
		o, err := order.Again(tx, which, c.Member.ID, total)
		if err != nil {
			return Checkout{}, err
		}
		return c.checkout(tx, o)
	})
}

func dropCheckout(c *Call, _ *struct{}) (Checkout, error) {
	which, err := id.Parse[id.CheckoutKind](c.Path("checkout"))
	if err != nil {
		return Checkout{}, err
	}
	return once(c, func(tx *db.Tx) (Checkout, error) {
		o, err := order.DropCheckout(tx, which, c.Member.ID)
		if err != nil {
			return Checkout{}, err
		}
		return c.checkout(tx, o)
	})
}
