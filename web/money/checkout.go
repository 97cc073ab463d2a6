package money

import (
	"strconv"
	"strings"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/order"
	"guildhall/payment"
)

// optionField is the prefix of an option's quantity, as on the placing page.
const optionField = "option."

// optionsMax bounds the options of one order.
const optionsMax = 50

// Prepare turns a placing for which the balance is short into a checkout and
// the top-up it waits for (ORD-57), in one transaction.
func Prepare(v *desk.Visit) error {
	if err := custody(v); err != nil {
		return err
	}
	f := v.Form()
	line, err := placing(v, f)
	if err != nil {
		return err
	}
	provider := f.Value("provider")
	if provider == "" {
		provider = payment.SandboxName
	}
	made, err := v.Once(func(tx *db.Tx) (string, error) {
		wish := order.Preparing{
			ID: id.New[id.CheckoutKind](tx.Now()), TopUp: id.New[id.TopUpKind](tx.Now()), Buyer: v.Member.ID,
			Key: f.Value("_key"), Lines: []order.Placing{line},
		}
		return prepare(tx, wish, provider)
	})
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return v.Render(refusedPage(v, f, desk.LocalPath(f.Value("back"))))
	}
	return v.Redirect(made)
}

// prepare answers where to go on: the top-up's page, or the checkout's where
// the money has come in meanwhile.
func prepare(tx *db.Tx, wish order.Preparing, provider string) (string, error) {
	made, err := order.Prepare(tx, wish)
	if err != nil {
		return "", err
	}
	return pay(tx, made, provider)
}

// pay asks for what a waiting checkout lacks, or places it where nothing is
// lacking any more.
func pay(tx *db.Tx, c order.Checkout, provider string) (string, error) {
	has, err := ledger.Balance(tx, c.Buyer)
	if err != nil {
		return "", err
	}
	short := c.Total().Minus(has.Spendable())
	if short <= 0 {
		placed, err := order.Settle(tx, c.ID)
		return "/checkouts/" + placed.ID.String(), err
	}
	asked, err := payment.Ask(tx, payment.Asking{
		ID: c.TopUp, Member: c.Buyer, Provider: usual(tx, provider), Amount: short, Checkout: c.ID,
	})
	return "/top-ups/" + asked.ID.String(), err
}

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
		return pay(tx, waits, provider)
	})
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return v.Render(checkoutPage(c, f))
	}
	return v.Redirect(on)
}

// usual is the provider asked for, or the bank where live books refuse the
// sandbox.
func usual(tx *db.Tx, provider string) string {
	books, err := ledger.Kept(tx)
	if err == nil && books.Live && provider == payment.SandboxName {
		return payment.BankName
	}
	return provider
}

// placing reads what was chosen, in the fields of the placing page.
func placing(v *desk.Visit, f *desk.Form) (order.Placing, error) {
	version, err := id.Parse[id.ServiceVersionKind](f.Value("version"))
	if err != nil {
		return order.Placing{}, err
	}
	line := order.Placing{
		Buyer: v.Member.ID, Version: version, Package: f.Value("package"), At: v.At,
		Units: f.OptionalInt("units", 1, catalogue.UnitsMax, 1),
	}
	for _, name := range f.Names() {
		code, ok := strings.CutPrefix(name, optionField)
		quantity, wrong := strconv.Atoi(f.Value(name))
		if ok && wrong == nil && quantity > 0 && len(line.Options) < optionsMax {
			line.Options = append(line.Options, catalogue.OptionChoice{Code: code, Quantity: quantity})
		}
	}
	if shown, err := strconv.ParseInt(f.Value("shown"), 10, 64); err == nil && shown > 0 {
		line.Shown = money.Amount(shown)
	}
	return line, f.Err()
}

// checkout is a checkout as its page shows it.
type checkout struct {
	v *desk.Visit
	order.Checkout
	Today   money.Amount // what it costs now; 0 when it cannot be ordered now
	Refused *fault.Fault // why it cannot
	Short   money.Amount // what the balance lacks now
	Paying  bool         // its top-up is still under way
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
			return c.today(tx)
		}
		return nil
	})
	return c, err
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
