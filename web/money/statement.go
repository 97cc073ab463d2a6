package money

import (
	"bytes"
	"encoding/csv"
	"net/url"
	"slices"
	"time"

	"guildhall/db"
	"guildhall/desk"
	"guildhall/id"
	"guildhall/ledger"
	"guildhall/web/parts"
)

// statementRows is one page of the statement.
const statementRows = 50

// groups are the filter's choices: what people look for, and the kinds of
// transfers that are it.
var groups = []struct {
	Name  string
	Kinds []ledger.Kind
}{
	{"orders", []ledger.Kind{ledger.KindHold, ledger.KindRelease, ledger.KindRefund, ledger.KindSplit, ledger.KindTip}},
	{"top_ups", []ledger.Kind{ledger.KindTopUp, ledger.KindRevoke, ledger.KindGift, ledger.KindClaimPaid}},
	{"withdrawals", []ledger.Kind{ledger.KindWithdraw, ledger.KindWithdrawOf}},
}

// statement is one page of movements.
type statement struct {
	v    *desk.Visit
	Form *desk.Form
	Rows []ledger.Movement
	More bool
}

// Statement shows each movement with the balance after it (MON-14).
func Statement(v *desk.Visit) error {
	if err := custody(v); err != nil {
		return err
	}
	st := &statement{v: v, Form: v.Form()}
	filter := st.filter()
	filter.Limit = statementRows + 1
	if before, err := id.Parse[id.TransferKind](st.Form.Value("before")); err == nil {
		filter.Before = before
	}
	if st.Form.Bad() {
		return v.Render(statementPage(st))
	}
	if err := st.read(filter); err != nil {
		return err
	}
	if len(st.Rows) > statementRows {
		st.Rows, st.More = st.Rows[:statementRows], true
	}
	return v.Render(statementPage(st))
}

func (st *statement) read(filter ledger.StatementFilter) error {
	return st.v.Read(func(tx *db.Tx) (err error) {
		st.Rows, err = ledger.Statement(tx, st.v.Member.ID, filter)
		return err
	})
}

// filter reads the form's choice; the last day counts as a whole.
func (st *statement) filter() ledger.StatementFilter {
	var f ledger.StatementFilter
	f.From, f.Until = st.day("from"), st.day("until")
	if !f.Until.IsZero() {
		f.Until = f.Until.AddDate(0, 0, 1)
	}
	for _, group := range groups {
		if group.Name == st.Form.Value("kind") {
			f.Kinds = group.Kinds
		}
	}
	return f
}

func (st *statement) day(name string) time.Time {
	if st.Form.Value(name) == "" {
		return time.Time{}
	}
	return st.Form.Day(name)
}

// query is the filter as an address writes it, without the cursor.
func (st *statement) query(path string, cursor string) string {
	q := url.Values{}
	for _, name := range []string{"from", "until", "kind"} {
		if value := st.Form.Value(name); value != "" {
			q.Set(name, value)
		}
	}
	if cursor != "" {
		q.Set("before", cursor)
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func (st *statement) older() string {
	if !st.More {
		return ""
	}
	return st.query("/statement", st.Rows[len(st.Rows)-1].Transfer.String())
}

func (st *statement) newest() string {
	if st.Form.Value("before") == "" {
		return ""
	}
	return st.query("/statement", "")
}

func (st *statement) kinds() []parts.Option {
	options := []parts.Option{{Value: "", Label: st.v.Say.T("money.kinds.all")}}
	for _, group := range groups {
		options = append(options, parts.Option{Value: group.Name, Label: st.v.Say.T("money.kinds." + group.Name)})
	}
	return options
}

// anyBonus tells whether the bonus columns have anything to say.
func (st *statement) anyBonus() bool {
	return slices.ContainsFunc(st.Rows, func(m ledger.Movement) bool { return m.Bonus != 0 || m.BonusAfter != 0 })
}

// Download is the statement as a CSV file: moments in UTC, amounts plain.
func Download(v *desk.Visit) error {
	if err := custody(v); err != nil {
		return err
	}
	st := &statement{v: v, Form: v.Form()}
	filter := st.filter()
	if err := st.Form.Err(); err != nil {
		return err
	}
	if err := st.read(filter); err != nil {
		return err
	}
	body, err := st.csv()
	if err != nil {
		return err
	}
	v.W.Header().Set("Content-Disposition", `attachment; filename="statement.csv"`)
	return v.Raw("text/csv; charset=utf-8", body)
}

func (st *statement) csv() ([]byte, error) {
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	currency := st.v.Say.Currency()
	lines := [][]string{{"at", "kind", "subject", "reference", "currency", "main", "main_after", "bonus", "bonus_after"}}
	for _, m := range st.Rows {
		lines = append(lines, []string{
			m.At.UTC().Format(time.RFC3339), string(m.Kind), m.Subject, m.Reference.String(), string(currency),
			currency.Decimal(m.Main), currency.Decimal(m.MainAfter), currency.Decimal(m.Bonus), currency.Decimal(m.BonusAfter),
		})
	}
	if err := w.WriteAll(lines); err != nil {
		return nil, err
	}
	return file.Bytes(), nil
}

// about is the page of what a movement was for; empty when there is none.
func about(m ledger.Movement) string {
	switch m.Subject {
	case "order":
		return "/orders/" + m.Reference.String()
	case "top_up":
		return "/top-ups/" + m.Reference.String()
	case "withdrawal":
		return "/withdrawals/" + m.Reference.String()
	}
	return ""
}
