package money

import (
	"strconv"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/order"
	"guildhall/payment"
	"guildhall/web/parts"
)

// PayAgain asks for another top-up when the first one failed (MON-16).
func PayAgain(v *desk.Visit) error {
	c, err := ownCheckout(v)
	if err != nil {
		return err
	}
	f := v.Form()
	provider := f.Choice("provider", payment.SandboxName, payment.BankName)
	if f.Bad() {
		return v.Render(checkoutPage(c, f))
	}
	on, err := v.Once(func(tx *db.Tx) (string, error) {
		waits, err := order.AwaitOther(tx, c.ID, v.Member.ID, id.New[id.TopUpKind](tx.Now()))
		if err != nil {
			return "", err
		}
		return goOn(order.PayFor(tx, waits, provider))
	})
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return v.Render(checkoutPage(c, f))
	}
	return v.Redirect(on)
}

// goOn answers where a checkout goes on: at its top-up while it waits, else on
// its own page.
func goOn(c order.Checkout, err error) (string, error) {
	if c.State == order.CheckoutWaiting {
		return "/top-ups/" + c.TopUp.String(), err
	}
	return "/checkouts/" + c.ID.String(), err
}

// checkout is a checkout as its page shows it.
type checkout struct {
	v *desk.Visit
	order.Checkout
	Today   money.Amount // what it costs now; 0 when it cannot be ordered now
	Refused *fault.Fault // why it cannot
	Short   money.Amount // what the balance lacks now
	Paying  bool         // its top-up is still under way
	Anew    []parts.Link // to the placing pages, where what was typed stands again
}

// ShowCheckout tells what became of a checkout, and offers to try a failed one
// again with one click, at today's prices.
func ShowCheckout(v *desk.Visit) error {
	c, err := ownCheckout(v)
	if err != nil {
		return err
	}
	if c.State == order.CheckoutWaiting && c.Paying {
		v.W.Header().Set("Refresh", strconv.Itoa(refreshSeconds))
	}
	return v.Render(checkoutPage(c, v.Form()))
}

func ownCheckout(v *desk.Visit) (*checkout, error) {
	which, err := desk.PathID[id.CheckoutKind](v, "id")
	if err != nil {
		return nil, err
	}
	c := &checkout{v: v}
	err = v.Read(func(tx *db.Tx) error {
		if c.Checkout, err = order.CheckoutOf(tx, which, v.Member.ID); err != nil {
			return err
		}
		switch c.State {
		case order.CheckoutWaiting:
			return c.paying(tx)
		case order.CheckoutFailed:
			if err := c.today(tx); err != nil {
				return err
			}
		}
		return c.anew(tx)
	})
	return c, err
}

// anew leads to the placing page of each line that came to nothing, as far as
// its service is still offered.
func (c *checkout) anew(tx *db.Tx) error {
	if c.State == order.CheckoutPlaced || c.State == order.CheckoutFailed && c.Refused == nil {
		return nil
	}
	for _, l := range c.Lines {
		version, err := catalogue.GetVersion(tx, l.Version)
		if err != nil {
			return err
		}
		service, err := catalogue.Get(tx, version.Service)
		if err != nil {
			return err
		}
		if !service.Reachable() {
			continue
		}
		choice := order.Placing{Version: service.Live, Units: l.Units, Package: l.Package, Options: l.Options}
		c.Anew = append(c.Anew, parts.Link{
			Href: parts.PlacingPage(choice, c.ID), Label: c.v.Say.T("money.checkout.anew", "title", l.Title),
		})
	}
	return nil
}

// paying looks at the top-up it waits for, and what is short without it.
func (c *checkout) paying(tx *db.Tx) error {
	t, err := payment.Get(tx, c.TopUp)
	if err != nil {
		return err
	}
	c.Paying = t.State == payment.Pending
	has, err := ledger.Balance(tx, c.Buyer)
	c.Short = max(0, c.Total().Minus(has.Spendable()))
	return err
}

// today works out what trying again would mean.
func (c *checkout) today(tx *db.Tx) error {
	now, err := c.Checkout.Today(tx)
	if refused, ok := fault.As(err); ok {
		c.Refused = refused
		return nil
	}
	if err != nil {
		return err
	}
	has, err := ledger.Balance(tx, c.Buyer)
	c.Today = now.Total()
	c.Short = max(0, c.Today.Minus(has.Spendable()))
	return err
}

// TryAgain places a failed checkout from the balance.
func TryAgain(v *desk.Visit) error {
	c, err := ownCheckout(v)
	if err != nil {
		return err
	}
	f := v.Form()
	total, err := strconv.ParseInt(f.Value("shown"), 10, 64)
	if err != nil {
		total = 0
	}
	_, err = v.Once(func(tx *db.Tx) (string, error) {
		_, err := order.Again(tx, c.ID, v.Member.ID, money.Amount(total))
		return c.ID.String(), err
	})
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return v.Render(checkoutPage(c, f))
	}
	return v.Redirect(c.path())
}

// EndCheckout drops a checkout that waits; money that still comes stays on the
// balance.
func EndCheckout(v *desk.Visit) error {
	c, err := ownCheckout(v)
	if err != nil {
		return err
	}
	f := v.Form()
	_, err = v.Once(func(tx *db.Tx) (string, error) {
		_, err := order.DropCheckout(tx, c.ID, v.Member.ID)
		return c.ID.String(), err
	})
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return v.Render(checkoutPage(c, f))
	}
	return v.Redirect(c.path())
}

func (c *checkout) path() string { return "/checkouts/" + c.ID.String() }
