package money

import (
	"strings"
	"time"

	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/payout"
	"guildhall/web/parts"
)

// toDetails is the choice "to my account" of the withdrawal form.
const toDetails = "account"

// withdrawing is what the withdrawal form needs to know.
type withdrawing struct {
	v       *desk.Visit
	Has     ledger.Balances
	Details payout.Details
	GoesOut time.Time
	Hold    payout.LegalHold
}

// NewWithdrawal asks how much and where to, with the fee and the day it goes
// out (MON-8).
func NewWithdrawal(v *desk.Visit) error {
	if err := custody(v); err != nil {
		return err
	}
	return showNewWithdrawal(v, v.Form())
}

func showNewWithdrawal(v *desk.Visit, f *desk.Form) error {
	p := v.Rules.Policy
	w := &withdrawing{v: v, GoesOut: payout.NextDay(v.At, payout.Zone(&p), p.PayoutDays)}
	err := v.Read(func(tx *db.Tx) (err error) {
		if w.Has, err = ledger.Balance(tx, v.Member.ID); err != nil {
			return err
		}
		if w.Hold, err = payout.LegalHoldOf(tx, v.Member.ID); err != nil {
			return err
		}
		w.Details, err = payout.DetailsOf(tx, v.Member.ID)
		return err
	})
	if err != nil {
		return err
	}
	if !f.Has("to") {
		f.Set("to", toDetails)
	}
	return v.Render(newWithdrawalPage(w, f))
}

// ways are where the money can go: the account, and each card it came from.
func (w *withdrawing) ways() []parts.Option {
	s := w.v.Say
	account := parts.Option{Value: toDetails, Label: s.T("money.to.account"), Hint: s.T("money.to.none")}
	if !w.Details.IsZero() {
		account.Label = s.T("money.to.named", "owner", w.Details.Owner, "number", masked(w.Details.Number))
		account.Hint = s.T("money.to.most", "amount", w.free())
	}
	ways := []parts.Option{account}
	for _, card := range w.Has.Cards {
		ways = append(ways, parts.Option{
			Value: card.Card, Label: s.T("money.to.card", "card", masked(card.Card)), Hint: s.T("money.to.most", "amount", card.Amount),
		})
	}
	return ways
}

// free is what can go to the account now: less while its details are new.
func (w *withdrawing) free() money.Amount {
	p := w.v.Rules.Policy
	room, _, limited := w.Details.Room(w.v.At, &p)
	if limited {
		return min(room, w.Has.Free())
	}
	return w.Has.Free()
}

// masked shows the last four characters of a number.
func masked(number string) string {
	compact := strings.ReplaceAll(number, " ", "")
	if len(compact) <= 4 {
		return compact
	}
	return "···· " + compact[len(compact)-4:]
}

// Withdraw asks for the withdrawal.
func Withdraw(v *desk.Visit) error {
	if err := custody(v); err != nil {
		return err
	}
	f := v.Form()
	asking := payout.Asking{Member: v.Member.ID, Amount: f.Amount("amount"), Card: f.Required("to", payout.NumberLengthMax)}
	if asking.Card == toDetails {
		asking.Card = ""
	}
	if f.Bad() {
		return showNewWithdrawal(v, f)
	}
	made, err := v.Once(func(tx *db.Tx) (string, error) {
		asking.ID = id.New[id.WithdrawalKind](tx.Now())
		w, err := payout.Ask(tx, asking)
		return w.ID.String(), err
	})
	if err := f.Take(onForm(err)); err != nil {
		return err
	}
	if f.Bad() {
		return showNewWithdrawal(v, f)
	}
	return v.Redirect("/withdrawals/" + made)
}

// onForm puts faults of the door beside the fields of this form.
func onForm(err error) error {
	f, ok := fault.As(err)
	if ok && (f.Field == "card" || f.Field == "number") {
		return f.At("to")
	}
	return err
}

// withdrawal is one withdrawal of the asker.
type withdrawal struct {
	v *desk.Visit
	payout.Withdrawal
}

// ShowWithdrawal tells how far it has come and when it goes out.
func ShowWithdrawal(v *desk.Visit) error {
	w, err := ownWithdrawal(v)
	if err != nil {
		return err
	}
	return v.Render(withdrawalPage(w, v.Form()))
}

func ownWithdrawal(v *desk.Visit) (*withdrawal, error) {
	which, err := desk.PathID[id.WithdrawalKind](v, "id")
	if err != nil {
		return nil, err
	}
	w := &withdrawal{v: v}
	err = v.Read(func(tx *db.Tx) error {
		w.Withdrawal, err = payout.Get(tx, which)
		if err == nil && w.Member != v.Member.ID {
			err = fault.Missing()
		}
		return err
	})
	return w, err
}

// CancelWithdrawal takes it back, until it is sent.
func CancelWithdrawal(v *desk.Visit) error {
	w, err := ownWithdrawal(v)
	if err != nil {
		return err
	}
	f := v.Form()
	_, err = v.Once(func(tx *db.Tx) (string, error) {
		_, err := payout.Act(tx, payout.Change{Withdrawal: w.ID, Actor: v.Member.ID, Verb: payout.Cancel})
		return w.ID.String(), err
	})
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return v.Render(withdrawalPage(w, f))
	}
	v.Notice("money.withdrawal.cancelled", "amount", w.Amount)
	return v.Redirect("/withdrawals/" + w.ID.String())
}

// steps shows the way of a withdrawal.
func (w *withdrawal) steps() []parts.Step {
	states := []payout.State{payout.Requested, payout.Approved, payout.Sent, payout.Paid}
	end := map[payout.State]bool{payout.Cancelled: true, payout.Returned: true}[w.State]
	var steps []parts.Step
	state := "done"
	for _, s := range states {
		if s == w.State {
			state = "now"
		}
		if s == payout.Paid && w.State == payout.Paid {
			state = "done"
		}
		if !end || s == payout.Requested {
			steps = append(steps, parts.Step{Label: w.v.Say.T("money.state." + string(s)), State: state})
		}
		if state == "now" {
			state = ""
		}
	}
	if end {
		steps = append(steps, parts.Step{Label: w.v.Say.T("money.state." + string(w.State)), State: "stopped"})
	}
	return steps
}

func (w *withdrawal) facts() []parts.Fact {
	s := w.v.Say
	to := s.T("money.to.named", "owner", w.Owner, "number", masked(w.Number))
	if w.Card != "" {
		to = s.T("money.to.card", "card", masked(w.Card))
	}
	return []parts.Fact{
		{Name: s.T("money.field.to"), Value: to},
		{Name: s.T("money.held"), Value: s.Money(w.Amount)},
		{Name: s.T("money.fee"), Value: s.Money(-w.Fee)},
		{Name: s.T("money.arrives"), Value: s.Money(w.Net()), Sum: true},
	}
}

func (w *withdrawal) cancellable() bool {
	return w.State == payout.Requested || w.State == payout.Approved
}

// ShowDetails shows where the member's money goes (ACC-14).
func ShowDetails(v *desk.Visit) error {
	if err := custody(v); err != nil {
		return err
	}
	return showDetails(v, v.Form())
}

func showDetails(v *desk.Visit, f *desk.Form) error {
	var d payout.Details
	err := v.Read(func(tx *db.Tx) (err error) {
		d, err = payout.DetailsOf(tx, v.Member.ID)
		return err
	})
	if err != nil {
		return err
	}
	if !f.Has("owner") {
		f.Set("owner", d.Owner).Set("number", d.Number)
	}
	return v.Render(detailsPage(v, f, d))
}

// SaveDetails changes them.
func SaveDetails(v *desk.Visit) error {
	if err := custody(v); err != nil {
		return err
	}
	f := v.Form()
	owner, number := f.Required("owner", payout.OwnerLengthMax), f.Required("number", payout.NumberLengthMax)
	if f.Bad() {
		return showDetails(v, f)
	}
	_, err := v.Once(func(tx *db.Tx) (string, error) { return "", payout.SetDetails(tx, v.Member.ID, owner, number) })
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return showDetails(v, f)
	}
	v.Notice("money.details.saved")
	return v.Redirect("/withdrawals/new")
}
