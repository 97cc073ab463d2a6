package money

import (
	"bytes"
	"encoding/csv"
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/money"
	"guildhall/order"
	"guildhall/payment"
	"guildhall/payout"
)

// batchShown bounds what the finance desk lists at once.
const batchShown = 200

// finance is the desk of finance staff: what goes out, what came in by bank,
// what does not fit, and how the marketplace's own accounts stand.
type finance struct {
	v        *desk.Visit
	Batch    []payout.Withdrawal
	Bank     []payment.TopUp
	Odd      []payment.OddMessage
	Names    map[id.Member]string
	Accounts []accountStanding
}

type accountStanding struct {
	Account ledger.Account
	Amount  money.Amount
}

// ownAccounts are those the desk shows, providers as what they hold for us.
var ownAccounts = []ledger.Account{
	ledger.Commission, ledger.BuyerFee, ledger.WithdrawalFee, ledger.Gifts, ledger.Losses,
	ledger.ProviderAccount(payment.SandboxName), ledger.ProviderAccount(payment.BankName),
}

// Finance is that desk.
func Finance(v *desk.Visit) error { return showFinance(v, v.Form()) }

func showFinance(v *desk.Visit, f *desk.Form) error {
	d := &finance{v: v, Names: map[id.Member]string{}}
	if err := v.Read(d.read); err != nil {
		return err
	}
	return v.Render(financePage(d, f))
}

func (d *finance) read(tx *db.Tx) error {
	var err error
	if d.Batch, err = payout.Batch(tx, batchShown); err != nil {
		return err
	}
	if d.Bank, err = payment.Open(tx, payment.BankName, batchShown); err != nil {
		return err
	}
	if d.Odd, err = payment.OddMessages(tx, listShown); err != nil {
		return err
	}
	for _, name := range ownAccounts {
		amount, err := ledger.Platform(tx, name)
		if err != nil {
			return err
		}
		d.Accounts = append(d.Accounts, accountStanding{name, amount})
	}
	return d.readNames(tx)
}

func (d *finance) readNames(tx *db.Tx) error {
	members := map[id.Member]bool{}
	for _, w := range d.Batch {
		members[w.Member] = true
	}
	for _, t := range d.Bank {
		members[t.Member] = true
	}
	for member := range members {
		m, err := account.Get(tx, member)
		if err != nil {
			return err
		}
		d.Names[member] = m.Login
	}
	return nil
}

// markVerbs are the finance desk's verbs, in the order of their buttons.
var markVerbs = []payout.Verb{payout.Approve, payout.Send, payout.Pay, payout.Return}

// MarkWithdrawals does one thing to all chosen withdrawals, or to none: those
// that have moved on since the page was drawn refuse it with their state.
func MarkWithdrawals(v *desk.Visit) error {
	f := v.Form()
	verb := payout.Verb(f.Choice("verb", verbNames()...))
	chosen := f.Many("withdrawal", batchShown)
	reason := f.Text("reason", payout.ReasonLengthMax)
	if verb == payout.Return && reason == "" {
		reason = f.Required("reason", payout.ReasonLengthMax)
	}
	if len(chosen) == 0 {
		f.Required("withdrawal", payout.NumberLengthMax)
	}
	if f.Bad() {
		return showFinance(v, f)
	}
	_, err := v.Once(func(tx *db.Tx) (string, error) { return "", markAll(tx, v, chosen, verb, reason) })
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return showFinance(v, f)
	}
	v.Notice("money.finance.marked", "count", len(chosen))
	return v.Redirect("/staff/finance")
}

func verbNames() []string {
	names := make([]string, len(markVerbs))
	for i, verb := range markVerbs {
		names[i] = string(verb)
	}
	return names
}

func markAll(tx *db.Tx, v *desk.Visit, chosen []string, verb payout.Verb, reason string) error {
	for _, text := range chosen {
		which, err := id.Parse[id.WithdrawalKind](text)
		if err != nil {
			return err
		}
		change := payout.Change{Withdrawal: which, Actor: v.Member.ID, Verb: verb, Reason: reason}
		if _, err := payout.Act(tx, change); err != nil {
			return err
		}
	}
	return nil
}

// MarkTopUp says that a bank transfer arrived, or never will.
func MarkTopUp(v *desk.Visit) error {
	which, err := desk.PathID[id.TopUpKind](v, "id")
	if err != nil {
		return err
	}
	f := v.Form()
	said := payment.Said(f.Choice("said", string(payment.SaidSucceeded), string(payment.SaidFailed)))
	if f.Bad() {
		return showFinance(v, f)
	}
	_, err = v.Once(func(tx *db.Tx) (string, error) {
		settled, err := payment.Mark(tx, which, v.Member.ID, said)
		if err != nil {
			return "", err
		}
		_, err = order.FollowTopUp(tx, settled)
		return "", err
	})
	if err := f.Take(err); err != nil {
		return err
	}
	if f.Bad() {
		return showFinance(v, f)
	}
	v.Notice("money.finance.marked", "count", 1)
	return v.Redirect("/staff/finance")
}

// Payouts is the batch as a file for the bank (MON-10): what is approved.
func Payouts(v *desk.Visit) error {
	d := &finance{v: v, Names: map[id.Member]string{}}
	if err := v.Read(d.read); err != nil {
		return err
	}
	body, err := d.csv()
	if err != nil {
		return err
	}
	v.W.Header().Set("Content-Disposition", `attachment; filename="payouts.csv"`)
	return v.Raw("text/csv; charset=utf-8", body)
}

func (d *finance) csv() ([]byte, error) {
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	currency := d.v.Say.Currency()
	lines := [][]string{{"withdrawal", "member", "owner", "number", "card", "currency", "amount", "due"}}
	for _, out := range d.Batch {
		if out.State != payout.Approved {
			continue
		}
		lines = append(lines, []string{
			out.ID.String(), d.Names[out.Member], cell(out.Owner), cell(out.Number), out.Card,
			string(currency), currency.Decimal(out.Net()), out.DueAt.UTC().Format(time.DateOnly),
		})
	}
	if err := w.WriteAll(lines); err != nil {
		return nil, err
	}
	return file.Bytes(), nil
}

// cell keeps what a member typed from being taken for a formula by a
// spreadsheet.
func cell(text string) string {
	if text != "" && (text[0] == '=' || text[0] == '+' || text[0] == '-' || text[0] == '@') {
		return "'" + text
	}
	return text
}
