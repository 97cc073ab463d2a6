package money

import (
	"fmt"
	"io"
	"strconv"

	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/order"
	"guildhall/payment"
	"guildhall/web/parts"
)

// letterBytesMax bounds a provider's message.
const letterBytesMax = 16 << 10

// signatureHeader carries the signature of a sandbox message.
const signatureHeader = "X-Sandbox-Signature"

// NewTopUp asks how much and which way.
func NewTopUp(v *desk.Visit) error {
	if err := custody(v); err != nil {
		return err
	}
	return showNewTopUp(v, v.Form())
}

func showNewTopUp(v *desk.Visit, f *desk.Form) error {
	ways, err := providers(v)
	if err != nil {
		return err
	}
	return v.Render(newTopUpPage(v, f, ways))
}

// providers are the ways to pay that these books take.
func providers(v *desk.Visit) ([]parts.Option, error) {
	var books ledger.Books
	err := v.Read(func(tx *db.Tx) (err error) {
		books, err = ledger.Kept(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	var ways []parts.Option
	if !books.Live {
		ways = append(ways, parts.Option{
			Value: payment.SandboxName, Label: v.Say.T("money.provider.sandbox"), Hint: v.Say.T("money.provider.sandbox.hint"),
		})
	}
	return append(ways, parts.Option{
		Value: payment.BankName, Label: v.Say.T("money.provider.bank"), Hint: v.Say.T("money.provider.bank.hint"),
	}), nil
}

// TopUp writes the wish down and leads to its page, where the provider's
// answer appears.
func TopUp(v *desk.Visit) error {
	if err := custody(v); err != nil {
		return err
	}
	f := v.Form()
	asking := payment.Asking{
		Member: v.Member.ID, Amount: f.Amount("amount"), Provider: f.Choice("provider", payment.SandboxName, payment.BankName),
	}
	if f.Bad() {
		return showNewTopUp(v, f)
	}
	made, err := v.Once(func(tx *db.Tx) (string, error) {
		asking.ID = id.New[id.TopUpKind](tx.Now())
		asked, err := payment.Ask(tx, asking)
		return asked.ID.String(), err
	})
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return showNewTopUp(v, f)
	}
	return v.Redirect("/top-ups/" + made)
}

// topUp is a top-up with what waits for it.
type topUp struct {
	v *desk.Visit
	payment.TopUp
	Waits order.Checkout // zero when no order waits for it
}

// refreshSeconds is how often a page asks again while something is under way.
const refreshSeconds = 3

// ShowTopUp tells how far a top-up has come and what to do next. While it is
// on its way without the member the page loads itself again.
func ShowTopUp(v *desk.Visit) error {
	t, err := ownTopUp(v)
	if err != nil {
		return err
	}
	if t.moves() {
		v.W.Header().Set("Refresh", strconv.Itoa(refreshSeconds))
	}
	return v.Render(topUpPage(t))
}

// ownTopUp reads the top-up the address names, if it is the asker's.
func ownTopUp(v *desk.Visit) (*topUp, error) {
	top, err := desk.PathID[id.TopUpKind](v, "id")
	if err != nil {
		return nil, err
	}
	t := &topUp{v: v}
	err = v.Read(func(tx *db.Tx) error {
		if t.TopUp, err = payment.Get(tx, top); err != nil {
			return err
		}
		if t.Member != v.Member.ID {
			return fault.Missing()
		}
		if t.Checkout.IsZero() {
			return nil
		}
		t.Waits, err = order.CheckoutOf(tx, t.Checkout, t.Member)
		return err
	})
	return t, err
}

// back is the address by which a provider's page leads back here: the member
// has done their part.
const back = "?done=yes"

// done tells whether the member comes from the provider's page.
func (t *topUp) done() bool { return t.v.Query("done") == "yes" }

// moves tells whether the next step is somebody else's: then the page looks
// for news by itself.
func (t *topUp) moves() bool {
	return t.State == payment.Pending && (t.Reference == "" || t.done())
}

func (t *topUp) path() string { return "/top-ups/" + t.ID.String() }

// ShowSandbox is the built-in provider's page: what the real one's page would
// be, on which the member pays or does not.
func ShowSandbox(v *desk.Visit) error {
	t, err := sandboxTopUp(v)
	if err != nil {
		return err
	}
	return v.Render(sandboxPage(t, v.Form()))
}

func sandboxTopUp(v *desk.Visit) (*topUp, error) {
	t, err := ownTopUp(v)
	if err == nil && t.Provider != payment.SandboxName {
		err = fault.Missing()
	}
	return t, err
}

// PaySandbox is the member's press on "pay" or "decline" there. What the
// provider has to say at once comes through the door of its messages.
func PaySandbox(v *desk.Visit) error {
	t, err := sandboxTopUp(v)
	if err != nil {
		return err
	}
	f := v.Form()
	card := f.Choice("card", payment.SandboxCards...)
	if f.Bad() {
		return v.Render(sandboxPage(t, f))
	}
	err = v.Write(func(tx *db.Tx) error {
		letters, err := payment.PayInSandbox(tx, t.TopUp, card, f.Value("pays") != "no")
		if err != nil {
			return err
		}
		for _, letter := range letters {
			if _, err := receive(tx, letter); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.Redirect(t.path() + back)
}

// SandboxMessage takes a message of the sandbox provider. Its signature is what
// lets it in; a repeat is answered like the first.
func SandboxMessage(v *desk.Visit) error {
	body, err := io.ReadAll(io.LimitReader(v.R.Body, letterBytesMax))
	if err != nil {
		return fault.Invalid("desk_body_unreadable")
	}
	letter := payment.Letter{Body: body, Signature: v.R.Header.Get(signatureHeader)}
	var settled payment.Settled
	err = v.Write(func(tx *db.Tx) (err error) {
		settled, err = receive(tx, letter)
		return err
	})
	if err != nil {
		return err
	}
	return v.Raw("application/json", fmt.Appendf(nil, `{"state":%q}`+"\n", settled.TopUp.State))
}

// receive is the one way in for sandbox messages: signature, top-up, and the
// orders that wait for it, in one transaction.
func receive(tx *db.Tx, letter payment.Letter) (payment.Settled, error) {
	message, err := payment.Sandbox{}.Open(tx, letter)
	if err != nil {
		return payment.Settled{}, err
	}
	settled, _, err := order.TopUpMessage(tx, message)
	return settled, err
}
