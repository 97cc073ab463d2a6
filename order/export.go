package order

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/id"
	"guildhall/money"
)

// The forms of a bulk download (ORD-34).
const (
	CSV       = "csv"
	JSONLines = "jsonl"
)

// ExportName is what a download is called when it is saved, and its type.
func ExportName(side Side, form string) (name, contentType string) {
	what := "bought"
	if side == Seller {
		what = "sold"
	}
	if form == JSONLines {
		return "orders-" + what + ".jsonl", "application/jsonl"
	}
	return "orders-" + what + ".csv", "text/csv; charset=utf-8"
}

// Exported is one order as it is downloaded: moments in UTC, amounts in units
// of the currency.
type Exported struct {
	Number    string `json:"number"`
	ID        string `json:"id"`
	Side      string `json:"side"`
	Title     string `json:"title"`
	With      string `json:"with"` // the other side's login
	State     string `json:"state"`
	Package   string `json:"package"`
	Units     int64  `json:"units"`
	Currency  string `json:"currency"`
	Price     string `json:"price"`
	Fee       string `json:"fee"`
	Held      string `json:"held"`
	ToSeller  string `json:"to_seller"`
	ToBuyer   string `json:"to_buyer"`
	Tipped    string `json:"tipped"`
	Placed    string `json:"placed"`
	Started   string `json:"started"`
	Due       string `json:"due"`
	Delivered string `json:"delivered"`
	Ended     string `json:"ended"`
}

// exportColumns head the CSV form, in the order of Exported.
var exportColumns = []string{
	"number", "id", "side", "title", "with", "state", "package", "units", "currency", "price", "fee", "held",
	"to_seller", "to_buyer", "tipped", "placed", "started", "due", "delivered", "ended",
}

func (e Exported) cells() []string {
	return []string{
		e.Number, e.ID, e.Side, plainCell(e.Title), plainCell(e.With), e.State, e.Package, strconv.FormatInt(e.Units, 10),
		e.Currency, e.Price, e.Fee, e.Held, e.ToSeller, e.ToBuyer, e.Tipped, e.Placed, e.Started, e.Due, e.Delivered, e.Ended,
	}
}

// plainCell keeps a spreadsheet from taking what somebody typed for a formula.
func plainCell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n", rune(text[0])) {
		return "'" + text
	}
	return text
}

// Export writes the orders of a filter, newest first, page by page: read is
// called for each, with a transaction of its own, so that a slow reader holds
// up nobody.
func Export(read func(func(*db.Tx) error) error, w io.Writer, f Filter, form string, currency money.Currency) error {
	write, flush, err := exportWriter(w, form)
	if err != nil {
		return err
	}
	logins := map[id.Member]string{}
	for f.Limit = listMost; ; {
		var page []Exported
		err := read(func(tx *db.Tx) (err error) {
			page, f.After, err = exportPage(tx, f, currency, logins)
			return err
		})
		if err != nil {
			return err
		}
		for _, e := range page {
			if err := write(e); err != nil {
				return err
			}
		}
		if len(page) < f.Limit {
			return flush()
		}
	}
}

func exportWriter(w io.Writer, form string) (write func(Exported) error, flush func() error, err error) {
	if form == JSONLines {
		lines := json.NewEncoder(w)
		lines.SetEscapeHTML(false)
		return func(e Exported) error { return lines.Encode(e) }, func() error { return nil }, nil
	}
	lines := csv.NewWriter(w)
	flush = func() error { lines.Flush(); return lines.Error() }
	return func(e Exported) error { return lines.Write(e.cells()) }, flush, lines.Write(exportColumns)
}

// exportPage answers a page and where it ends. It may run twice.
func exportPage(tx *db.Tx, f Filter, currency money.Currency, logins map[id.Member]string) ([]Exported, id.Order, error) {
	orders, err := List(tx, f)
	if err != nil || len(orders) == 0 {
		return nil, f.After, err
	}
	page := make([]Exported, len(orders))
	for i, o := range orders {
		other := o.Member(f.Side.Other())
		if logins[other] == "" {
			m, err := account.Get(tx, other)
			if err != nil {
				return nil, f.After, err
			}
			logins[other] = m.Login
		}
		page[i] = o.exported(f.Side, currency)
		page[i].With = logins[other]
	}
	return page, orders[len(orders)-1].ID, nil
}

func (o Order) exported(side Side, currency money.Currency) Exported {
	return Exported{
		Number: o.Number, ID: o.ID.String(), Side: string(side), Title: o.Title, State: string(o.State),
		Package: o.Package, Units: o.Units, Currency: string(currency),
		Price: currency.Decimal(o.Price), Fee: currency.Decimal(o.Fee), Held: currency.Decimal(o.Held.Plus(o.FeeHeld)),
		ToSeller: currency.Decimal(o.ToSeller), ToBuyer: currency.Decimal(o.ToBuyer), Tipped: currency.Decimal(o.Tipped),
		Placed: moment(o.PlacedAt), Started: moment(o.StartedAt), Due: moment(o.Due),
		Delivered: moment(o.DeliveredAt), Ended: moment(o.EndedAt),
	}
}

func moment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}
