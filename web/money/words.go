package money

import (
	"errors"
	"slices"
	"strings"

	"guildhall/desk"
	"guildhall/fault"
	"guildhall/ledger"
	"guildhall/payment"
	"guildhall/payout"
	"guildhall/say"
	"guildhall/web/parts"
)

// topUpMood colours a top-up's state.
func topUpMood(s payment.State) string {
	switch s {
	case payment.Pending:
		return "wanted"
	case payment.Succeeded:
		return "good"
	case payment.Failed, payment.ChargedBack:
		return "harm"
	}
	return ""
}

// withdrawalMood colours a withdrawal's state.
func withdrawalMood(s payout.State) string {
	switch s {
	case payout.Paid:
		return "good"
	case payout.Returned:
		return "harm"
	case payout.Cancelled:
		return ""
	}
	return "wanted"
}

// what a movement was, in the member's words: the same transfer is money out
// for one side and money in for the other.
func what(s *say.Speaker, m ledger.Movement) string {
	if m.Kind == ledger.KindTip && m.Main < 0 {
		return s.T("money.kind.tip_given")
	}
	return s.T("money.kind." + string(m.Kind))
}

// cardOptions are what the sandbox's page offers to pay with.
func cardOptions(v *desk.Visit) []parts.Option {
	options := make([]parts.Option, len(payment.SandboxCards))
	for i, card := range payment.SandboxCards {
		options[i] = parts.Option{Value: card, Label: v.Say.T("money.sandbox.bank")}
		if card != "" {
			options[i].Label = v.Say.T("money.sandbox.card", "card", masked(card))
		}
	}
	return options
}

// why tells what kept a checkout's lines from being placed.
func (c *checkout) why() string {
	if key := "money.cause." + c.Cause; c.v.Say.Has(key) {
		return c.v.Say.T(key)
	}
	return c.v.Say.T("money.cause")
}

// label names a withdrawal's checkbox for those who listen.
func (d *finance) label(w payout.Withdrawal) string {
	return d.v.Say.T("money.finance.label", "member", d.Names[w.Member], "amount", w.Net())
}

func (d *finance) to(w payout.Withdrawal) string {
	if w.Card != "" {
		return d.v.Say.T("money.to.card", "card", masked(w.Card))
	}
	return d.v.Say.T("money.to.named", "owner", w.Owner, "number", w.Number)
}

func (d *finance) chosen(f *desk.Form, w payout.Withdrawal) bool {
	return slices.Contains(f.Values("withdrawal"), w.ID.String())
}

// standings are the marketplace's own accounts; what providers hold for us is
// counted below zero in the books.
func (d *finance) standings() []parts.Fact {
	facts := make([]parts.Fact, len(d.Accounts))
	for i, a := range d.Accounts {
		amount := a.Amount
		if strings.HasPrefix(string(a.Account), "provider_") {
			amount = -amount
		}
		facts[i] = parts.Fact{Name: d.v.Say.T("money.account." + string(a.Account)), Value: d.v.Say.Money(amount)}
	}
	return facts
}

// unknownMember says beside the field that nobody has this login: staff may
// know that, and a page that is not there would not help them.
func unknownMember(err error) error {
	if errors.Is(err, fault.Missing()) {
		return fault.Invalid("member_unknown").At("login")
	}
	return err
}
